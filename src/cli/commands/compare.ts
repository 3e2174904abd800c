import { print, usageError, type Values } from "../arguments.js";
import { endProgress, progress } from "../progress.js";

/** `postmortem compare`. */
export async function compareCommand(_values: Values, positionals: readonly string[]): Promise<void> {
  if (positionals.length < 2)
    throw usageError(`postmortem compare requires two incident folders or more, got ${positionals.length}.`);
  const { compareIncidents, comparisonText } = await import("../../analysis/compare.js");
  const { analyze } = await import("../../analysis/analyze.js");
  const analyses = [];
  for (const folder of positionals) analyses.push(await analyze(folder, { onProgress: progress }));
  endProgress();
  print(comparisonText(compareIncidents(analyses)));
}
