import { resolve } from "node:path";
import { only, positive, print, text, usageError, type Values, wholeNumber } from "../arguments.js";
import { endProgress, progress } from "../progress.js";

/** `postmortem simulate`. */
export async function simulateCommand(values: Values, positionals: readonly string[]): Promise<void> {
  const scenario = only(positionals, "scenario");
  const out = text(values, "output");
  if (out === undefined) throw usageError("postmortem simulate requires -o <folder>, got none.");
  const { simulateIncident } = await import("../../simulation/simulate.js");
  const folders = await simulateIncident(scenario, {
    out: resolve(out),
    seed: wholeNumber(values, "seed", 1),
    scale: positive(values, "scale", 1),
    mess: values["mess"] === true,
    onProgress: progress,
  });
  endProgress();
  for (const folder of folders) print(folder);
}
