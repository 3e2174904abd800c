import { seasonOf } from "../../time/zone-label.js";
import { weekdayOf } from "../../time/calendar.js";
import { clockText, finding, firstOf, mainTimeline, minutesBetween, quoteOf } from "./input.js";
import type { DatedEvent, LintInput, LintRule } from "./input.js";
import { quoted } from "../text/quote.js";
import { dayOfDate } from "../times/resolved-time.js";
import type { Inconsistency } from "../statement.js";

const DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

/** "Friday, May 13" in a year when that was a Monday. */
const weekdayDate: LintRule = ({ items, facts, text }) =>
  items.flatMap((item) =>
    item.mentions.flatMap(({ date }) => {
      if (date?.kind !== "date" || date.weekday === null) return [];
      const day = dayOfDate(date, facts, item.start + date.start);
      if (!day || weekdayOf(day) === date.weekday) return [];
      const written = `${day.year}-${String(day.month).padStart(2, "0")}-${String(day.day).padStart(2, "0")}`;
      return [
        finding(
          "weekday-date",
          "warning",
          `${written} was a ${DAYS[weekdayOf(day)]}, not a ${DAYS[date.weekday]}.`,
          [quoted(text, item.start, item.end)],
          "Is the weekday or the date wrong?",
        ),
      ];
    }),
  );

/** A label of the other season: PST in April. One finding a label. */
const zoneSeason: LintRule = (input) => {
  const wrong = input.events.filter(
    (event): event is DatedEvent => event.time.at !== null && event.time.wrongSeason !== null,
  );
  return [...new Set(wrong.map(({ time }) => time.wrongSeason as string))].map((label) => {
    const all = wrong.filter(({ time }) => time.wrongSeason === label);
    const season = seasonOf(all[0]?.mention.zone?.zone ?? "UTC", all[0]?.time.at ?? "1970-01-01T00:00:00Z");
    return finding(
      "zone-season",
      "warning",
      `${label} does not apply on ${all[0]?.time.at.slice(0, 10)}, when the region is on ${season} time; the times are read as the region's wall clock.`,
      all.map((event) => quoteOf(input, event)),
      `Are the times given in ${label} those of the wall clock, or an hour off?`,
    );
  });
};

const STRETCH_MINUTES = 45;
const SHORT_LIST = 6;
const EXPOSED_MINUTES = 240;

/** From noticing to the first action with nothing in between, and from recovery to the lasting fix. */
const silentStretch: LintRule = (input) => {
  const timeline = [...mainTimeline(input)].sort((a, b) => a.time.at.localeCompare(b.time.at));
  const recovered = firstOf(timeline, "recovered") ?? firstOf(timeline, "resolved");
  const found: Inconsistency[] = [];
  // A list of milestones only is no account of what happened in between.
  if (timeline.length >= SHORT_LIST)
    timeline.forEach((event, index) => {
      const next = timeline[index + 1];
      if (
        !next ||
        !["detected", "declared", "investigating"].includes(event.role) ||
        (recovered && next.time.at > recovered.time.at)
      )
        return;
      const minutes = minutesBetween(event.time.at, next.time.at);
      if (minutes < STRETCH_MINUTES || minutes > 1440) return;
      found.push(
        finding(
          "silent-stretch",
          "warning",
          `Nothing is told of the ${minutes} minutes from ${clockText(event.time.at)} to ${clockText(next.time.at, event.time.at)}.`,
          [quoteOf(input, event), quoteOf(input, next)],
          `What was tried between ${clockText(event.time.at)} and ${clockText(next.time.at, event.time.at)}, and why did the first action wait?`,
        ),
      );
    });
  return [...found.slice(0, 2), ...exposed(input, recovered, timeline)];
};

/** Service back, but the cause still there. */
function exposed(
  input: LintInput,
  recovered: DatedEvent | undefined,
  timeline: readonly DatedEvent[],
): Inconsistency[] {
  const fix = timeline.filter(({ role }) => role === "prevention-end").at(-1);
  if (!recovered || !fix) return [];
  const minutes = minutesBetween(recovered.time.at, fix.time.at);
  if (minutes < EXPOSED_MINUTES) return [];
  return [
    finding(
      "silent-stretch",
      "info",
      `For ${minutes} minutes after recovery (${clockText(recovered.time.at)} to ${clockText(fix.time.at, recovered.time.at)}) the fix was not in place; the statement does not say whether the fault could have come back.`,
      [quoteOf(input, recovered), quoteOf(input, fix)],
      "What kept the fault from coming back until the fix was in place?",
    ),
  ];
}

/** Seconds in one place where everything else is told to the minute. */
const straySeconds: LintRule = (input) => {
  const clocks = input.events.filter(
    (event) => event.time.at !== null && event.mention.clock !== null && event.kind !== "stamp",
  );
  const exact = clocks.filter(({ time, mention }) => time.precision === "second" && mention.clock?.second === 0);
  const places = new Set(exact.map(({ quoteSpan }) => quoteSpan[0]));
  if (
    exact.length === 0 ||
    places.size > 1 ||
    clocks.length < exact.length + 3 ||
    clocks.some((event) => event.time.precision === "second" && !exact.includes(event))
  )
    return [];
  return [
    finding(
      "false-precision",
      "info",
      "Seconds are given in one place only, and are all zero there.",
      exact.map((event) => quoteOf(input, event)),
      "Were these times measured to the second, or rounded to the minute?",
    ),
  ];
};

export const timeRules: readonly LintRule[] = [weekdayDate, zoneSeason, silentStretch, straySeconds];
