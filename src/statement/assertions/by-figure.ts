import { countKind } from "./count-kind.js";
import { type FigureContext, around, segmentOf, shown, turnOf } from "./figure-context.js";
import { baseOf } from "./figure-base.js";
import { insteadOf, originOf, partnerOf } from "./figure-pairs.js";
import { EACH_MINUTE, RESOURCE, TRAFFIC, quantileIn } from "./figure-words.js";
import type { Figure } from "./figure-numbers.js";
import { isAimed } from "./mood.js";
import { lengthKind } from "./length-kind.js";
import { ratioKind } from "./ratio-kind.js";
import { type Sentence, clauseAt } from "./sentence.js";
import { shareKind, trafficRange } from "./share-kind.js";
import type { DraftClaim } from "./stated-claim.js";
import { RATE_NOUN, nounAt } from "./subject-words.js";
import { whenOf } from "./when.js";

/** The clocks of the sentence before, where this one speaks of what that told: "After that it took an hour." */
const timesBefore = ({ before }: Sentence): DraftClaim["instants"] =>
  (before?.times ?? [])
    .filter(({ minutes, opensSpan }) => minutes !== null && !opensSpan)
    .map(({ at, minutes, zone }) => ({ at, minutes, zone }));

/** "One in twenty took three seconds or more": how slow so many were belongs to the latency behind it. */
function isSlowShare({ figures, sentence: { words } }: FigureContext, figure: Figure): boolean {
  const next = figures[figures.indexOf(figure) + 1];
  return (
    next?.kind === "latency" &&
    /^[^.;,\d]{0,40}\b(?:took|needed|waited)\b[^.;,\d]{0,24}$/i.test(words.slice(figure.end, next.start))
  );
}

/** Reads one figure; `null` where it belongs to another's claim. */
function ofFigure(context: FigureContext, figure: Figure): DraftClaim | null {
  const base = baseOf(context, figure);
  const next = context.figures[context.figures.indexOf(figure) + 1];
  if (next && (partnerOf(context, next) === figure || insteadOf(context, next) === figure)) return null;
  // "At least one error": whoever had any.
  if (figure.kind === "share" && isSlowShare(context, figure)) return null;
  if (figure.kind === "count" && figure.value <= 1 && figure.bound === "at-least") return null;
  const previous = context.figures[context.figures.indexOf(figure) - 1];
  if (previous && originOf(context, previous) === figure) return null;
  if (
    figure.kind === "ratio" &&
    /^halv/i.test(shown(context, figure)) &&
    context.figures.some(({ kind }) => kind === "length")
  )
    return null;
  const from = partnerOf(context, figure) ?? insteadOf(context, figure) ?? originOf(context, figure);
  const values = from
    ? [from.value * (from.kind === "count" && figure.kind === "share" ? 0.01 : 1), figure.value]
    : [figure.value];
  const text = from ? `${shown(context, from)} to ${shown(context, figure)}` : shown(context, figure);
  const { clause, before } = around(context, figure);
  const other = from ? clauseAt(context.clauses, from.start) : clause;
  const place = from
    ? ([Math.min(other.from, clause.from), Math.max(other.to, clause.to)] as const)
    : segmentOf(context, figure, clause);
  const turn = turnOf(context, figure, clause);
  const summed = figure.kind === "count" && /\d\s[+=]\s*$/.test(context.sentence.words.slice(0, figure.start));
  const draft: DraftClaim = {
    ...base,
    kind: "figure",
    values,
    stated: text,
    place,
    ...(turn && { turn }),
    ...(summed && { span: "all" as const }),
  };
  const slowShare = context.figures.find(
    (one) =>
      one.kind === "share" && isSlowShare(context, one) && context.figures[context.figures.indexOf(one) + 1] === figure,
  );
  const kinded = (): Pick<DraftClaim, "kind"> & Partial<DraftClaim> => {
    switch (figure.kind) {
      case "money":
        return { kind: "money" };
      case "points":
        return { kind: "points", detail: /\b(?:fell|lower|below|down|dropp\w*)\b/i.test(clause.words) ? "down" : "up" };
      case "latency":
        return slowShare !== undefined
          ? { kind: "latency", detail: String(Number((1 - slowShare.value).toFixed(4))) }
          : from
            ? { kind: "latency-change", detail: quantileIn(clause.words) ?? quantileIn(context.sentence.words) }
            : { kind: "latency", detail: quantileIn(clause.words) ?? quantileIn(context.sentence.words) };
      case "ratio":
        return ratioKind(context, figure);
      case "length":
        return lengthKind(context, figure);
      case "share":
        if (from && TRAFFIC.test(clause.words) && !RATE_NOUN.test(clause.words))
          return trafficRange(clause.words, from, figure);
        if (from && !RESOURCE.test(clause.words)) return { kind: "rise" };
        return shareKind(context, figure, base);
      case "count":
        if (from && (TRAFFIC.test(context.sentence.words) || EACH_MINUTE.test(context.sentence.words)))
          return { kind: "traffic-level" };
        if (from) return { kind: "value", noun: nounAt(context.sentence.words.slice(figure.end)) };
        return countKind(context, figure, base);
    }
  };
  const kind = kinded();
  const isHedged =
    base.hedged || /\b(?:about|roughly|around|approximately|nearly|almost|some)\b[^.;,\d]{0,12}$/i.test(before);
  const words = context.sentence.words;
  const aimed = isAimed(words.slice(place[0], figure.start), words.slice(figure.end, place[1]));
  const told = kind.kind === "lag" && base.instants.length === 0 ? timesBefore(context.sentence) : [];
  return {
    ...draft,
    hedged: isHedged,
    ...(told.length > 0 && { instants: told }),
    ...kind,
    ...(aimed && { unsettled: "aimed" as const }),
  };
}

