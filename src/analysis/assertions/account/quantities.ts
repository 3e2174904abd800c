import type { StatedClaim } from "../../../statement/assertions/stated-claim.js";
import type { Estimate } from "../../../stats/estimate.js";
import type { Span } from "../../../time/span.js";
import { amount } from "../../../wording/number.js";
import { countsOf, partText, rateOf } from "../counting.js";
import type { CountedSource, Evidence, Part } from "../evidence.js";
import { type Comparator, compared } from "../frames/compare.js";
import { attemptsPerMinute, failureShare, gaugeMean, latencyAt, type Measure } from "../frames/measures.js";
import { bestOf, decided, type Judgement, type Nearness } from "../judged.js";
import { mainSource } from "../moments.js";
import { beforeSpans, type ResolvedSpan, spanLabel } from "../spans.js";
import { ClauseAccount } from "./clause.js";
import { type Predicate, takePredicate } from "./predicate.js";
import { freeFigures, type MeasureWords, partOfValues, takeMeasure, takeParts, takeSpan } from "./slots.js";

/** Readings of a span that are compared: its ends as found, and those that its intervals allow. */
const MOST_SPANS = 3;

/** Pronouns and pointers: what they mean stands in another sentence. */
const POINTERS = /\b(?:it|they|them|this|these|those|their|its|there|then|such|both)\b/i;

/** A judgement that its clause is taken up by whole: bears out with a word left over, denies with none. */
export function accounted(account: ClauseAccount, judgement: Judgement | null): Judgement | null {
  if (!judgement || judgement.verdict === "unchecked" || judgement.verdict === "not-testable") return null;
  const left = account.left();
  const pointed = POINTERS.test(account.text);
  if (judgement.verdict === "contradicted") return left.length === 0 && !pointed ? judgement : null;
  return left.length <= 1 && !left.some((word) => TURNS.test(word)) ? judgement : null;
}

/** Words that turn round or restrict what the rest says. */
const TURNS =
  /^(?:not|no|never|none|neither|nor|without|hardly|barely|only|all|every|each|most|half|except|but|unless|if|because|before|after|until|since|while|still|again|first|last|than|might|may|could|would|should|nobody|nothing|once|when)$|n't$/i;

/** "Carried practically no calls": next to none of the usual. */
const NO_TRAFFIC =
  /\b(?:carried|handled|received|took|saw|sent|had)\s(?:practically|almost|virtually|next to|hardly|basically)\s(?:no|any|nothing)\b(?: (?:more|further))?/i;
const NEXT_TO_NOTHING: Predicate = {
  comparator: { kind: "times", factor: 0.1, rounding: 0.05, bound: "at-most", hedged: false },
  against: "usual",
  pivot: Number.POSITIVE_INFINITY,
};

const failuresPerSpan = (source: CountedSource, part: Part | null, level: number): Measure => ({
  kind: "failures",
  label: `failures of ${source.name}`,
  over: async (span) => {
    const counts = await countsOf(source, span, part);
    if (!counts) return null;
    const room = 2 * Math.sqrt(counts.failures + 1);
    return { value: counts.failures, interval: [Math.max(0, counts.failures - room), counts.failures + room], level };
  },
  text: ({ value }) => amount(Math.round(value)),
});

/** The measures that words may mean, of one part. */
function measuresOf(
  words: MeasureWords,
  source: CountedSource,
  part: Part | null,
  evidence: Evidence,
): readonly Measure[] {
  const { level } = evidence;
  switch (words.kind) {
    case "gauge":
      return words.gauge ? [gaugeMean(words.gauge, level)] : [];
    case "latency":
      if (!source.hasLatency || part?.also) return [];
      return (words.quantile === null ? [0.5, 0.95] : [words.quantile]).map((one) =>
        latencyAt(source, part, one, undefined),
      );
    case "traffic":
      return [attemptsPerMinute(source, part, level)];
    case "failures":
      return words.inNumbers
        ? [failuresPerSpan(source, part, level), failureShare(source, part, level)]
        : [failureShare(source, part, level)];
  }
}

interface Compared {
  readonly fared: Nearness;
  readonly text: string;
  readonly own: Estimate;
}

async function comparedOver(
  comparator: Comparator,
  [own, other]: readonly [Measure, Measure],
  [now, then]: readonly [readonly Span[], readonly Span[]],
): Promise<readonly Compared[]> {
  const found: Compared[] = [];
  for (const a of now)
    for (const b of then) {
      const [one, two] = [await own.over(a), await other.over(b)];
      if (one && two)
        found.push({
          fared: compared(comparator, one, two),
          text: `${own.text(one)} (${spanLabel(a)}) against ${other.text(two)}`,
          own: one,
        });
    }
  return found;
}

/** A level of failures that is raised above the usual one, or is not. */
const RAISED = { times: 1.8, more: 0.005 } as const;
const QUIET = { times: 2, more: 0.01 } as const;

function failuresNearness(comparator: Comparator, own: Estimate, usual: number): Nearness | null {
  const raised = own.interval[0] > Math.max(RAISED.times * usual, usual + RAISED.more);
  const quiet =
    own.value <= Math.max(QUIET.times * usual, usual + QUIET.more) &&
    own.interval[1] <= Math.max(4 * usual, usual + 0.03);
  if (comparator.kind === "flat") return raised ? "far" : quiet ? "near" : "unsure";
  if (comparator.kind === "up") return raised ? "near" : quiet ? "far" : "unsure";
  return null;
}

