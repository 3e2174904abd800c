import type { Passage } from "../passages/passages.js";
import type { StatedInstant } from "./stated-claim.js";

/** A time in a sentence. */
export interface PlacedInstant extends StatedInstant {
  readonly start: number;
  readonly end: number;
  /** Joined to the next as a span. */
  readonly opensSpan: boolean;
  /** The role that the timeline gave it, where it is an event; with whether that is sure. */
  readonly role: string | null;
  readonly sure: boolean;
  /** True if the date that stands at it is another than the incident's. */
  readonly otherDay: boolean;
}

/** A sentence with its times, as assertions are read from it. */
export interface Sentence {
  /** Its words, markup blanked, in their places. */
  readonly words: string;
  /** Offset of its first character in the statement's text. */
  readonly start: number;
  readonly kind: Passage["kind"];
  readonly section: string;
  readonly times: readonly PlacedInstant[];
  /** The sentence before it, where this one speaks of what that told: "This ended the outage." */
  readonly before?: Pick<Sentence, "words" | "times">;
}

/** A stretch of a sentence that asserts by itself. */
export interface Clause {
  readonly words: string;
  readonly from: number;
  readonly to: number;
}

const BOUNDARY =
  /;\s|,\s(?=(?:and|but|while(?! (?:the|it|this)\b[^.;,]{0,24}\b(?:lasted|went on|continued))|whereas|where|which|with|so|then|yet|although|though|as|during which|after which|upon which|of which|at which)\s)|\s(?:while|whereas)\s(?!(?:the|it|this|our)\b[^.;,]{0,24}\b(?:lasted|went on|was (?:ongoing|under way|down)|continued))|\s[–—]\s|(?<=\p{L})\s-\s(?=\p{L})|:\s(?=\S)|,\s(?=(?:the|we|it|they|our)\s)(?!(?:the|our)\s[^,.;:]{3,40},\s(?:\p{L}+ly\s|also\s)?(?:was|were|had|saw|carried|kept|stayed|remained|did|is|failed|took|went|came|showed|escaped|suffered|lost|dropped|never|ran)\b)|\s(?=and (?:since|after|before|during|within|by|from|until)\s[^,.;]{3,40}\s(?:was|were|had|has|went|rose|fell)\b)|\s(?=and (?:lasted|was over)\b)|\s(?=but\s(?:did|was|were|had|has|only|not|never)\s)/gu;
/** The label of one more item: "…, wave 2: 12 %". */
const LABEL = /\d[^,;]*,\s[^,;]{1,24}$/;
/** A verb of a sentence; "failed calls" in a label is none. */
const TOLD_BY_LABEL =
  /\s(?:was|were|is|are|had|has|have|saw|rose|fell|went|began|started|ended|recovered|returned|took|lasted|came|sat|stood|reached|peaked|remained|stayed|did|says?|said|looks?)\b/i;
/** What a label is put before: a figure, or a word for all or none. */
const OF_LABEL =
  /^\W*(?:(?:about|around|roughly|approximately|some|nearly|almost|over|under|up to|at least|at most|(?:more|less|fewer) than|close to|a (?:bit|little) (?:over|under)|just (?:over|under)|all|none|no)\s)*(?:[~≈<>]\s?)?(?:\d|(?:one|two|three|four|five|six|seven|eight|nine|ten|half|a third|a quarter|all|none|both)\b)[^.;:]{0,60}$/i;
/** What happened to something: such a clause stands by itself even where it opens with "in". */
const HAPPENS =
  /\s(?:was|were|had|saw|failed|dropped|lost|rose|fell|went|began|started|ended|recovered|returned|took|lasted|came|sat|stood|reached|peaked|remained|stayed)\b/i;
/** The same, with what people do. */
const HAPPENS_OR_NEEDS = new RegExp(
  `${HAPPENS.source}|\\s(?:needed|did|made|is|are|has|have|carried|kept|got)\\b`,
  "i",
);
/** A clause has a word for what happened: a verb or a noun of it. */
const TELLS = /\p{L}{3,}.*\p{L}{3,}/u;

/** The clauses of a sentence; a piece too short to assert anything stays with the one before it. */
export function clausesOf(words: string): readonly Clause[] {
  const cuts = [...words.matchAll(BOUNDARY)].map(({ index, 0: mark }) => [index, index + mark.length] as const);
  const clauses: Clause[] = [];
  let from = 0;
  for (const [end, next] of [...cuts, [words.length, words.length] as const]) {
    const part = words.slice(from, end);
    const opening =
      /^\W*(?:during|in|between|from|over|before|after|by|at|on|within|throughout|of|until|prior)\b[^,]*$/i.test(
        part,
      ) && !HAPPENS.test(part);
    const rest = words.slice(next);
    if (
      end < words.length &&
      !(
        words[end] === ";" &&
        TELLS.test(part) &&
        TELLS.test(rest) &&
        part.length >= 24 &&
        HAPPENS_OR_NEEDS.test(part)
      ) &&
      (!TELLS.test(part) ||
        (words[end] === ":" && (LABEL.test(part) || (!TOLD_BY_LABEL.test(part) && OF_LABEL.test(rest)))) ||
        opening ||
        part.length < 16 ||
        !TELLS.test(rest) ||
        rest.length < 12)
    )
      continue;
    clauses.push({ words: part, from, to: end });
    from = next;
  }
  if (from < words.length) clauses.push({ words: words.slice(from), from, to: words.length });
  return clauses;
}

/** The clause of a place. */
export const clauseAt = (clauses: readonly Clause[], at: number): Clause =>
  clauses.find(({ from, to }) => at >= from && at < to) ?? (clauses.at(-1) as Clause);
