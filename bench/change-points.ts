import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gaussianSearch } from "../src/stats/change-points-gaussian.js";
import { changePoints } from "../src/stats/change-points.js";
import { changePointScores } from "../src/stats/change-points-score.js";
import { seededRandom } from "../src/stats/random.js";

/** `changePoints` with its default against five annotators on 25 public series, and the time of 100,000 points. */

interface Series {
  readonly name: string;
  readonly values: (number | null)[];
  readonly annotations: Record<string, number[]>;
}

function loaded(folder: string): Series[] {
  const all = JSON.parse(readFileSync(join(folder, "annotations.json"), "utf8")) as Record<string, Record<string, number[]>>;
  return readdirSync(join(folder, "series")).sort().map((file) => {
    const parsed = JSON.parse(readFileSync(join(folder, "series", file), "utf8")) as { name: string; series: { raw: (number | null)[] }[] };
    return { name: parsed.name, values: parsed.series[0]?.raw ?? [], annotations: all[parsed.name] ?? {} };
  });
}

type Scores = { f: number; cover: number };
const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

/** Noise floors that a leave-one-out choice picks from; the default is the one of the method, not of this table. */
const FLOORS = [0.05, 0.075, 0.1, 0.125, 0.15];

function main(): void {
  const folder = join(process.env.POSTMORTEM_REFERENCE ?? "../shared/reference", "change-points");
  const series = loaded(folder);
  const scored = (one: Series, noiseFloor?: number): Scores =>
    changePointScores(one.annotations, changePoints(one.values, noiseFloor === undefined ? {} : { noiseFloor }).indices, one.values.length);
  const own = series.map((one) => scored(one));
  series.forEach((one, i) => console.log(one.name.padEnd(20), (own[i] as Scores).f.toFixed(3), (own[i] as Scores).cover.toFixed(3), changePoints(one.values).model, changePoints(one.values).indices.join(" "), "|", Object.values(one.annotations).map((a) => a.join(" ")).join(" / ")));
  const show = (label: string, scores: readonly Scores[]): void => console.log(label.padEnd(40), "F1", mean(scores.map(({ f }) => f)).toFixed(3), "cover", mean(scores.map(({ cover }) => cover)).toFixed(3));
  show("default (in sample)", own);
  show("no change at all (control)", series.map((one) => changePointScores(one.annotations, [], one.values.length)));
  const grid = FLOORS.map((floor) => series.map((one) => scored(one, floor)));
  grid.forEach((scores, i) => show(`noise floor range × ${FLOORS[i]}`, scores));
  const left = series.map((_, out) => {
    const kept = grid.map((scores) => mean(scores.filter((_s, i) => i !== out).map(({ f, cover }) => f + cover)));
    return (grid[kept.indexOf(Math.max(...kept))] as Scores[])[out] as Scores;
  });
  show("noise floor by leave-one-out", left);
  const random = seededRandom(1);
  const long = Array.from({ length: 100_000 }, (_, i) => (Math.floor(i / 500) % 2) * 3 + random.normal());
  for (let i = 0; i < 3; i++) {
    const start = performance.now();
    const found = gaussianSearch(long, 1, false, 2 * Math.log(long.length), 1);
    const searched = performance.now();
    const { indices } = changePoints(long, { cost: "mean", noiseFloor: 0 });
    console.log(`100,000 points, ${found.length} changes: search alone ${(searched - start).toFixed(0)} ms (aim 150), changePoints with noise, spikes, season and ${indices.length} intervals ${(performance.now() - searched).toFixed(0)} ms`);
  }
}

main();
