import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PostmortemError } from "../../src/errors/errors.js";
import { openIncident } from "../../src/incident/yaml/open.js";
import type { IncidentData } from "../../src/sources/incident-data.js";
import { openData } from "../../src/sources/open-data.js";
import type { OpenDataOptions } from "../../src/sources/open-data.js";

export type Files = Readonly<Record<string, string | Uint8Array>>;

/** Runs with a folder that holds these files and is removed afterwards. */
export async function inFolder<T>(files: Files, use: (folder: string) => Promise<T> | T): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "torture-"));
  try {
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs with the opened data of an incident made of these files. */
export function withData<T>(
  files: Files,
  use: (data: IncidentData) => Promise<T> | T,
  options?: OpenDataOptions,
): Promise<T> {
  return inFolder(files, async (folder) => {
    const data = await openData(await openIncident(folder), options);
    try {
      return await use(data);
    } finally {
      await data.close();
    }
  });
}

/** One sentence; or, of incident.yaml, a line a mistake, each with the file and its line. */
export function isPlain(message: string): boolean {
  const lines = message.split("\n");
  return lines.length === 1 || lines.every((line) => /incident\.yaml line \d+: |^\d+ more complaints of /.test(line));
}

/** An error on purpose, of the given kinds; anything else is a crash and thrown on. */
export function onPurpose(error: unknown, codes: readonly string[] = ["usage", "input"]): PostmortemError {
  if (error instanceof PostmortemError && codes.includes(error.code) && isPlain(error.message)) return error;
  throw error;
}
