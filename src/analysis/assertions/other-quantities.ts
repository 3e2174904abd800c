import type { StatedClaim } from "../../statement/assertions/stated-claim.js";
import type { Span } from "../../time/span.js";
import { MINUTE_MS } from "../../time/units.js";
import { partsIn } from "./bind.js";
import { binsIn, countNearness, countsOf, minutesOf, rateOf, shareNearness } from "./counting.js";
import type { CountedSource, Counts, Evidence, Part } from "./evidence.js";
import { gaugeIn, gaugeValues, measureKind } from "./frames/measures.js";
import { type Judgement, unchecked } from "./judged.js";
import { iso, mainSource } from "./moments.js";
import { beforeSpans, endOf, instantOf, resolvedSpan } from "./spans.js";

/** Words that settle of which time a figure is. */
const SAYS_WHEN =
  /\b(?:during|throughout|over|before|prior|normal\w*|usual\w*|ordinar\w*|baseline|after\w*|since|later|until|till|peak\w*|worst|highest|max\w*|whole|entire|average\w*|first|second|last|between|outage|incident|disruption|event|window|day|hours?|morning|afternoon|evening|night|minutes?|total|altogether)\b|\d[:.h]\d\d/i;
/** "By quarter to nine they had levelled off at …": the level of a time that its own words tell, however they do. */
const LEVELLED =
  /\b(?:level(?:l?ed|l?ing) (?:off|out)|plateau\w*|settled|hovered|stabili[sz]ed|flat|stayed there|topp?ed out)\b/i;
const EACH_MINUTE = /\b(?:a|per|each|every) minute\b/gi;
/** What tells that a clause is of the failures. */
const FAILS =
  /\b(?:fail\w*|errors?|errs?|5xx|dropped|lost|lose|loss\w*|rejected|declined|refus\w*|unsuccessful|timed out|time-?outs?|drops)\b/i;
/** What tells that a clause counts attempts, whatever became of them. */
const TRIED =
  /\b(?:attempts?|volumes?|traffic|demand|throughput|offered|arriv\w*|submitted|load)\b|\b\p{L}+(?:s|ies)\s(?:\p{L}+\s)?(?:fell|rose|climb\w*|went (?:up|down|from)|dipp?ed|grew|jumped|dropped (?=by|to|from))/iu;
const OF_FAILURES: readonly string[] = ["share", "rise", "ratio", "relative-change", "points", "part", "ceiling"];
const IN_SHARES: readonly string[] = ["share", "rise"];
/** Times that the words of another clause may have given a figure. */
const LOOSE_SPANS: readonly string[] = ["open", "outage", "day"];
const WORST = /\b(?:worst|peak\w*|highest|height)\b/i;
const IN_COUNTS: readonly string[] = ["per-minute", "count", "attempts", "figure"];

/** Lengths, in minutes, of the stretches whose level a report may quote. */
const STRETCHES = [1, 5, 10, 15, 30];
const LEAST_ATTEMPTS = 10;

/** Every time that a figure may be of where its words do not say: each outage and its level, the times around it, the day. */
function everySpan(claim: StatedClaim, evidence: Evidence): readonly Span[] {
  const names = ["outage", "first", "second", "before", "after", "between", "day"] as const;
  const all = names.flatMap((span) => {
    const { spans, missing } = resolvedSpan({ ...claim, kind: "statement", instants: [], span }, evidence);
    return missing === null ? spans.slice(0, 3) : [];
  });
  return all.filter(({ from, to }, at) => all.findIndex((one) => one.from === from && one.to === to) === at);
}

