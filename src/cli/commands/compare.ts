import { dirname, resolve } from "node:path";
import { mkdirSync } from "node:fs";
import { requireFilePlace } from "../../files/write-whole.js";
import { print, text, usageError, type Values } from "../arguments.js";
import { endProgress, progress } from "../progress.js";

/** `postmortem compare`. */
export async function compareCommand(values: Values, positionals: readonly string[]): Promise<void> {
  if (positionals.length < 2)
    throw usageError(`postmortem compare requires two incident folders or more, got ${positionals.length}.`);
  const file = text(values, "output");
  if (file !== undefined) requireFilePlace(file, "comparison.html");
  const { compareIncidents, comparisonText } = await import("../../analysis/compare.js");
  const { analyze } = await import("../../analysis/analyze.js");
  const analyses = [];
  for (const folder of positionals) analyses.push(await analyze(folder, { onProgress: progress }));
  endProgress();
  if (file === undefined) return print(comparisonText(compareIncidents(analyses)));
  const [{ compareHtml }, { writeWhole }] = await Promise.all([
    import("../../report/compare-html.js"),
    import("../../files/write-whole.js"),
  ]);
  mkdirSync(dirname(resolve(file)), { recursive: true });
  writeWhole(resolve(file), await compareHtml(analyses, { redact: values["no-redact"] !== true }));
  print(`Comparison: ${file}`);
}
