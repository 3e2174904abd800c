import { rmSync } from "node:fs";
import { join } from "node:path";
import type { Reject } from "../sources/incident-data.js";
import { safeJson } from "../errors/plain-text.js";
import { systemFailure } from "../errors/system-failure.js";
import { writeWhole } from "../files/write-whole.js";
import type { Analysis } from "./analysis.js";

/** `analysis.json` as text: two spaces, a final newline. */
export function analysisJson(analysis: Analysis): string {
  return `${safeJson(analysis, 2)}\n`;
}

/** One JSON object a line: file, line, reason, raw text. */
function rejectLines(rejects: readonly Reject[]): string {
  return rejects.map((reject) => `${safeJson(reject)}\n`).join("");
}

function removed(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch (cause) {
    throw systemFailure(cause);
  }
}

/**
 * Writes the findings, and the rows that were rejected beside them as `<analysis>.rejects.jsonl`; a file of rejects left by an earlier run
 * goes away when there are none.
 *
 * @param file - where the analysis goes; `null` writes the rejects only, into the incident folder
 * @param before - what stood in the place of `file` when the work began; where another run has written since, its findings stay
 * @throws PostmortemError `engine` when a file cannot be written; the old one is then untouched
 */
export function writeAnalysis(
  file: string | null,
  folder: string,
  analysis: Analysis,
  rejects: readonly Reject[],
  before?: string,
): void {
  const beside = `${(file ?? join(folder, "analysis.json")).replace(/\.json$/, "")}.rejects.jsonl`;
  if (file !== null) writeWhole(file, analysisJson(analysis), before);
  if (rejects.length > 0) writeWhole(beside, rejectLines(rejects));
  else removed(beside);
}
