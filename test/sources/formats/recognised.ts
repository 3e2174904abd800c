import { join } from "node:path";
import { expect } from "vitest";
import type { DataQuality, IncidentData, SourceData } from "../../../src/sources/incident-data.js";
import { unpackFile } from "../../../src/sources/records/unpack-file.js";
import { recognisedFormat } from "../../../src/sources/formats/recognised-format.js";
import { textTable } from "../../../src/sources/records/text-table.js";
import type { SourceConfig } from "../../../src/incident/incident.js";
import { dataOf, folderWith, unaccounted } from "../incident-folder.js";

/** Name of the format that a file's content is recognised as; `null` for the generic reading. */
export async function formatOf(file: string, content: string | Buffer): Promise<string | null> {
  const folder = folderWith({ [file]: content });
  const prepared = await unpackFile(join(folder, file), folder, folderWith({}), 0);
  const head = { file, text: prepared.head, table: textTable(prepared) };
  return recognisedFormat({ name: "x", format: "auto" } as SourceConfig, head)?.name ?? null;
}

/** A source `x` of one file, read with what its format knows and `more` lines of configuration; rows balance. */
export async function sourceOf(
  file: string,
  content: string | Buffer,
  more = "",
): Promise<{ source: SourceData; data: IncidentData; quality: DataQuality }> {
  const verbs = "at,code\n2025-03-31T12:00:00Z,500\n";
  const yaml = `id: t\noutcome: verbs\nsources:\n  verbs: { file: verbs.csv, failed: { code: ["500"] } }\n  x:\n    file: ${JSON.stringify(file)}\n${more.replace(/^(?=.)/gm, "    ")}\n`;
  const data = await dataOf({ "incident.yaml": yaml, "verbs.csv": verbs, [file]: content });
  expect(unaccounted(data, "x")).toBe(0);
  return { source: data.source("x"), data, quality: data.source("x").quality };
}

export const DAY = { from: "2025-03-31T00:00:00Z", to: "2025-04-01T00:00:00Z" };

/** Totals of failures and attempts. */
export async function outcomesOf(source: SourceData): Promise<{ failures: number; attempts: number; from: string }> {
  const { failures, attempts, startMs } = await source.outcomes(60);
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  return { failures: sum(failures), attempts: sum(attempts), from: new Date(startMs).toISOString() };
}
