import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { initIncident } from "../../src/draft/init-incident.js";
import { openIncident } from "../../src/incident/yaml/open.js";
import { openData } from "../../src/sources/open-data.js";
import { folderWith, totals, unaccounted } from "../sources/incident-folder.js";

export const ROWS = 90;
export const ms = (row: number): number => Date.UTC(2026, 3, 7, 6, row);
export const at = (row: number): string => new Date(ms(row)).toISOString().slice(0, 19);
export const seconds = (row: number): number => ms(row) / 1000;
/** Rows 40 to 54 fail. */
export const fails = (row: number): boolean => row >= 40 && row < 55;
export const FAILED = 15;
export const rows = (row: (row: number) => string): string =>
  `${Array.from({ length: ROWS }, (_row, n) => row(n)).join("\n")}\n`;

export interface Layout {
  readonly file: string;
  readonly text: string | Buffer;
  readonly answers?: Readonly<Record<string, string>>;
  /** What must come out; 15 of 90 unless given. */
  readonly counts?: { readonly failures: number; readonly attempts: number };
}

interface Opened {
  readonly asked: string[];
  readonly folder: string;
  readonly name: string;
}

export async function opened({ file, text, answers = {} }: Layout): Promise<Opened> {
  return openedFolder({ [file]: text }, answers);
}

/** Opens a folder of files by `init`. */
export async function openedFolder(
  files: Readonly<Record<string, string | Buffer>>,
  answers: Readonly<Record<string, string>> = {},
): Promise<Opened> {
  const folder = folderWith({});
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(join(folder, file, ".."), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  const given = new Map([["time.zone", "UTC"], ...Object.entries(answers)]);
  const { questions, incident } = await initIncident(folder, { terminal: false, answers: given });
  const sources = (incident as { sources?: Readonly<Record<string, unknown>> } | null)?.sources ?? {};
  return { folder, asked: questions.map(({ setting }) => setting), name: Object.keys(sources)[0] ?? "" };
}

/** Opens a layout by `init` and expects its counts, the minute of its first failure and a sound balance. */
export async function expectOpened(layout: Layout, asked: readonly string[] = []): Promise<void> {
  const found = await opened(layout);
  expect(found.asked).toEqual(asked);
  const data = await openData(await openIncident(found.folder));
  expect(await totals(data, found.name)).toEqual(layout.counts ?? { failures: FAILED, attempts: ROWS });
  const { failures, startMs } = await data.source(found.name).outcomes(60);
  expect(new Date(startMs + failures.findIndex((n) => n > 0) * 60_000).toISOString()).toBe(`${at(40)}.000Z`);
  expect(unaccounted(data, found.name)).toBe(0);
  await data.close();
}
