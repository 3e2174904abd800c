import type { StatedClaim } from "../../statement/assertions/stated-claim.js";
import type { Estimate } from "../../stats/estimate.js";
import type { Span } from "../../time/span.js";
import { clock } from "../../wording/clock.js";
import { amount, percent } from "../../wording/number.js";
import { partOf, partsCarried, partsIn, type Subject, subjectOf } from "./bind.js";
import {
  binsIn,
  countNearness,
  countsOf,
  countsText,
  minutesOf,
  partText,
  rateOf,
  shareNearness,
  shareText,
} from "./counting.js";
import { type Counts, countsIn, type Evidence, type Part } from "./evidence.js";
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
import { beforeSpans, mainDay, type ResolvedSpan, resolvedSpan, spanLabel } from "./spans.js";

/** What an assertion's figure is measured in, or the judgement that it cannot be. */
export interface Bound {
  readonly subject: Subject;
  readonly part: Part | null;
  readonly span: ResolvedSpan;
}

/** Why there is no time to measure over. */
export function withoutSpan(
  claim: StatedClaim,
  span: ResolvedSpan,
  readAs: string,
  evidence: Evidence,
): Judgement | null {
  switch (span.missing) {
    case null:
      return null;
    case "other-day":
      return notTestable(readAs, "It speaks of another day than these data.", "Data of that day.");
    case "outside":
      return notTestable(readAs, `The data do not reach ${span.label}.`, `Data of ${span.label}.`);
    case "no-second":
      return decided(
        "contradicted",
        readAs,
        `The data show one outage, not two${evidence.main ? `: ${spanLabel({ from: evidence.main.onset, to: evidence.main.recovery ?? evidence.main.onset })}` : ""}.`,
        null,
      );
    case "no-outage":
      return claim.span === "open"
        ? null
        : notTestable(
            readAs,
            `The data show no outage: ${evidence.windowReason ?? "no rise of failures"}.`,
            "Traffic in which the outage shows.",
          );
    default:
      return unchecked(readAs, "Its times are not settled by the text.", "The day and the zone of its times.");
  }
}

/** Resolves subject, part and time of a figure; a judgement where one of them is open. */
export function bound(claim: StatedClaim, evidence: Evidence, what: string): Bound | Judgement {
  const span = resolvedSpan(claim, evidence);
  const subject = subjectOf(claim, evidence);
  const named = `${what} of ${claim.noun ?? "attempts"}, ${span.label}`;
  if (!subject)
    return unchecked(
      named,
      `No source of this incident counts ${claim.noun ?? "this"}.`,
      `A source with ${claim.noun ?? "its counts"}, one row each.`,
    );
  const own = partsIn(claim.quote, subject.source);
  const { found, unknown } = own.found.length > 0 || own.unknown !== null ? own : partsCarried(claim, subject.source);
  if (unknown !== null)
    return notTestable(
      named,
      `No column of ${subject.source.name} separates ${unknown} from the rest.`,
      `A column that separates ${unknown} from the rest, as a dimension of ${subject.source.name}.`,
    );
  const part = partOf(claim, found);
  const readAs = `${what} of ${subject.source.name}${partText(part)}, ${span.label}`;
  return withoutSpan(claim, span, readAs, evidence) ?? { subject, part, span };
}

export const isJudgement = (one: Bound | Judgement): one is Judgement => "verdict" in one;

interface Reading {
  readonly span: Span;
  readonly counts: Counts;
}

/** All outages together as one reading. */
async function togetherOf({ subject, part }: Bound, spans: readonly Span[]): Promise<Reading[]> {
  let sum: Counts = { failures: 0, attempts: 0 };
  for (const one of spans) {
    const counts = await countsOf(subject.source, one, part);
    if (!counts) return [];
    sum = { failures: sum.failures + counts.failures, attempts: sum.attempts + counts.attempts };
  }
  const [first, last] = [spans[0], spans.at(-1)] as [Span, Span];
  return [{ span: { from: first.from, to: last.to }, counts: sum }];
}

