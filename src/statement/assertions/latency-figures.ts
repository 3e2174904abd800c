import { NUMBER_WORD, numberOf } from "../text/number-words.js";
import { BEFORE_NUMBER, NUMBER, type Placed, plain, roundingOf } from "./figure-numbers.js";

const LATENCY = new RegExp(`${BEFORE_NUMBER}(${NUMBER})[\\s-]?(ms|msec|milliseconds?|s|secs?|seconds?)\\b`, "gi");
const ABOUT_LATENCY =
  /\b(?:latenc\w*|response times?|responses?|respond\w*|p\d\d(?:\.\d)?|percentile|median|round[- ]?trip|set-?up time|took|slow\w*|wait\w*|load times?|connect|came back|come back|answered|repl(?:y|ies|ied)|returned in)\b/i;

/** "Half a second", "a second and a half", "two seconds". */
const LATENCY_WORDS = new RegExp(
  `\\b(?:(half a|an? (?:quarter|third|fifth|tenth) of a|three[\\s-]quarters of a|an?)|(${NUMBER_WORD}))[\\s-](?:full\\s)?seconds?\\b(\\sand\\sa\\shalf)?`,
  "gi",
);

const PARTS_OF_A_SECOND: readonly (readonly [RegExp, number])[] = [
  [/^half/i, 0.5],
  [/^three/i, 0.75],
  [/quarter/i, 0.25],
  [/third/i, 1 / 3],
  [/fifth/i, 0.2],
  [/tenth/i, 0.1],
];

const partOfASecond = (words: string): number => PARTS_OF_A_SECOND.find(([pattern]) => pattern.test(words))?.[1] ?? 1;

function latenciesInWords(words: string): Placed[] {
  return [...words.matchAll(LATENCY_WORDS)].map((match): Placed => {
    const [whole, part, word, more] = match;
    const seconds = part ? partOfASecond(part) : numberOf(word as string);
    return {
      kind: "latency",
      start: match.index,
      end: match.index + whole.length,
      value: 1000 * (seconds + (more ? 0.5 : 0)),
      rounding: 1000 * (part ? 0.1 * seconds : 0.5),
    };
  });
}

/** "Ninety seconds before the shop slowed": between two events, no time that an answer took. */
export const BETWEEN_EVENTS = /^\s(?:before|after|later|earlier|ahead of|prior to|beforehand|afterwards|into)\b/i;

/** Latencies in the words: lengths in seconds and less that are not between two events. */
export function latencies(words: string): Placed[] {
  return allLatencies(words).filter(({ end }) => !BETWEEN_EVENTS.test(words.slice(end)));
}

function allLatencies(words: string): Placed[] {
  const about = ABOUT_LATENCY.test(words) || /\d\s?ms\b/.test(words);
  // Milliseconds are of little else.
  const inDigits = [...words.matchAll(LATENCY)]
    .filter(({ 2: unit = "" }) => about || /^m/i.test(unit))
    .map((match): Placed => {
      const scale = /^m/i.test(match[2] as string) ? 1 : 1000;
      return {
        kind: "latency",
        start: match.index,
        end: match.index + match[0].length,
        value: plain(match[1] as string) * scale,
        rounding: roundingOf(match[1] as string) * scale,
      };
    });
  return about ? [...inDigits, ...latenciesInWords(words)] : inDigits;
}
