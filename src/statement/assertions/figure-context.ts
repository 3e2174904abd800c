import type { Figure } from "./figure-numbers.js";
import { type Clause, type Sentence, clauseAt } from "./sentence.js";
import type { DraftClaim } from "./stated-claim.js";

/** Everything that a figure is read with. */
export interface FigureContext {
  readonly sentence: Sentence;
  readonly clauses: readonly Clause[];
  readonly figures: readonly Figure[];
}

interface Around {
  readonly before: string;
  readonly after: string;
  readonly clause: Clause;
}

/** The words of a figure's clause before and behind it. */
export function around({ sentence, clauses }: FigureContext, figure: Figure): Around {
  const clause = clauseAt(clauses, figure.start);
  return {
    clause,
    before: sentence.words.slice(clause.from, figure.start),
    after: sentence.words.slice(figure.end, clause.to),
  };
}

/** A figure as it is written. */
export const shown = ({ sentence }: FigureContext, { start, end }: Figure): string =>
  sentence.words.slice(start, end).replace(/\s+/g, " ").trim();

/** The place of a figure among those of its kind in its clause; none where it is alone. */
export function turnOf({ figures }: FigureContext, figure: Figure, { from, to }: Clause): DraftClaim["turn"] {
  const alike = figures.filter(({ kind, start }) => kind === figure.kind && start >= from && start < to);
  return alike.length > 1 ? [alike.indexOf(figure), alike.length] : undefined;
}

/** Words between two figures that part them: "down 69 min, 901 of 4,348 requests lost". */
const PARTED = /,\s(?:and\s|but\s)?|;\s|\s\|\s|\s\/\s/;

/** The stretch of a clause that speaks of one figure: where commas part it from its neighbours, no further. */
export function segmentOf(
  { sentence, figures }: FigureContext,
  figure: Figure,
  { from, to }: Clause,
): readonly [number, number] {
  const own = figures.filter(({ start }) => start >= from && start < to);
  const at = own.indexOf(figure);
  const [previous, next] = [own[at - 1], own[at + 1]];
  const behind = previous && PARTED.exec(sentence.words.slice(previous.end, figure.start));
  const ahead = next && PARTED.exec(sentence.words.slice(figure.end, next.start));
  return [
    previous && behind ? previous.end + behind.index + behind[0].length : from,
    next && ahead ? figure.end + ahead.index : to,
  ];
}