async function readingsOf({ subject, part, span }: Bound, most = 12): Promise<Reading[]> {
  const found: Reading[] = [];
  if (span.together) found.push(...(await togetherOf({ subject, part, span }, span.together)));
  for (const one of span.spans.slice(0, part ? 4 : most)) {
    const counts = await countsOf(subject.source, one, part);
    if (counts) found.push({ span: one, counts });
  }
  return found;
}

const usable = (readings: readonly Reading[]): readonly Reading[] =>
  readings.filter(({ counts }) => counts.attempts > 0);

const complement = ({ value, interval: [low, high], level }: Estimate): Estimate => ({
  value: 1 - value,
  interval: [1 - high, 1 - low],
  level,
});

/** A share of attempts that failed, or went well, over its own time. */
export async function judgeShare(claim: StatedClaim, evidence: Evidence): Promise<Judgement> {
  const [stated] = claim.values as [number];
  const one = bound(claim, evidence, claim.outcome === "succeeded" ? "share that went well" : "failure share");
  if (isJudgement(one)) return one;
  if (one.subject.unit !== null) return judgeUnits(claim, one, usualLevel(one.subject, evidence));
  const readAs = `${claim.outcome === "succeeded" ? "share that went well" : "failure share"} of ${one.subject.source.name}${partText(one.part)}, ${one.span.label}`;
  if (claim.outcome === "other")
    return unchecked(
      readAs,
      "What became of them is nothing that the sources tell.",
      "A record of what the figure counts, one row each.",
    );
  const readings = usable(await readingsOf(one));
  if (readings.length === 0)
    return notTestable(readAs, `There are no ${one.subject.source.name} over that time.`, "Data of that time.");
  const rates = readings.map(({ counts }) =>
    claim.outcome === "succeeded" ? complement(rateOf(counts, evidence.level)) : rateOf(counts, evidence.level),
  );
  const fared = rates.map((rate) => shareNearness(claim, stated, rate));
  const at = decidingOf(fared);
  const rate = rates[fared.includes("near") ? at : 0] as Estimate;
  const { counts, span } = readings[fared.includes("near") ? at : 0] as Reading;
  return decided(
    bestOf(fared),
    readAs,
    `${countsText(counts)} ${one.subject.source.name} failed (${shareText(rate)}), ${spanLabel(span)}.`,
    rate,
  );
}

/** "Half of the day's failures fell into that hour", "a third of the failures were in Dublin". */
export async function judgePart(claim: StatedClaim, evidence: Evidence): Promise<Judgement> {
  const [stated] = claim.values as [number];
  const one = bound({ ...claim, noun: null }, evidence, "part of the failures");
  if (isJudgement(one)) return one;
  const { source } = one.subject;
  const day = mainDay(evidence);
  const readAs = one.part
    ? `failures of ${source.name}${partText(one.part)} among all failures, ${one.span.label}`
    : `failures of ${source.name} in ${one.span.label} among those of the day`;
  const bounded = one.span.label.startsWith("until") || one.span.label.startsWith("from");
  if (!one.part && ((claim.span === "open" && !bounded) || !day))
    return unchecked(
      readAs,
      "It does not say of which part of the traffic or time it speaks.",
      "The part that it speaks of.",
    );
  const parts = await readingsOf(one, 4);
  const shares: Estimate[] = [];
  for (const { span, counts } of parts) {
    const whole = one.part ? await countsOf(source, span, null) : await countsOf(source, day as Span, null);
    if (whole && whole.failures > 0)
      shares.push(
        rateOf({ failures: Math.min(counts.failures, whole.failures), attempts: whole.failures }, evidence.level),
      );
  }
  if (shares.length === 0) return notTestable(readAs, "No failure was counted there.", "Data with failures.");
  const fared = shares.map((share) => shareNearness(claim, stated, share));
  const share = shares[fared.includes("near") ? decidingOf(fared) : 0] as Estimate;
  return decided(bestOf(fared), readAs, `It is ${shareText(share)} of them.`, share);
}

