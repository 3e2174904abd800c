import type { StatedClaim } from "../../statement/assertions/stated-claim.js";
import type { Estimate } from "../../stats/estimate.js";
import type { Span } from "../../time/span.js";
import { amount, percent } from "../../wording/number.js";
import { bound, isJudgement } from "./bound.js";
import { countsOf, minutesOf, partText } from "./counting.js";
import type { CountedSource, Evidence, Part } from "./evidence.js";
import {
  bestOf,
  decided,
  decidingOf,
  exactly,
  HEDGE,
  type Judgement,
  type Nearness,
  notTestable,
  unchecked,
} from "./judged.js";
import { beforeSpans, resolvedSpan } from "./spans.js";
import { withoutSpan } from "./bound.js";
import { type NamedParts, partOf, partsIn } from "./bind.js";
import { latencyName } from "./frames/measures.js";
import { gaugeLatencies, latencyGauge } from "./latency-gauges.js";

const inOutage = (claim: StatedClaim): StatedClaim =>
  claim.span === "before" || claim.span === "after" || claim.span === "day" ? { ...claim, span: "outage" } : claim;

/** "Calls a minute": the source that the words name. */
const nounIn = ({ quote }: StatedClaim, { sources }: Evidence): string | undefined =>
  sources
    .flatMap(({ nouns }) => nouns)
    .find((noun) => noun.length > 3 && new RegExp(`\\b${noun.replace(/s$/, "")}s?\\b`, "i").test(quote));

async function perMinute(source: CountedSource, spans: readonly Span[], part: Part | null): Promise<number[]> {
  const found: number[] = [];
  for (const span of spans) {
    const counts = await countsOf(source, span, part);
    if (counts && minutesOf(span) > 0) found.push(counts.attempts / minutesOf(span));
  }
  return found;
}

const signed = (share: number): string => `${share < 0 ? "−" : "+"}${percent(Math.abs(share))}`;

/** Shares of traffic within this many points of each other are one. */
const NEAR_POINTS = 0.05;
const FAR_POINTS = 0.1;

/** Traffic that fell, stayed or went missing, against the usual level. */
export async function judgeTraffic(claim: StatedClaim, evidence: Evidence): Promise<Judgement> {
  const one = bound(
    inOutage({ ...claim, noun: claim.kind === "traffic-lost" ? claim.noun : (nounIn(claim, evidence) ?? null) }),
    evidence,
    "attempts a minute against the usual level",
  );
  if (isJudgement(one)) return one;
  const { source } = one.subject;
  const readAs = `${source.name} a minute${partText(one.part)}, ${one.span.label}, against the time before`;
  const now = (await perMinute(source, one.span.spans.slice(0, 2), one.part))[0];
  const usual = await perMinute(source, beforeSpans(evidence), one.part);
  if (now === undefined || usual.length === 0)
    return notTestable(readAs, "The data do not hold both times.", "Data from before the outage on.");
  const [first] = usual as [number, ...number[]];
  const why = `${amount(first)} a minute before, ${amount(now)} then.`;
  const falls = usual.map((level) => 1 - now / level);
  const fall = falls[0] as number;
  const [low, high] = [Math.min(...falls), Math.max(...falls)];
  const measured = { value: fall, interval: [low, high] as const, level: evidence.level };
  if (claim.kind === "traffic-flat") {
    // The hours right before say more of what was to come than a whole day with its night.
    const near = falls.slice(-3);
    const [least, most] = [Math.min(...near), Math.max(...near)];
    const flat = Math.abs(fall) <= NEAR_POINTS && least <= FAR_POINTS && most >= -FAR_POINTS;
    const bracketed = least <= NEAR_POINTS && most >= -NEAR_POINTS;
    const moved = Math.min(Math.abs(least), Math.abs(most)) > FAR_POINTS && least * most > 0;
    return decided(
      flat || bracketed ? "supported" : moved ? "contradicted" : "not-testable",
      readAs,
      `${why} Against the hours right before: ${signed(-most)} to ${signed(-least)}.`,
      measured,
    );
  }
  if (claim.kind === "traffic-change") {
    const stated = (claim.detail === "up" ? -1 : 1) * (claim.values[0] as number);
    const room = claim.rounding + NEAR_POINTS + (claim.hedged ? 0.05 : 0);
    const fared = falls.map(
      (one): Nearness =>
        Math.abs(one - stated) <= room ? "near" : Math.abs(one - stated) <= 2 * room ? "unsure" : "far",
    );
    const at = fared.includes("near") ? decidingOf(fared) : 0;
    const chosen = falls[at] as number;
    return decided(
      bestOf(fared),
      readAs,
      `${amount(usual[at] as number)} a minute before, ${amount(now)} then: ${percent(Math.abs(chosen))} ${chosen < 0 ? "more" : "fewer"}.`,
      { ...measured, value: chosen },
    );
  }
  if (claim.kind === "traffic-lost") {
    const minutes = minutesOf(one.span.spans[0] as Span);
    const lost = usual.map((level) => (level - now) * minutes);
    const [stated] = claim.values as [number];
    const [least, most] = [Math.min(...lost), Math.max(...lost)];
    const room = claim.rounding + (HEDGE + 0.05) * Math.max(Math.abs(least), Math.abs(most));
    const verdict =
      stated >= least - room && stated <= most + room
        ? "supported"
        : stated >= least - 2 * room && stated <= most + 2 * room
          ? "not-testable"
          : "contradicted";
    const nearest = lost.reduce((best, one) => (Math.abs(one - stated) < Math.abs(best - stated) ? one : best));
    return decided(
      verdict,
      readAs,
      `${why} Over ${amount(minutes)} minutes that is ${amount(Math.round(least))} to ${amount(Math.round(most))} fewer.`,
      {
        value: verdict === "supported" ? nearest : (lost[0] as number),
        interval: [least, most],
        level: evidence.level,
      },
    );
  }
  const [from, to] = claim.values as [number, number];
  const near = (stated: number, levels: readonly number[]): Nearness[] =>
    levels.map((level) =>
      Math.abs(level - stated) <= 1 + 0.12 * level
        ? "near"
        : Math.abs(level - stated) <= 2 + 0.25 * level
          ? "unsure"
          : "far",
    );
  const verdicts = [bestOf(near(from, usual)), bestOf(near(to, [now]))];
  return decided(
    verdicts.includes("contradicted")
      ? "contradicted"
      : verdicts.includes("not-testable")
        ? "not-testable"
        : "supported",
    readAs,
    why,
    exactly(now),
  );
}

