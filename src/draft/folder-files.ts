import { closeSync, openSync, readdirSync, readSync, statSync } from "node:fs";
import { join } from "node:path";
import { PostmortemError } from "../errors/errors.js";
import { FEWEST_HTML_ROWS } from "../sources/formats/html-table.js";
import { insertsRows } from "../sources/formats/sql-dump.js";

/** A file of the folder that is not surveyed as data, and why. */
export interface OtherFile {
  readonly file: string;
  /** What it is used as; `null` where it is not. */
  readonly used: string | null;
  readonly why: string;
}

/** Folders deeper than this, and files beyond this many, are no export's. */
const DEEPEST = 12;
const MOST_FILES = 5000;

function filesUnder(folder: string, path: string, depth: number, found: string[]): void {
  const entries = readdirSync(join(folder, path), { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    const file = path === "" ? entry.name : `${path}/${entry.name}`;
    if (found.length >= MOST_FILES) return;
    if (entry.isDirectory()) {
      if (depth < DEEPEST && entry.name !== "node_modules" && entry.name !== ".git")
        filesUnder(folder, file, depth + 1, found);
    } else found.push(file);
  }
}

/**
 * Every file of a folder and its sub-folders, by path relative to it, in order.
 *
 * @throws PostmortemError (usage) when the folder is not there
 */
export function filesOf(folder: string): string[] {
  const found: string[] = [];
  try {
    filesUnder(folder, "", 0, found);
  } catch (cause) {
    throw new PostmortemError(
      "usage",
      `postmortem init requires a folder that exists, got "${folder}"; make it and put the files in`,
      { cause },
    );
  }
  return found;
}

/** What lies beside data by its name. */
const BY_NAME: readonly (readonly [name: RegExp, used: string | null, why: string])[] = [
  [/^incident\.yaml(\.draft)?$/, null, "written by postmortem init"],
  [/^analysis\.json$|\.rejects\.jsonl$/, null, "written by postmortem analyze"],
  [/^truth\.json$/, "truth", "the known truth beside simulated data"],
  [/^lessons\.(md|txt)$/i, null, "lessons: name it as `lessons:` in incident.yaml"],
  [/^(readme|license|licence|changelog|contributing|notice)(\.\w+)?$/i, null, "text about the files, not data"],
  [
    /^(package(-lock)?\.json|tsconfig.*\.json|.*\.ipynb|.*\.(ts|js|mjs|cjs|py|sh|r|ps1|toml|ini|cfg|conf))$/i,
    null,
    "a program or its settings, not data",
  ],
  [/^\./, null, "a hidden file"],
];

/** What content is by its first bytes, and what to do with it. */
const BY_BYTES: readonly (readonly [bytes: string, why: string])[] = [
  ["%PDF", "a PDF: copy its text into statement.md if it is the published statement"],
  ["\u0089PNG", "a picture"],
  ["\u00ff\u00d8\u00ff", "a picture"],
  ["GIF8", "a picture"],
];

/** Of a file that may be text or a table, so much is looked at. */
const LOOKED_AT = 64 * 1024;
/** Lines of a text in Markdown that are rows of a table, at least, where it is one. */
const LEAST_ROWS = 0.8;

/** True if a web page holds a table of many rows, or a text in Markdown little else than one. */
function holdsTable(text: string): boolean {
  if (/<table\b/i.test(text)) return (text.match(/<tr\b/gi)?.length ?? 0) >= FEWEST_HTML_ROWS;
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== "");
  const rows = lines.filter((line) => /^\s*\|.*\|/.test(line)).length;
  return rows >= FEWEST_HTML_ROWS && rows >= LEAST_ROWS * lines.length;
}

function firstBytes(path: string): string {
  const handle = openSync(path, "r");
  try {
    const buffer = Buffer.alloc(LOOKED_AT);
    return buffer.subarray(0, readSync(handle, buffer, 0, buffer.length, 0)).toString("latin1");
  } finally {
    closeSync(handle);
  }
}

/** What a file is if it is no data, by its name and first bytes; `undefined` for one that may be. */
export function otherFile(folder: string, file: string, statement: string | undefined): OtherFile | undefined {
  if (file === statement)
    return { file, used: "statement", why: "the published statement, read for its timeline and its claims" };
  const name = file.split("/").at(-1) as string;
  const named = BY_NAME.find(([pattern]) => pattern.test(name));
  if (named) return { file, used: named[1], why: named[2] };
  if (file.split("/").some((part) => part.startsWith("."))) return { file, used: null, why: "a hidden file" };
  const path = join(folder, file);
  const state = statSync(path, { throwIfNoEntry: false });
  if (!state?.isFile()) return { file, used: null, why: "no file that can be opened (a link to nowhere, or a device)" };
  if (state.size === 0) return { file, used: null, why: "it is empty" };
  const first = firstBytes(path);
  const known = BY_BYTES.find(([bytes]) => first.startsWith(bytes));
  if (known) return { file, used: null, why: known[1] };
  if (/\.sql$/i.test(name) && !insertsRows(first))
    return { file, used: null, why: "SQL without rows: export the table as CSV, or dump it with its rows" };
  if (holdsTable(first)) return undefined;
  if (/^\s*<(!doctype html|html)/i.test(first))
    return { file, used: null, why: "a web page: name it as `statement:` if it is the published statement" };
  if (/\.(md|markdown|rst|adoc|docx?|odt|rtf|html?)$/i.test(name))
    return { file, used: null, why: "text: name it as `statement:` in incident.yaml if it is the published statement" };
  return undefined;
}
