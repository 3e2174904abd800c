import { seededRandom } from "../../stats/random/random.js";
import type { Estimate } from "../../stats/estimate.js";
import { capacityIdentification } from "./capacity-identification.js";
import type { Identification } from "./capacity-identification.js";
import { dosePath, onGrid } from "../effect/dose-path.js";
import type { DosePath } from "../effect/dose-path.js";
import { loggedRetries } from "./logged-retries.js";
import { outagePhases, pooledShare, shares } from "../effect/outage-phases.js";
import type { OutagePhases, Shares } from "../effect/outage-phases.js";
import { loadAdjusted, plateauNoise } from "../effect/plateau-noise.js";
import type { PlateauNoise } from "../effect/plateau-noise.js";
import { summary } from "../effect/plateau-forecast.js";
import { remediationFinding } from "../effect/remediation-effect.js";
import type { RemediationFinding, WhatIfFinding } from "../effect/remediation-finding.js";
import { fitWhatIf } from "./fit.js";
import type { WhatIfInput } from "./input.js";
import { checkOutcomeSeries } from "../effect/series-input.js";
import { failuresAvoided, whatIfModel } from "./model.js";
import type { WhatIfAction, WhatIfParameters } from "./model.js";
import { requireFields } from "../../errors/argument.js";
import { instant } from "../../time/instant.js";

/** The fitted mechanism of an incident and how far it may be believed; what `whatIf` and a page with sliders work from. */
export interface WhatIfFit {
  readonly parameters: WhatIfParameters;
  readonly identification: Identification;
  /** Bins from the onset: the alert (`null` = unknown), the first and the last capacity. */
  readonly alert: number | null;
  readonly from: number | null;
  readonly to: number | null;
  /** True if the fleet had carried the outage's load before without failing. */
  readonly loadCarriedBefore: boolean;
}

/** Fewer covered bins of the outage hold no course that a mechanism could be fitted to. */
const FEWEST_BINS = 8;
/** Power of capacity, in powers of load ÷ capacity, below which a response to load is not carried over to capacity. */
const LEAST_FELT = 0.8;
const DISCREPANCY = { scale: 0.07, beyond: 0.25, collector: 0.0025, freedom: 3 };
/** Bins after the recovery that show what the full capacity left. */
const AFTERWARDS = 10;

interface Prepared {
  readonly phases: OutagePhases;
  readonly shares: Shares;
  readonly baseline: number;
  readonly noise: PlateauNoise;
  readonly dose: DosePath | null;
  /** Share of failures that the log counts again as attempts, and the attempts per bin without them. */
  readonly retried: number;
  readonly offered: readonly number[];
}

function prepared(input: WhatIfInput): Prepared | null {
  const { series, window, remediation } = input;
  if (window === null) return null;
  const action = remediation ?? {
    id: "none",
    from: instant(series.startMs + series.attempts.length * series.stepSeconds * 1000),
    to: null,
  };
  const phases = outagePhases(series, window, action);
  const seen = shares(series);
  const last = Math.min(phases.from, phases.fall);
  const measured = seen.share.slice(phases.plateau, last).filter((value) => value !== null).length;
  if (phases.onset < 1 || measured < FEWEST_BINS) return null;
  const baseline = pooledShare(series, Math.max(0, phases.onset - 240), phases.onset - 2) ?? 0;
  const level =
    input.capacity && remediation
      ? onGrid(input.capacity, series.startMs, series.stepSeconds, series.attempts.length)
      : null;
  // Capacity that comes in the very bin in which failures are back may have ended them.
  const useful = phases.from <= phases.recovery;
  const retried = loggedRetries(series, phases);
  const offered = series.attempts.map((count, t) => count - retried * (series.failures[t] as number));
  const steady = loadAdjusted(seen, offered, phases.plateau, last, baseline);
  return {
    phases,
    retried,
    offered,
    shares: seen,
    baseline,
    noise: plateauNoise(steady, phases.plateau, last, baseline),
    dose: level && useful ? dosePath(level, phases.from, phases.to) : null,
  };
}

