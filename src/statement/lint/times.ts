import { seasonOf } from "../../time/zone-label.js";
import { isDay, weekdayOf } from "../../time/calendar.js";
import { LENGTH_LABEL } from "../text/length-label.js";
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
          `The statement says nothing about the ${minutes} minutes from ${clockText(event.time.at)} to ${clockText(next.time.at, event.time.at)}.`,
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
      "Seconds are given in one place only, and all are zero.",
      exact.map((event) => quoteOf(input, event)),
      "Were these times measured to the second, or rounded to the minute?",
    ),
  ];
};

const MONTH_NAMES = "January|February|March|April|May|June|July|August|September|October|November|December";
/** Dates as written, a day that may be more than its month has. */
const WRITTEN_DATE = new RegExp(
  `\\b(\\d{1,2})(?:st|nd|rd|th)?\\s(?:of\\s)?(${MONTH_NAMES})\\b(?:,?\\s(\\d{4}))?|\\b(${MONTH_NAMES})\\s(\\d{1,2})(?:st|nd|rd|th)?(?![\\d:])(?:,?\\s(\\d{4}))?|(?<![\\d./-])(\\d{4})-(\\d\\d)-(\\d\\d)(?![\\d-])`,
  "gi",
);
/** A leap year, for dates without one. */
const SOME_YEAR = 2024;
const MOST_DAYS = 31;

function impossibleDates(words: string): string[] {
  const months = MONTH_NAMES.toLowerCase().split("|");
  return [...words.matchAll(WRITTEN_DATE)].flatMap((match) => {
    const [whole, day, month, year, first, second, behind, isoYear, isoMonth, isoDay] = match;
    const named = (month ?? first)?.toLowerCase();
    const read = {
      year: Number(year ?? behind ?? isoYear ?? SOME_YEAR),
      month: named ? months.indexOf(named) + 1 : Number(isoMonth),
      day: Number(day ?? second ?? isoDay),
    };
    return read.day > 0 && read.day <= MOST_DAYS + 68 && !isDay(read) ? [`${whole} is not a calendar date`] : [];
  });
}

/** A reading that no clock gives: 25:10, 10:75; not a ratio, a score or a length. */
const NO_CLOCK =
  /(?<![\d:.,/])(?:(?:2[4-9]|[3-9]\d):[0-5]\d|(?:[01]?\d|2[0-3]):[6-9]\d)(?::[0-5]\d)?(?![\d:]|\s?(?:hours|hrs|h\b|min|mb|gb|ratio|aspect))/gi;

function impossibleClocks(words: string): string[] {
  return [...words.matchAll(NO_CLOCK)].flatMap((match) => {
    const before = words.slice(Math.max(0, match.index - 40), match.index);
    const asked =
      /^[^\p{L}\p{N}]*$/u.test(words.slice(0, match.index)) ||
      /\b(?:at|from|until|till|by|to|between|since|around|about|and)\s$/i.test(before);
    const length = new RegExp(`${LENGTH_LABEL}$`, "i").test(before);
    return asked && !length && !/^24:00/.test(match[0]) ? [`${match[0]} is not a time of day`] : [];
  });
}