/** A number of failures, or of attempts, over its own time. */
export async function judgeCount(claim: StatedClaim, evidence: Evidence): Promise<Judgement> {
  const [stated] = claim.values as [number];
  const failing = claim.kind === "count";
  const one = bound(claim, evidence, failing ? "failures" : "attempts");
  if (isJudgement(one)) return one;
  if (one.subject.unit !== null) return judgeUnits(claim, one, usualLevel(one.subject, evidence));
  const { source } = one.subject;
  const readAs = `${failing ? `failed ${source.name}` : source.name}${partText(one.part)}, ${one.span.label}, count`;
  const readings = await readingsOf(one);
  if (readings.length === 0) return notTestable(readAs, "These data cannot be asked for it.", "Rows with that column.");
  const counts = readings.map((reading) => (failing ? reading.counts.failures : reading.counts.attempts));
  const fared = counts.map((count) => countNearness(claim, stated, count));
  const at = fared.includes("near") ? decidingOf(fared) : 0;
  const [low, high] = [Math.min(...counts), Math.max(...counts)];
  return decided(
    bestOf(fared),
    readAs,
    `Counted: ${amount(counts[at] as number)} ${failing ? "failed " : ""}${source.name}, ${spanLabel((readings[at] as Reading).span)}${low < high ? `; ${amount(low)} to ${amount(high)} over every fair reading of the span` : ""}.`,
    { value: counts[at] as number, interval: [low, high], level: evidence.level },
  );
}

/** Words for being hit in any way, a slow attempt included. */
const HIT_IN_ANY_WAY = /\b(?:affected|impacted|hit|touched|noticed|disrupted|felt)\b/i;

/** Those of a column who attempted something over a span, and how many of them were hit, in each fair meaning of it. */
async function hitOver({ source, unit }: Subject, span: Span, anyWay: boolean) {
  const column = unit as string;
  const asked = await source.affected(column, span);
  if (asked) return { hits: [asked.failed, ...(anyWay ? [asked.hit] : [])], seen: asked.total };
  const rows = await source.byValue(column, span);
  if (!rows) return null;
  return {
    hits: [rows.filter(({ failures }) => failures > 0).length],
    seen: rows.filter(({ attempts }) => attempts > 0).length,
  };
}

/** The share that fails on ordinary days. */
export function usualLevel({ source }: Subject, evidence: Evidence): number {
  const [span] = beforeSpans(evidence);
  const { failures, attempts } = span ? countsIn(source.series, span) : { failures: 0, attempts: 0 };
  return attempts > 0 ? failures / attempts : 0;
}

/** Accounts, customers: how many had a failure, or were hit. */
export async function judgeUnits(claim: StatedClaim, { subject, span }: Bound, usual: number): Promise<Judgement> {
  const column = subject.unit as string;
  const readAs = `distinct ${column} with a failure, ${span.label}`;
  const anyWay = HIT_IN_ANY_WAY.test(claim.quote);
  const found: { hit: number; seen: number }[] = [];
  for (const one of span.spans.slice(0, 4)) {
    const over = await hitOver(subject, one, anyWay);
    if (over) found.push(...over.hits.map((hit) => ({ hit, seen: over.seen })));
  }
  const whole = subject.source.range ? await hitOver(subject, subject.source.range, false) : null;
  const total = whole?.seen ?? Math.max(0, ...found.map(({ seen }) => seen));
  if (found.length === 0 || total === 0)
    return notTestable(
      readAs,
      `The data cannot be asked for ${column}.`,
      `${column} in \`affected\`, or as a dimension of ${subject.source.name}.`,
    );
  const [first] = span.spans;
  if (first && claim.kind !== "share" && total <= FEW_PARTS) {
    const parts = await fewParts(
      claim,
      `${column} with more failures than usual, ${span.label}`,
      subject,
      first,
      usual,
    );
    if (parts) return parts;
  }
  return claim.kind === "share"
    ? unitShare(claim, readAs, column, found, total)
    : unitCount(claim, readAs, column, found);
}

type Hits = readonly { readonly hit: number; readonly seen: number }[];