/** Quantiles of latencies over spans that differ by a minute stray by so much. */
const LATENCY_SLACK = 0.12;
const LATENCY_FAR = 0.25;

/** How far a stated value lies outside an interval, by its bound. */
function outside(claim: StatedClaim, stated: number, [low, high]: Estimate["interval"]): number {
  const [under, over] = [Math.max(0, low - stated), Math.max(0, stated - high)];
  if (claim.bound === "at-most") return under;
  return claim.bound === "at-least" ? over : Math.max(under, over);
}

function latencyNearness(claim: StatedClaim, stated: number, { value, interval }: Estimate): Nearness {
  const room = claim.rounding + Math.max(LATENCY_SLACK * value, claim.hedged ? HEDGE * stated : 0);
  const apart = outside(claim, stated, interval);
  return apart <= room ? "near" : apart <= claim.rounding + LATENCY_FAR * value ? "unsure" : "far";
}

const milliseconds = ({ value, interval: [low, high] }: Estimate): string =>
  `${amount(Math.round(value))} ms [${amount(Math.round(low))}, ${amount(Math.round(high))}]`;

async function latenciesOver(
  source: CountedSource,
  spans: readonly Span[],
  quantile: number,
  part: Part | null,
): Promise<Estimate[]> {
  const found: Estimate[] = [];
  for (const one of spans.slice(0, 4)) {
    const value = await source.latency(one, quantile, part);
    if (value !== null) found.push(value);
  }
  return found;
}

/** Parts that the sentence before a clause names: "EU-West requests slowed down: the median went from …". */
function sentenceParts({ quote, context }: StatedClaim, source: CountedSource): NamedParts {
  const at = context.indexOf(quote.slice(0, 24));
  const own = context.slice(Math.max(0, context.lastIndexOf(". ", Math.max(0, at - 1)) + 1), Math.max(0, at));
  return partsIn(own, source);
}

/** A quantile of the latency over its own time; a change from its level before; or that it did not change. */
export async function judgeLatency(claim: StatedClaim, evidence: Evidence): Promise<Judgement> {
  const quantile = claim.detail === null ? 0.5 : Number(claim.detail);
  const name = claim.detail === null ? "latency" : latencyName(quantile);
  const timed = evidence.sources.filter(({ hasLatency }) => hasLatency);
  const source = timed.find((one) => one.name === evidence.outcome) ?? timed[0];
  if (!source) return latencyByGauge(claim, name, evidence);
  if (claim.detail === "mean" || Number.isNaN(quantile))
    return unchecked(
      `mean latency of ${source.name}`,
      "Only quantiles of the latency are measured.",
      "The quantile that is meant.",
    );
  const span = resolvedSpan(claim.kind === "latency" ? claim : inOutage(claim), evidence);
  const readAs = `${name} of ${source.name}${partText(partOf(claim, partsIn(claim.quote, source).found))}, ${span.label}`;
  const without = withoutSpan(claim, span, readAs, evidence);
  if (without) return without;
  const named = partsIn(claim.quote, source);
  const { unknown, found } = named.found.length > 0 || named.unknown !== null ? named : sentenceParts(claim, source);
  const part = partOf(claim, found);
  if (unknown !== null || part?.also || found.length > 1)
    return notTestable(
      readAs,
      `The latency of ${unknown ?? found.flatMap(({ values }) => values).join(" and ")} alone is not measured.`,
      "A source with the latencies of that part.",
    );
  const values = await latenciesOver(source, span.spans, quantile, part);
  if (values.length === 0) return notTestable(readAs, "No latency was measured then.", "Latencies of that time.");
  if (claim.kind === "latency") return latencyLevel(claim, readAs, values);
  const usual = await latenciesOver(source, beforeSpans(evidence), quantile, part);
  if (usual.length === 0)
    return notTestable(readAs, "No latency was measured before the outage.", "Latencies from before it.");
  return latencyChange(claim, `${readAs}, against the time before`, values, usual);
}

