import { type FigureContext, around, segmentOf, turnOf } from "./figure-context.js";
import { subjectOf } from "./figure-subject.js";
import type { Figure } from "./figure-numbers.js";
import type { Clause } from "./sentence.js";
import type { DraftClaim, SpanName } from "./stated-claim.js";
import { whenOf } from "./when.js";

/** When a figure holds: by the words between the commas beside it, else by those of its clause. */
function whenOfFigure(context: FigureContext, figure: Figure, clause: Clause): Pick<DraftClaim, "span" | "instants"> {
  const [from, to] = segmentOf(context, figure, clause);
  if (from === clause.from && to === clause.to) return whenOf(context.sentence, clause);
  const words = context.sentence.words.slice(from, to);
  const own = whenOf({ ...context.sentence, words }, { words, from, to });
  if (own.span !== "open" || own.instants.length > 0) return own;
  // What a later stretch names is of that stretch: "20,000 failed, four fifths of them in the second wave".
  const heard = { words: context.sentence.words.slice(clause.from, to), from: clause.from, to };
  return whenOf({ ...context.sentence, words: context.sentence.words.slice(0, to) }, heard);
}

/** "202 in the first wave and 57 in the second": each figure has its own. */
function ownWave(words: string, [index, of]: readonly [number, number]): Partial<DraftClaim> {
  const named = [...words.matchAll(/\b(first|(?<!\b(?:an?|per|each|every|\d)\s)second)\b/gi)].map((match) =>
    (match[1] as string).toLowerCase(),
  );
  return of === 2 && named.length === 2 && named[0] !== named[1] ? { span: named[index] as SpanName } : {};
}

/** Everything of a claim that its figure's surroundings say. */
export type Base = Omit<DraftClaim, "kind" | "stated" | "values">;

/** The claim of a figure as far as its surroundings say it: span, subject, bound. */
export function baseOf(context: FigureContext, figure: Figure): Base {
  const { clause } = around(context, figure);
  const { noun, outcome } = subjectOf(context, figure);
  const turn = turnOf(context, figure, clause);
  return {
    rounding: figure.rounding,
    bound: figure.bound,
    hedged: figure.hedged,
    ...whenOfFigure(context, figure, clause),
    ...(turn && ownWave(clause.words, turn)),
    noun,
    outcome,
    detail: null,
    place: [clause.from, clause.to],
  };
}
