import { readFile, stat } from "node:fs/promises";
import { PostmortemError } from "../../errors/errors.js";
import type { CarefulRecord } from "../records/read-records.js";
import type { FormatDefaults, FormatHead, FormatTable } from "./vendor-format.js";

/** Documents are parsed whole; larger ones are asked for in parts. */
const LARGEST = 256 * 2 ** 20;

/** Nesting beyond this is no export's. */
const DEEPEST = 500;

function requireShallow(text: string, file: string): void {
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x5c && quoted) at += 1;
    else if (code === 0x22) quoted = !quoted;
    else if (quoted) continue;
    else if (code === 0x5b || code === 0x7b) depth += 1;
    else if (code === 0x5d || code === 0x7d) depth -= 1;
    if (depth > DEEPEST)
      throw new PostmortemError(
        "input",
        `file "${file}" nests deeper than ${DEEPEST} levels near character ${at}, which is refused; it is no export of measurements`,
      );
  }
}

/** The documents of a file: one, or one a line as collectors append them. */
async function parsed(path: string, file: string): Promise<readonly unknown[]> {
  if ((await stat(path)).size > LARGEST)
    throw new PostmortemError(
      "input",
      `file "${file}" requires at most 256 MB as one JSON document, got more; export a shorter span, or JSON lines`,
    );
  const text = (await readFile(path, "utf8")).replace(/^\ufeff/, "");
  requireShallow(text, file);
  try {
    return [JSON.parse(text)];
  } catch (cause) {
    const lines = text
      .split("\n")
      .map((line, index) => [line.trim(), index + 1] as const)
      .filter(([line]) => line !== "");
    if (lines.length < 2 || !lines.every(([line]) => line.startsWith("{")))
      throw new PostmortemError(
        "input",
        `file "${file}" is not whole JSON (${(cause as Error).message}); fetch it again`,
        { cause },
      );
    return lines.map(([line, number]) => {
      try {
        return JSON.parse(line) as unknown;
      } catch (torn) {
        throw new PostmortemError(
          "input",
          `file "${file}" line ${number} is not a whole JSON document (${(torn as Error).message}); fetch it again`,
          { cause: torn },
        );
      }
    });
  }
}

/** Nested values by path, `undefined` where there is none. */
export function inside(value: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (at, key) =>
      typeof at === "object" && at !== null && Object.hasOwn(at, key)
        ? (at as Record<string | number, unknown>)[key]
        : undefined,
    value,
  );
}

/** The array at a path; empty where there is none. */
export function listIn(value: unknown, ...path: readonly (string | number)[]): readonly unknown[] {
  const list = path.length === 0 ? value : inside(value, ...path);
  return Array.isArray(list) ? list : [];
}

/** A scalar as a cell. */
export function cellOf(value: unknown): string {
  return value === null || value === undefined ? "" : typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** Rows of JSON documents with their columns. */
export interface DocumentRows {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** How many things the documents hold, counted apart from the rows. */
  readonly seen: number;
  readonly defaults?: FormatDefaults;
}

/** JSON documents as a table; its rows have no lines, so they are numbered by place. */
export async function documentTable(
  path: string,
  head: FormatHead,
  read: (documents: readonly unknown[]) => DocumentRows,
): Promise<FormatTable> {
  const { columns, rows, seen, defaults } = read(await parsed(path, head.file));
  if (seen !== rows.length)
    throw new PostmortemError(
      "input",
      `file "${head.file}" holds ${seen} entries, of which ${rows.length} were read; export it again`,
    );
  async function* records(): AsyncGenerator<CarefulRecord> {
    for (const [index, cells] of rows.entries()) yield { kind: "row", line: index + 1, offset: 0, cells };
  }
  return { columns, sample: rows.slice(0, 1000), byLine: false, records, ...(defaults && { defaults }) };
}
