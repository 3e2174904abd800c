import type { Figure } from "../../../statement/assertions/figure-numbers.js";
import { figuresIn } from "../../../statement/assertions/figures.js";
import { ACTED } from "../../../statement/assertions/lags.js";
import type { StatedClaim } from "../../../statement/assertions/stated-claim.js";
import type { Estimate } from "../../../stats/estimate.js";
import type { Span } from "../../../time/span.js";
import { BETWEEN_EVENTS } from "../../../statement/assertions/latency-figures.js";
import { MINUTE_MS } from "../../../time/units.js";
import { columnOfAll, placeOfValue, partOf, partsCarried, partsIn } from "../bind.js";
import { countsOf, partText } from "../counting.js";
import type { Counts, CountedSource, Evidence, Part } from "../evidence.js";
import { bestOf, decided, decidingOf, HEDGE, type Judgement, type Nearness } from "../judged.js";
import { mainSource } from "../moments.js";
import { changeTold } from "../named-action.js";
import { beforeSpans, type ResolvedSpan, resolvedSpan, spanLabel } from "../spans.js";
import { clocksIn } from "./clocks.js";
import { type Comparator, compared } from "./compare.js";
import { ALIKE, changeIn, directionIn, HIT, SPARED } from "./cues.js";
import {
  attemptsPerMinute,
  failureShare,
  gaugeIn,
  gaugeMean,
  latencyAt,
  type Measure,
  measureKind,
} from "./measures.js";
import { spanOf } from "./span-of.js";

/** Everything that an assertion about a quantity is composed of. */
interface Frame {
  readonly claim: StatedClaim;
  readonly words: string;
  readonly evidence: Evidence;
  readonly source: CountedSource;
  readonly part: Part | null;
  readonly found: readonly Part[];
  readonly span: ResolvedSpan;
}

const MOST_SPANS = 4;

const isOpen = ({ spans, missing }: ResolvedSpan): boolean => missing !== null || spans.length === 0;

async function over(measure: Measure, spans: readonly Span[]): Promise<readonly (readonly [Span, Estimate])[]> {
  const found: (readonly [Span, Estimate])[] = [];
  for (const span of spans.slice(0, MOST_SPANS)) {
    const value = await measure.over(span);
    if (value) found.push([span, value]);
  }
  return found;
}

/** A quantity against a reference of the same measure, over every fair reading of both. */
async function against(
  frame: Frame,
  measure: Measure,
  comparator: Comparator,
  [now, reference]: readonly [readonly Span[], readonly Span[]],
  other: Measure = measure,
): Promise<Judgement | null> {
  const [own, usual] = [await over(measure, now), await over(other, reference)];
  if (own.length === 0 || usual.length === 0) return null;
  const all = own.flatMap((one) => usual.map((two) => [one, two] as const));
  const fared = all.map(([[, one], [, two]]) => compared(comparator, one, two));
  const place = fared.includes("near") ? decidingOf(fared) : 0;
  const [[span, one], [, two]] = all[place] as (typeof all)[number];
  return decided(
    bestOf(fared),
    `${measure.label}${partText(frame.part)}, ${frame.span.label}, against ${other === measure ? "the usual level" : other.label}`,
    `${measure.text(one)} over ${spanLabel(span)}, ${other.text(two)} ${other === measure ? "usually" : "there"}.`,
    one,
  );
}

const QUANTILES = [0.5, 0.95];

/** The quantiles that words may mean: the one they name, else the median or the 95th percentile. */
function quantilesIn(words: string, detail: string | null): readonly number[] {
  const named = /\bp(\d\d(?:\.\d)?)\b|\b(\d\d)(?:th|st|nd|rd) percentile\b/i.exec(words);
  if (named) return [Number(named[1] ?? named[2]) / 100];
  const slowest = /\bslowest (\d{1,2})\s?(?:%|per ?cent)/i.exec(words);
  if (slowest) return [1 - Number(slowest[1]) / 100];
  if (/\b(?:slowest|longest|maximum|max\b|worst (?:single )?(?:request|response|call|one))/i.test(words))
    return [0.99999];
  if (/\b(?:median|typical\w*|half of|most)\b/i.test(words)) return [0.5];
  const own = Number(detail ?? Number.NaN);
  return own > 0 && own < 1 ? [own] : QUANTILES;
}