function unitShare(claim: StatedClaim, readAs: string, column: string, found: Hits, total: number): Judgement {
  const [stated] = claim.values as [number];
  const rates = found.flatMap(({ hit, seen }) => [...(seen > 0 ? [exactly(hit / seen)] : []), exactly(hit / total)]);
  const fared = rates.map((rate) => shareNearness({ ...claim, rounding: claim.rounding + 1 / total }, stated, rate));
  const rate = rates[fared.includes("near") ? decidingOf(fared) : 0] as Estimate;
  return decided(
    bestOf(fared),
    `share of ${readAs}`,
    `${found[0]?.hit} of ${found[0]?.seen} ${column} had a failure (${percent(rate.value)}).`,
    rate,
  );
}

/** Of few parts each must be clearly above its usual level to be hit: a failure is had by all of them on any day. */
async function fewParts(
  claim: StatedClaim,
  readAs: string,
  { source, unit }: Subject,
  span: Span,
  usual: number,
): Promise<Judgement | null> {
  const rows = (await source.byValue(unit as string, span))?.filter(({ attempts }) => attempts > 0);
  if (!rows || rows.length === 0 || rows.length > FEW_PARTS) return null;
  const levels = rows.map(({ value, failures, attempts }) => {
    const rate = rateOf({ failures: Math.round(failures), attempts: Math.round(attempts) }, 0.95);
    const raised = rate.interval[0] > Math.max(1.8 * usual, usual + 0.01);
    return { value, rate, raised, spared: !raised && rate.interval[1] <= Math.max(4 * usual, usual + 0.03) };
  });
  const each = levels.map(({ value, rate }) => `${value} ${percent(rate.value)}`).join(", ");
  const [least, spared] = [levels.filter(({ raised }) => raised).length, levels.filter((one) => one.spared).length];
  const most = rows.length - spared;
  const every = claim.kind === "all-units" || EACH.test(claim.quote);
  const stated = every ? rows.length : (claim.values[0] as number);
  const over = claim.bound === "at-least" ? stated > most : claim.bound === "at-most" ? stated < least : null;
  const out = over ?? (stated > most || stated < least);
  const verdict = out ? "contradicted" : least === most || claim.bound !== "exact" ? "supported" : "not-testable";
  return decided(verdict, readAs, `${each}; usual is ${percent(usual)}.`, {
    value: least,
    interval: [least, most],
    level: 0.95,
  });
}

/** More values than this are not compared one by one. */
const FEW_PARTS = 12;

function unitCount(claim: StatedClaim, readAs: string, column: string, found: Hits): Judgement {
  const [stated] = claim.values as [number];
  const every = claim.kind === "all-units" || EACH.test(claim.quote);
  const fared = found.map(({ hit, seen }): Nearness => {
    if (every) return hit >= seen ? "near" : hit >= 0.95 * seen ? "unsure" : "far";
    return unitNearness(claim, stated, hit);
  });
  const at = fared.includes("near") ? decidingOf(fared) : 0;
  const { hit, seen } = found[at] as Hits[number];
  return decided(bestOf(fared), readAs, `${hit} of ${seen} ${column} had a failure.`, exactly(hit));
}

const EACH = /\b(?:each|every|all) (?:one )?(?:of )?(?:the |our )?(?:\d|\w+ \d)/i;

/** Few units are counted exactly. */
function unitNearness(claim: StatedClaim, stated: number, hit: number): Nearness {
  const room = claim.rounding + (claim.hedged ? HEDGE * stated : 0) + Math.max(1, 0.05 * hit);
  const over = stated - hit;
  const apart =
    claim.bound === "at-most" ? Math.max(0, -over) : claim.bound === "at-least" ? Math.max(0, over) : Math.abs(over);
  return apart <= room ? "near" : apart <= 2 * room ? "unsure" : "far";
}

interface Levels {
  readonly during: readonly Reading[];
  readonly before: readonly Reading[];
}

async function levelsOf(one: Bound, evidence: Evidence): Promise<Levels> {
  const during = usable(await readingsOf(one, 4));
  const before = usable(
    await readingsOf({ ...one, span: { label: "before", spans: beforeSpans(evidence), missing: null } }, 7),
  );
  return { during, before };
}

/** The part that an assertion speaks of during the outage: its own time, else the outage. */
const duringClaim = (claim: StatedClaim): StatedClaim =>
  claim.span === "before" || claim.span === "after" || claim.span === "day" ? { ...claim, span: "outage" } : claim;

