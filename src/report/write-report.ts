import { mkdirSync } from "node:fs";
import { dirname, resolve } from "node:path";
import type { Analysis } from "../analysis/analysis.js";
import { withSystemFailures } from "../errors/system-failure.js";
import { writeWhole } from "../files/write-whole.js";
import { reportHtml, type ReportOptions } from "./report-html.js";
import { requireAnalysis, requireString } from "../errors/argument.js";

/**
 * Writes the report as one HTML file: whole or not at all. An older report stays until the new one is on disk.
 *
 * @param file - where to; its folder is made when missing
 * @param analysis - the findings
 * @param options - see {@link ReportOptions}
 * @throws PostmortemError `engine` when the file cannot be written; the older file is then untouched
 */
export async function writeReport(file: string, analysis: Analysis, options: ReportOptions = {}): Promise<void> {
  requireString("writeReport", "the path of a file", file);
  requireAnalysis("writeReport", analysis);
  const target = resolve(file);
  const page = await withSystemFailures(async () => {
    mkdirSync(dirname(target), { recursive: true });
    return reportHtml(analysis, options);
  });
  writeWhole(target, page);
}