const WENT_WELL =
  /\b(?:(?:did|do|does|that|which|what) (?:\w+ )?(?:get|got|go|went|came|come|connect\w*|work\w*|succeed\w*|complet\w*|answer\w*|arriv\w*) ?(?:through)?|good|successful|succeeded|established|connected)\b/i;
const WENT_WRONG =
  /\b(?:in error|50\d|5xx|fail(?:ed|ing|s|ures?)|error (?:page|response|message)s?|errors?|rejected|refused)\b/i;

function measuresOf(frame: Frame): readonly Measure[] {
  const { words, evidence, source, part, claim } = frame;
  switch (measureKind(words, evidence)) {
    case "gauge": {
      const gauge = gaugeIn(words, evidence);
      return gauge ? [gaugeMean(gauge, evidence.level)] : [];
    }
    case "latency": {
      if (!source.hasLatency || part?.also) return [];
      const failed = WENT_WELL.test(words) ? false : WENT_WRONG.test(words) ? true : undefined;
      const quantiles = quantilesIn(words, claim.kind.startsWith("latency") ? claim.detail : null);
      return quantiles.flatMap((quantile) =>
        (failed === false ? [false, undefined] : [failed]).map((outcome) => latencyAt(source, part, quantile, outcome)),
      );
    }
    case "traffic":
      return [attemptsPerMinute(source, part, evidence.level)];
    case "failures":
      return [failureShare(source, part, evidence.level)];
  }
}

/** The best of several judgements: supported if one is, contradicted only if all are. */
function best(all: readonly (Judgement | null)[]): Judgement | null {
  const known = all.flatMap((one) => (one ? [one] : []));
  return (
    known.find(({ verdict }) => verdict === "supported") ??
    known.find(({ verdict }) => verdict !== "contradicted") ??
    known[0] ??
    null
  );
}

/** The figure of a claim in its words. */
function figureOf(claim: StatedClaim, words: string): Figure | null {
  const all = figuresIn(words, []);
  return all.find(({ start, end }) => words.slice(start, end).replace(/\s+/g, " ").trim() === claim.stated) ?? null;
}

const SEVERAL_SECONDS = /\b(?:several|a few|many|multiple) seconds\b/i;

/** A latency as a figure. */
async function latencyFigure(frame: Frame, measures: readonly Measure[]): Promise<Judgement | null> {
  const { words, claim, span } = frame;
  const figure =
    figureOf(claim, words) ?? figuresIn(words, []).find(({ kind }) => kind === "latency" || kind === "length") ?? null;
  if (figure && BETWEEN_EVENTS.test(words.slice(figure.end))) return null;
  const several = SEVERAL_SECONDS.test(words);
  const milliseconds = several
    ? 2000
    : figure?.kind === "latency"
      ? figure.value
      : figure?.kind === "length" && figure.value <= 2
        ? figure.value * 60_000
        : null;
  if (milliseconds === null) return null;
  const bound =
    several || /^\s?or (?:more|longer)\b/i.test(words.slice(figure?.end ?? 0))
      ? "at-least"
      : (figure?.bound ?? "exact");
  const rounding = several ? 500 : (figure?.rounding ?? 0) * (figure?.kind === "length" ? 60_000 : 1);
  const judged: (Judgement | null)[] = [];
  for (const measure of measures) {
    const values = await over(measure, span.spans);
    const fared = values.map(([, { value, interval }]): Nearness => {
      const off =
        bound === "at-least"
          ? Math.max(0, milliseconds - interval[1])
          : bound === "at-most"
            ? Math.max(0, interval[0] - milliseconds)
            : Math.max(0, interval[0] - milliseconds, milliseconds - interval[1]);
      const room = Math.max(rounding, 0.12 * value) + (figure?.hedged ? HEDGE * milliseconds : 0);
      return off <= room ? "near" : off <= 1.3 * room ? "unsure" : "far";
    });
    const [first] = values;
    if (first)
      judged.push(
        decided(bestOf(fared), `${measure.label}, ${span.label}`, `Measured: ${measure.text(first[1])}.`, first[1]),
      );
  }
  return best(judged);
}

