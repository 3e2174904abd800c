import type { DatedEvent, LintInput, LintRule } from "./input.js";
import { clockText, entries, finding, firstOf, mainTimeline, minutesBetween, quoteOf } from "./input.js";
import { quoted } from "../text/quote.js";
import { sentences } from "../text/sentences.js";
import type { EventRole, Inconsistency } from "../statement.js";

const CANNOT: readonly (readonly [earlier: EventRole, later: EventRole])[] = [
  ["onset", "recovered"],
  ["onset", "resolved"],
  ["detected", "resolved"],
  ["declared", "resolved"],
  ["onset", "detected"],
  ["mitigation-start", "mitigation-end"],
  ["prevention-start", "prevention-end"],
];

/** Milestones the wrong way round: resolved before declared. */
const impossible: LintRule = (input) => {
  const timeline = mainTimeline(input);
  return CANNOT.flatMap(([earlier, later]) => {
    const [first, last] = [
      firstOf(timeline, earlier),
      timeline
        .filter(({ role }) => role === later)
        .sort((a, b) => a.time.at.localeCompare(b.time.at))
        .at(-1),
    ];
    if (!first || !last || last.time.at >= first.time.at || first.hedged || last.hedged) return [];
    return [
      finding(
        "order",
        "serious",
        `${later} at ${clockText(last.time.at)} is listed before ${earlier} at ${clockText(first.time.at, last.time.at)}.`,
        [quoteOf(input, last), quoteOf(input, first)],
        "Which of the two times is right?",
      ),
    ];
  });
};

/** True if a time stands behind a label, as in the lines of a form, or is counted back from a base: neither has a place in the order of a list. */
function standsApart({ text }: LintInput, { quoteSpan: [start], mention }: DatedEvent): boolean {
  return /\p{L}/u.test(text.slice(start, start + mention.start)) || /^\W*T\s?[-–−]/.test(text.slice(start, start + 12));
}

/** One entry out of a list's order. */
const outOfOrder: LintRule = (input) => {
  const blocks = new Map<number, DatedEvent[]>();
  const ends = new Set(input.events.flatMap(({ until }) => (until ? [until] : [])));
  // The end of a span belongs to its row, not to the order of the list.
  for (const event of entries(input).filter((one) => !ends.has(one) && !standsApart(input, one)))
    blocks.set(event.block, [...(blocks.get(event.block) ?? []), event]);
  return [...blocks.values()]
    .filter((list) => list.length > 3)
    .flatMap((list) => {
      const steps = list
        .slice(1)
        .map((event, index) => Math.sign(Date.parse(event.time.at) - Date.parse((list[index] as DatedEvent).time.at)));
      const direction = Math.sign(steps.reduce((a, b) => a + b, 0));
      return steps.flatMap((step, index) => {
        if (step === 0 || step === direction || direction === 0) return [];
        const [before, event] = [list[index] as DatedEvent, list[index + 1] as DatedEvent];
        if (event.quoteSpan[0] < before.quoteSpan[1]) return [];
        return [
          finding(
            "order",
            "warning",
            `The list has ${clockText(before.time.at)} before ${clockText(event.time.at, before.time.at)}.`,
            [quoteOf(input, before), quoteOf(input, event)],
            "Are these two times right, and in which order did the two things happen?",
          ),
        ];
      });
    })
    .slice(0, 3);
};

const AFTER_CAUSE =
  /\b(?:on|upon|after|once|following|having|when|as soon as)\b[^.]{0,40}\b(?:identif\w+|diagnos\w+|discover\w+|determin\w+|isolat\w+|found|locat\w+)\b[^.]{0,60}(?:,|\bwas\b|\bwere\b|\bwe\b)[^.]{0,60}\b(?:capacity|scal\w+|restart\w*|roll\w*|revert\w*|deploy\w*|patch\w*|fail\w* over|disabl\w*|increas\w*|add\w*|mitigat\w*|fix\w*|implement\w*|applied|replac\w*)/i;

/** Prose that puts the remedy after the finding of the cause, against a list that has it before. */
const remedyBeforeCause: LintRule = (input) => {
  const timeline = mainTimeline(input);
  const [cause, remedy] = [
    firstOf(timeline, "identified"),
    firstOf(timeline, "mitigation-start") ?? firstOf(timeline, "mitigation-end"),
  ];
  if (!cause || !remedy || remedy.time.at >= cause.time.at) return [];
  const done = firstOf(timeline, "mitigation-end");
  return proseSentences(input)
    .filter(({ words }) => AFTER_CAUSE.test(words))
    .slice(0, 1)
    .map(({ quote }): Inconsistency => {
      const end =
        done && done.time.at <= cause.time.at
          ? ` and done ${minutesBetween(done.time.at, cause.time.at)} minutes before`
          : "";
      return finding(
        "order",
        "serious",
        `The prose says the remedy followed the identification; the timeline has it begin at ${clockText(remedy.time.at)}, ${minutesBetween(remedy.time.at, cause.time.at)} minutes before the cause was identified (${clockText(cause.time.at, remedy.time.at)})${end}.`,
        [quote, quoteOf(input, remedy), ...(end && done ? [quoteOf(input, done)] : []), quoteOf(input, cause)],
        "What was known when the remedy was chosen, and when was the cause known?",
      );
    });
};

/** Sentences outside lists, with their quotes. */
export function proseSentences({
  items,
  text,
}: LintInput): readonly { readonly words: string; readonly quote: string; readonly section: string }[] {
  return items
    .filter(({ kind }) => kind !== "code" && kind !== "heading")
    .flatMap((item) =>
      sentences(item.words).map(([from, to]) => ({
        words: item.words.slice(from, to),
        quote: quoted(text, item.start + from, item.start + to),
        section: item.section,
      })),
    );
}

const AT_ONCE: readonly (readonly [EventRole, EventRole])[] = [
  ["identified", "recovery-start"],
  ["identified", "recovered"],
  ["mitigation-start", "recovered"],
  ["detected", "identified"],
];

/** Two milestones in one minute that one would expect apart. */
const simultaneous: LintRule = (input) => {
  const timeline = mainTimeline(input);
  return AT_ONCE.flatMap(([one, two]) => {
    const [a, b] = [firstOf(timeline, one), firstOf(timeline, two)];
    if (!a || !b || a === b || a.time.at !== b.time.at || a.quoteSpan[0] === b.quoteSpan[0]) return [];
    return [
      finding(
        "simultaneous",
        "info",
        `${one} and ${two} have the same minute, ${clockText(a.time.at)}.`,
        [quoteOf(input, a), quoteOf(input, b)],
        "Were these two moments observed separately, or was one dated by the other?",
      ),
    ];
  }).slice(0, 1);
};

export const orderRules: readonly LintRule[] = [remedyBeforeCause, impossible, outOfOrder, simultaneous];
