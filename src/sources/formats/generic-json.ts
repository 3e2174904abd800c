import { isUtf8 } from "node:buffer";
import { readFile, stat } from "node:fs/promises";
import { PostmortemError } from "../../errors/errors.js";
import { physicalLines } from "../records/physical-lines.js";
import type { CarefulRecord } from "../records/read-records.js";
import { jsonRows, rowColumns, timed } from "./json-rows.js";
import type { JsonRow } from "./json-rows.js";
import { documentsIn, exactJson, flattened, isRecord, objectText } from "./json-values.js";
import { headLines } from "./line-table.js";
import type { FormatHead, FormatTable, VendorFormat } from "./vendor-format.js";

/** Documents are parsed whole; larger ones are asked for in parts. */
const LARGEST = 256 * 2 ** 20;
const SAMPLE = 1000;

function lineValue(line: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value = exactJson(line);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Lines that each hold one object. */
function objectLines(head: FormatHead): Readonly<Record<string, unknown>>[] | undefined {
  const lines = headLines(head, 200);
  const objects = lines.map(lineValue);
  const whole = objects.filter((object) => object !== undefined);
  return lines.length > 1 && whole.length >= 0.8 * lines.length ? whole : undefined;
}

function nested(value: unknown): boolean {
  if (typeof value === "string") return objectText(value) !== undefined;
  return isRecord(value) && Object.keys(value).length > 0;
}

/** A document, or several, that are not one flat object a line. */
function isDocument(head: FormatHead): boolean {
  const text = head.text.trimStart();
  if (/^\[\s*[{[\]]/.test(text)) return !objectLines(head);
  if (!/^\{\s*("|\})/.test(text)) return false;
  const lines = objectLines(head);
  return !lines || (lines.some(holdsList) && !lines.some((line) => timed(flattened(line))));
}

function holdsList(value: unknown): boolean {
  return isRecord(value) && Object.values(value).some((one) => Array.isArray(one) && one.some(isRecord));
}

async function documentsOf(path: string, file: string): Promise<unknown[]> {
  if ((await stat(path)).size > LARGEST)
    throw new PostmortemError(
      "input",
      `file "${file}" requires at most 256 MB as one JSON document, got more; write it as one document a line (jq -c '.[]')`,
    );
  const text = (await readFile(path, "utf8")).replace(/^\ufeff/, "");
  return documentsIn(text).map((document) => {
    try {
      return exactJson(document);
    } catch (cause) {
      throw new PostmortemError(
        "input",
        `file "${file}" is not whole JSON (${(cause as Error).message}); fetch it again`,
        { cause },
      );
    }
  });
}

function tableOf(rows: readonly JsonRow[]): FormatTable {
  const columns = rowColumns(rows);
  const cells = (row: JsonRow): readonly string[] => columns.map((column) => row.get(column) ?? "");
  async function* records(): AsyncGenerator<CarefulRecord> {
    for (const [index, row] of rows.entries()) yield { kind: "row", line: index + 1, offset: 0, cells: cells(row) };
  }
  return { columns, sample: rows.slice(0, SAMPLE).map(cells), byLine: false, records };
}

/** JSON that is not one flat object a line: a list of objects, an object that holds one, documents one after another. */
export const jsonDocument: VendorFormat = {
  name: "json",
  recognises: isDocument,
  defaults: () => ({}),
  table: async (path, { file }) => tableOf(jsonRows(await documentsOf(path, file))),
};

async function lineColumns(path: string): Promise<string[]> {
  const columns = new Set<string>();
  for await (const { bytes } of physicalLines(path)) {
    const value = lineValue(bytes.toString("utf8"));
    if (value) for (const key of flattened(value).keys()) columns.add(key);
  }
  return [...columns];
}

/** One document a line with objects inside: their values have paths as names. */
export const jsonLines: VendorFormat = {
  name: "json-lines",
  recognises: (head) =>
    !isDocument(head) && objectLines(head)?.some((object) => Object.values(object).some(nested)) === true,
  defaults: () => ({}),
  async table(path, head) {
    const columns = await lineColumns(path);
    const cells = (value: unknown): string[] => {
      const row = flattened(value);
      return columns.map((column) => row.get(column) ?? "");
    };
    async function* records(): AsyncGenerator<CarefulRecord> {
      for await (const line of physicalLines(path)) {
        const raw = line.bytes.toString("utf8");
        if (raw.trim() === "") {
          yield { kind: "blank" };
          continue;
        }
        const value = line.cut || !isUtf8(line.bytes) ? undefined : lineValue(raw);
        if (value) yield { kind: "row", line: line.number, offset: line.offset, cells: cells(value) };
        else {
          const reason = line.cut ? "the line is too long" : "it is not a JSON object";
          yield { kind: "reject", reject: { file: head.file, line: line.number, reason, raw: raw.slice(0, 2000) } };
        }
      }
    }
    return { columns, sample: (objectLines(head) ?? []).map(cells), records };
  },
};