/** A measure against its usual level: flat, up, down, so many times or per cent. */
async function againstUsual(frame: Frame): Promise<Judgement | null> {
  const { words, claim, evidence, span } = frame;
  const kind = measureKind(words, evidence);
  const measures = measuresOf(frame);
  if (kind === "latency") {
    const figured = await latencyFigure(frame, measures);
    if (figured) return figured;
  }
  const comparator =
    changeIn(words, figureOf(claim, words)) ??
    (figuresIn(words, []).some(({ kind: own }) => own === "share" || own === "latency") ? null : directionIn(words));
  if (!comparator || kind === "failures") return null;
  if (kind === "gauge" && (EXTREME.test(words) || figuresIn(words, []).some((one) => one.kind === "count")))
    return null;
  const before = beforeSpans(evidence).slice(-MOST_SPANS);
  // "Half an hour later latency was still unchanged": as bad as it had been.
  const level = resolvedSpan({ ...claim, kind: "statement", span: "outage", instants: [] }, evidence);
  if (comparator.kind === "flat" && STILL.test(words) && kind !== "gauge" && !isOpen(level)) {
    const judged: (Judgement | null)[] = [];
    for (const measure of measures)
      judged.push(await against(frame, measure, comparator, [span.spans, level.spans.slice(0, 2)]));
    return best(judged);
  }
  const now = claim.span === "before" ? resolvedSpan({ ...claim, kind: "statement", span: "outage" }, evidence) : span;
  const judged: (Judgement | null)[] = [];
  for (const measure of measures) judged.push(await against(frame, measure, comparator, [now.spans, before]));
  // Of a quantity that has gone the other way some quantile may stand still: "up" holds where one is up.
  return best(judged);
}

const STILL = /\bstill\b[^.;]*\b(?:unchanged|the same|as (?:bad|slow|high))\b|\bno (?:better|improvement)\b/i;

/** Two parts of one column, or one against the rest of it. */
async function parts({ words, evidence, source, found, span }: Frame): Promise<Judgement | null> {
  if (!ALIKE.test(words) || measureKind(words, evidence) !== "failures") return null;
  const [first, second] = found;
  const column = first ?? columnOfAll(words, source);
  const [one] = span.spans;
  if (!column || second || !one || figuresIn(words, []).some(({ kind }) => kind === "share" || kind === "ratio"))
    return null;
  const rows = (await source.byValue(column.column, one))?.filter(({ attempts }) => attempts >= LEAST_ATTEMPTS);
  if (!rows || rows.length < 2) return null;
  const own = rows.filter(({ value }) => column.values.includes(value));
  // Of many pairs some differ by chance: more than two are held against all of them together.
  if (own.length > 2) return null;
  const others = rows.filter(({ value }) => !column.values.includes(value));
  const rated = (list: typeof rows): Estimate[] =>
    list.map(({ failures, attempts }) => rate(failures, attempts, evidence.level));
  const [a, b] = own.length > 1 ? [rated(own), rated(own)] : [rated(own), rated(others)];
  if (a.length === 0 || b.length === 0) return null;
  const fared = a.flatMap((left, i) =>
    b.flatMap((right, j) => (own.length > 1 && i >= j ? [] : [compared({ kind: "alike" }, left, right)])),
  );
  // Named together all have to be alike; of one part it is enough that it is like the worst other.
  const verdict = own.length > 1 ? (fared.includes("far") ? "contradicted" : bestOf(fared)) : bestOf([worst(a, b)]);
  return decided(
    verdict,
    `failure share by ${column.column}, ${span.label}`,
    `${rows
      .map(({ value, failures, attempts }) => `${value} ${Math.round(failures)} of ${Math.round(attempts)}`)
      .slice(0, 6)
      .join(", ")}.`,
    a[0] ?? null,
  );
}

