import { seededRandom } from "../../src/stats/random/random.js";
import type { OutcomeSeries, ValueSeries } from "../../src/incident/series.js";
import type { WindowFinding } from "../../src/window/window-finding.js";

/** Midnight of an arbitrary day. */
const START = Date.UTC(2024, 4, 6);
export const clock = (minute: number): string => new Date(START + minute * 60_000).toISOString();

/** An incident in minutes from {@link START}, with its plateau's height as a function of time. */
export interface MadeIncident {
  readonly seed: number;
  readonly attempts?: number;
  readonly baseline?: number;
  readonly onset?: number;
  readonly length?: number;
  /** Failure share at a minute of the outage. */
  readonly course: (minute: number) => number;
  /** Between-minute noise: standard deviation and lag-one correlation, as a share of the excess. */
  readonly noise?: { readonly sd: number; readonly rho: number };
}

export function madeSeries({
  seed,
  attempts = 600,
  baseline = 0.004,
  onset = 300,
  length = 540,
  course,
  noise = { sd: 0.03, rho: 0.3 },
}: MadeIncident): OutcomeSeries {
  const random = seededRandom(seed);
  const tried: number[] = [];
  const failed: number[] = [];
  let wobble = 0;
  for (let t = 0; t < length; t++) {
    wobble = noise.rho * wobble + Math.sqrt(1 - noise.rho ** 2) * random.normal() * noise.sd;
    const p = t < onset ? baseline : baseline + Math.max(0, course(t) * (1 + wobble));
    const n = random.poisson(attempts);
    tried.push(n);
    failed.push(random.binomial(n, Math.min(1, p)));
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

/** The window as a careful reader of the course would state it. */
export function madeWindow(onset: number, recoveryStart: number, recovery: number): WindowFinding {
  return {
    onset: clock(onset),
    recoveryStart: clock(recoveryStart),
    recovery: clock(recovery),
    onsetInterval: [clock(onset - 1), clock(onset + 1)],
    recoveryInterval: [clock(recovery - 2), clock(recovery + 2)],
    level: 0.95,
    minutes: { value: recovery - onset, interval: [recovery - onset - 3, recovery - onset + 3], level: 0.95 },
    shape: { onsetRampMinutes: 3, recoveryRampMinutes: recovery - recoveryStart },
    source: "made",
    method: "stated",
  };
}

/** A gauge that rises from `before` by equal steps at the given minutes. */
export function steppedGauge(length: number, before: number, rise: number, at: readonly number[]): ValueSeries {
  const values = Array.from(
    { length },
    (_, t) => before + (rise * at.filter((minute) => minute <= t).length) / at.length,
  );
  return { kind: "values", source: "capacity", startMs: START, stepSeconds: 60, values };
}
