import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { interventionEffect } from "../src/stats/intervention-effect.js";

const FOLDER = join(process.env["POSTMORTEM_REFERENCE"] ?? "../shared/reference", "effects");
const CASES = [
  { name: "arma", y: "y", x: ["X"], pre: [0, 69], post: [70, 99] },
  { name: "comparison", y: "CHANGED", x: ["NOT_CHANGED_1", "NOT_CHANGED_2", "NOT_CHANGED_3"], pre: ["2019-04-16", "2019-07-14"], post: ["2019-07-15", "2019-08-01"] },
  { name: "google", y: "y", x: ["x1", "x2"], pre: ["2020-01-01", "2020-03-01"], post: ["2020-03-02", "2020-03-31"] },
] as const;

interface Printed {
  readonly mean: number;
  readonly sd: number;
  readonly interval: readonly [number, number];
}

/** The cumulative column of R's printed summary: prediction (sd) and its interval. */
function printed(name: string): Printed {
  const text = readFileSync(join(FOLDER, `${name}.r-summary.txt`), "utf8");
  const prediction = /Prediction \(s\.d\.\).*?\([\d.]+\)\s+(-?[\d.]+) \(([\d.]+)\)/.exec(text);
  const interval = /95% CI\s+\[[^\]]*\]\s+\[(-?[\d.]+), (-?[\d.]+)\]/.exec(text);
  if (!prediction || !interval) throw new Error(`no prediction in ${name}.r-summary.txt`);
  return { mean: Number(prediction[1]), sd: Number(prediction[2]), interval: [Number(interval[1]), Number(interval[2])] };
}

function columns(name: string): Map<string, string[]> {
  const [header = "", ...rows] = readFileSync(join(FOLDER, `${name}.csv`), "utf8").trim().split(/\r?\n/);
  return new Map(header.split(",").map((column, i) => [column, rows.map((row) => row.split(",")[i] as string)]));
}

function main(): void {
  if (!existsSync(FOLDER)) throw new Error(`needs the reference data in ${FOLDER} (POSTMORTEM_REFERENCE)`);
  console.log("interventionEffect beside R's CausalImpact, cumulative prediction; deviations in R's standard deviations (aims: mean .10, sd 5 %, ends .25)");
  for (const { name, y, x, pre, post } of CASES) {
    const data = columns(name);
    const dates = data.get("date") ?? data.get("DATE") ?? [];
    const index = (at: string | number): number => (typeof at === "number" ? at : dates.indexOf(at));
    const numbers = (column: string): number[] => (data.get(column) as string[]).map(Number);
    const r = printed(name);
    for (const seed of [1, 2, 3]) {
      const started = process.cpuUsage();
      const { cumulative: { predicted }, tailProbability, draws } = interventionEffect({
        y: numbers(y), controls: x.map(numbers), pre: [index(pre[0]), index(pre[1])], post: [index(post[0]), index(post[1])], seed,
      });
      const ms = Math.round(process.cpuUsage(started).user / 1000);
      const off = (mine: number, theirs: number): string => ((mine - theirs) / r.sd).toFixed(3);
      console.log([
        name.padEnd(11), `seed ${seed}`, `${predicted.value.toFixed(1)} (${predicted.sd.toFixed(1)})`, `R ${r.mean} (${r.sd})`,
        `mean ${off(predicted.value, r.mean)}`, `sd ${((100 * predicted.sd) / r.sd - 100).toFixed(1)} %`,
        `ends ${off(predicted.interval[0], r.interval[0])} ${off(predicted.interval[1], r.interval[1])}`,
        `p ${tailProbability.toFixed(4)}`, `${draws} draws`, `${ms} ms of processor time`,
      ].join("  "));
    }
  }
}

main();
