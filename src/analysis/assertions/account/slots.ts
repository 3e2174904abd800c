import type { ValueSeries } from "../../../incident/series.js";
import { figuresIn } from "../../../statement/assertions/figures.js";
import type { Figure } from "../../../statement/assertions/figure-numbers.js";
import type { StatedClaim } from "../../../statement/assertions/stated-claim.js";
import { partsIn } from "../bind.js";
import type { CountedSource, Evidence, Part } from "../evidence.js";
import { gaugeIn } from "../frames/measures.js";
import { spanOf } from "../frames/span-of.js";
import { type ResolvedSpan, resolvedSpan } from "../spans.js";
import type { ClauseAccount } from "./clause.js";

/** What a clause measures. */
export interface MeasureWords {
  readonly kind: "failures" | "latency" | "traffic" | "gauge";
  readonly quantile: number | null;
  readonly gauge: ValueSeries | null;
  /** True if the clause counts failures rather than takes their share. */
  readonly inNumbers: boolean;
}

const LATENCY =
  /\b(?:(?:median|typical|average|p\d\d|\d\dth percentile)\s)?(?:response|page|load|set-?up|delivery|answer|connection|processing)?\s?(?:latenc(?:y|ies)|times?(?=\s(?:did|stayed|remained|rose|fell|doubled|went|were|was|got|unchanged))|response times?|load times?|set-?up times?|delivery times?)\b|\b(?:slow(?:er|ed|ness|ly|est|down)?|faster|quicker|sluggish|median|p\d\d|\d\dth percentile)\b/i;
const QUANTILE = /\bp(\d\d)\b|\b(\d\d)th percentile\b/i;
const FAILING =
  /\b(?:fail(?:ure|ures|ed|ing|s)?(?:\s(?:rates?|ratios?|shares?|levels?))?|err(?:or|ors|ed|oneous)?(?:\s(?:rates?|ratios?|shares?|levels?))?|los(?:t|e|es|ses|s|ing)|drop(?:ped|s)?(?=\s(?:calls|rates?)\b)|declined|refus(?:ed|als?)|rejected|time-?outs?|timed out|unsuccessful|broken)\b/i;
const HURT =
  /\b(?:hit|affected|impacted|suffer(?:ed|s|ing)?|hurt|bad(?:ly)?|worse|worst|trouble|touched|fared|struck|caught up)\b/i;
const TRAFFIC_NOUN =
  /\b(?:(?:call|request|message|traffic|order|payment|delivery|sign-in|login|page|sending)\s)?(?:volumes?|traffic|demand|load|throughput|pace)\b|\b(?:calls?|requests?|messages?|orders?|payments?|deliver(?:y|ies)|sign-ins?|logins?|page)?\s?attempts\b|\bpage requests\b|\bnumber of (?:calls|requests|messages|attempts|orders|payments|deliveries|sign-ins|logins)\b|\b(?:sending|sent|offered|submitted|arriv(?:ed|ing)|carried|handled|received|took on)\b/i;

