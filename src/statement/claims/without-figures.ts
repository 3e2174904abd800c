import { durations, type FoundDuration } from "../quantities/durations.js";
import { sentences } from "../text/sentences.js";

/** The sentences of a text; a line of a list is one, a paragraph's line breaks are none. */
function sentencesOf(text: string): string[] {
  return text.split(/\n\s*\n|\n(?=\s*(?:[-*•●#]|\d+[.)]|[A-Z][\w ]{0,30}:))/).flatMap((paragraph) => {
    const words = paragraph.replace(/\s+/g, " ").trim();
    return sentences(words).map(([from, to]) => words.slice(from, to));
  });
}

/** Said not to have happened to any of a unit. */
export interface StatedAbsence {
  readonly quote: string;
  readonly unit: string;
  readonly predicate: string;
}

const ABSENT =
  /\b(?:no|zero|none of (?:the|our|these))\s(?!(?:further|other|more|additional|longer|new|one|known|evidence|sign|indication|report)\b)((?:[a-z][\w-]*\s){1,4}?)((?:(?:was|were|is|are|have|has|had|been|ever|themselves)\s)*(?:fail(?:ed)?|lost|dropped|rejected|affected|impacted|declined|timed out|errored|refused|aborted|disrupted|corrupted))\b(?!\s(?:to|over)\b)/gi;

/** "No customer requests failed", "no payments were lost". */
export function absencesIn(text: string): readonly StatedAbsence[] {
  return sentencesOf(text).flatMap((quote) =>
    [...quote.matchAll(ABSENT)].map((match) => ({
      quote,
      unit: (match[1] as string).trim(),
      predicate: (match[2] as string).trim(),
    })),
  );
}

const LENGTH_BEFORE =
  /\b(?:lasting|lasted|duration(?:\sof\sthe\s\w+)?(?:\s?:|\swas|\sof)?|downtime(?:\s?:|\swas|\sof)?|(?:outage|disruption|incident|degradation|interruption)\s(?:of|for|lasted)|(?:errors?|failures?|failed|failing|unavailable|degraded|unreachable|disrupted|affected|impacted|down)\b[^.;,\d]{0,40}\bfor)\s?(?:(?:a|total|of|about|approximately|around|roughly|some|nearly|almost|up|to|less|than|more|just|over|under|only|the)\s)*~?\s?$/i;
const LENGTH_AFTER =
  /^[\s-](?:of\s(?:the\s)?)?(?:long\s)?(?:incident|outage|disruption|downtime|errors?|degradation|unavailability|interruption)\b/i;

/** A length of the incident, with its sentence. */
export type StatedLength = Pick<FoundDuration, "minutesLow" | "minutesHigh" | "hedged" | "quote"> & {
  readonly sentence: string;
};

/** "lasting about 10 minutes", "returned errors for 25 minutes", "the 25 minutes of the incident"; each length once. */
export function lengthsIn(text: string): readonly StatedLength[] {
  const found = sentencesOf(text).flatMap((sentence) =>
    durations(sentence)
      .filter(
        ({ start, end, minutesHigh }) =>
          minutesHigh >= 1 &&
          !/\btime to \w+/i.test(sentence) &&
          (LENGTH_BEFORE.test(sentence.slice(0, start)) || LENGTH_AFTER.test(sentence.slice(end))),
      )
      .map(({ minutesLow, minutesHigh, hedged, quote }) => ({ minutesLow, minutesHigh, hedged, quote, sentence })),
  );
  return found.filter(
    (one, index) =>
      found.findIndex((other) => other.minutesLow === one.minutesLow && other.minutesHigh === one.minutesHigh) ===
      index,
  );
}

const CURE =
  /\b(?:added|adding|scaled|scaling|restart\w*|reboot\w*|roll\w* back|rollback|revert\w*|deploy\w*|patch\w*|disabl\w*|increas\w*|switch\w*|fail\w* over|failover|rerout\w*|re-rout\w*|replac\w*|clear\w*|expand\w*|isolat\w*|block\w*|chang\w*|renew\w*)\b[^.;]{0,140}?[,;]?\s(?:and\s)?(?:which|this|that)\s(?:(?:change|action|has|had|immediately|quickly|fully|then|also|finally)\s)*(?:resolved|fixed|ended|mitigated|restored|eased|relieved|cleared|solved|stopped|alleviated)\b/i;

/** The sentences that say of an action that it ended or eased the problem: "we scaled out, which resolved the issue". */
export function curesIn(text: string): readonly string[] {
  return sentencesOf(text).filter((sentence) => CURE.test(sentence));
}
