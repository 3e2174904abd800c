import { seeWorld } from "./score-windows.js";
import { standsOut } from "./series.js";

/** Prints one world: what it is made of, what is true, what was found. */
export function replay(place: string): void {
  const [shape, seed] = place.split(":");
  const { world, series, found } = seeWorld(shape!, Number(seed));
  console.log(JSON.stringify({ ...world, windows: undefined }, null, 1));
  for (const truth of world.windows) {
    const bins = [truth.from, truth.to].map((minute) => (minute / world.bucket).toFixed(2));
    const open = `${truth.openStart ? " (begun before the data)" : ""}${truth.openEnd ? " (goes on after the data)" : ""}`;
    console.log(`true  ${bins.join("–")}${open}, z ${standsOut(world, series, truth).toFixed(1)}`);
  }
  for (const window of found) {
    const ends = [window.onsetInterval, window.recoveryInterval].map((ends) => `[${ends.join(", ")}]`);
    console.log(
      `found ${window.onset} ${ends[0]} – ${window.recovery} ${ends[1]}, evidence ${window.evidence.toFixed(1)}`,
    );
  }
  console.log(`rows ${series.attempts.length} of ${world.bucket} minutes`);
}