/** The same where a gauge holds the quantile, as a metrics system computed it. */
function latencyByGauge(claim: StatedClaim, name: string, evidence: Evidence): Judgement {
  const main = evidence.sources.find((one) => one.name === evidence.outcome);
  const own = latencyGauge(claim, evidence, main);
  if (!own)
    return unchecked(
      name,
      "No source of this incident has a latency, and no gauge is one that its words name.",
      "A column of latencies, declared as `latency` of its source, or a gauge named after what it measures.",
    );
  const span = resolvedSpan(claim.kind === "latency" ? claim : inOutage(claim), evidence);
  const readAs = `${own.gauge.source}, ${span.label}`;
  const without = withoutSpan(claim, span, readAs, evidence);
  if (without) return without;
  const values = gaugeLatencies(own, span.spans, evidence.level);
  if (values.length === 0) return notTestable(readAs, "It has no value then.", "Values of that time.");
  // What a gauge without a quantile in its name measures is said by its name alone.
  if (claim.kind === "latency") return latencyLevel({ ...claim, detail: claim.detail ?? "gauge" }, readAs, values);
  const usual = gaugeLatencies(own, beforeSpans(evidence), evidence.level);
  if (usual.length === 0) return notTestable(readAs, "It has no value before the outage.", "Values from before it.");
  return latencyChange(claim, `${readAs}, against the time before`, values, usual);
}

function latencyLevel(claim: StatedClaim, readAs: string, values: readonly Estimate[]): Judgement {
  if (claim.detail === null)
    return unchecked(
      readAs,
      "It does not say which quantile it means.",
      "The quantile: the median, the 95th percentile, …",
    );
  const fared = values.map((value) => latencyNearness(claim, claim.values[0] as number, value));
  const measured = values[fared.includes("near") ? decidingOf(fared) : 0] as Estimate;
  return decided(bestOf(fared), readAs, `Measured: ${milliseconds(measured)}.`, measured);
}

/** Latencies within a tenth of the usual are unchanged, beyond a fifth changed. */
const FLAT_SHARE = 0.1;
const CHANGED_SHARE = 0.2;
/** A multiple of a latency is written in few digits. */
const MULTIPLE_SLACK = 0.15;

function latencyChange(
  claim: StatedClaim,
  readAs: string,
  values: readonly Estimate[],
  usual: readonly Estimate[],
): Judgement {
  const [now, before] = [values[0], usual[0]] as [Estimate, Estimate];
  const why = `${milliseconds(before)} before, ${milliseconds(now)} then.`;
  const ratio = now.value / before.value;
  if (claim.kind === "latency-flat") {
    const change = Math.abs(ratio - 1);
    const verdict = change <= FLAT_SHARE ? "supported" : change > CHANGED_SHARE ? "contradicted" : "not-testable";
    return decided(verdict, readAs, why, now);
  }
  const [from, to] = claim.values as [number, number?];
  if (to === undefined) {
    const room = claim.rounding + MULTIPLE_SLACK * ratio + (claim.hedged ? HEDGE * from : 0);
    const interval = [now.interval[0] / before.interval[1], now.interval[1] / before.interval[0]] as const;
    const apart = outside(claim, from, interval);
    const verdict = apart <= room ? "supported" : apart <= 2 * room ? "not-testable" : "contradicted";
    return decided(verdict, readAs, `${why} That is ${amount(ratio)} times.`, {
      value: ratio,
      interval,
      level: now.level,
    });
  }
  const falls = to < from;
  // A bound is said of the figure it stands at, the last one.
  const plain = { ...claim, bound: "exact" as const };
  const verdicts = [
    bestOf((falls ? values : usual).map((value) => latencyNearness(plain, from, value))),
    bestOf((falls ? usual : values).map((value) => latencyNearness(claim, to, value))),
  ];
  return decided(worstOf(verdicts), readAs, why, now);
}

/** The verdict of a sentence with two figures: both have to hold. */
function worstOf(verdicts: readonly Judgement["verdict"][]): Judgement["verdict"] {
  if (verdicts.includes("contradicted")) return "contradicted";
  return verdicts.includes("not-testable") ? "not-testable" : "supported";
}
