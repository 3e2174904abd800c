import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { openIncident } from "../../src/incident/yaml/open.js";
import type { IncidentData } from "../../src/sources/incident-data.js";
import { openData } from "../../src/sources/open-data.js";
import type { OpenDataOptions } from "../../src/sources/open-data.js";

/** A folder with these files, removed after the test. */
export function folderWith(files: Readonly<Record<string, string | Buffer>>): string {
  const folder = mkdtempSync(join(tmpdir(), "incident-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return folder;
}

/** The data of a folder with these files, closed after the test. */
export async function dataOf(
  files: Readonly<Record<string, string | Buffer>>,
  options?: OpenDataOptions,
): Promise<IncidentData> {
  const data = await openData(await openIncident(folderWith(files)), options);
  onTestFinished(() => data.close());
  return data;
}

/** `incident.yaml` with one source of verbs in the given file. */
export function verbsYaml(file: string, more = "", errorBudget = ""): string {
  return `id: test\n${errorBudget}sources:\n  verbs:\n    file: "${file}"\n    time: { column: at, zone: UTC }\n    failed: { code: ["500"] }\n${more}`;
}

/** `count` rows `at,code,call`, one a second from 12:00, every tenth failed. */
export function verbRows(count: number, fromSecond = 0): string[] {
  return Array.from({ length: count }, (_row, index) => {
    const at = new Date(Date.UTC(2025, 2, 31, 12, 0, index + fromSecond)).toISOString();
    return `${at},${index % 10 === 0 ? 500 : 200},call${Math.floor(index / 3)}`;
  });
}

/** The same as one CSV text with a header. */
export function verbsCsv(count: number): string {
  return `at,code,call\n${verbRows(count).join("\n")}\n`;
}

/** All failures and attempts of a source. */
export async function totals(data: IncidentData, source = "verbs"): Promise<{ failures: number; attempts: number }> {
  const { failures, attempts } = await data.source(source).outcomes(60);
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  return { failures: sum(failures), attempts: sum(attempts) };
}

/** Asserts that every row seen is accounted for. */
export function unaccounted(data: IncidentData, source = "verbs"): number {
  const { seen, loaded, rejected, duplicates, filtered, header, blank } = data.source(source).quality;
  return seen - loaded - rejected - duplicates - filtered - header - blank;
}