/** "Of the 120 dropped calls, 80 were in Dublin and 40 elsewhere": the parts of a total. */
function partsOf(context: FigureContext): DraftClaim | null {
  const counted = context.figures.filter(({ kind }) => kind === "count");
  const [total, one, two] = counted;
  const { words } = context.sentence;
  if (
    !total ||
    !one ||
    !two ||
    counted.length !== 3 ||
    !/\b(?:elsewhere|others?|rest|remaining|remainder|all other)\b/i.test(words)
  )
    return null;
  const base = baseOf(context, total);
  return {
    ...base,
    ...whenOf(context.sentence, { words, from: 0, to: words.length }),
    kind: "parts",
    values: [total.value, one.value, two.value],
    stated: `${shown(context, total)}: ${shown(context, one)} and ${shown(context, two)}`,
    outcome: "failed",
    place: [0, words.length],
  };
}

/** "12 of our 30 accounts": the total belongs to the count. */
function withoutTotals(context: FigureContext): readonly Figure[] {
  const { words } = context.sentence;
  return context.figures.filter((figure, index) => {
    const before = context.figures[index - 1];
    return !(
      figure.kind === "count" &&
      before?.kind === "count" &&
      /^\s(?:(?:out\s)?of|(?:\w+\s){1,3}out of)\s(?:our\s|the\s|all\s|a total of\s)?(?:(?:a (?:bit|little)|just|well|slightly|some|about|around|roughly|nearly|almost)\s){0,2}(?:over\s|under\s|more than\s|less than\s)?(?:[a-z]+\s)?$/i.test(
        words.slice(before.end, figure.start),
      )
    );
  });
}

/** How much of a total the words before it take: "a handful of the 60 accounts", "all of our 24 clients". */
const OF_TOTAL =
  /\b(?:(a handful|a few|very few|a small number|a fraction)|(most|the majority|the bulk)|(half)|(some|several|many|part|a number))\s(?:of\s)(?:(?:the|our|all|these|those|its)\s){0,2}$/i;
/** Part of a total (0…1) that "a handful" is at most. */
const FEW_SHARE = 0.25;

function quantified(context: FigureContext, figure: Figure): readonly Figure[] {
  if (figure.kind !== "count") return [figure];
  const found = OF_TOTAL.exec(context.sentence.words.slice(0, figure.start));
  if (!found) return [figure];
  const [, few, most, half] = found;
  const { value } = figure;
  if (few) return [{ ...figure, value: FEW_SHARE * value, rounding: 1, bound: "at-most" }];
  if (most) return [{ ...figure, value: 0.5 * value, rounding: 0, bound: "at-least" }];
  return half ? [{ ...figure, value: 0.5 * value, hedged: true }] : [];
}

/** The assertions that the figures of a sentence make, each figure once. */
export function claimsByFigure(context: FigureContext): readonly DraftClaim[] {
  const parts = partsOf(context);
  if (parts)
    return [
      parts,
      ...context.figures.filter(({ kind }) => kind !== "count").flatMap((figure) => ofFigure(context, figure) ?? []),
    ];
  const figures = withoutTotals(context).flatMap((figure) => quantified(context, figure));
  return figures.flatMap((figure) => ofFigure({ ...context, figures }, figure) ?? []);
}
