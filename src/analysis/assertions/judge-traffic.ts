import type { StatedClaim } from "../../statement/assertions/stated-claim.js";
import type { Span } from "../../time/span.js";
import { amount, percent } from "../../wording/number.js";
import { bound, isJudgement } from "./judge-figures.js";
import { countsOf, minutesOf } from "./counting.js";
import type { CountedSource, Evidence } from "./evidence.js";
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
import { withoutSpan } from "./judge-figures.js";
import { subjectOf } from "./bind.js";

const inOutage = (claim: StatedClaim): StatedClaim =>
  claim.span === "before" || claim.span === "after" || claim.span === "day" ? { ...claim, span: "outage" } : claim;

/** "Calls a minute": the source that the words name. */
const nounIn = ({ quote }: StatedClaim, { sources }: Evidence): string | undefined =>
  sources
    .flatMap(({ nouns }) => nouns)
    .find((noun) => noun.length > 3 && new RegExp(`\\b${noun.replace(/s$/, "")}s?\\b`, "i").test(quote));

async function perMinute(source: CountedSource, spans: readonly Span[]): Promise<number[]> {
  const found: number[] = [];
  for (const span of spans) {
    const counts = await countsOf(source, span, null);
    if (counts && minutesOf(span) > 0) found.push(counts.attempts / minutesOf(span));
  }
  return found;
}

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
  const readAs = `${source.name} a minute, ${one.span.label}, against the time before`;
  const now = (await perMinute(source, one.span.spans.slice(0, 2)))[0];
  const usual = await perMinute(source, beforeSpans(evidence));
  if (now === undefined || usual.length === 0)
    return notTestable(readAs, "The data do not hold both times.", "Data from before the outage on.");
  const [first] = usual as [number, ...number[]];
  const why = `${amount(first)} a minute before, ${amount(now)} then.`;
  const falls = usual.map((level) => 1 - now / level);
  const fall = falls[0] as number;
  const [low, high] = [Math.min(...falls), Math.max(...falls)];
  const measured = { value: fall, interval: [low, high] as const, level: evidence.level };
  if (claim.kind === "traffic-flat")
    return decided(
      Math.abs(fall) <= NEAR_POINTS || (low <= 0.02 && high >= -0.02)
        ? "supported"
        : Math.min(Math.abs(low), Math.abs(high)) > FAR_POINTS
          ? "contradicted"
          : "not-testable",
      readAs,
      why,
      measured,
    );
  if (claim.kind === "traffic-change") {
    const stated = (claim.detail === "up" ? -1 : 1) * (claim.values[0] as number);
    const room = claim.rounding + NEAR_POINTS + (claim.hedged ? 0.05 : 0);
    const fared = falls.map(
      (one): Nearness =>
        Math.abs(one - stated) <= room ? "near" : Math.abs(one - stated) <= 2 * room ? "unsure" : "far",
    );
    const at = fared.includes("near") ? decidingOf(fared) : 0;
    return decided(bestOf(fared), readAs, `${why} That is ${percent(fall)} fewer.`, {
      ...measured,
      value: falls[at] as number,
    });
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

/** Quantiles of latencies by bins stray by so much. */
const LATENCY_SLACK = 0.12;
const LATENCY_FAR = 0.25;

function latencyNearness(claim: StatedClaim, stated: number, measured: number): Nearness {
  const room = claim.rounding + LATENCY_SLACK * measured + (claim.hedged ? HEDGE * stated : 0);
  const apart =
    claim.bound === "at-most"
      ? Math.max(0, measured - stated)
      : claim.bound === "at-least"
        ? Math.max(0, stated - measured)
        : Math.abs(measured - stated);
  return apart <= room ? "near" : apart <= claim.rounding + LATENCY_FAR * measured ? "unsure" : "far";
}

/** A quantile of the latency over its own time; a change from its level before; or that it did not change. */
export async function judgeLatency(claim: StatedClaim, evidence: Evidence): Promise<Judgement> {
  const quantile = claim.detail === null ? 0.5 : Number(claim.detail);
  const name = claim.detail === null ? "latency" : `latency p${100 * quantile}`;
  const source = evidence.sources.find(({ hasLatency }) => hasLatency);
  if (!source)
    return unchecked(
      `${name}`,
      "No source of this incident has a latency.",
      "A column of latencies, declared as `latency` of its source.",
    );
  if (claim.noun !== null && claim.kind === "latency" && subjectOf({ noun: null }, evidence) === null)
    return unchecked(name, "Nothing measures it.", "A latency of what it names.");
  if (claim.detail === "mean" || Number.isNaN(quantile))
    return unchecked(
      `mean latency of ${source.name}`,
      "Only quantiles of the latency are measured.",
      "The quantile that is meant.",
    );
  const at = claim.kind === "latency" ? claim : inOutage(claim);
  const span = resolvedSpan(at, evidence);
  const readAs = `${name} of ${source.name}, ${span.label}`;
  const without = withoutSpan(claim, span, readAs, evidence);
  if (without) return without;
  const values: number[] = [];
  for (const one of span.spans.slice(0, 4)) {
    const value = await source.latency(one, quantile);
    if (value !== null) values.push(value);
  }
  const [now] = values;
  if (now === undefined) return notTestable(readAs, "No latency was measured then.", "Latencies of that time.");
  if (claim.kind === "latency") {
    if (claim.detail === null && claim.values.length > 0)
      return unchecked(
        readAs,
        "It does not say which quantile it means.",
        "The quantile: the median, the 95th percentile, …",
      );
    const fared = values.map((value) => latencyNearness(claim, claim.values[0] as number, value));
    return decided(
      bestOf(fared),
      readAs,
      `Measured: ${amount(Math.round(now))} ms.`,
      exactly(values[fared.includes("near") ? decidingOf(fared) : 0] as number),
    );
  }
  const usual: number[] = [];
  for (const one of beforeSpans(evidence).slice(0, 4)) {
    const value = await source.latency(one, quantile);
    if (value !== null) usual.push(value);
  }
  const [before] = usual;
  if (before === undefined)
    return notTestable(readAs, "No latency was measured before the outage.", "Latencies from before it.");
  const why = `${amount(Math.round(before))} ms before, ${amount(Math.round(now))} ms then.`;
  if (claim.kind === "latency-flat") {
    const change = Math.abs(now / before - 1);
    return decided(
      change <= 0.1 ? "supported" : change > 0.2 ? "contradicted" : "not-testable",
      `${readAs}, against the time before`,
      why,
      exactly(now),
    );
  }
  const [from, to] = claim.values as [number, number];
  const falls = to < from;
  const verdicts = [
    bestOf((falls ? values : usual).map((value) => latencyNearness(claim, from, value))),
    bestOf((falls ? usual : values).map((value) => latencyNearness(claim, to, value))),
  ];
  return decided(
    verdicts.includes("contradicted")
      ? "contradicted"
      : verdicts.includes("not-testable")
        ? "not-testable"
        : "supported",
    `${readAs}, against the time before`,
    why,
    exactly(now),
  );
}