/** "The error rate rose from 0.5 % to 31 %": each end over its own time. */
export async function judgeRise(claim: StatedClaim, evidence: Evidence): Promise<Judgement> {
  const one = bound(duringClaim({ ...claim, noun: claim.noun }), evidence, "failure share before and during");
  if (isJudgement(one)) return one;
  const readAs = `failure share of ${one.subject.source.name}${partText(one.part)} before the outage and ${one.span.label}`;
  const [low, high] = claim.values as [number, number];
  const falls = high < low;
  const { during, before } = await levelsOf(one, evidence);
  if (during.length === 0 || before.length === 0)
    return notTestable(readAs, "The data do not hold both times.", "Data from before the outage on.");
  const faredOf = (readings: readonly Reading[], stated: number): Nearness[] =>
    readings.map(({ counts }) => shareNearness(claim, stated, rateOf(counts, evidence.level)));
  const [first, last] = falls
    ? [faredOf(during, low), faredOf(before, high)]
    : [faredOf(before, low), faredOf(during, high)];
  const verdicts = [bestOf(first), bestOf(last)];
  const verdict = verdicts.includes("contradicted")
    ? "contradicted"
    : verdicts.every((verdict) => verdict === "supported")
      ? "supported"
      : "not-testable";
  const rate = rateOf((during[0] as Reading).counts, evidence.level);
  const usual = rateOf((before[0] as Reading).counts, evidence.level);
  return decided(verdict, readAs, `Before: ${shareText(usual)}; then ${shareText(rate)}.`, rate);
}

/** A change against the usual level: in points, in per cent of it, or as a multiple. */
export async function judgeChange(claim: StatedClaim, evidence: Evidence): Promise<Judgement> {
  const one = bound(duringClaim({ ...claim, noun: null }), evidence, "failure share against its usual level");
  if (isJudgement(one)) return one;
  const readAs = `failure share of ${one.subject.source.name}${partText(one.part)}, ${one.span.label}, against the time before`;
  const { during, before } = await levelsOf(one, evidence);
  if (during.length === 0 || before.length === 0)
    return notTestable(readAs, "The data do not hold both times.", "Data from before the outage on.");
  const [stated] = claim.values as [number];
  const fared: Nearness[] = [];
  const found: Estimate[] = [];
  for (const now of during.slice(0, 2))
    for (const usual of before) {
      const change = changeOf(claim, rateOf(now.counts, evidence.level), rateOf(usual.counts, evidence.level));
      for (const estimate of change) {
        const wide = estimate.interval[1] - estimate.interval[0] > 2 * WIDE * Math.abs(estimate.value);
        if (wide && found.length > 0) continue;
        found.push(estimate);
        fared.push(changeNearness(claim, stated, estimate));
      }
    }
  const at = fared.includes("near") ? decidingOf(fared) : 0;
  const measured = found[at] as Estimate;
  const text =
    claim.kind === "points"
      ? `${amount(100 * measured.value)} percentage points`
      : claim.kind === "ratio"
        ? `${amount(measured.value)} times`
        : percent(measured.value);
  return decided(
    bestOf(fared),
    readAs,
    `Measured: ${text}, from ${percent(rateOf((before[0] as Reading).counts, evidence.level).value)} to ${percent(rateOf((during[0] as Reading).counts, evidence.level).value)}.`,
    measured,
  );
}

function changeOf(claim: StatedClaim, now: Estimate, usual: Estimate): Estimate[] {
  const { level } = now;
  if (claim.kind === "points") {
    const value = now.value - usual.value;
    const half = Math.hypot(now.value - now.interval[0], usual.interval[1] - usual.value);
    return [{ value, interval: [value - half, value + half], level }];
  }
  if (usual.value <= 0) return [];
  const ratio = now.value / usual.value;
  const spread = Math.hypot(
    (now.interval[1] - now.interval[0]) / 2 / Math.max(1e-9, now.value),
    (usual.interval[1] - usual.interval[0]) / 2 / usual.value,
  );
  const scaled = (value: number): Estimate => ({
    value,
    interval: [value * (1 - spread), value * (1 + spread)],
    level,
  });
  if (claim.kind === "ratio") return [scaled(ratio)];
  return claim.detail === "down" ? [scaled(1 - ratio)] : [scaled(ratio - 1)];
}