function worst([own]: readonly Estimate[], others: readonly Estimate[]): Nearness {
  const highest = [...others].sort((a, b) => b.value - a.value)[0];
  return own && highest ? compared({ kind: "alike" }, own, highest) : "unsure";
}

const MORE_THAN =
  /\b(?:(?:(no|not|hardly)\s(?:\w+\s)?)?(more|worse|higher|harder|greater|larger|exceed\w*|outnumber\w*)|(less|fewer|lower|better|milder))\b[^.;,]{0,60}\b(?:than|those of|the number)\b|\b(exceed\w*|outnumber\w*)\b/i;
/** Words that make a comparison one of numbers, not of shares. */
const IN_NUMBERS =
  /\b(?:absolute|numbers?|in total|count|how many|(?:more|fewer) (?:\w+ )?(?:failures|errors|requests|calls|messages|payments|deliveries|logins|attempts|orders)|lost (?:more|fewer))\b/i;
/** How much more of failures is more, and how much less is not. */
const MORE_SHARE = 0.05;

/** "Search lost more requests than checkout": two parts of a column, in the order of their names. */
async function moreThan({ words, claim, evidence, source, found, span }: Frame): Promise<Judgement | null> {
  const cue = MORE_THAN.exec(words);
  const [first, second] = found;
  const [one] = span.spans;
  if (!cue || !first || second || first.values.length !== 2 || !one || measureKind(words, evidence) !== "failures")
    return null;
  if (figuresIn(words, []).some(({ kind }) => kind !== "length")) return null;
  if (!/\b(?:fail\w*|errors?|lost|lose|hit|affected|worse|suffer\w*|dropp\w*|rejected|declined|bad)\b/i.test(words))
    return null;
  const [a, b] = [...first.values].sort((x, y) => placeOfValue(x, words) - placeOfValue(y, words)) as [string, string];
  if (!(placeOfValue(a, words) < cue.index && placeOfValue(b, words) > cue.index)) return null;
  const wholes = [first, ...carriedBeside(claim, source, first)];
  const counted = async (value: string) =>
    countsOf(source, one, { column: first.column, values: [value], ...(wholes[1] && { also: wholes[1] }) });
  const [left, right] = [await counted(a), await counted(b)];
  if (!left || !right || left.attempts === 0 || right.attempts === 0) return null;
  const numbers = IN_NUMBERS.test(words);
  const [l, r] = numbers
    ? [left.failures, right.failures]
    : [left.failures / left.attempts, right.failures / right.attempts];
  const less = cue[3] !== undefined;
  const [high, low] = less ? [r, l] : [l, r];
  const denied = cue[1] !== undefined;
  const fared: Nearness = denied
    ? high <= (1 + 2 * MORE_SHARE) * low
      ? "near"
      : high > 1.5 * low
        ? "far"
        : "unsure"
    : high > (1 + MORE_SHARE) * low
      ? "near"
      : high < 0.9 * low
        ? "far"
        : "unsure";
  const text = (value: string, { failures, attempts }: Counts): string => `${value} ${failures} of ${attempts}`;
  return decided(
    bestOf([fared]),
    `${numbers ? "failures" : "failure share"} by ${first.column}${partText(wholes[1] ? { ...wholes[1] } : null)}, ${span.label}`,
    `${text(a, left)}, ${text(b, right)}.`,
    null,
  );
}

/** The part of another column that the words before a claim restrict it to. */
function carriedBeside(claim: StatedClaim, source: CountedSource, own: Part): readonly Part[] {
  return partsCarried(claim, source).found.filter(({ column, values }) => column !== own.column && values.length === 1);
}

const AFTER_IT = /\b(?:after (?:that|this|it)|since then|thereupon|as a result|from then on|afterwards)\b/i;
/** Minutes before and after a change between which a level is said to have moved. */
const BESIDE_MINUTES = 20;

