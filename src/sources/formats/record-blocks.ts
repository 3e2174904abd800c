import { readFile, stat } from "node:fs/promises";
import { PostmortemError } from "../../errors/errors.js";
import type { CarefulRecord } from "../records/read-records.js";
import type { FormatTable, VendorFormat } from "./vendor-format.js";

/** A text is parsed whole; a larger one is asked for in another layout. */
const LARGEST = 128 * 2 ** 20;
const FEWEST_BLOCKS = 10;
/** Blocks that must have the fields that all have. */
const MOSTLY = 0.9;
const FEWEST_FIELDS = 2;
/** Lines of a block, on the average. */
const LEAST_LINES = 1.9;
const LONGEST_BLOCK = 60;

const CLOCK = String.raw`\d\d:\d\d:\d\d(?:[.,]\d+)?`;
/** A line that is a time and nothing else, or one that is called so. */
const BARE_TIME = new RegExp(
  String.raw`^\[?((?:[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d ${CLOCK} \d{4})|(?:\d{4}-\d\d-\d\d[T ]${CLOCK}(?:Z|[+-]\d\d:?\d\d)?))\]?$`,
);
const NAMED_TIME =
  /^[#*\s-]*(time|date|timestamp|@timestamp|when|ts|at|start|started|started_at|created|created_at|occurred_at)\s*[:=]\s*\S*\d/i;
const FIELD = /(?:^|\s)([A-Za-z@][\w@.-]*)\s*[:=]\s*("(?:[^"\\]|\\.)*"|[^\s;]+)/g;
const ONLY_FIELD = /^([A-Za-z@][\w@. -]{0,40}?)\s*[:=]\s*(.+?);?$/;

/** The fields of a line: one over the whole of it, or several that each have a word for their value. */
function lineFields(line: string): readonly (readonly [string, string])[] {
  const text = line.replace(/^[\s#*-]+/, "").trim();
  const time = BARE_TIME.exec(text)?.[1];
  if (time !== undefined) return [["time", time]];
  const several = [...text.matchAll(FIELD)].map(
    ([, key = "", value = ""]) => [key, value.replace(/^"|"$/g, "")] as const,
  );
  if (several.length > 1) return several;
  const [, key, value] = ONLY_FIELD.exec(text) ?? [];
  if (key !== undefined && value !== undefined) return [[key.trim(), value.trim().replace(/^"|"$/g, "")]];
  return several;
}

interface Block {
  readonly line: number;
  readonly fields: ReadonlyMap<string, string>;
}

interface Blocks {
  readonly all: readonly Block[];
  /** Lines before the first block. */
  readonly before: number;
}

/** The blocks of a text: each begins with its time, whatever stands between. */
function blocksOf(text: string): Blocks {
  const lines = text.split(/\r?\n/);
  // The line that comes first begins each block; a time further down is one of its fields.
  const first = lines.find((line) => NAMED_TIME.test(line) || BARE_TIME.test(line.trim())) ?? "";
  const name = NAMED_TIME.exec(first)?.[0].replace(/\S*\d$/, "");
  const begins = lines.flatMap((line, at) =>
    (name === undefined ? BARE_TIME.test(line.trim()) : line.startsWith(name)) ? [at] : [],
  );
  const all = begins.map((from, at) => {
    const own = lines.slice(from, Math.min(begins[at + 1] ?? lines.length, from + LONGEST_BLOCK));
    const fields = new Map<string, string>();
    for (const line of own) for (const [key, value] of lineFields(line)) if (!fields.has(key)) fields.set(key, value);
    return { line: from + 1, fields };
  });
  return { all, before: begins[0] ?? lines.length };
}

/** Fields that nearly all blocks have; what stands in a few of them is no column. */
function sharedFields(blocks: readonly Block[]): string[] {
  const seen = new Map<string, number>();
  for (const { fields } of blocks) for (const key of fields.keys()) seen.set(key, (seen.get(key) ?? 0) + 1);
  return [...seen].filter(([, n]) => n >= 0.02 * blocks.length || n > 20).map(([key]) => key);
}

/** True if a text is blocks of a time and fields over several lines. */
function inBlocks(text: string): boolean {
  if (/^\s*[{[<]/.test(text)) return false;
  const lines = text.split(/\r?\n/);
  const { all } = blocksOf(text);
  const whole = all.slice(0, -1);
  if (whole.length < FEWEST_BLOCKS || lines.length < LEAST_LINES * all.length) return false;
  const common = sharedFields(whole).filter(
    (key) => whole.filter(({ fields }) => fields.has(key)).length >= MOSTLY * whole.length,
  );
  return common.length >= FEWEST_FIELDS;
}

function tableOf({ all, before }: Blocks): FormatTable {
  const columns = sharedFields(all);
  const cells = ({ fields }: Block): readonly string[] => columns.map((column) => fields.get(column) ?? "");
  async function* records(): AsyncGenerator<CarefulRecord> {
    for (let at = 0; at < before; at += 1) yield { kind: "header" };
    for (const block of all) yield { kind: "row", line: block.line, offset: 0, cells: cells(block) };
  }
  return { columns, sample: all.slice(0, 1000).map(cells), byLine: false, records };
}

/** Records over several lines, each a time and fields under it, as logs of slow queries and of accounting have them: a row a record. */
export const recordBlocks: VendorFormat = {
  name: "record-blocks",
  recognises: ({ text }) => inBlocks(text),
  defaults: () => ({}),
  async table(path, { file }) {
    if ((await stat(path)).size > LARGEST)
      throw new PostmortemError(
        "input",
        `file "${file}" requires at most 128 MB in blocks of lines, got more; export it as CSV`,
      );
    return tableOf(blocksOf(await readFile(path, "utf8")));
  },
};
