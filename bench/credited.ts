// Remediations in steps beside recoveries of their own: how often each is credited, and whether the failures avoided lie in the interval.
// node bench/run.mjs credited -- --seeds=20
import { remediationFinding } from "../src/remediation/effect/remediation-effect.js";
import type { OutcomeSeries, ValueSeries } from "../src/incident/series.js";
import { seededRandom } from "../src/stats/random/random.js";
import type { Random } from "../src/stats/random/random.js";
import { windowFinding } from "../src/window/window-finding.js";
import { percent } from "./aim.js";

const START = Date.UTC(2024, 4, 6);
const [LENGTH, ONSET, BASELINE, PLATEAU] = [540, 300, 0.004, 0.25];
const NOISE = { sd: 0.04, rho: 0.5 };
const STEPS = [367, 372, 377, 382, 387];
const ATTEMPTS = [200, 3000] as const;
const clock = (minute: number): string => new Date(START + minute * 60_000).toISOString();
const capacity = { id: "capacity", from: clock(367), to: clock(389), gauge: "capacity" };
const gauge: ValueSeries = {
  kind: "values",
  source: "capacity",
  startMs: START,
  stepSeconds: 60,
  values: Array.from(
    { length: LENGTH },
    (_, t) => 100 + (60 * STEPS.filter((step) => step <= t).length) / STEPS.length,
  ),
};

/** What is left of the plateau at a minute. */
type Course = (minute: number) => number;

interface Case {
  readonly name: string;
  readonly helped: boolean;
  readonly course: (random: Random) => Course;
}

const fall =
  (from: number, length: number): Course =>
  (t) =>
    Math.min(1, Math.max(0, 1 - (t - from) / length));

const CASES: readonly Case[] = [
  {
    name: "failures follow the steps, within three minutes",
    helped: true,
    course: (random) => {
      const lag = random.integer(4);
      return (t) => 1 - STEPS.filter((step) => step + lag <= t).length / STEPS.length;
    },
  },
  {
    name: "recovery of its own, anywhere from 12 minutes before to an hour after",
    helped: false,
    course: (random) => fall(355 + random.integer(94), 2 + random.integer(26)),
  },
  {
    name: "recovery of its own that begins while capacity is being added",
    helped: false,
    course: (random) => fall(367 + random.integer(21), 2 + random.integer(26)),
  },
];

function madeSeries(attempts: number, course: Course, random: Random): OutcomeSeries {
  const [tried, failed]: [number[], number[]] = [[], []];
  let wobble = 0;
  for (let t = 0; t < LENGTH; t++) {
    wobble = NOISE.rho * wobble + Math.sqrt(1 - NOISE.rho ** 2) * random.normal() * NOISE.sd;
    const rate = t < ONSET ? BASELINE : BASELINE + Math.max(0, PLATEAU * course(t) * (1 + wobble));
    const n = random.poisson(attempts);
    tried.push(n);
    failed.push(random.binomial(n, rate));
  }
  return {
    kind: "outcomes",
    source: "made",
    startMs: START,
    stepSeconds: 60,
    failures: failed,
    attempts: tried,
    covered: tried.map(() => true),
  };
}

const seeds = Number(process.argv.find((arg) => arg.startsWith("--seeds="))?.split("=")[1] ?? 20);
console.log(
  `| case | attempts a minute | credited | failures avoided inside the interval | no effect | not testable |\n|---|---|---|---|---|---|`,
);
for (const { name, helped, course } of CASES) {
  for (const attempts of ATTEMPTS) {
    const counts = { helped: 0, harmed: 0, "no-effect": 0, "not-testable": 0 };
    let inside = 0;
    for (let seed = 0; seed < seeds; seed++) {
      const random = seededRandom(`${name} ${attempts} ${seed}`);
      const left = course(random);
      const series = madeSeries(attempts, left, random);
      const { window } = windowFinding(series);
      if (!window) continue;
      const found = remediationFinding({ remediation: capacity, others: [capacity], series, window, gauge });
      counts[found.verdict] += 1;
      if (found.verdict !== "helped" || !found.cumulative) continue;
      const end = window.recovery === null ? LENGTH : Math.round((Date.parse(window.recovery) - START) / 60_000);
      const avoided = helped
        ? series.attempts
            .slice(0, end)
            .reduce((sum, n, t) => sum + (t >= (STEPS[0] as number) ? n * PLATEAU * (1 - left(t)) : 0), 0)
        : 0;
      const [low, high] = found.cumulative.interval;
      if (low <= avoided && avoided <= high) inside += 1;
    }
    console.log(
      `| ${name} | ${attempts} | ${percent(counts.helped / seeds)} | ${counts.helped > 0 ? `${inside} of ${counts.helped}` : "–"} | ${percent(counts["no-effect"] / seeds)} | ${percent(counts["not-testable"] / seeds)} |`,
    );
  }
}