/** "Directly after that the failure rate doubled": the level after a change that was told, against that before it. */
async function movedAfter({ words, claim, evidence, source, part, span }: Frame): Promise<Judgement | null> {
  if (!AFTER_IT.test(words) || measureKind(words, evidence) !== "failures") return null;
  if (!/\b(?:rate|share|ratio|failures|errors)\b/i.test(words)) return null;
  const comparator = changeIn(words, figureOf(claim, words)) ?? directionIn(words);
  const change = changeTold(evidence.told ?? "", evidence);
  if (!comparator || !change) return null;
  const at = Date.parse(change.at);
  const iso = (ms: number): string => new Date(ms).toISOString();
  const now = [{ from: iso(at), to: iso(at + BESIDE_MINUTES * MINUTE_MS) }];
  const reference = [{ from: iso(at - BESIDE_MINUTES * MINUTE_MS), to: iso(at) }];
  const measure = failureShare(source, part, evidence.level);
  return against({ words, claim, evidence, source, part, span, found: [] }, measure, comparator, [now, reference]);
}

/** An extreme that is named beside a direction: "down from a high of 500". */
const EXTREME = /\b(?:high|low|peak|maximum|minimum) of\b/i;
const LEAST_ATTEMPTS = 20;
const rate = (failures: number, attempts: number, level: number): Estimate => {
  const value = failures / attempts;
  const room = 2 * Math.sqrt((value * (1 - value) + 1 / attempts) / attempts);
  return { value, interval: [Math.max(0, value - room), Math.min(1, value + room)], level };
};

/** Latency by the parts of a column: only some slow, one spared, one like the rest. */
async function slowParts({ words, evidence, source, found, span }: Frame): Promise<Judgement | null> {
  const [part, second] = found;
  const [one] = span.spans;
  const [usual] = beforeSpans(evidence);
  const column = source.parts.find(({ column: name }) => name === part?.column);
  if (!part || second || !one || !usual || !column || !source.hasLatency || measureKind(words, evidence) !== "latency")
    return null;
  const only = /\bonly\b/i.exec(words);
  const alike = ALIKE.test(words) || /\bas slow as\b/i.test(words);
  const spared = SPARED.test(words) || /\bhardly notic\w*|\bnot (?:slow|slower)\b/i.test(words);
  if (!only && !alike && !spared) return null;
  const slow = new Map<string, boolean | null>();
  for (const value of column.values.slice(0, MOST_PARTS)) {
    const own = { column: column.column, values: [value] };
    const [now, before] = [await source.latency(one, 0.5, own), await source.latency(usual, 0.5, own)];
    if (!now || !before) continue;
    const ratio = now.value / before.value;
    slow.set(value, ratio > SLOW_TIMES ? true : ratio < NOT_SLOW_TIMES ? false : null);
  }
  const told = only
    ? column.values.filter((value) => placeOfValue(value, words) > only.index).slice(0, 1)
    : part.values;
  const others = [...slow.keys()].filter((value) => !told.includes(value));
  const is = (values: readonly string[], wanted: boolean): Nearness =>
    values.some((value) => slow.get(value) === !wanted)
      ? "far"
      : values.some((value) => slow.get(value) === null)
        ? "unsure"
        : "near";
  const like = told.some((value) => others.some((other) => slow.get(value) !== slow.get(other)));
  const fared: Nearness[] = only
    ? [is(told, true), is(others, false)]
    : alike
      ? [like ? "far" : "near"]
      : [is(told, false)];
  const verdict = fared.includes("far") ? "contradicted" : fared.includes("unsure") ? "not-testable" : "supported";
  const list = [...slow]
    .map(([value, is]) => `${value} ${is ? "slower" : is === false ? "as usual" : "not clear"}`)
    .join(", ");
  return decided(
    verdict,
    `median latency by ${column.column}, ${span.label}, against the usual level`,
    `${list}.`,
    null,
  );
}
/** A part is slow where its median is so many times the usual one, and not slow below. */
const SLOW_TIMES = 1.4;
const NOT_SLOW_TIMES = 1.15;
const MOST_PARTS = 8;

/** Words that tell when things became as usual, not that they were so at some time. */
const CAME_BACK = /\b(?:back|again|return\w*|restor\w*|recover\w*|resum\w*|resolv\w*|over|ended)\b/i;

