import { dosePath, onGrid } from "./dose-path.js";
import type { DosePath } from "./dose-path.js";
import { CREDIT, doseResponse } from "./dose-response.js";
import type { DoseResponse } from "./dose-response.js";
import { intermediaryResponse } from "./intermediary.js";
import { outagePhases, pooledShare, shares } from "./outage-phases.js";
import type { OutagePhases, Shares } from "./outage-phases.js";
import { placebo } from "./placebo.js";
import { effectDraws, plateauPaths, summary } from "./plateau-forecast.js";
import { loadAdjusted } from "./plateau-noise.js";
import type { Counterfactual, RemediationFinding } from "./remediation-finding.js";
import type { RemediationInput } from "./remediation-input.js";
import { checkOutcomeSeries } from "./series-input.js";
import { riseAfter } from "./rise-after.js";
import { barrier, overlapping } from "./testability.js";
import type { Estimate } from "../../stats/estimate.js";
import { seededRandom } from "../../stats/random/random.js";
import { requireFields } from "../../errors/argument.js";
import { instant } from "../../time/instant.js";

/** Paths of the forecast; the ends of a 95 % interval then carry an error of about a fiftieth of its width. */
const DRAWS = 1000;
/** Steps a dose must come in before its response can be told from a recovery at the same time. */
const FEWEST_STEPS = 3;
/** Bins after its end within which a remediation may still work: at least twenty minutes, or its own length. */
const patience = (phases: OutagePhases, stepSeconds: number): number =>
  Math.max(1200 / stepSeconds, phases.to - phases.from);

interface Case {
  readonly input: RemediationInput;
  readonly phases: OutagePhases;
  readonly shares: Shares;
  readonly level: number;
  readonly seed: number;
  readonly baseline: number;
  readonly checks: { checked: number; falsePositives: number };
}

function finding(input: RemediationInput, why: string, rest: Partial<RemediationFinding> = {}): RemediationFinding {
  return {
    id: input.remediation.id,
    from: input.remediation.from,
    to: input.remediation.to,
    gauge: input.remediation.gauge ?? null,
    through: input.remediation.through ?? null,
    effect: null,
    unit: "failure share",
    cumulative: null,
    counterfactual: null,
    placebo: { checked: 0, falsePositives: 0 },
    verdict: "not-testable",
    identification: "none",
    why,
    ...rest,
  };
}

/** Quantiles of the paths bin by bin, beside what was observed, from an hour before the remediation on. */
function counterfactual(one: Case, paths: readonly (readonly number[])[]): Counterfactual {
  const {
    input: { series },
    phases,
    level,
  } = one;
  const length = paths[0]?.length ?? 0;
  const bins = Array.from({ length }, (_, i) =>
    summary(
      paths.map((path) => path[i] as number),
      level,
    ),
  );
  return {
    times: bins.map((_, i) => instant(series.startMs + (phases.from + i) * series.stepSeconds * 1000)),
    observed: bins.map((_, i) => one.shares.share[phases.from + i] ?? null),
    predicted: bins.map(({ value }) => value),
    lower: bins.map(({ interval }) => interval[0]),
    upper: bins.map(({ interval }) => interval[1]),
  };
}

/** Plateau paths on which a spontaneous recovery, as likely as the data leave it, is laid. */
function withRecovery(paths: readonly number[][], response: DoseResponse, one: Case, first: number): number[][] {
  const random = seededRandom(one.seed).fork("recovery");
  return paths.map((path) => {
    let u = random.next() * response.spontaneous.reduce((sum, { weight }) => sum + weight, 0);
    const { factor } =
      response.spontaneous.find(({ weight }) => (u -= weight) < 0) ??
      (response.spontaneous[0] as { factor: readonly number[] });
    const start = factor[one.phases.from - first - 1] || 1;
    return path.map(
      (p, i) => one.baseline + (p - one.baseline) * Math.min(1, (factor[one.phases.from - first + i] ?? 0) / start),
    );
  });
}