/** Bins that one doubling of the buffer would have bought: the time the fill took from its usual level to full. */
function bufferBins(input: WhatIfInput, phases: OutagePhases): number | null {
  if (!input.bufferFill) return null;
  const fill = onGrid(input.bufferFill, input.series.startMs, input.series.stepSeconds, input.series.attempts.length);
  const top = fill.slice(0, phases.recovery).reduce<number>((most, value) => Math.max(most, value ?? 0), 0);
  const full = fill.findIndex((value, i) => i >= phases.onset - 30 && value !== null && value >= 0.97 * top);
  let start = full;
  while (start > 0 && (fill[start - 1] ?? 0) > 0.5 * top) start--;
  return full < 0 || top === 0 ? null : Math.max(1, 2 * (full - start));
}

/** Logarithm of load over five bins relative to its mean: a fleet answers to what is offered, not to how the count of a minute fell out. */
function smoothedLoad(attempts: readonly number[], mean: number): number[] {
  return attempts.map((_, t) => {
    const near = attempts.slice(Math.max(0, t - 2), t + 3);
    return Math.log(Math.max(0.05 * mean, near.reduce((sum, count) => sum + count, 0) / near.length) / mean);
  });
}

/**
 * Fits the mechanism to an incident: a fleet that fails what passes its capacity, under load, added capacity, retries, a drift and a
 * recovery of its own.
 *
 * @returns `null` without an outage, or with fewer than 8 bins of plateau before the remediation
 * @throws PostmortemError `data` when lengths differ, or a bin with data has no 0 ≤ failures ≤ attempts
 */
export function whatIfFit(input: WhatIfInput): WhatIfFit | null {
  requireFields("whatIfFit", "{ series, window, … } as WhatIfInput says", input, ["series"]);
  checkOutcomeSeries("whatIf", input.series);
  const ready = prepared(input);
  if (ready === null) return null;
  const { series } = input;
  const { phases, baseline, noise, dose, retried, offered } = ready;
  // The whole dose must be on record, and some of what it left, even where the failures were over before it was complete.
  const end = Math.min(series.attempts.length, Math.max(phases.recovery, dose ? phases.to + 2 : 0) + AFTERWARDS);
  const cut = <T>(values: readonly T[]): T[] => values.slice(phases.onset, end);
  const plateauEnd = Math.min(phases.from, phases.fall);
  const attempts = cut(series.attempts);
  const loads = offered.slice(phases.plateau, plateauEnd);
  const meanAttempts = Math.max(1, loads.reduce((sum, count) => sum + count, 0) / loads.length);
  const excess = Math.max(0.002, (pooledShare(series, phases.plateau, plateauEnd) ?? 0) - baseline);
  const parameters = fitWhatIf({
    frame: {
      startMs: series.startMs + phases.onset * series.stepSeconds * 1000,
      stepSeconds: series.stepSeconds,
      attempts,
      share: cut(ready.shares.share),
      baseline,
      settled: phases.plateau - phases.onset,
      logLoad: smoothedLoad(cut(offered), meanAttempts),
      capacity: dose
        ? cut(dose.share).map((share) => Math.max(0.01, 1 + (share * dose.rise) / Math.max(1e-9, dose.before)))
        : attempts.map(() => 1),
      addedFrom: dose ? phases.from - phases.onset : null,
      middle: Math.round((phases.plateau + plateauEnd) / 2) - phases.onset,
      bufferBins: bufferBins(input, phases),
    },
    sd: cut(noise.sd),
    rho: noise.rho,
    freedom: noise.freedom,
    first: phases.plateau - phases.onset,
    excess,
    retried,
    seed: input.seed ?? 1,
  });
  const alert =
    input.alertAt === null
      ? null
      : Math.ceil((Date.parse(input.alertAt) - parameters.startMs) / (series.stepSeconds * 1000) - 1e-9);
  const quiet = series.attempts
    .slice(0, phases.onset)
    .filter((_, i) => series.covered[i])
    .sort((a, b) => a - b);
  return {
    parameters,
    alert,
    from: dose ? phases.from - phases.onset : null,
    to: dose ? phases.to - phases.onset : null,
    identification: dose
      ? contradicted(capacityIdentification(ready.shares, offered, phases, dose, judgedOf(input)), parameters)
      : {
          by: null,
          why: input.capacity
            ? "its gauge shows no capacity added during the outage"
            : "nothing measures the fleet's capacity",
        },
    loadCarriedBefore: quiet.length >= 30 && meanAttempts <= 1.05 * (quiet[Math.floor(0.98 * quiet.length)] as number),
  };
}