/** A part at which all was well, or was not. */
async function sparedOrHit(frame: Frame): Promise<Judgement | null> {
  const { words, evidence, part, span, source, claim } = frame;
  if (measureKind(words, evidence) !== "failures") return null;
  if (claim.kind === "recovery" && part === null && CAME_BACK.test(words)) return null;
  if (figuresIn(words, []).length > 0) return null;
  const denied = /\b(?:not|n['’]t|never|no longer|nothing like|far from|hardly)\b/i;
  const spared = SPARED.exec(words);
  // "Not a single failed booking" is spared, whatever it names.
  const hit = HIT.exec(spared ? words.replace(spared[0], " ".repeat(spared[0].length)) : words);
  const clocked =
    claim.span !== "span" &&
    !ACTED.test(words) &&
    !/\b(?:alert\w*|alarm\w*|page[ds]?|monitor\w*|tried|attempt\w* to|we|they|team|engineers?)\b/i.test(words) &&
    clocksIn(claim, words, evidence).length === 1;
  const since = span.label.startsWith("from ");
  const where = part !== null || clocked || since || ["before", "after", "outside", "between"].includes(claim.span);
  const named = new RegExp(
    `\\b(?:fail\\w*|errors?|drops?|everything|service|things|we|it|all|${source.nouns.join("|")})\\b`,
    "i",
  );
  if (part === null && !named.test(words)) return null;
  if (!where || (spared === null) === (hit === null)) return null;
  const cue = (spared ?? hit) as RegExpExecArray;
  if (
    denied.test(words.slice(Math.max(0, cue.index - (spared ? 24 : 40)), cue.index + (spared ? 0 : cue[0].length))) ||
    /\b(?:only|most|all|every|worst|hardest|than|first)\b/i.test(words)
  )
    return null;
  const measure = failureShare(source, part, evidence.level);
  const own = await over(measure, span.spans);
  const [usual] = await over(failureShare(source, null, evidence.level), beforeSpans(evidence));
  if (!usual || own.length === 0) return null;
  const level = usual[1].value;
  const fared = own.map(([, { value, interval }]): Nearness => {
    const raised = interval[0] > Math.max(1.8 * level, level + 0.005);
    const quiet = interval[1] <= Math.max(4 * level, level + 0.03) && value <= Math.max(2 * level, level + 0.01);
    if (spared) return quiet ? "near" : raised ? "far" : "unsure";
    return raised ? "near" : quiet ? "far" : "unsure";
  });
  const [first] = own;
  return decided(
    bestOf(fared),
    `failure share of ${source.name}${partText(part)}, ${span.label}, against the usual level`,
    `${measure.text((first as readonly [Span, Estimate])[1])}; usual is ${measure.text(usual[1])}.`,
    (first as readonly [Span, Estimate])[1],
  );
}

/** What is counted or waited for somewhere else than in the sources. */
const OTHER_SUBJECT =
  /\b(?:support|tickets?|e-?mails?|phones?|hotline|social media|complaints?|payouts?|refunds?|engineers?|teams?|staff|react\w*|respond\w*|our response|slow to|dashboards?|reports?|reporting|builds?|pipelines?|database)\b/i;

/** A quantity of a part over a time, against a figure, its usual level or another part; `null` where a part of that is not settled. */
export async function judgeQuantity(claim: StatedClaim, words: string, evidence: Evidence): Promise<Judgement | null> {
  const source = mainSource(evidence);
  if (!source) return null;
  const own = partsIn(words, source);
  const { found, unknown } = own.found.length > 0 || own.unknown !== null ? own : partsCarried(claim, source);
  if (unknown !== null || OTHER_SUBJECT.test(words)) return null;
  const span = spanOf(
    claim.span === "before" && !/\bbefore\b/i.test(words) ? { ...claim, span: "outage" } : claim,
    words,
    evidence,
  );
  if (isOpen(span)) return null;
  const frame = { claim, words, evidence, source, found, part: partOf(claim, found), span };
  return (
    (await slowParts(frame)) ??
    (await parts(frame)) ??
    (await moreThan(frame)) ??
    (await movedAfter(frame)) ??
    (await againstUsual(frame)) ??
    (await sparedOrHit(frame))
  );
}