/** The failure share of parts against the usual level, each of them. */
async function failuresAgainstUsual(
  comparator: Comparator,
  source: CountedSource,
  parts: readonly (Part | null)[],
  span: ResolvedSpan,
  evidence: Evidence,
): Promise<Judgement | null> {
  const [before] = beforeSpans(evidence);
  const usual = before ? await countsOf(source, before, null) : null;
  const [one] = span.spans;
  if (!usual || usual.attempts === 0 || !one) return null;
  const level = usual.failures / usual.attempts;
  const all: (readonly [Nearness, string])[] = [];
  for (const part of parts) {
    const counts = await countsOf(source, one, part);
    if (!counts || counts.attempts === 0) return null;
    const fared = failuresNearness(comparator, rateOf(counts, evidence.level), level);
    if (fared === null) return null;
    all.push([fared, `${partText(part).trim() || source.name} ${counts.failures} of ${counts.attempts}`]);
  }
  const fared = all.map(([each]) => each);
  const verdict = fared.includes("far") ? "contradicted" : fared.includes("unsure") ? "not-testable" : "supported";
  return decided(
    verdict,
    `failure share of ${source.name}${partText(parts[0] ?? null)}, ${span.label}, against the usual level`,
    `${all.map(([, text]) => text).join(", ")}; usually ${usual.failures} of ${usual.attempts}.`,
    null,
  );
}

const complementOf = (source: CountedSource, column: string, values: readonly string[]): Part | null => {
  const own = source.parts.find((one) => one.column === column);
  const others = own?.values.filter((value) => !values.includes(value)) ?? [];
  return others.length > 0 ? { column, values: others } : null;
};

/** A quantity of a part, over a time, against its usual level or against another part, where every word of the clause is taken up; `null` elsewhere. */
export async function quantityByAccount(
  claim: StatedClaim,
  words: string,
  evidence: Evidence,
): Promise<Judgement | null> {
  const source = mainSource(evidence);
  if (!source) return null;
  const account = new ClauseAccount(words, source.nouns);
  const { named, restAt, unknown } = takeParts(account, source);
  if (unknown) return null;
  const { span, name } = takeSpan(account, claim, evidence);
  const nothing = account.take(NO_TRAFFIC);
  if (span.missing !== null || span.spans.length === 0) return null;
  const predicate = nothing ? NEXT_TO_NOTHING : takePredicate(account);
  const measure = nothing
    ? ({ kind: "traffic", quantile: null, gauge: null, inNumbers: true } as const)
    : (takeMeasure(account, evidence) ?? lastMeasure(account, predicate !== null && named.length > 0));
  if (!predicate || !measure || freeFigures(account).length > 0) return null;
  const spans = span.spans.slice(0, MOST_SPANS);
  if (predicate.against === "usual") {
    if (restAt >= 0 && named.length > 0) return null;
    const part = restAt >= 0 ? await restOfTold(source, evidence) : partOfValues(named);
    if (restAt >= 0 && !part) return null;
    if (measure.kind === "failures" && (predicate.comparator.kind === "flat" || predicate.comparator.kind === "up")) {
      const each =
        part && !part.also ? part.values.map((value): Part => ({ column: part.column, values: [value] })) : [part];
      if (part === null && name === "outage") return null;
      return accounted(account, await failuresAgainstUsual(predicate.comparator, source, each, span, evidence));
    }
    if (measure.kind === "failures") return null;
    const before = beforeSpans(evidence).slice(-MOST_SPANS);
    const all: Compared[] = [];
    for (const one of measuresOf(measure, source, part, evidence))
      all.push(...(await comparedOver(predicate.comparator, [one, one], [spans, before])));
    return accounted(
      account,
      judgedOf(all, `${measure.kind} of ${source.name}${partText(part)}, ${span.label}, against the usual level`),
    );
  }
  const left = named.filter(({ at }) => at < predicate.pivot);
  const right = named.filter(({ at }) => at >= predicate.pivot);
  const own = partOfValues(left);
  const other = restAt >= predicate.pivot && own ? complementOf(source, own.column, own.values) : partOfValues(right);
  if (!own || !other || own.also || other.also || (right.length > 0 && restAt >= 0) || own.column !== other.column)
    return null;
  const all: Compared[] = [];
  const [a, b] = [measuresOf(measure, source, own, evidence), measuresOf(measure, source, other, evidence)];
  for (const [index, one] of a.entries())
    all.push(
      ...(await comparedOver(predicate.comparator, [one, b[index] as Measure], [spans.slice(0, 1), spans.slice(0, 1)])),
    );
  return accounted(
    account,
    judgedOf(all, `${measure.kind} of ${source.name}${partText(own)} against${partText(other)}, ${span.label}`),
  );
}

/** Words that fail to name a measure where parts are compared: "billing about twice as bad as the rest". */
function lastMeasure(account: ClauseAccount, comparesParts: boolean): MeasureWords | null {
  return comparesParts && account.left().length === 0 && !POINTERS.test(account.text)
    ? { kind: "failures", quantile: null, gauge: null, inNumbers: false }
    : null;
}

function judgedOf(all: readonly Compared[], readAs: string): Judgement | null {
  if (all.length === 0) return null;
  const fared = all.map((one) => one.fared);
  const place = Math.max(0, fared.indexOf("near"));
  const shown = all[place] as Compared;
  return decided(bestOf(fared), readAs, `${shown.text}.`, shown.own);
}

/** "The two other networks": those of the column of which the sentences before named some. */
async function restOfTold(source: CountedSource, evidence: Evidence): Promise<Part | null> {
  const { told = "" } = evidence;
  const parts = takeParts(new ClauseAccount(told), source).named;
  const columns = [...new Set(parts.map(({ column }) => column))];
  const values = [...new Set(parts.map(({ value }) => value))];
  return columns.length === 1 && values.length === 1 ? complementOf(source, columns[0] as string, values) : null;
}