/** What is found of the remediation that the capacity came with: what-ifs ask no other evidence than its verdict. */
function judgedOf({ series, window, remediation, capacity, judged, seed }: WhatIfInput): RemediationFinding | null {
  if (judged !== undefined) return judged;
  if (!remediation || !capacity) return null;
  return remediationFinding({
    remediation,
    others: [remediation],
    series,
    window,
    gauge: capacity,
    ...(seed !== undefined && { seed }),
  });
}

/** Load speaks for capacity only where the capacity that came did what load says it should; where it did not, nothing is identified. */
function contradicted(found: Identification, { draws }: WhatIfParameters): Identification {
  if (found.by !== "load") return found;
  const felt = draws.map(({ capacity }) => capacity).sort((a, b) => a - b)[draws.length >> 1] ?? 0;
  if (felt >= LEAST_FELT) return found;
  return {
    by: null,
    why: "failures moved with load, but did not answer to the capacity that came as load says they should",
  };
}

interface Scenario {
  readonly id: string;
  readonly change: string;
  readonly action: WhatIfAction | null;
  /** Why it cannot be said, where `action` is null. */
  readonly lacks: string;
  readonly basis: "capacity" | "mechanism" | "buffer";
}

function scenarios(fit: WhatIfFit, earlierMinutes: number): Scenario[] {
  const {
    alert,
    from,
    parameters: { stepSeconds, bufferBins },
  } = fit;
  const ahead = alert !== null && from !== null && from > alert ? from - alert : null;
  const bins = Math.round((earlierMinutes * 60) / stepSeconds);
  const late = "the alert's time is not known, or no capacity came after it";
  const fill = "nothing measures how full the buffer was";
  const none = "no capacity is known to have been added during the outage";
  return [
    {
      id: "capacity-at-alert",
      change: "The capacity is added from the alert on, at the pace at which it came.",
      action: ahead === null ? null : { earlier: ahead },
      lacks: late,
      basis: "capacity",
    },
    {
      id: "capacity-earlier",
      change: `The capacity is added ${earlierMinutes} minutes earlier.`,
      action: from === null ? null : { earlier: Math.min(bins, from) },
      lacks: none,
      basis: "capacity",
    },
    {
      id: "capacity-doubled",
      change: "Twice as much capacity is added, at the same times.",
      action: from === null ? null : { added: 2 },
      lacks: none,
      basis: "capacity",
    },
    {
      id: "autoscale-at-alert",
      change: "All of the capacity comes at once at the alert.",
      action: ahead === null ? null : { atOnce: alert },
      lacks: late,
      basis: "capacity",
    },
    {
      id: "collector-off",
      change: "The collector of error events is switched off at the alert.",
      action: alert === null ? null : { collectorOff: Math.max(0, alert) },
      lacks: "the alert's time is not known",
      basis: "mechanism",
    },
    {
      id: "buffer-larger",
      change: "The telemetry's buffer is four times as large before the incident.",
      action: bufferBins === null ? null : { buffer: 4 },
      lacks: fill,
      basis: "buffer",
    },
    {
      id: "payload-smaller",
      change: "The telemetry's payloads have 40 % of their size before the incident.",
      action: bufferBins === null ? null : { buffer: 2.5 },
      lacks: fill,
      basis: "buffer",
    },
  ];
}