const holdsZero = ({ interval: [low, high] }: Estimate): boolean => low <= 0 && high >= 0;
const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

/** The verdict where the dose came in steps that can be held against the failures. */
function byDose(one: Case, dose: DosePath, end: number): RemediationFinding | null {
  const { phases, input } = one;
  const first = Math.max(phases.plateau, phases.from - 90);
  const response = doseResponse({
    shares: loadAdjusted(one.shares, input.series.attempts, first, phases.from, one.baseline),
    dose: dose.share,
    baseline: one.baseline,
    first,
    from: phases.from,
    to: phases.to,
    last: end,
    level: one.level,
    relativeRise: dose.rise / Math.max(1e-9, Math.abs(dose.before)),
  });
  if (response === null || response.logBayesFactor < CREDIT) return null;
  const { removed } = response;
  if (removed.low * removed.high <= 0) return null;
  const plateau = plateauPaths(one.shares, first, phases.from, end, DRAWS, one.seed);
  const paths = withRecovery(plateau, response, one, first);
  const draws = effectDraws(input.series, paths, phases.from, one.seed);
  const effect = summary(draws.share, one.level);
  const cumulative = summary(
    draws.failures.map((count) => -count),
    one.level,
  );
  const helped = removed.value > 0;
  const rest = { effect, cumulative, counterfactual: counterfactual(one, paths), placebo: one.checks };
  const moved = `Failures moved in step with the ${dose.steps.length} steps of the change (odds ${odds(response.logBayesFactor)} to 1 against a spontaneous recovery along any of nine courses, in stairs, or with relapses)`;
  // A verdict and the interval beside it say the same: where the level before may have drifted by as much, nothing is claimed.
  if (holdsZero(effect) || effect.value < 0 !== helped)
    return finding(
      input,
      `${moved}, but the level before may have drifted by as much as they fell: the interval of the effect includes 0.`,
      { counterfactual: rest.counterfactual, placebo: one.checks },
    );
  const why = `${moved}; all of it ${helped ? "removed" : "added"} ${percent(Math.min(1, Math.abs(removed.value)))} of the excess.${helped ? " The failures avoided are counted up to the recovery and among the attempts that were made, without what retries would have added: a lower bound." : ""}`;
  return finding(input, why, { ...rest, verdict: helped ? "helped" : "harmed", identification: "design" });
}

function clockAt({ startMs, stepSeconds }: Case["input"]["series"], bin: number): string {
  return `${new Date(startMs + bin * stepSeconds * 1000).toISOString().slice(11, 16)} UTC`;
}

function odds(log: number): string {
  return log > Math.log(1e6) ? "over a million" : Math.round(Math.exp(log)).toLocaleString("en-US");
}

/** `no-effect` where the failures stayed as they were for long after the remediation was complete. */
function byPersistence(one: Case, end: number): RemediationFinding | null {
  const { phases, input } = one;
  const wait = patience(phases, input.series.stepSeconds);
  const last = Math.min(phases.fall, end);
  if (last - phases.to < wait) return null;
  const first = Math.max(phases.plateau, phases.from - 90);
  const paths = plateauPaths(one.shares, first, phases.from, last, DRAWS, one.seed);
  const draws = effectDraws(input.series, paths, phases.from, one.seed);
  const effect = summary(draws.share, one.level);
  const excess = (pooledShare(input.series, first, phases.from) ?? 0) - one.baseline;
  const clear = !holdsZero(effect);
  if (
    Math.max(-effect.interval[0], effect.interval[1]) > 0.3 * excess ||
    (clear && Math.abs(effect.value) > 0.1 * excess)
  )
    return null;
  const slight = clear
    ? ` They moved by ${(100 * Math.abs(effect.value)).toFixed(1)} percentage points, less than a tenth of their excess.`
    : "";
  return finding(
    input,
    `Failures stayed as they were for ${Math.round(((last - phases.to) * input.series.stepSeconds) / 60)} minutes after it was complete.${slight}`,
    {
      effect,
      cumulative: summary(
        draws.failures.map((count) => -count),
        one.level,
      ),
      counterfactual: counterfactual(one, paths),
      placebo: one.checks,
      verdict: "no-effect",
      identification: "design",
    },
  );
}

