import { analyseWorld } from "./score-folders.js";
import { REMEDY_SHAPES, remedyTruth } from "./remedies.js";
import { seeWorld } from "./score-windows.js";
import { standsOut, type Binned } from "./series.js";
import type { World } from "./world.js";

/** Prints one world: what it is made of, what is true, what was found; with `keep` its incident folder is written there and analysed. */
export async function replay(place: string, keep?: string): Promise<void> {
  const [shape, number] = place.split(":");
  const seed = Number(number);
  if (REMEDY_SHAPES.includes(shape!) || keep) return replayFolder(shape!, seed, keep);
  const { world, series, found } = seeWorld(shape!, seed);
  printTruth(world, series);
  for (const window of found) {
    const ends = [window.onsetInterval, window.recoveryInterval].map((interval) => `[${interval.join(", ")}]`);
    console.log(
      `found ${window.onset} ${ends[0]} – ${window.recovery} ${ends[1]}, evidence ${window.evidence.toFixed(1)}`,
    );
  }
  console.log(`rows ${series.attempts.length} of ${world.bucket} minutes`);
}

async function replayFolder(shape: string, seed: number, keep?: string): Promise<void> {
  const { world, written, analysis, error } = await analyseWorld(shape, seed, keep);
  printTruth(world, null);
  console.log(`remedy ${JSON.stringify(remedyTruth(world))}`);
  console.log(`claims ${JSON.stringify(written.stated?.truths)}\n${written.stated?.text ?? ""}`);
  if (!analysis) return console.log(error);
  const { window, windowReason, remediations, whatIf, claims, rates } = analysis;
  console.log(JSON.stringify({ window, windowReason, rate: rates["requests"]?.rate }, null, 1));
  for (const { id, verdict, cumulative, why } of remediations)
    console.log(id, verdict, JSON.stringify(cumulative), why);
  for (const { id, failuresAvoided, identification } of whatIf)
    console.log(id, identification, JSON.stringify(failuresAvoided));
  for (const { id, verdict, stated, measured, why } of claims)
    console.log(id, verdict, JSON.stringify({ stated, measured }), why);
}

function printTruth(world: World, series: Binned | null): void {
  console.log(JSON.stringify({ ...world, windows: undefined }, null, 1));
  for (const truth of world.windows) {
    const rows = [truth.from, truth.to].map((minute) => (minute / world.bucket).toFixed(2));
    const open = `${truth.openStart ? " (begun before the data)" : ""}${truth.openEnd ? " (goes on after the data)" : ""}`;
    const z = series ? `, z ${standsOut(world, series, truth).toFixed(1)}` : "";
    console.log(`true  ${rows.join("–")}${open}${z}`);
  }
}