/** The measure that the words of a clause name, taken up; `null` where they name two, or none. */
export function takeMeasure(account: ClauseAccount, evidence: Evidence): MeasureWords | null {
  const { words } = account;
  const gauge = gaugeIn(words, evidence);
  // A comparison may have taken up the word itself: "twice as slow as", "did not slow".
  const failing = FAILING.test(words);
  if (gauge) {
    if (failing) return null;
    const own = gauge.source.split(/[^A-Za-z]+/).filter((word) => word.length > 2);
    for (const word of own) account.takeAll(new RegExp(`\\b${word.replace(/s$/i, "")}(?:s|es)?\\b`, "i"));
    account.takeAll(/\b(?:queue|backlog|depth|pool|open|utili[sz]ation|usage|connections?|size|length)\b/i);
    return { kind: "gauge", quantile: null, gauge, inNumbers: false };
  }
  const latency = LATENCY.test(words);
  const traffic = TRAFFIC_NOUN.test(words);
  if (failing && latency) return null;
  if (failing) {
    const inNumbers =
      /\b(?:number|count)s? of\b|\bas many\b|\b(?:more|fewer) (?:\w+ )?(?:failures|errors|failed|lost)\b/i.test(words);
    account.takeAll(FAILING);
    account.takeAll(HURT);
    return { kind: "failures", quantile: null, gauge: null, inNumbers };
  }
  if (latency) {
    if (traffic) return null;
    const found = QUANTILE.exec(words);
    const quantile = found ? Number(found[1] ?? found[2]) / 100 : /\b(?:median|typical)\b/i.test(words) ? 0.5 : null;
    account.takeAll(LATENCY);
    return { kind: "latency", quantile, gauge: null, inNumbers: false };
  }
  if (traffic) {
    account.takeAll(TRAFFIC_NOUN);
    return { kind: "traffic", quantile: null, gauge: null, inNumbers: true };
  }
  if (HURT.test(words)) {
    account.takeAll(HURT);
    return { kind: "failures", quantile: null, gauge: null, inNumbers: false };
  }
  return null;
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** The parts of a clause, in the order of its words. */
export interface TakenParts {
  /** Each value that is named, with its place. */
  readonly named: readonly { readonly column: string; readonly value: string; readonly at: number }[];
  /** Place of "the rest", "the others"; -1 without. */
  readonly restAt: number;
  readonly unknown: boolean;
}

const REST =
  /\b(?:(?:all |any )?(?:of )?the (?:two |three )?(?:rest|others?)\b(?: \p{L}+s\b)?|everyone else|everything else|elsewhere|(?:all |the |any )?(?:two |three )?other \p{L}+s\b)/iu;

/** The values of the columns that a clause names, taken up with the word of their column. */
export function takeParts(account: ClauseAccount, source: CountedSource): TakenParts {
  const { words } = account;
  const { found, unknown } = partsIn(words, source);
  const named: { column: string; value: string; at: number }[] = [];
  for (const { column, values } of found) {
    const own = source.parts.find((one) => one.column === column);
    const narrow: CountedSource = { ...source, parts: own ? [{ column, values: own.values }] : [] };
    for (const value of values) {
      const at = placeOf(account, value, narrow);
      if (at >= 0) named.push({ column, value, at });
    }
    const noun = escaped(
      column
        .toLowerCase()
        .replace(/_?(?:id|name)$/, "")
        .replace(/s$/, "")
        .replace(/_/g, " "),
    );
    account.takeAll(new RegExp(`\\b(?:the )?${noun}s?\\b`, "i"));
  }
  account.takeAll(/\b(?:region|version|endpoint|carrier|provider|network|queue|country|market|release|pages?)s?\b/i);
  const rest = account.take(REST);
  named.sort((a, b) => a.at - b.at);
  return {
    named,
    restAt: rest?.index ?? -1,
    unknown: unknown !== null && !/\b(?:other|rest|remaining)\b/i.test(unknown) && named.length === 0,
  };
}

/** Takes up the words of one value, and says where they stood; -1 where no stretch of three words alone names it. */
function placeOf(account: ClauseAccount, value: string, source: CountedSource): number {
  const literal = new RegExp(`(?<![\\w-])/?${escaped(value.replace(/^\//, ""))}(?:['’]s)?(?![\\w-])`, "i");
  const own = account.take(literal);
  if (own) return own.index;
  const tokens = [...account.text.matchAll(/[\p{L}\d/][\p{L}\d'’./-]*/gu)];
  for (const size of [1, 2, 3])
    for (let at = 0; at + size <= tokens.length; at += 1) {
      const [first, last] = [tokens[at], tokens[at + size - 1]];
      if (!first || !last) continue;
      const [from, to] = [first.index, last.index + last[0].length];
      const stretch = account.text.slice(from, to);
      if (stretch.length < 2 || !partsIn(stretch, source).found.some(({ values }) => values.includes(value))) continue;
      account.blank(from, to);
      return from;
    }
  return -1;
}

/** A part of one column from the values that a clause names. */
export function partOfValues(named: readonly { readonly column: string; readonly value: string }[]): Part | null {
  const [first] = named;
  if (!first) return null;
  const own = named.filter(({ column }) => column === first.column).map(({ value }) => value);
  const other = named.filter(({ column }) => column !== first.column);
  const also = other[0] ? { column: other[0].column, values: other.map(({ value }) => value) } : null;
  return { column: first.column, values: [...new Set(own)], ...(also && { also }) };
}

/** Words of times, what they name, in the order in which they are looked for. */
const SPANS: readonly (readonly [StatedClaim["span"], RegExp])[] = [
  [
    "between",
    /\b(?:even )?(?:in )?between (?:the )?(?:two )?(?:waves|outages|humps|peaks|them|the two)\b|\bin between\b/i,
  ],
  ["second", /\b(?:in|during|of|over|for)? ?the (?:second|later) (?:wave|outage|disruption|episode|one)\b/i],
  ["first", /\b(?:in|during|of|over|for)? ?the (?:first|earlier) (?:wave|outage|disruption|episode|one)\b/i],
  [
    "after",
    /\bfor the (?:rest|remainder) of the (?:day|morning|afternoon|evening|night)\b|\b(?:long |well )?after(?:wards)?(?: the (?:outage|incident|recovery|fix|event|disruption|end))?(?=\W*$|,)|\b(?:since|after) (?:the )?(?:recovery|end|incident|outage)\b|\b(?:linger|persist)ed\b/i,
  ],
  [
    "before",
    /\b(?:before|prior to|until|up to) (?:the |this |our )?(?:incident|outage|onset|event|disruption|trouble)\b|\bbeforehand\b/i,
  ],
  [
    "outage",
    /\b(?:during|throughout|over|across|in|for) (?:the |this |our )?(?:whole |entire )?(?:incident|outage|event|disruption|window|episode|period)(?: as a whole)?\b|\bthroughout\b|\bat the time\b|\b(?:that|the|this) (?:morning|afternoon|evening|night)(?:['’]s)?\b/i,
  ],
];

/** Clocks with the words that lead to them. */
const CLOCKS =
  /\b(?:(?:between|from|after|until|till|since|at|by|around|about|as of|to|and|before)\s){0,2}\d{1,2}[:.h]\d\d(?::\d\d)?(?:\s?(?:[ap]\.?m\.?|UTC|GMT|[A-Z]{3,4}))?(?:\son\b)?/;

/** The time that a clause names, taken up; the outage where it names none. */
export function takeSpan(
  account: ClauseAccount,
  claim: StatedClaim,
  evidence: Evidence,
): { readonly name: StatedClaim["span"]; readonly span: ResolvedSpan; readonly told: boolean } {
  if (claim.instants.length > 0 && account.takeAll(CLOCKS)) {
    const span = spanOf(claim, account.words, evidence);
    return { name: "span", span, told: true };
  }
  const found = SPANS.find(([, pattern]) => account.take(pattern) !== null);
  const name = found?.[0] ?? "outage";
  const span = resolvedSpan({ ...claim, kind: "statement", instants: [], span: name }, evidence);
  return { name, span, told: found !== undefined };
}

/** The figures of a clause that stand outside what was taken up. */
export const freeFigures = (account: ClauseAccount): readonly Figure[] => figuresIn(account.text, []);

/** Takes up a figure with the words of degree before it. */
export function takeFigure(account: ClauseAccount, { start, end }: Figure): void {
  const before = account.text.slice(0, start);
  const degree =
    /(?:\b(?:well|just|only|a (?:bit|little|good|full|mere)|almost|nearly|about|around|roughly|some|up to|at (?:most|least)|(?:more|less|fewer|greater) than|over|under|above|below|close to|an?|approximately|approx\.?|circa)\s){1,3}$/i.exec(
      before,
    );
  account.blank(start - (degree?.[0].length ?? 0), end);
}