/** Drops from failures, both uncertain: relative errors add in squares. */
function drops(avoided: Estimate, perFailure: Estimate | null | undefined): Estimate | null {
  if (!perFailure) return null;
  const value = avoided.value * perFailure.value;
  const half = (bound: 0 | 1): number => {
    const own = (avoided.interval[bound] - avoided.value) * perFailure.value;
    const other = (perFailure.interval[bound] - perFailure.value) * Math.abs(avoided.value);
    return Math.hypot(own, other);
  };
  return { value, interval: [value - half(0), value + half(1)], level: avoided.level };
}

/** Larger for capacity that was never there; for the collector most is in its draws. */
function discrepancy({ added = 1, collectorOff = null }: WhatIfAction): number {
  if (collectorOff !== null) return DISCREPANCY.collector;
  return added > 1 ? DISCREPANCY.beyond : DISCREPANCY.scale;
}

/**
 * What chance alone does to the failures avoided, the observed counts given: how many of them the baseline would have had anyway, and which of the
 * rest an action that leaves a part would have left. Without it, an action that leaves nothing to take out would be known to be so.
 */
function countingDeviation(parameters: WhatIfParameters, action: WhatIfAction): number {
  const [draw] = [...parameters.draws].sort((x, y) => x.pressure - y.pressure).slice(parameters.draws.length >> 1);
  if (!draw) return 0;
  const { baseline, share, attempts } = parameters;
  // A series that fails throughout over a baseline of 0 shows the share of the excess that is left, bin by bin.
  const left = whatIfModel(
    { ...parameters, baseline: 0, share: share.map((value) => (value === null ? null : 1)) },
    action,
    draw,
  );
  const variance = share.reduce<number>((sum, value, t) => {
    const part = left[t] as number;
    const excess = Math.max(0, (value ?? 0) - baseline);
    return value === null
      ? sum
      : sum + (attempts[t] as number) * (baseline * (1 - baseline) * (1 - part) ** 2 + excess * part * (1 - part));
  }, 0);
  return Math.sqrt(variance);
}

/**
 * The draws' median and interval, widened by what another queue, retry rule or collector than the fitted one would make of the same
 * series, and by the scatter of the counts: a relative error with heavy tails, its scale measured on simulators that differ from the model. No action
 * of these adds failures.
 */
function withDiscrepancy(
  draws: readonly number[],
  scale: number,
  counting: number,
  { seed = 1, level = 0.9 }: WhatIfInput,
): Estimate {
  const random = seededRandom(seed).fork("discrepancy");
  const student = (): number =>
    random.normal() / Math.sqrt(random.gamma(DISCREPANCY.freedom / 2, 2 / DISCREPANCY.freedom));
  const widened = Array.from(
    { length: 8 * draws.length },
    (_, i) => (draws[i % draws.length] as number) * (1 + scale * student()) + counting * random.normal(),
  );
  const value = [...draws].sort((a, b) => a - b)[draws.length >> 1] as number;
  const [low, high] = summary(widened, level).interval;
  return { value: Math.max(0, value), interval: [Math.max(0, low), Math.max(0, high)], level };
}

function refused({ id, change }: Scenario, why: string): WhatIfFinding {
  return {
    id,
    change,
    failuresAvoided: null,
    dropsAvoided: null,
    applies: true,
    identification: "none",
    why: `Refused: ${why}.`,
  };
}

/** The part that a change acts on, and why there is nothing to say of it where the incident is not known to have it. */
const PARTS = {
  capacity: ["capacity", "no gauge of capacity is named by a remediation"],
  mechanism: ["collector", "neither the incident's description nor a gauge speaks of a collector"],
  buffer: ["buffer", "neither the incident's description nor a gauge speaks of a buffer of telemetry"],
} as const;