/** Dates that the calendar lacks, readings that no clock gives, and local times that were skipped when the clocks went forward. */
const impossibleTimes: LintRule = (input) => {
  const written = input.items
    .filter(({ kind }) => kind !== "code")
    .flatMap((item) =>
      [...impossibleDates(item.words), ...impossibleClocks(item.words)].map((text) =>
        finding(
          "impossible-time",
          "serious",
          `${text}.`,
          [quoted(input.text, item.start, item.end)],
          "Which time is meant?",
        ),
      ),
    );
  const changed = input.events
    .filter(({ time }) => time.clockChange !== null && time.at === null && time.minutes !== null)
    .map((event) => {
      const { minutes, day, clockChange } = event.time;
      const clock = `${String(Math.floor((minutes as number) / 60)).padStart(2, "0")}:${String((minutes as number) % 60).padStart(2, "0")}`;
      const date = day
        ? ` on ${day.year}-${String(day.month).padStart(2, "0")}-${String(day.day).padStart(2, "0")}`
        : "";
      return finding(
        "impossible-time",
        clockChange === "gap" ? "serious" : "warning",
        clockChange === "gap"
          ? `${clock} does not exist${date}: the clocks went forward over it.`
          : `${clock} occurs twice${date}: the clocks went back over it.`,
        [quoteOf(input, event)],
        clockChange === "gap"
          ? "Which time is meant, and in which zone?"
          : "Is the first or the second of the two meant?",
      );
    });
  return [...written, ...changed].slice(0, MOST_IMPOSSIBLE);
};
const MOST_IMPOSSIBLE = 6;

/** Two labels of one region that exclude each other on one day: 10:00 GMT and 10:05 BST. */
const twoSeasons: LintRule = (input) => {
  const labelled = input.events.filter(
    (event): event is DatedEvent =>
      event.time.at !== null && event.mention.zone !== null && event.mention.zoneLabel !== null,
  );
  const seasons = (event: DatedEvent): string | null =>
    event.mention.zone?.season ?? (event.mention.zoneLabel === "GMT" ? "standard" : null);
  return labelled
    .flatMap((one, index) =>
      labelled.slice(index + 1).flatMap((other) => {
        const pair = [one, other]
          .map((event) => event.mention.zoneLabel)
          .sort()
          .join(" ");
        // British labels are of one region, though GMT elsewhere is UTC.
        const zone = pair === "BST GMT" ? "Europe/London" : (one.mention.zone?.zone as string);
        const together =
          seasons(one) !== null &&
          seasons(other) !== null &&
          seasons(one) !== seasons(other) &&
          one.time.at.slice(0, 10) === other.time.at.slice(0, 10) &&
          (one.mention.zone?.zone === other.mention.zone?.zone || pair === "BST GMT") &&
          seasonOf(zone, one.time.at) === seasonOf(zone, other.time.at) &&
          one.time.wrongSeason === null &&
          other.time.wrongSeason === null;
        if (!together) return [];
        return [
          finding(
            "zone-season",
            "warning",
            `${one.mention.zoneLabel} and ${other.mention.zoneLabel} are both used on ${one.time.at.slice(0, 10)}: only one of them applies that day.`,
            [quoteOf(input, one), quoteOf(input, other)],
            "Which of the two clocks were the times read from?",
          ),
        ];
      }),
    )
    .slice(0, 1);
};

/** Months in which a label of the northern summer or winter cannot hold, whatever the year. */
const OUT_OF_SEASON: Readonly<Record<"standard" | "daylight", readonly number[]>> = {
  daylight: [1, 2, 12],
  standard: [5, 6, 7, 8, 9],
};

/** A label of the other season beside a month that settles it without a year: "10:00 PST on 4 July". */
const seasonByMonth: LintRule = (input) => {
  const wrong = input.events.filter(
    ({ time, mention }) =>
      time.at === null &&
      mention.zone?.season != null &&
      /^(?:America|Europe)\//.test(mention.zone.zone) &&
      mention.date?.kind === "date" &&
      OUT_OF_SEASON[mention.zone.season].includes(mention.date.month),
  );
  return [...new Set(wrong.map(({ mention }) => mention.zoneLabel as string))].map((label) =>
    finding(
      "zone-season",
      "warning",
      `${label} does not apply in that month, whatever the year.`,
      wrong.filter(({ mention }) => mention.zoneLabel === label).map((event) => quoteOf(input, event)),
      `Are the times given in ${label} those of the wall clock, or an hour off?`,
    ),
  );
};

export const timeRules: readonly LintRule[] = [
  impossibleTimes,
  weekdayDate,
  zoneSeason,
  twoSeasons,
  seasonByMonth,
  silentStretch,
  straySeconds,
];
