import { NUMBER_WORD, numberOf } from "../text/number-words.js";
import type { Placed } from "./figure-numbers.js";

const UNIT = "(weeks?|days?|d|hours?|hrs?|h|minutes?|mins?|m|seconds?|secs?|s)";
const AMOUNT = `(\\d+(?:\\.\\d+)?|half(?:\\san?)?|(?:a\\s)?quarter\\sof\\san?|three[\\s-]quarters\\sof\\san?|${NUMBER_WORD}(?:\\sand\\sa\\s(?:half|quarter))?|an?(?=[\\s-](?:hour|minute|day|week)))`;
const LENGTH = new RegExp(
  `(?<![\\w.:/+,-])${AMOUNT}[\\s-]?${UNIT}\\b(?:(?:,?\\s(?:and\\s)?)${AMOUNT}[\\s-]?${UNIT}\\b)?(?:(?:,?\\s(?:and\\s)?)${AMOUNT}[\\s-]?${UNIT}\\b)?`,
  "gi",
);
const MINUTES: Readonly<Record<string, number>> = { s: 1 / 60, m: 1, h: 60, d: 1440, w: 10_080 };

/** Hours and days are told to the quarter; half an hour to five minutes. */
const HOURS_ROUNDING = 0.25;
const HALF_ROUNDING = 1 / 12;

/** "A few minutes", "a couple of hours", "a minute or two": lengths that give their size and no number. */
const VAGUE =
  /\b(?:(?:an?|some|just a|only a) (?:good |mere |whole |short )?(few|couple(?: of)?|handful of)|(several))[\s-](seconds?|minutes?|mins?|hours?|days?)\b|\ban? (minute|hour|second|day) or (?:two|so)\b/gi;
/** How much each of them is, in its unit, and how far from that it may be. */
const VAGUE_AMOUNTS: Readonly<Record<string, readonly [number, number]>> = {
  few: [4, 4],
  couple: [2, 2],
  handful: [5, 4],
  several: [6, 5],
};

export function vagueLengths(words: string): Placed[] {
  return [...words.matchAll(VAGUE)].map((match): Placed => {
    const [whole, amount, several, unit, single] = match;
    const size = MINUTES[(unit ?? single ?? "minute").charAt(0).toLowerCase()] as number;
    const [value, room] = single
      ? ([1.5, 1] as const)
      : (VAGUE_AMOUNTS[(amount ?? several ?? "few").toLowerCase().split(" ")[0] as string] ?? [4, 4]);
    return {
      kind: "length",
      start: match.index,
      end: match.index + whole.length,
      value: value * size,
      rounding: room * size,
    };
  });
}

export function lengths(words: string): Placed[] {
  return [...words.matchAll(LENGTH)].flatMap((match): Placed[] => {
    const parts = [1, 3, 5].flatMap((at) =>
      match[at] === undefined ? [] : [[match[at] as string, match[at + 1] as string] as const],
    );
    const minutes = parts.map(([amount, unit]) => {
      const count = /^half/i.test(amount)
        ? 0.5
        : /quarter/i.test(amount)
          ? /^three/i.test(amount)
            ? 0.75
            : 0.25
          : /^an?$/i.test(amount)
            ? 1
            : numberOf(amount.split(/\sand\sa\s/i)[0] as string);
      const more = /\sand\sa\shalf/i.test(amount) ? 0.5 : /\sand\sa\squarter/i.test(amount) ? 0.25 : 0;
      return (count + more) * (MINUTES[unit.charAt(0).toLowerCase()] as number);
    });
    const [, unit = "m"] = parts.at(-1) ?? [];
    // "An hour and a half": the half is of the unit before it.
    const after = words.slice(match.index + match[0].length);
    const tail = /^\sand\sa\s(half|quarter)\b/i.exec(after);
    const extra = tail
      ? (/half/i.test(tail[1] as string) ? 0.5 : 0.25) * (MINUTES[unit.charAt(0).toLowerCase()] as number)
      : 0;
    const value = minutes.reduce((sum, one) => sum + one, extra);
    // "Requests a minute", "once an hour" are rates.
    if (
      /^an?[\s-]/i.test(match[0]) &&
      parts.length === 1 &&
      !tail &&
      !/^\s(?:before|after|later|earlier|ahead|into|in all|long)\b/i.test(after) &&
      !/\b(?:for|lasted|lasting|about|within|after|almost|nearly|over|under|than|took|half|roughly)\s$/i.test(
        words.slice(Math.max(0, match.index - 12), match.index),
      )
    )
      return [];
    // "5 m" and "10 s" alone may be metres and settings.
    if (parts.length === 1 && /^[mshd]$/i.test(unit) && !/^(?:m|h|d)$/.test(unit)) return [];
    const size = MINUTES[unit.charAt(0).toLowerCase()] as number;
    const half = parts.some(([amount]) => /^half|quarter/i.test(amount));
    const rounding = size * (half ? HALF_ROUNDING : size >= 60 ? HOURS_ROUNDING : 0.5);
    const end = match.index + match[0].length + (tail?.[0].length ?? 0);
    return [{ kind: "length", start: match.index, end, value, rounding }];
  });
}