/** The counts of every stretch of the outages, of the lengths that reports quote levels of; the worst of each length alone where only that is meant. */
function stretches(source: CountedSource, evidence: Evidence, worstOnly: boolean): readonly Counts[] {
  const minutes = source.series.stepSeconds / 60;
  return evidence.windows.flatMap((window) => {
    const bins = binsIn(source, { from: window.onset, to: endOf(window, evidence) });
    return STRETCHES.flatMap((length) => {
      const size = Math.max(1, Math.round(length / minutes));
      const sums: Counts[] = [];
      for (let at = 0; at + size <= bins.length; at += worstOnly ? 1 : Math.max(1, Math.floor(size / 2)))
        sums.push(
          bins.slice(at, at + size).reduce<Counts>(
            (sum, { failures, attempts }) => ({
              failures: sum.failures + Math.round(failures),
              attempts: sum.attempts + Math.round(attempts),
            }),
            { failures: 0, attempts: 0 },
          ),
        );
      const known = sums.filter(({ attempts }) => attempts >= LEAST_ATTEMPTS);
      if (!worstOnly || known.length === 0) return worstOnly ? [] : known;
      return [known.reduce((a, b) => (b.failures / b.attempts > a.failures / a.attempts ? b : a))];
    });
  });
}

/** The parts that a figure may be of: as named in its clause; the whole as well where another phrase of it names the part. */
function partsFor(claim: StatedClaim, source: CountedSource): readonly (Part | null)[] {
  const { found } = partsIn(claim.quote, source);
  if (found.length === 0) return [null];
  const [one, two] = found;
  const single = found.flatMap((part) => part.values.map((value): Part => ({ column: part.column, values: [value] })));
  const apart = /[,;:(–—]/.test(claim.quote);
  const both = one && two ? [{ ...one, also: two }] : [];
  return [...both, ...found, ...(apart ? [null, ...single] : [])];
}

async function countsOver(
  claim: StatedClaim,
  source: CountedSource,
  evidence: Evidence,
): Promise<readonly (readonly [Counts, Span])[]> {
  const found: (readonly [Counts, Span])[] = [];
  for (const part of partsFor(claim, source))
    for (const span of everySpan(claim, evidence)) {
      const counts = await countsOf(source, span, part);
      if (counts && counts.attempts > 0) found.push([counts, span]);
    }
  return found;
}

/** True if some time and part that the words leave open have the stated shares, each of them. */
async function sharesHold(claim: StatedClaim, source: CountedSource, evidence: Evidence): Promise<boolean> {
  const levelled = LEVELLED.test(claim.quote);
  if ((SAYS_WHEN.test(claim.quote.replace(EACH_MINUTE, "")) && !levelled) || !LOOSE_SPANS.includes(claim.span))
    return false;
  const spans = (await countsOver(claim, source, evidence)).map(([counts]) => counts);
  const beside = levelled || WORST.test(claim.context) ? stretches(source, evidence, !levelled) : [];
  const all = [...spans, ...beside];
  return claim.values.every((stated) =>
    all.some((counts) => {
      const rate = rateOf(counts, evidence.level);
      const well = claim.outcome === "succeeded";
      const value = well ? 1 - rate.value : rate.value;
      return shareNearness(claim, stated, { ...rate, value, interval: [value, value] }) === "near";
    }),
  );
}

/** True if some quantity that is counted has the stated number: attempts or failures, altogether or by the minute. */
async function countsHold(claim: StatedClaim, source: CountedSource, evidence: Evidence): Promise<boolean> {
  if (SAYS_WHEN.test(claim.quote.replace(EACH_MINUTE, ""))) return false;
  if (!LOOSE_SPANS.includes(claim.span)) return false;
  const fails = FAILS.test(claim.quote.replace(/\band\b.*$/i, ""));
  const all = await countsOver(claim, source, evidence);
  return claim.values.every((stated) =>
    all.some(([{ failures, attempts }, span]) => {
      const minutes = minutesOf(span);
      const numbers = claim.kind === "per-minute" ? [failures / minutes, attempts / minutes] : [failures, attempts];
      return (fails ? numbers.slice(0, 1) : numbers).some((one) => countNearness(claim, stated, one) === "near");
    }),
  );
}

const QUANTILES = [0.5, 0.95, 0.99];
const SAME_LATENCY = 0.1;

/** True if some time, quantile and part that the words leave open have the stated latencies. */
async function latenciesHold(claim: StatedClaim, source: CountedSource, evidence: Evidence): Promise<boolean> {
  if (!source.hasLatency) return false;
  const when = SAYS_WHEN.test(claim.quote);
  const spans = when
    ? /\b(?:normal\w*|usual\w*|ordinar\w*|before)\b/i.test(claim.quote)
      ? beforeSpans(evidence).slice(0, 2)
      : []
    : everySpan(claim, evidence).slice(0, 8);
  const own = Number(claim.detail ?? Number.NaN);
  const quantiles =
    /\b(?:median|p\d\d|percentile|typical\w*|slowest)\b/i.test(claim.quote) && own > 0 ? [own] : QUANTILES;
  const values: number[] = [];
  for (const part of partsFor(claim, source).filter((one) => !one?.also))
    for (const span of spans)
      for (const quantile of quantiles) {
        const value = await source.latency(span, quantile, part);
        if (value) values.push(value.value);
      }
  const room = (stated: number): number => claim.rounding + SAME_LATENCY * stated * (claim.hedged ? 2 : 1);
  return claim.values.every((stated) =>
    values.some((value) =>
      claim.bound === "at-most"
        ? value <= stated + room(stated) && value >= 0.5 * stated
        : claim.bound === "at-least"
          ? value >= stated - room(stated)
          : Math.abs(value - stated) <= room(stated),
    ),
  );
}

/** Words of a level that is told from where one writes: "from 43 % half an hour ago", "back above 70 %". */
const TOLD_THEN =
  /\b(?:ago|back (?:above|below|to|at|up|down)|by now|so far|currently|right now|at the moment|meanwhile)\b/i;

/** True if a measured value went through the stated ones at a time that only the text knows. */
function gaugeHolds(claim: StatedClaim, evidence: Evidence): boolean {
  const gauge = gaugeIn(claim.quote, evidence);
  if (!gauge || !evidence.dataSpan || !TOLD_THEN.test(claim.quote)) return false;
  const values = gaugeValues(gauge, evidence.dataSpan);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const scale = high > 2 ? 100 : 1;
  const inside = (stated: number): boolean => stated >= low && stated <= high;
  return claim.values.every((stated) => inside(stated) || inside(stated * scale));
}

/** Minutes within which a clock is that of an event. */
const SAME_MINUTES = 2;
const ENDS_WORDS = /\b(?:healthy|recover\w*|normal|fine|over|ended?|stopped|back|clean|good|well|gone|clear)\b/i;
const TIMES: readonly string[] = ["detection", "recovery", "onset", "recovered-by", "peak", "action"];

/** True if the clock of a contradicted time is that of another event which its sentence names too. */
function otherEventAt(claim: StatedClaim, evidence: Evidence): boolean {
  const [first] = claim.instants;
  const at = first && TIMES.includes(claim.kind) ? instantOf(first, evidence) : null;
  if (at === null) return false;
  const same = (one: string | null): boolean =>
    one !== null && Math.abs(Date.parse(one) - Date.parse(at)) <= SAME_MINUTES * MINUTE_MS;
  const words = `${claim.quote} ${claim.context}`;
  const clocks = claim.quote.match(/\d{1,2}[:.]\d\d/g) ?? [];
  if (claim.kind === "detection" && clocks.length > 1 && ENDS_WORDS.test(claim.quote))
    return evidence.windows.some(({ recovery }) => same(recovery));
  const gauge = gaugeIn(words, evidence);
  if (!gauge) return false;
  const step = gauge.stepSeconds * 1000;
  const known = gauge.values.map((value) => value ?? Number.NaN);
  const finite = known.filter(Number.isFinite);
  return [Math.max(...finite), Math.min(...finite)].some((extreme) =>
    known.some((value, index) => value === extreme && same(iso(gauge.startMs + index * step))),
  );
}

/** True if a judgement is of failures. */
const isOfFailures = ({ readAs }: Judgement): boolean =>
  /^(?:failure share|fail(?:ed|ures)|highest failure share)/i.test(readAs);

/** True if the words name another measure than the failures that the claim was read as. */
function isOfOtherMeasure(claim: StatedClaim, found: Judgement, evidence: Evidence): boolean {
  if (!OF_FAILURES.includes(claim.kind) || !isOfFailures(found)) return false;
  if (gaugeIn(claim.quote, evidence) !== null) return true;
  return !FAILS.test(claim.quote) && (measureKind(claim.quote, evidence) !== "failures" || TRIED.test(claim.quote));
}

/** True if the part that a claim was read as being of is named only in a later phrase than its figure: "load went from 92 to 150, most of it from web". */
function partAside(claim: StatedClaim, found: Judgement, source: CountedSource): boolean {
  // Numbers of a whole and of its parts have their parts in phrases of their own.
  if (claim.kind === "parts" || claim.kind === "part" || !/ \(\p{L}/u.test(found.readAs)) return false;
  const digits = claim.quote.search(/\d/);
  const phrase = /[,;:(–—]\s/.exec(claim.quote.slice(Math.max(0, digits)));
  if (digits < 0 || !phrase) return false;
  const first = claim.quote.slice(0, digits + phrase.index);
  return partsIn(first, source).found.length === 0 && partsIn(claim.quote, source).found.length > 0;
}

/** What a bare number of a table's row counts. */
const isBareRow = ({ kind, noun, quote }: StatedClaim): boolean =>
  (kind === "attempts" || kind === "count") && noun === null && /^[^|]{0,40}\|/.test(quote);

/** A level told of a stretch that begins with what was told: "halved in the half hour after". */
const STRETCH_AFTER =
  /\bin the (?:\S+\s){1,3}(?:h|hrs?|hours?|min\w*|minutes?) (?:after|that followed|afterwards|which followed)(?![^.;,]*\b(?:the|that|this)\b)|\b(?:in|over|during|within) the (?:following|next) (?:\S+ ){0,2}(?:h|hours?|min\w*|minutes?)\b/i;

/**
 * Why a contradiction does not stand: another quantity that its words may as fairly be of has the stated figure, or they name another measure.
 *
 * @returns `null` where nothing else that is measured fits the words and the figure
 */
export async function otherQuantity(
  claim: StatedClaim,
  found: Judgement,
  evidence: Evidence,
): Promise<Judgement | null> {
  const source = mainSource(evidence);
  if (!source) return null;
  const needs = "What the figure is of, and of which time, in its own words.";
  const open = (why: string): Judgement => unchecked(found.readAs, why, needs);
  if (isBareRow(claim)) return open("Its row does not say what is counted.");
  if (isOfOtherMeasure(claim, found, evidence))
    return open("It names another measure than the failures that it was read as.");
  if (partAside(claim, found, source)) return open("The part that it names stands in another phrase than its figure.");
  if (STRETCH_AFTER.test(claim.quote) && OF_FAILURES.includes(claim.kind))
    return open("It is told of a stretch of time that other words begin.");
  if (gaugeHolds(claim, evidence) || otherEventAt(claim, evidence))
    return open("Something else that its words may speak of fits them.");
  if (/\bdistinct\b/.test(found.readAs) || gaugeIn(claim.quote, evidence) !== null) return null;
  const holds = IN_SHARES.includes(claim.kind)
    ? await sharesHold(claim, source, evidence)
    : IN_COUNTS.includes(claim.kind) && claim.values.length > 0
      ? await countsHold(claim, source, evidence)
      : claim.kind.startsWith("latency") && claim.values.length > 0
        ? await latenciesHold(claim, source, evidence)
        : false;
  return holds ? open("The figure is that of another time, part or measure, which its words do not exclude.") : null;
}
