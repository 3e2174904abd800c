import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { simulateIncident } from "../../src/simulation/simulate.js";
import type { SimulateOptions } from "../../src/simulation/simulate.js";
import type { SimulatedTruth } from "../../src/simulation/truth/simulated-truth.js";

/** Simulates into a new temporary folder. */
export async function simulatedFolders(
  scenario: string,
  options: Omit<SimulateOptions, "out"> = {},
): Promise<readonly string[]> {
  return simulateIncident(scenario, { ...options, out: join(mkdtempSync(join(tmpdir(), "simulated-")), scenario) });
}

/** A file's text, unpacked. */
export function textOf(folder: string, name: string): string {
  const bytes = readFileSync(join(folder, name));
  return (name.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
}

const parsed = new Map<string, string[][]>();

/** Data rows of a file as cells, without its header; read once a test file. */
export function cellsOf(folder: string, name: string): string[][] {
  const file = join(folder, name);
  const rows =
    parsed.get(file) ??
    textOf(folder, name)
      .trimEnd()
      .split("\n")
      .slice(1)
      .map((row) => row.split(","));
  parsed.set(file, rows);
  return rows;
}

/** Hash of every file's uncompressed content, by name, but for the given names. */
export function contentHashes(folder: string, except: readonly string[] = []): Record<string, string> {
  const names = readdirSync(folder)
    .filter((name) => !except.includes(name) && !name.startsWith("analysis"))
    .sort();
  return Object.fromEntries(
    names.map((name) => [name, createHash("sha256").update(textOf(folder, name)).digest("hex")]),
  );
}

export function truthOf(folder: string): SimulatedTruth {
  return JSON.parse(textOf(folder, "truth.json")) as SimulatedTruth;
}
