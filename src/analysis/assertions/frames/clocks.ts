import type { StatedClaim, StatedInstant } from "../../../statement/assertions/stated-claim.js";
import type { Evidence } from "../evidence.js";
import { instantOf } from "../spans.js";

/** "0917", "at 8.40": clocks that the reading of times leaves to the data, since only they tell them from counts. */
const BARE = /(?<![\w.,:/#£$€-])([01]\d|2[0-3])([0-5]\d)(Z)?(?![\w:.%]|,\d| (?:failed|calls|requests|messages))/g;
const DOTTED = /\b(?:at|from|since|until|till|by|before|after|around|about|past)\s(\d{1,2})\.([0-5]\d)(?![\d%.])/gi;
/** "Ten to twelve", "a quarter to five", "half past ten", "noon". */
const HOURS = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve";
const SPOKEN = new RegExp(
  `\\b(?:(a quarter|quarter|five|ten|twenty|twenty-five|half) (past|to)|(${HOURS}) o['’]clock|(noon|midday))(?: (${HOURS}))?\\b`,
  "gi",
);
const MINUTES_OF: Readonly<Record<string, number>> = {
  five: 5,
  ten: 10,
  quarter: 15,
  "a quarter": 15,
  twenty: 20,
  "twenty-five": 25,
  half: 30,
};

const hourOf = (word: string): number => HOURS.split("|").indexOf(word.toLowerCase()) + 1;

/** Minutes since midnight of spoken clocks: both halves of the day. */
function spoken(words: string): readonly (readonly number[])[] {
  return [...words.matchAll(SPOKEN)].flatMap(([, part, side, plain, noon, hour]) => {
    if (noon) return [[720]];
    if (plain) return [[60 * (hourOf(plain) % 12), 60 * (hourOf(plain) % 12) + 720]];
    if (!part || !hour) return [];
    const offset = (MINUTES_OF[part.toLowerCase()] ?? 0) * (side?.toLowerCase() === "to" ? -1 : 1);
    const base = (60 * (hourOf(hour) % 12) + offset + 1440) % 720;
    return [[base, base + 720]];
  });
}

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

/** The clocks of an assertion as instants (milliseconds): those that were read, else bare and spoken ones that lie in the data. */
export function clocksIn(claim: StatedClaim, words: string, evidence: Evidence): readonly number[] {
  const read = claim.instants.filter(({ minutes, at }) => minutes !== null || at !== null);
  const known = read.flatMap((one) => instantOf(one, evidence) ?? []).map((one) => Date.parse(one));
  if (known.length > 0) return known;
  const own = bare(words)
    .flatMap((one) => instantOf(one, evidence) ?? [])
    .map((one) => Date.parse(one));
  const told = spoken(words).flatMap((readings) => {
    const instants = readings.flatMap((minutes) => instantOf({ at: null, minutes, zone: null }, evidence) ?? []);
    const inside = instants.map((one) => Date.parse(one)).filter((one) => inData(one, evidence));
    return inside.length === 1 ? inside : [];
  });
  return [...own, ...told].filter((one) => inData(one, evidence));
}

/** Where words hold clocks that are told from counts only by what stands around them. */
export const clockPlaces = (words: string): readonly (readonly [number, number])[] =>
  [BARE, DOTTED, SPOKEN].flatMap((pattern) =>
    [...words.matchAll(pattern)].map(({ index, 0: text }) => [index, index + text.length] as const),
  );