/** Near: the figure lies within its rounding of the measured one, or in an interval that is not wide. */
const WIDE = 0.35;
/** A multiple is written in few digits. */
const RATIO_SLACK = 0.08;

function changeNearness(claim: StatedClaim, stated: number, { value, interval: [low, high] }: Estimate): Nearness {
  const room = claim.rounding + RATIO_SLACK * Math.abs(stated) + (claim.hedged ? HEDGE * Math.abs(stated) : 0);
  const [from, to] =
    claim.bound === "at-least"
      ? [stated - room, Infinity]
      : claim.bound === "at-most"
        ? [-Infinity, stated + room]
        : [stated - room, stated + room];
  if (high < from || low > to) return "far";
  if (value >= from && value <= to) return "near";
  return high - low < WIDE * Math.abs(value) ? "near" : "unsure";
}

/** The busiest part of a minute that a share of it is told of: fewer attempts make no share. */
const LEAST_OF_MINUTE = 5;

/** "The rate never went above 40 %": against the highest minute and against longer stretches. */
export async function judgeCeiling(claim: StatedClaim, evidence: Evidence): Promise<Judgement> {
  const one = bound(
    { ...claim, noun: null, span: claim.span === "open" ? "day" : claim.span },
    evidence,
    "highest share of a minute",
  );
  if (isJudgement(one)) return one;
  const { source } = one.subject;
  const readAs = `highest failure share of a minute of ${source.name}, ${one.span.label}`;
  const [stated] = claim.values as [number];
  const bins = binsIn(source, one.span.spans[0] as Span).filter(({ attempts }) => attempts >= LEAST_OF_MINUTE);
  if (bins.length === 0) return notTestable(readAs, "No single minute has enough attempts.", "More traffic.");
  const highest = bins.reduce((best, bin) =>
    bin.failures / bin.attempts > best.failures / best.attempts ? bin : best,
  );
  const share = highest.failures / highest.attempts;
  const blocks = [1, 3, 5, 10, 15].flatMap((size) => blocksOf(bins, size));
  const over = blocks.some((block) => rateOf(block, 0.999).interval[0] > stated + claim.rounding);
  const room = claim.rounding + (claim.hedged ? HEDGE * stated : 0);
  const measured: Estimate = {
    value: share,
    interval: rateOf({ failures: Math.round(highest.failures), attempts: Math.round(highest.attempts) }, evidence.level)
      .interval,
    level: evidence.level,
  };
  const why = `The highest minute is ${percent(share)} (${Math.round(highest.failures)} of ${Math.round(highest.attempts)}) at ${clock(new Date(highest.at).toISOString())} UTC.`;
  if (claim.bound === "at-most")
    return decided(
      over ? "contradicted" : share <= stated + room ? "supported" : "not-testable",
      readAs,
      why,
      measured,
    );
  return decided(
    shareNearness(claim, stated, measured) === "far" ? "contradicted" : "supported",
    readAs,
    why,
    measured,
  );
}

function blocksOf(bins: readonly Counts[], size: number): Counts[] {
  const found: Counts[] = [];
  for (let at = 0; at + size <= bins.length; at += size) {
    const block = bins.slice(at, at + size);
    const sum = (key: "failures" | "attempts"): number => Math.round(block.reduce((all, bin) => all + bin[key], 0));
    found.push({ failures: Math.min(sum("failures"), sum("attempts")), attempts: sum("attempts") });
  }
  return found;
}

/** The most of a minute is counted to the row; one or a tenth more or less may be another clock's minute. */
function minuteNearness(claim: StatedClaim, stated: number, measured: number): Nearness {
  const room = claim.rounding + Math.max(1, 0.1 * measured) + (claim.hedged ? HEDGE * stated : 0);
  const over = stated - measured;
  const apart =
    claim.bound === "at-most" ? Math.max(0, -over) : claim.bound === "at-least" ? Math.max(0, over) : Math.abs(over);
  return apart <= room ? "near" : apart <= 2 * room ? "unsure" : "far";
}