/** The verdict where the failures alone cannot tell, from what the incident declares the remediation to act through. */
function byIntermediary(one: Case, dose: DosePath, end: number, nextStart: number): RemediationFinding | null {
  const {
    input: { series, through },
    phases,
  } = one;
  if (!through) return null;
  const wait = patience(phases, series.stepSeconds);
  const grid = { startMs: series.startMs, stepSeconds: series.stepSeconds, length: series.attempts.length };
  const found = intermediaryResponse(through, grid, phases, dose, end, 0.75 * wait, one.level);
  const late = phases.fall - phases.to > wait;
  if (found === null || found.course === "unclear" || (found.course === "followed" && late)) return null;
  const { response, source } = found;
  const first = Math.max(phases.plateau, phases.from - 90);
  // What a saturated fleet is spared lies behind a recovery that follows promptly: the same time again is counted. A recovery hours later has another cause, and what it
  // spares is none of the remediation's doing; without an effect, neither is the fall.
  const prompt = phases.recovery - phases.to <= 2 * wait;
  const until =
    found.course === "unmoved"
      ? Math.min(phases.fall, end)
      : Math.min(series.attempts.length, nextStart, prompt ? end + phases.recovery - phases.from : end);
  const paths = plateauPaths(one.shares, first, phases.from, until, DRAWS, one.seed);
  const draws = effectDraws(series, paths, phases.from, one.seed);
  const rest = {
    effect: summary(draws.share, one.level),
    cumulative: summary(
      draws.failures.map((count) => -count),
      one.level,
    ),
    counterfactual: counterfactual(one, paths),
    placebo: one.checks,
    identification: "model" as const,
  };
  if (found.course === "unmoved") {
    if (!holdsZero(rest.effect)) return null;
    return finding(
      one.input,
      `${source} and the failures stayed where the outage had put them after all of the change was in place.`,
      { ...rest, verdict: "no-effect" },
    );
  }
  if (rest.cumulative.interval[0] <= 0) return null;
  const why =
    `${source} moved in step with the ${dose.steps.length} steps of the change (odds ${odds(response.logBayesFactor)} to 1 against an unrelated course), and failures fell afterwards. ` +
    `That ${source} drives failures is an assumption of the incident file, not a result. Compared with the level just before the change continuing until ${clockAt(series, until)}.`;
  return finding(one.input, why, { ...rest, verdict: "helped" });
}

function why(one: Case, dose: DosePath | null): string {
  const { phases } = one;
  if (!one.input.gauge)
    return "It was done at once and no metric shows how much of it was in place, so a spontaneous recovery at that time would look the same. Hosts or regions that got it later or not at all would separate the two; so would the same action in other outages.";
  if (dose === null) return "Its metric shows no change, so there is nothing to compare the failures with.";
  if (dose.steps.length < FEWEST_STEPS)
    return `A spontaneous recovery would look the same: the change came in ${dose.steps.length === 1 ? "one step" : `${dose.steps.length} steps`}, too few to compare with the failures. Failures by host or region, some of which got it later, would test it.`;
  const minutes = Math.round(((phases.fall - phases.to) * one.input.series.stepSeconds) / 60);
  const when =
    phases.fall >= phases.to
      ? `the fall began ${minutes} minutes after the last step`
      : "the fall did not follow the steps";
  return `Failures did not move with the steps of the change, and ${when}: a delayed effect and a spontaneous recovery would look the same.`;
}