/** The refusal of a change that acts on a part which this incident is not known to have. */
function absent(scenario: Scenario, { mechanism }: WhatIfInput): WhatIfFinding | null {
  const [part, why] = PARTS[scenario.basis];
  return mechanism === undefined || mechanism[part] ? null : { ...refused(scenario, why), applies: false };
}

function judged(scenario: Scenario, fit: WhatIfFit, input: WhatIfInput): WhatIfFinding {
  const missing = absent(scenario, input);
  if (missing) return missing;
  const { id, change, action, lacks, basis } = scenario;
  if (action === null)
    return refused(scenario, basis === "capacity" && fit.from === null ? fit.identification.why : lacks);
  if (basis === "capacity" && fit.identification.by === null) return refused(scenario, fit.identification.why);
  if (basis === "buffer")
    return refused(
      scenario,
      "whether the overflow would have come later or never turns on how long the surge of telemetry would have lasted, which is not on record; the rate at which the buffer filled and was emptied during the outage would tell",
    );
  if (basis !== "capacity" && !fit.loadCarriedBefore)
    return refused(scenario, "attempts had not come this densely before, so the failures may be the load's own doing");
  const draws = fit.parameters.draws.map((draw) => failuresAvoided(fit.parameters, action, draw));
  const avoided = withDiscrepancy(draws, discrepancy(action), countingDeviation(fit.parameters, action), input);
  const isByDesign = basis === "capacity" && fit.identification.by === "capacity";
  return {
    id,
    change,
    failuresAvoided: avoided,
    dropsAvoided: drops(avoided, input.dropsPerFailure),
    applies: true,
    identification: isByDesign ? "design" : "model",
    why:
      basis === "capacity"
        ? isByDesign
          ? `By design: ${fit.identification.why}.`
          : `If the fleet answers to load ÷ capacity: ${fit.identification.why}; what the capacity that came did is not shown.`
        : "Under the stated mechanism only: attempts had come as densely before without failing, so the excess is put down to the overflow and its collector.",
  };
}

/**
 * The failures that other actions would have avoided, from the mechanism fitted to the incident's own series, each with how it is identified.
 *
 * Capacity that comes earlier, doubled or at once is answered only where the series tell capacity's effect from the course of time (`design`: its
 * steps moved the failures, or load did). Collector and buffer are answered under the stated mechanism only (`model`), and only where the
 * fleet had carried the outage's load before. All else is refused (`none`), with the reason.
 *
 * @returns one finding per id: capacity-at-alert, capacity-earlier, capacity-doubled, autoscale-at-alert, collector-off, buffer-larger,
 *   payload-smaller; estimates in attempts and calls
 * @throws PostmortemError `data` when lengths differ, or a bin with data has no 0 ≤ failures ≤ attempts
 */
export function whatIf(input: WhatIfInput): WhatIfFinding[] {
  requireFields("whatIf", "{ series, window, … } as WhatIfInput says", input, ["series"]);
  const fit = whatIfFit(input);
  if (fit !== null) return scenarios(fit, input.earlierMinutes ?? 30).map((scenario) => judged(scenario, fit, input));
  const empty: WhatIfFit = {
    parameters: {
      startMs: 0,
      stepSeconds: 60,
      attempts: [],
      share: [],
      baseline: 0,
      settled: 0,
      logLoad: [],
      capacity: [],
      addedFrom: null,
      middle: 0,
      bufferBins: null,
      draws: [],
    },
    identification: { by: null, why: "" },
    alert: null,
    from: null,
    to: null,
    loadCarriedBefore: false,
  };
  const why =
    input.window === null
      ? "no outage was found"
      : "too little of the outage lies before the remediation to fit a mechanism to";
  return scenarios(empty, input.earlierMinutes ?? 30).map(
    (scenario) => absent(scenario, input) ?? refused(scenario, why),
  );
}
