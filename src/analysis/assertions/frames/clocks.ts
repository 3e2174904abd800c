import type { StatedClaim, StatedInstant } from "../../../statement/assertions/stated-claim.js";
import type { Evidence } from "../evidence.js";
import { instantOf } from "../spans.js";

/** "0917", "at 8.40": clocks that the reading of times leaves to the data, since only they tell them from counts. */
const BARE = /(?<![\w.,:/#£$€-])([01]\d|2[0-3])([0-5]\d)(Z)?(?![\w:.%]|,\d| (?:failed|calls|requests|messages))/g;
const DOTTED = /\b(?:at|from|since|until|till|by|before|after|around|about|past)\s(\d{1,2})\.([0-5]\d)(?![\d%.])/gi;
/** True if an instant lies in the data. */
const inData = (at: number, { dataSpan }: Evidence): boolean =>
  dataSpan !== null && at >= Date.parse(dataSpan.from) && at <= Date.parse(dataSpan.to);

function bare(words: string): readonly StatedInstant[] {
  const four = [...words.matchAll(BARE)].map(([, hour, minute, utc]) => ({
    at: null,
    minutes: 60 * Number(hour) + Number(minute),
    zone: utc ? "Z" : null,
  }));
  const dotted = [...words.matchAll(DOTTED)].map(([, hour, minute]) => ({
    at: null,
    minutes: 60 * Number(hour) + Number(minute),
    zone: null,
  }));
  return [...four, ...dotted];
}

/** The clocks of an assertion as instants (milliseconds): those that were read, else bare ones that lie in the data. */
export function clocksIn(claim: StatedClaim, words: string, evidence: Evidence): readonly number[] {
  const read = claim.instants.filter(({ minutes, at }) => minutes !== null || at !== null);
  const known = read.flatMap((one) => instantOf(one, evidence) ?? []).map((one) => Date.parse(one));
  if (known.length > 0) return known;
  const own = bare(words)
    .flatMap((one) => instantOf(one, evidence) ?? [])
    .map((one) => Date.parse(one));
  return own.filter((one) => inData(one, evidence));
}

/** Where words hold clocks that are told from counts only by what stands around them. */
export const clockPlaces = (words: string): readonly (readonly [number, number])[] =>
  [BARE, DOTTED].flatMap((pattern) =>
    [...words.matchAll(pattern)].map(({ index, 0: text }) => [index, index + text.length] as const),
  );
