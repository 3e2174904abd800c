import { stepSeconds, text, type Values, wholeNumber } from "./arguments.js";
import { endProgress, progress } from "./progress.js";

/** The analysis of a folder with its rejected rows, as the options of the command line ask for it. */
export async function analysisOf(folder: string, values: Values) {
  const { analyzeWithRejects } = await import("../analysis/analyze.js");
  const result = await analyzeWithRejects(folder, {
    engine: text(values, "engine"),
    stepSeconds: stepSeconds(values),
    seed: wholeNumber(values, "seed", 1),
    onProgress: progress,
  });
  endProgress();
  return result;
}
