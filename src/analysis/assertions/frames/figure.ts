import { RESOURCE } from "../../../statement/assertions/figure-words.js";
import type { Figure } from "../../../statement/assertions/figure-numbers.js";
import { figuresIn } from "../../../statement/assertions/figures.js";
import type { StatedClaim } from "../../../statement/assertions/stated-claim.js";
import { nounAt } from "../../../statement/assertions/subject-words.js";
import type { Span } from "../../../time/span.js";
import { amount, percent } from "../../../wording/number.js";
import { partOf, partsCarried, partsIn, subjectOf } from "../bind.js";
import { binsIn, countNearness, countsOf, minutesOf, partText, rateOf, shareNearness } from "../counting.js";
import type { Counts, CountedSource, Evidence, Part } from "../evidence.js";
import { bestOf, decided, type Judgement, type Nearness, notTestable } from "../judged.js";
import { mainSource } from "../moments.js";
import { spanLabel } from "../spans.js";
import { clockPlaces } from "./clocks.js";
import { hotParts } from "./hot-parts.js";
import { measureKind } from "./measures.js";
import { spanOf } from "./span-of.js";

const FAILED =
  /\b(?:fail\w*|errors?|errs?\b|5xx|50[0-4]s?\b|dropped (?!from|to|by|below|off|down|back)|lost|loss|dying|died|broken|unsuccessful|bounc\w*|turned away|rejected|refused|declined|timed out|time-?outs?|went wrong|going wrong|wrong|not (?:get|go)\w* (?:out|through)|never (?:arrived|completed|got|went|reached|came)|did not (?:arrive|complete|go|get|come)|undelivered|concerned|affected|hit\b|bad\b|impact\w*|down\b|how bad)\b|\b(?:could|can|did|do|was|were) ?(?:not|n['’]t) (?:be )?\w+|\bnot getting (?:out|through)\b/i;
const WENT_WELL =
  /\b(?:succe\w*|got (?:in|through)|went through|completed|delivered(?! late)|worked|served|fine|answered)\b/i;
/** Shares that are of something else than of attempts. */
const OTHER_SHARE =
  /\b(?:of (?:all |the |our |those |these )*(?:failures|failed|errors|drops|dropped|lost|losses)|attributable|because of|due to|caused by|of (?:our |the )?(?:revenue|orders value|capacity|memory|cpu|staff|engineers|team|servers|hosts|nodes|volume|traffic|load|time)|credit|refund|higher|lower|more than (?:usual|normal)|above (?:normal|usual)|fewer|points?)\b/i;
const LOOSE =
  /^(?:everything|anything|things?|stuff|reqs?|requests?|attempts?|calls?|all|it|them|those|these|traffic|operations?|transactions?|hits?|tries|users'?)\b/i;
const WHOLE =
  /\b(?:overall|in total|altogether|platform-?wide|across all|in all|everywhere|globally|total|all regions|together)\b/i;

/** A claim with a figure of its words in place of its own. */
export const restated = (
  claim: StatedClaim,
  { value, rounding, bound, hedged }: Pick<Figure, "value" | "rounding" | "bound" | "hedged">,
): StatedClaim => ({ ...claim, values: [value], rounding, bound, hedged });

/** The figure that a claim states, with the count that it is out of: "29 of 134". */
interface Told {
  readonly figure: Figure;
  readonly total: number | null;
}

const FRACTION = /(?<![\w.,/:-])(\d{1,5})\s?\/\s?(\d{1,5})(?![\w/:.-]|\.\d)/;

function toldIn(claim: StatedClaim, words: string): Told | null {
  const all = figuresIn(words, []);
  const slashed = FRACTION.exec(words);
  if (slashed && all.every(({ kind }) => kind !== "share")) {
    const [one, two] = [Number(slashed[1]), Number(slashed[2])];
    if (one < two && two > 0) {
      const value = one / two;
      const place = { start: slashed.index, end: slashed.index + slashed[0].length };
      // "1/4 of requests" is a share; "48/287" is counted.
      if (two <= MOST_FRACTION)
        return {
          figure: { ...place, kind: "share", value, rounding: 0.1 * value, bound: "exact", hedged: false },
          total: null,
        };
      return {
        figure: { ...place, kind: "count", value: one, rounding: 0.5, bound: "exact", hedged: false },
        total: two,
      };
    }
  }
  const own = all.find(({ start, end }) => words.slice(start, end).replace(/\s+/g, " ").trim() === claim.stated);
  const figure = own ?? (all.length === 1 ? all[0] : undefined);
  if (!figure) return null;
  const next = all[all.indexOf(figure) + 1];
  const of =
    next &&
    figure.kind === "count" &&
    next.kind === "count" &&
    /^\s(?:out )?of\s(?:(?:our|the|all|its|their)\s){0,2}$/i.test(words.slice(figure.end, next.start));
  if (of && next) return { figure, total: next.value };
  return { figure, total: null };
}

const MOST_FRACTION = 20;
/** "Four from ten", "7 out of 100": a share. */
/** What a figure counts, as far as its words and the sources agree: the source, or nothing that is counted here. */
function sourceFor(told: Told, words: string, evidence: Evidence): CountedSource | null {
  const main = mainSource(evidence);
  const after = words
    .slice(told.figure.end)
    .replace(/^\s?(?:out )?of\s(?:(?:our|the|all|its|their)\s){0,2}[\d,]+/i, "");
  const noun = nounAt(after);
  if (!main) return null;
  if (noun === null || LOOSE.test(noun)) return main;
  const title = main.title ?? [];
  const own = noun.toLowerCase().match(/[\p{L}\d-]+/gu) ?? [];
  const loose = own.every(
    (word) =>
      LOOSE.test(word) ||
      title.includes(word) ||
      title.includes(`${word}s`) ||
      title.includes(word.replace(/s$/, "")) ||
      FAILED.test(word),
  );
  if (loose) return main;
  const subject = subjectOf({ noun }, evidence);
  return subject && subject.unit === null ? subject.source : null;
}

interface Asked {
  readonly told: Told;
  readonly failed: boolean;
  readonly source: CountedSource;
}

function nearness({ told: { figure, total }, failed }: Asked, counts: Counts, level: number): Nearness {
  if (figure.kind === "share") {
    const rate = rateOf(counts, level);
    const own = failed
      ? rate
      : { ...rate, value: 1 - rate.value, interval: [1 - rate.interval[1], 1 - rate.interval[0]] as const };
    return shareNearness(figure, figure.value, own);
  }
  const count = failed ? counts.failures : counts.attempts - counts.failures;
  const own = countNearness(figure, figure.value, count);
  if (total === null) return own;
  const all = countNearness({ bound: "exact", hedged: false, rounding: 0.5 }, total, counts.attempts);
  // Out of another number than this reading has, it is of another time or part.
  return all !== "near" ? "unsure" : own;
}

const A_MINUTE =
  /\b(?:in|over|for|of|reached in) (?:a|any|any one|one|the worst|the last|the final|any single|a single|its worst) (?:single )?minute\b|\b(?:worst|peak|(?!latest)\w+est) (?:single )?minute\b|\bat no time\b|\bnever\b|\bno minute\b/i;

/** The highest of a minute against a figure. */
function ofMinute({ told: { figure }, source }: Asked, spans: readonly Span[], level: number): Judgement | null {
  const [span] = spans;
  if (!span || source.series.stepSeconds > 60) return null;
  const bins = binsIn(source, span).filter(({ attempts }) => figure.kind === "count" || attempts >= LEAST_OF_MINUTE);
  if (bins.length === 0) return null;
  const of = ({ failures, attempts }: Counts): number =>
    figure.kind === "count" ? failures : failures / Math.max(1, attempts);
  const highest = bins.reduce((best, bin) => (of(bin) > of(best) ? bin : best));
  const value = of(highest);
  const { bound } = figure;
  const room = Math.max(figure.rounding, 0.1 * value) + (figure.hedged ? 0.1 * figure.value : 0);
  const over = figure.value - value;
  const off = bound === "at-most" ? Math.max(0, -over) : bound === "at-least" ? Math.max(0, over) : Math.abs(over);
  const sure = bound !== "at-most" || figure.kind === "count" || sustained(bins, figure.value, level);
  const fared: Nearness = off <= room ? "near" : off > 2 * room && sure ? "far" : "unsure";
  const text = figure.kind === "count" ? amount(value) : percent(value);
  return decided(bestOf([fared]), `highest minute of ${source.name}`, `The highest minute has ${text}.`, {
    value,
    interval: [value, value],
    level,
  });
}

/** Attempts from which on the share of a minute says something. */
const LEAST_OF_MINUTE = 20;

/** True if ten minutes in a row are above a share for sure: one minute alone may be chance. */
function sustained(bins: readonly Counts[], share: number, level: number): boolean {
  for (let at = 0; at + 10 <= bins.length; at += 5) {
    const sum = bins
      .slice(at, at + 10)
      .reduce((all, bin) => ({ failures: all.failures + bin.failures, attempts: all.attempts + bin.attempts }), {
        failures: 0,
        attempts: 0,
      });
    if (rateOf({ failures: Math.round(sum.failures), attempts: Math.round(sum.attempts) }, level).interval[0] > share)
      return true;
  }
  return false;
}

/** The parts that a figure may fairly be of: those it names; with them, or in their place, where the trouble was. */
async function partsOf(
  claim: StatedClaim,
  words: string,
  source: CountedSource,
  evidence: Evidence,
): Promise<readonly (Part | null)[] | null> {
  const own = partsIn(words, source);
  if (own.unknown !== null) return null;
  const carried = own.found.length > 0 ? own : partsCarried(claim, source);
  if (carried.unknown !== null) return null;
  const part = partOf(claim, carried.found);
  if (WHOLE.test(words)) return [part];
  const hot = source === mainSource(evidence) ? await hotParts(evidence) : [];
  const beside = hot.filter(({ column }) => column !== part?.column);
  if (part?.also) return [part];
  // "Checkout was worst, with six in ten calls failing".
  const at = claim.context.indexOf(claim.quote.slice(0, 30));
  const before = !part && at > 0 ? partsIn(claim.context.slice(0, at), source).found : [];
  const [named] = before;
  if (named && before.length === 1)
    return [
      null,
      named,
      ...hot.filter(({ column }) => column !== named.column).map((one): Part => ({ ...named, also: one })),
    ];
  return [part, ...beside.map((one): Part => (part ? { ...part, also: one } : one))];
}

/** A share or a number of attempts that failed, or went well, however its words put it; `null` where they count something else. */
export async function judgeFigure(claim: StatedClaim, words: string, evidence: Evidence): Promise<Judgement | null> {
  const told = toldIn(claim, words);
  if (
    !told ||
    (told.figure.kind !== "share" && told.figure.kind !== "count") ||
    measureKind(words, evidence) !== "failures"
  )
    return null;
  if (RESOURCE.test(words) || (told.figure.kind === "count" && !Number.isInteger(told.figure.value))) return null;
  if (!FAILED.test(words) && measureKind(claim.context, evidence) !== "failures") return null;
  if ([...words.matchAll(new RegExp(FRACTION, "g"))].length > 1) return null;
  if (/^\s(?:of )?(?:you|us)\b/i.test(words.slice(told.figure.end))) return null;
  if (ONE_MINUTE.test(words) || /^\W*(?:of|out of) (?:which|whom|those|these|them)\b/i.test(words)) return null;
  if (OTHER_SHARE.test(words) || /^\s?of (?:which|whom|them|those|these)\b/i.test(words.slice(told.figure.end)))
    return null;
  if (EACH_TIME.test(words) && !A_MINUTE.test(words)) return perMinute(claim, told, words, evidence);
  if (clockPlaces(words).some(([from, to]) => from < told.figure.end && told.figure.start < to)) return null;
  if (
    told.figure.kind === "count" &&
    /\b(?:at|by|past|until|till|to|from|since|around) (?:about )?$/i.test(words.slice(0, told.figure.start)) &&
    told.figure.value <= 12
  )
    return null;
  if (/\b(?:cause|code|error|section|ticket|no\.|sip)\s?#?$/i.test(words.slice(0, told.figure.start).trimEnd()))
    return null;
  const source = sourceFor(told, words, evidence);
  const failed = FAILED.test(words);
  const well = WENT_WELL.test(words);
  if (!source || (failed && well)) return null;
  if (!failed && !well && told.total === null && !(told.figure.kind === "share" && isLabel(words))) return null;
  const span = spanOf(claim, words, evidence);
  if (span.missing !== null || span.spans.length === 0) return null;
  const parts = await partsOf(claim, words, source, evidence);
  if (!parts) return null;
  const asked: Asked = { told, failed: failed || !well, source };
  if (A_MINUTE.test(words)) return parts[0] ? null : ofMinute(asked, span.spans, evidence.level);
  const fared: (readonly [Nearness, Counts, Span, Part | null])[] = [];
  for (const part of parts) {
    for (const one of span.spans.slice(0, part ? 4 : 12)) {
      const counts = await countsOf(source, one, part);
      if (counts && counts.attempts > 0) fared.push([nearness(asked, counts, evidence.level), counts, one, part]);
    }
    if (span.together && !part) {
      const all = await Promise.all(span.together.map((one) => countsOf(source, one, null)));
      const sum = all.reduce<Counts>(
        (total, one) => ({
          failures: total.failures + (one?.failures ?? 0),
          attempts: total.attempts + (one?.attempts ?? 0),
        }),
        { failures: 0, attempts: 0 },
      );
      fared.push([nearness(asked, sum, evidence.level), sum, span.together[0] as Span, part]);
    }
  }
  if (fared.length === 0) return null;
  if (told.total !== null && !fared.some(([near]) => near === "near") && parts[0] === null)
    return ofSomePart(asked, span.spans, evidence.level);
  const [, counts, one, part] = (fared.find(([near]) => near === "near") ?? fared[0]) as (typeof fared)[number];
  const rate = rateOf(counts, evidence.level);
  const verdict = bestOf(fared.map(([near]) => near));
  // Of a part that only other sentences name it holds, of what its own words name it does not: two readings.
  if (verdict === "supported" && !fared.some(([near, , , of]) => near === "near" && of === parts[0]))
    return notTestable(
      `failures of ${source.name}${partText(part)}, ${span.label}`,
      `It holds of${partText(part)} alone: ${amount(counts.failures)} of ${amount(counts.attempts)}.`,
      WHICH_PART,
      rate,
    );
  return decided(
    verdict,
    `${told.figure.kind === "share" ? "failure share" : "failures"} of ${source.name}${partText(part)}, ${span.label}`,
    `${amount(counts.failures)} of ${amount(counts.attempts)} ${source.name} failed (${percent(rate.value)}), ${spanLabel(one)}.`,
    told.figure.kind === "share"
      ? rate
      : { value: counts.failures, interval: [counts.failures, counts.failures], level: evidence.level },
  );
}

/** The count of a minute that is told by another: "the minute before we had 123". */
const ONE_MINUTE = /\b(?:the|that|one|a) (?:minute|second|hour|day) (?:before|after|earlier|later)\b/i;

/** What would settle a figure that holds only of a part its own words do not name. */
export const WHICH_PART = "Which part is meant.";

/** A bare share behind a name: "first: about 20 percent", "pre-incident 1/20". */
const LABEL = /^[^:]{1,30}:\s|^\W*(?:pre-?incident|baseline|first|second|usual(?:ly)?|normal(?:ly)?|before|after)\b/i;
const isLabel = (words: string): boolean =>
  words.length <= 60 &&
  LABEL.test(words) &&
  !/\b(?:will|can|may|would|fell|rose|grew|dropped|weight|price)\b/i.test(words);

/** "48 of our 287": of whom is not said, so that it holds if it does of any part. */
async function ofSomePart(asked: Asked, spans: readonly Span[], level: number): Promise<Judgement | null> {
  for (const span of spans.slice(0, 3))
    for (const { column } of asked.source.parts) {
      const rows = (await asked.source.byValue(column, span)) ?? [];
      const own = rows.find(
        (row) =>
          Math.abs(row.attempts - (asked.told.total ?? 0)) <= 0.02 * row.attempts + 1 &&
          Math.abs(row.failures - asked.told.figure.value) <= 0.04 * row.failures + 1,
      );
      if (own)
        return decided(
          "supported",
          `failures of ${asked.source.name} (${column} ${own.value}), ${spanLabel(span)}`,
          `${own.value}: ${own.failures} of ${own.attempts}.`,
          rateOf({ failures: Math.round(own.failures), attempts: Math.round(own.attempts) }, level),
        );
    }
  return null;
}

const EACH_TIME = /\b(?:a|per|each|every)\s(?:minute|min|second|hour|day)\b|\/(?:min|s|h)\b/i;
const MINUTELY = /\b(?:a|per|each|every)\s(?:minute|min)\b|\/min\b/i;

/** So many failures, or attempts, a minute: where the words do not say which, either. */
async function perMinute(
  claim: StatedClaim,
  { figure }: Told,
  words: string,
  evidence: Evidence,
): Promise<Judgement | null> {
  const source = mainSource(evidence);
  const span = spanOf(claim, words, evidence);
  if (!source || !MINUTELY.test(words) || figure.kind !== "count" || partsIn(words, source).found.length > 0)
    return null;
  const failing = FAILED.test(words);
  const rates: number[] = [];
  for (const one of span.spans.slice(0, 8)) {
    const counts = await countsOf(source, one, null);
    const minutes = minutesOf(one);
    if (!counts || minutes <= 0) continue;
    rates.push(counts.failures / minutes, ...(failing ? [] : [counts.attempts / minutes]));
  }
  if (rates.length === 0) return null;
  const fared = rates.map((rate): Nearness => {
    const room = Math.max(figure.rounding, 0.1 * rate) + (figure.hedged ? 0.1 * figure.value : 0);
    const over = figure.value - rate;
    const off =
      figure.bound === "at-most"
        ? Math.max(0, -over)
        : figure.bound === "at-least"
          ? Math.max(0, over)
          : Math.abs(over);
    return off <= room ? "near" : off > 2 * room ? "far" : "unsure";
  });
  const value = rates[Math.max(0, fared.indexOf("near"))] as number;
  return decided(
    bestOf(fared),
    `${failing ? "failed " : ""}${source.name} a minute, ${span.label}`,
    `${amount(Number(value.toPrecision(3)))} a minute.`,
    { value, interval: [value, value], level: evidence.level },
  );
}
