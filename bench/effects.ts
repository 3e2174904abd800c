import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { interventionEffect } from "../src/stats/intervention/intervention-effect.js";
import { aimTable, isQuick, isStarted } from "./aim.js";
import type { Aim } from "./aim.js";
import { referenceFolder } from "../test/reference-folder.js";

/** `interventionEffect` beside R's CausalImpact: cumulative prediction, deviations in R's standard deviations. */

const FOLDER = referenceFolder("effects");
const CASES = [
  { name: "arma", y: "y", x: ["X"], pre: [0, 69], post: [70, 99] },
  {
    name: "comparison",
    y: "CHANGED",
    x: ["NOT_CHANGED_1", "NOT_CHANGED_2", "NOT_CHANGED_3"],
    pre: ["2019-04-16", "2019-07-14"],
    post: ["2019-07-15", "2019-08-01"],
  },
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
  return {
    mean: Number(prediction[1]),
    sd: Number(prediction[2]),
    interval: [Number(interval[1]), Number(interval[2])],
  };
}

function columns(name: string): Map<string, string[]> {
  const [header = "", ...rows] = readFileSync(join(FOLDER, `${name}.csv`), "utf8")
    .trim()
    .split(/\r?\n/);
  return new Map(header.split(",").map((column, i) => [column, rows.map((row) => row.split(",")[i] as string)]));
}

const [AIM_MEAN, AIM_SD, AIM_END, AIM_SECONDS] = [0.1, 0.05, 0.25, 1];

interface Deviation {
  readonly mean: number;
  readonly sd: number;
  readonly end: number;
  readonly seconds: number;
  readonly isRepeatable: boolean;
}

function deviationOf({ name, y, x, pre, post }: (typeof CASES)[number], seed: number): Deviation {
  const data = columns(name);
  const dates = data.get("date") ?? data.get("DATE") ?? [];
  const index = (at: string | number): number => (typeof at === "number" ? at : dates.indexOf(at));
  const numbers = (column: string): number[] => (data.get(column) as string[]).map(Number);
  const input = {
    y: numbers(y),
    controls: x.map(numbers),
    pre: [index(pre[0]), index(pre[1])] as const,
    post: [index(post[0]), index(post[1])] as const,
    seed,
  };
  const r = printed(name);
  const started = process.cpuUsage();
  const {
    cumulative: { predicted },
  } = interventionEffect(input);
  const seconds = process.cpuUsage(started).user / 1e6;
  const isRepeatable =
    seed > 1 || JSON.stringify(interventionEffect(input).cumulative.predicted) === JSON.stringify(predicted);
  return {
    mean: Math.abs(predicted.value - r.mean) / r.sd,
    sd: Math.abs(predicted.sd / r.sd - 1),
    end: Math.max(...predicted.interval.map((bound, i) => Math.abs(bound - (r.interval[i] as number)) / r.sd)),
    seconds,
    isRepeatable,
  };
}

export function effectAims({ quick, detail = false }: { readonly quick: boolean; readonly detail?: boolean }): Aim[] {
  if (!existsSync(FOLDER)) throw new Error(`needs the reference data in ${FOLDER} (POSTMORTEM_REFERENCE)`);
  const seeds = quick ? [1, 2] : [1, 2, 3, 4, 5];
  const all = CASES.flatMap((one) =>
    seeds.map((seed) => {
      const deviation = deviationOf(one, seed);
      if (detail)
        console.log(
          one.name.padEnd(11),
          `seed ${seed}`,
          `mean ${deviation.mean.toFixed(3)}`,
          `sd ${(100 * deviation.sd).toFixed(1)} %`,
          `ends ${deviation.end.toFixed(3)}`,
          `${deviation.seconds.toFixed(2)} s`,
        );
      return deviation;
    }),
  );
  const worst = (key: "mean" | "sd" | "end" | "seconds"): number => Math.max(...all.map((one) => one[key]));
  const cases = `${CASES.length} data sets, ${seeds.length} seeds, the worst`;
  return [
    {
      aim: "Effect beside R's CausalImpact: mean off, in R's sd",
      asked: "≤ .10",
      measured: worst("mean").toFixed(3),
      met: worst("mean") <= AIM_MEAN,
      cases,
    },
    {
      aim: "The same: sd off",
      asked: "≤ 5 %",
      measured: `${(100 * worst("sd")).toFixed(1)} %`,
      met: worst("sd") <= AIM_SD,
      cases,
    },
    {
      aim: "The same: interval ends off, in R's sd",
      asked: "≤ .25",
      measured: worst("end").toFixed(3),
      met: worst("end") <= AIM_END,
      cases,
    },
    {
      aim: "The same: same seed, same bytes",
      asked: "yes",
      measured: all.every((one) => one.isRepeatable) ? "yes" : "no",
      met: all.every((one) => one.isRepeatable),
      cases: `${CASES.length} data sets`,
    },
    {
      aim: "The same: processor time of one",
      asked: "≤ 1 s",
      measured: `${worst("seconds").toFixed(2)} s`,
      met: worst("seconds") <= AIM_SECONDS,
      cases,
    },
  ];
}

if (isStarted(import.meta.url)) console.log(aimTable(effectAims({ quick: isQuick(), detail: true })));