/**
 * The effect of a remediation on the failure rate, against a counterfactual, or the reason why it cannot be determined.
 *
 * A fall after a remediation is credited only where a recovery that would have come anyway is ruled out: the dose came in three or more
 * steps and the failures moved with them (odds of 30 to 1 are asked). `no-effect` asks that the failures
 * stayed within 30 % of their excess for twenty minutes, or the remediation's own length, after it was complete. All else is
 * `not-testable`, with the reason: it came before the onset, or when failures were falling or at the baseline already; others were at work at the same
 * time; its dose is unknown or came at once. Where failures clearly rose after it, that is said with their shares, and that it is not blamed by that alone. The counterfactual is the level before, with its drift, and where credited also the spontaneous
 * recoveries that the data leave possible.
 *
 * Where the failures alone cannot tell, an incident may declare what the remediation acts `through`, say the busy share of a fleet: if that followed the dose's
 * steps and the failures fell after it, the remediation is credited under that mechanism (`identification: "model"`, counted for as long again after
 * a recovery that followed promptly, or to the next remediation); if it stayed for twenty minutes after the dose, and the failures with it, there was no effect.
 *
 * @param input - one remediation, the failures and attempts per bin, the outage window, the dose's gauge
 * @returns effect (observed − counterfactual share, attempts-weighted over `[from, recovery)` unless said otherwise above) and failures avoided over the same bins; both `null` when not testable
 * @throws PostmortemError `data` when lengths differ, or a bin with data has no 0 ≤ failures ≤ attempts
 */
export function remediationFinding(input: RemediationInput): RemediationFinding {
  requireFields("remediationFinding", "{ remediation, series, window, … } as RemediationInput says", input, [
    "remediation",
    "series",
  ]);
  const { series, window, remediation } = input;
  checkOutcomeSeries("remediationFinding", series);
  const phases = window === null ? null : outagePhases(series, window, remediation);
  const found = judgedRemediation(input, phases);
  const rise = found.verdict === "not-testable" && phases !== null ? riseAfter(series, phases) : null;
  return rise === null ? found : { ...found, why: `${found.why} ${rise}` };
}

/** The same without what is said of a rise after it. */
function judgedRemediation(input: RemediationInput, phases: OutagePhases | null): RemediationFinding {
  const { series, remediation } = input;
  const level = input.level ?? 0.95;
  const seed = input.seed ?? 1;
  const reason = barrier(input, phases);
  if (reason !== null || phases === null)
    return finding(input, reason ?? "No outage was found, so there was nothing to fix.");
  const seen = shares(series);
  const others = overlapping(input.others, remediation, series);
  const baseline = pooledShare(series, Math.max(0, phases.onset - 240), phases.onset - 2) ?? 0;
  const checks = placebo(series, seen, phases, level, seed, others.quiet);
  const one: Case = { input, phases, shares: seen, level, seed, baseline, checks };
  const gauge = input.gauge && onGrid(input.gauge, series.startMs, series.stepSeconds, series.attempts.length);
  const dose = gauge ? dosePath(gauge, phases.from, phases.to) : null;
  const end = Math.min(series.attempts.length, phases.recovery, others.nextStart ?? Infinity);
  if (others.joint.length > 0) {
    return finding(
      input,
      `Inseparable from ${others.joint.join(", ")}, at work at the same time: only their joint effect could be judged.`,
      { placebo: checks },
    );
  }
  const doubtful = checks.checked >= 8 && checks.falsePositives > checks.checked * 0.3;
  if (doubtful)
    return finding(
      input,
      `${checks.falsePositives} of ${checks.checked} pretended remediations look like effects too.`,
      { placebo: checks },
    );
  const stepped = dose && dose.steps.length >= FEWEST_STEPS ? dose : null;
  const byFailures = stepped && byDose(one, stepped, end);
  if (byFailures && byFailures.verdict !== "not-testable") return byFailures;
  const judged =
    byPersistence(one, end) ??
    (stepped && byIntermediary(one, stepped, end, others.nextStart ?? Infinity)) ??
    byFailures;
  if (judged) return judged;
  const paths = plateauPaths(seen, Math.max(phases.plateau, phases.from - 90), phases.from, end, DRAWS, seed);
  return finding(input, why(one, dose), { counterfactual: counterfactual(one, paths), placebo: checks });
}
