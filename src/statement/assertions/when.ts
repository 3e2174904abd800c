import type { Clause, PlacedInstant, Sentence } from "./sentence.js";
import { isOfThePast, spanName } from "./span-words.js";
import type { DraftClaim, SpanName } from "./stated-claim.js";

const timeOf = (times: readonly PlacedInstant[], { from, to }: Clause): readonly PlacedInstant[] =>
  times.filter(({ start }) => start >= from && start < to);

/** The clocks between which an assertion holds: of its own clause, else of its sentence. */
function spanTimes(sentence: Sentence, clause: Clause): readonly PlacedInstant[] {
  const pairs = (times: readonly PlacedInstant[]): readonly PlacedInstant[] => {
    const first = times.findIndex(({ opensSpan, minutes }) => opensSpan && minutes !== null);
    return first >= 0 && times[first + 1] ? [times[first] as PlacedInstant, times[first + 1] as PlacedInstant] : [];
  };
  const own = pairs(timeOf(sentence.times, clause));
  return own.length > 0 ? own : pairs(sentence.times);
}

const bare = ({ at, minutes, zone }: PlacedInstant) => ({ at, minutes, zone });

/** When an assertion holds: between two clocks, at a name such as "the second wave", or not said. */
export function whenOf(sentence: Sentence, clause: Clause): Pick<DraftClaim, "span" | "instants"> {
  if (sentence.times.some(({ otherDay }) => otherDay) || isOfThePast(clause.words))
    return { span: "other-day", instants: [] };
  const pair = spanTimes(sentence, clause);
  if (pair.length === 2) return { span: "span", instants: pair.map(bare) };
  const span: SpanName = spanName(clause.words, sentence.words);
  return { span, instants: timeOf(sentence.times, clause).map(bare) };
}
