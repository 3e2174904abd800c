import { isUtf8 } from "node:buffer";
import { physicalLines } from "../records/physical-lines.js";
import type { CarefulRecord } from "../records/read-records.js";
import { headLines } from "./line-table.js";
import type { FormatDefaults, FormatHead, FormatTable, VendorFormat } from "./vendor-format.js";

const COLUMNS = ["time", "sha", "author", "subject", "body"];
const COMMIT = /^commit ([0-9a-f]{7,64})(?: \(.*\))?$/;
const FIELD = /^(Author|AuthorDate|Commit|CommitDate|Date|Merge):\s+(.*)$/;
const DEFAULTS: FormatDefaults = { kind: "events", role: "change", time: { column: "time" } };
const MOMENT = String.raw`\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?(?: ?(?:Z|[+-]\d\d:?\d\d))?`;
/** A commit a line, as `--format` with a hash and a date writes it, in either order. */
const LINES = [
  new RegExp(String.raw`^(?<sha>[0-9a-f]{7,64})[\s|,;]+(?<time>${MOMENT})[\s|,;]+(?<subject>.*)$`),
  new RegExp(String.raw`^(?<time>${MOMENT})[\s|,;]+(?<sha>[0-9a-f]{7,64})[\s|,;]+(?<subject>.*)$`),
];

interface Commit {
  readonly line: number;
  readonly offset: number;
  readonly sha: string;
  readonly fields: Map<string, string>;
  readonly text: string[];
}

/** A date as git writes it, in ISO where it carries its offset; else as it is. */
function isoTime(text: string): string {
  const seconds = /^(\d{9,11})(?: [+-]\d{4})?$/.exec(text)?.[1];
  const offset = /[+-]\d\d:?\d\d$|Z$/.test(text);
  const ms = seconds === undefined ? (offset ? Date.parse(text) : Number.NaN) : 1000 * Number(seconds);
  return Number.isNaN(ms) ? text : new Date(ms).toISOString();
}

function rowOf({ line, offset, sha, fields, text }: Commit): CarefulRecord {
  const time = fields.get("CommitDate") ?? fields.get("Date") ?? fields.get("AuthorDate") ?? "";
  const [subject = "", ...body] = text;
  const cells = [isoTime(time.trim()), sha, fields.get("Author") ?? "", subject, body.join(" ").trim()];
  return { kind: "row", line, offset, cells };
}

/** Commits of a whole log; what stands before the first of them is rejected. */
async function* commitRecords(path: string, file: string): AsyncGenerator<CarefulRecord> {
  let open: Commit | null = null;
  for await (const line of physicalLines(path)) {
    const raw = line.cut || !isUtf8(line.bytes) ? "" : line.bytes.toString("utf8").trimEnd();
    const sha = COMMIT.exec(raw)?.[1];
    if (sha !== undefined) {
      if (open) yield rowOf(open);
      open = { line: line.number, offset: line.offset, sha, fields: new Map(), text: [] };
      continue;
    }
    if (!open) {
      if (raw.trim() !== "")
        yield { kind: "reject", reject: { file, line: line.number, reason: "it stands before the first commit", raw } };
      continue;
    }
    const field = FIELD.exec(raw);
    // Indented lines are the message; what follows without an indent (changed files) says nothing of time.
    if (field && open.text.length === 0) open.fields.set(field[1] as string, field[2] as string);
    else if (/^ {4}\S/.test(raw)) open.text.push(raw.trim());
  }
  if (open) yield rowOf(open);
}

async function recordsTable(records: () => AsyncIterable<CarefulRecord>, byLine: boolean): Promise<FormatTable> {
  const sample: (readonly string[])[] = [];
  for await (const record of records()) if (record.kind === "row" && sample.push(record.cells) >= 1000) break;
  return { columns: COLUMNS, sample, byLine, records };
}

/** `git log` as it is written without options, or with `--pretty=fuller`. */
const gitLog: VendorFormat = {
  name: "git-log",
  recognises: (head) => {
    const lines = headLines(head, 60);
    return COMMIT.test(lines[0] ?? "") && lines.some((line) => /^(Author|Commit)?Date:\s/.test(line));
  },
  defaults: () => DEFAULTS,
  table: (path, { file }) => recordsTable(() => commitRecords(path, file), false),
};

function lineCells(line: string): readonly string[] | null {
  const found = LINES.map((pattern) => pattern.exec(line)?.groups).find((groups) => groups !== undefined);
  return found ? [isoTime(found["time"] ?? ""), found["sha"] ?? "", "", (found["subject"] ?? "").trim(), ""] : null;
}

async function* lineRecords(path: string, file: string): AsyncGenerator<CarefulRecord> {
  for await (const line of physicalLines(path)) {
    const raw = line.bytes.toString("utf8");
    const cells = line.cut || !isUtf8(line.bytes) ? null : lineCells(raw.trimEnd());
    if (raw.trim() === "") yield { kind: "blank" };
    else if (cells) yield { kind: "row", line: line.number, offset: line.offset, cells };
    else
      yield {
        kind: "reject",
        reject: { file, line: line.number, reason: "it names no commit with a date", raw: raw.slice(0, 2000) },
      };
  }
}

/** `git log` with a commit a line: hash, date and subject. A table with a header is read as a table. */
const gitLines: VendorFormat = {
  name: "git-log-lines",
  recognises: (head: FormatHead) => {
    const lines = headLines(head, 50);
    const cells = lines.map(lineCells);
    // Numbers of rows are no hashes: those have letters.
    return cells.length > 0 && cells.every((row) => row !== null) && cells.some((row) => /[a-f]/i.test(row?.[1] ?? ""));
  },
  defaults: () => DEFAULTS,
  table: (path, { file }) => recordsTable(() => lineRecords(path, file), true),
};

/** Logs of commits. */
export const GIT_LOGS: readonly VendorFormat[] = [gitLog, gitLines];