/** The most failures of a minute. */
export async function judgeWorstMinute(claim: StatedClaim, evidence: Evidence): Promise<Judgement> {
  const one = bound(
    { ...claim, span: claim.span === "open" ? "day" : claim.span },
    evidence,
    "failures in the worst minute",
  );
  if (isJudgement(one)) return one;
  const { source } = one.subject;
  const readAs = `most failures of ${source.name} in a minute, ${one.span.label}`;
  if (source.series.stepSeconds > 60)
    return notTestable(readAs, "These data are coarser than a minute.", "Counts per minute.");
  const bins = binsIn(source, one.span.spans[0] as Span);
  const worst = bins.reduce(
    (best, bin) => (bin.failures > best.failures ? bin : best),
    bins[0] ?? { at: 0, failures: 0, attempts: 0 },
  );
  const [stated] = claim.values as [number];
  return decided(
    bestOf([minuteNearness(claim, stated, worst.failures)]),
    readAs,
    `The worst minute is ${clock(new Date(worst.at).toISOString())} UTC with ${amount(worst.failures)} failures.`,
    exactly(worst.failures),
  );
}

/** Failures, or attempts, a minute on average. */
export async function judgePerMinute(claim: StatedClaim, evidence: Evidence): Promise<Judgement> {
  const failing = claim.outcome === "failed";
  const one = bound(claim, evidence, failing ? "failures a minute" : "attempts a minute");
  if (isJudgement(one)) return one;
  const readAs = `${failing ? "failed " : ""}${one.subject.source.name}${partText(one.part)} a minute, ${one.span.label}`;
  const readings = await readingsOf(one);
  const rates = readings.map(
    ({ counts, span }) => (failing ? counts.failures : counts.attempts) / Math.max(1, minutesOf(span)),
  );
  const [stated] = claim.values as [number];
  const fared = rates.map((rate): Nearness => {
    const room = claim.rounding + 0.08 * rate + (claim.hedged ? HEDGE * stated : 0);
    return Math.abs(rate - stated) <= room ? "near" : Math.abs(rate - stated) <= 2 * room ? "unsure" : "far";
  });
  if (rates.length === 0) return notTestable(readAs, "These data cannot be asked for it.", "Rows of that time.");
  const rate = rates[fared.includes("near") ? decidingOf(fared) : 0] as number;
  return decided(bestOf(fared), readAs, `${amount(rate)} a minute.`, {
    value: rate,
    interval: [Math.min(...rates), Math.max(...rates)],
    level: evidence.level,
  });
}

/** "Of the 120 failures 80 were in Dublin and 40 elsewhere". */
export async function judgeParts(claim: StatedClaim, evidence: Evidence): Promise<Judgement> {
  const one = bound({ ...claim, noun: null }, evidence, "failures by part");
  if (isJudgement(one)) return one;
  const { source } = one.subject;
  const readAs = `failures of ${source.name}${partText(one.part)} and elsewhere, ${one.span.label}`;
  if (!one.part) return unchecked(readAs, "It names no part that a column shows.", "A column that shows the parts.");
  const [total, own, rest] = claim.values as [number, number, number];
  const fared: Nearness[] = [];
  const found: number[] = [];
  for (const { span, counts } of await readingsOf(one, 4)) {
    const whole = (await countsOf(source, span, null))?.failures ?? 0;
    const each = [
      countNearness(claim, total, whole),
      countNearness(claim, own, counts.failures),
      countNearness(claim, rest, whole - counts.failures),
    ];
    fared.push(each.includes("far") ? "far" : each.includes("unsure") ? "unsure" : "near");
    found.push(counts.failures);
  }
  if (found.length === 0) return notTestable(readAs, "These data cannot be asked for it.", "Rows with that column.");
  const count = found[fared.includes("near") ? decidingOf(fared) : 0] as number;
  return decided(
    bestOf(fared),
    readAs,
    `${amount(count)} of the failures were ${one.part.values.join(" and ")}.`,
    exactly(count),
  );
}
