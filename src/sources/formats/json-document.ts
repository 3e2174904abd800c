import { readFile, stat } from "node:fs/promises";
import { PostmortemError } from "../../incident/errors.js";
import type { CarefulRecord } from "../careful-records.js";
import type { FormatHead, FormatTable } from "./vendor-format.js";

/** Documents are parsed whole; larger ones are asked for in parts. */
const LARGEST = 256 * 2 ** 20;

async function parsed(path: string, file: string): Promise<unknown> {
  if ((await stat(path)).size > LARGEST) throw new PostmortemError("input", `file "${file}" requires at most 256 MB as one JSON document, got more; export a shorter span, or JSON lines`);
  try {
    return JSON.parse((await readFile(path, "utf8")).replace(/^\ufeff/, ""));
  } catch (cause) {
    throw new PostmortemError("input", `file "${file}" is not whole JSON (${(cause as Error).message}); fetch it again`, { cause });
  }
}

/** Nested values by path, `undefined` where there is none. */
export function inside(value: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((at, key) => (typeof at === "object" && at !== null && Object.hasOwn(at, key) ? (at as Record<string | number, unknown>)[key] : undefined), value);
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

/** Rows of a JSON document with their columns. */
export interface DocumentRows {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** A JSON document as a table; its rows have no lines, so they are numbered by place. */
export async function documentTable(path: string, head: FormatHead, read: (document: unknown) => DocumentRows): Promise<FormatTable> {
  const { columns, rows } = read(await parsed(path, head.file));
  async function* records(): AsyncGenerator<CarefulRecord> {
    for (const [index, cells] of rows.entries()) yield { kind: "row", line: index + 1, offset: 0, cells };
  }
  return { columns, sample: rows.slice(0, 1000), records };
}
