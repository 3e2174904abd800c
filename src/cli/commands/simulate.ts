import { resolve } from "node:path";
import { note, only, positive, print, text, usageError, type Values, wholeNumber } from "../arguments.js";
import { endProgress, progress } from "../progress.js";

/** `postmortem simulate`. */
export async function simulateCommand(values: Values, positionals: readonly string[]): Promise<void> {
  const scenario = only(positionals, "scenario");
  const out = text(values, "output");
  if (out === undefined) throw usageError("postmortem simulate requires -o <folder>, got none.");
  const [seed, scale] = [wholeNumber(values, "seed", 1), positive(values, "scale", 1)];
  note(`Simulating ${scenario} with seed ${seed}${scale === 1 ? "" : ` and ${scale} times the traffic`} …`);
  const { simulateIncident } = await import("../../simulation/simulate.js");
  const folders = await simulateIncident(scenario, {
    out: resolve(out),
    seed,
    scale,
    mess: values["mess"] === true,
    onProgress: progress,
  });
  endProgress();
  note(folders.length === 1 ? "Written, with the truth in truth.json:" : "Written, each with its truth in truth.json:");
  for (const folder of folders) print(folder);
}
