import { shortPatterns, timeNotation } from "../sources/columns/time-notation.js";
import type { TimeNotation } from "../sources/columns/time-notation.js";
import type { Choice, ProposedTime, Settled } from "./proposal.js";
import type { ColumnSurvey, FileSurvey } from "./survey.js";
import { clockNumbers, onlyClocks, onlyDates, orderedPattern } from "./time-pattern.js";
import { namesSomeone } from "./column-names.js";
import { plainWords, saysNothing } from "./words.js";

const STARTS =
  /\b(start|started|begin|began|requested|generated|created|origination|initiated|attempted|invite|setup|beginn|debut|inicio|calldate|eventtime)\b/;
const ENDS =
  /\b(end|ended|finish|finished|disconnect|disconnected|hangup|answer|answered|connect|connected|updated|modified|closed?|resolved|expires?|expiry|ingest\w*|received|processed|last|ende|fin|fim|deleted|released?|delivered|finali[sz]ed|completed?|settled|scheduled)\b/;
const TIMES =
  /\b(time|times|date|datetime|timestamp|stamp|ts|t|at|when|clock|day|moment|period|minute|hour|zeit|zeitpunkt|zeitstempel|datum|uhrzeit|heure|horodatage|jour|hora|fecha|data|instant|epoch|utc|gmt|observed|occurred)\b|time$|stamp$|date$|zeit$/;
/** Distinct values that are looked at for a notation. */
const MOST_LOOKED = 5000;
const SAMPLE = 1000;

function isZoneName(zone: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return zone !== "";
  } catch {
    return false;
  }
}

/** How a column writes its times; what is missing where it does not say all. */
type Reading =
  | { readonly kind: "known"; readonly notation: TimeNotation }
  | { readonly kind: "order" }
  | { readonly kind: "year"; readonly order?: true }
  | { readonly kind: "clock" };

interface TimeColumn {
  readonly names: readonly string[];
  readonly values: readonly string[];
  readonly reading: Reading;
  /** Settled by rows that the reading of the data does not look at for it. */
  readonly pattern?: string;
  /** The patterns of further columns behind that of the day, where hours and minutes have columns of their own. */
  readonly parts?: string;
  readonly rank: number;
}

/** What the complaint of a notation says is missing. */
function lackingIn(message: string, name: string, values: readonly string[]): Reading | undefined {
  if (/order of day and (month|year)/.test(message)) return { kind: "order" };
  if (/ without a date;/.test(message)) return { kind: "clock" };
  if (!/ without a year;/.test(message)) return undefined;
  try {
    timeNotation(values, { column: name, year: 2026 }, name);
    return { kind: "year" };
  } catch {
    return { kind: "year", order: true };
  }
}

function readingOf(name: string, values: readonly string[], format?: string): Reading | undefined {
  if (values.length === 0) return undefined;
  if (format !== undefined) return { kind: "known", notation: timeNotation(values, { column: name, format }, name) };
  try {
    return { kind: "known", notation: timeNotation(values, { column: name }, name) };
  } catch (error) {
    return lackingIn((error as Error).message, name, values);
  }
}

/** Neighbouring rows that are in order, at least, in a file that is written as time passes: writers in parallel swap a few. */
const LEAST_SORTED_SHARE = 0.95;

function oneWay(values: readonly number[]): boolean {
  const rises = values.slice(1).filter((value, at) => value >= (values[at] as number)).length;
  return values.length > 10 && Math.max(rises, values.length - 1 - rises) >= LEAST_SORTED_SHARE * (values.length - 1);
}

/** A number is a time only in a column that is called one. */
function believable(name: string, values: readonly string[], reading: Reading): boolean {
  const numbers = values.every((value) => /^[\d.,eE+-]+$/.test(value.trim()));
  if (!numbers) return true;
  if (shortPatterns(values).length > 0)
    return TIMES.test(plainWords(name)) || STARTS.test(plainWords(name)) || oneWay(values.map(Number));
  if (reading.kind !== "known") return true;
  const seconds = values.map((value) => Number(value.replaceAll(",", "")));
  const long = seconds.every((value) => value >= 9.4e8);
  const words = plainWords(name);
  // A column that nothing calls a time is one where its values are moments and go one way.
  if (long && !namesSomeone(name) && oneWay(seconds)) return true;
  return (
    (TIMES.test(words) || STARTS.test(words) || ENDS.test(words)) &&
    (long || !values.every((value) => /^\d{1,5}$/.test(value)) || /\b(date|datum|serial|excel)\b/.test(words))
  );
}

function rankOf(name: string, index: number, column: ColumnSurvey, dates: boolean, paired = false): number {
  const words = plainWords(name);
  // What came in is nearer to the attempt than what became of it.
  const role = STARTS.test(words)
    ? 2
    : ENDS.test(words)
      ? /\breceived\b/.test(words)
        ? -0.9
        : -1
      : TIMES.test(words)
        ? 1
        : 0;
  const constant = !paired && column.rows > 3 && column.values.size === 1 ? -12 : 0;
  return (column.real > 0.999 ? 8 : 8 * (column.real - 0.2)) + role + constant - (dates ? 1.5 : 0) - index * 0.001;
}

/** A time that says all goes before one that lacks its year, and a little before one without a zone. */
function completeness(reading: Reading): number {
  if (reading.kind === "year") return -3;
  if (reading.kind !== "known") return 0;
  return reading.notation.kind === "epoch" || reading.notation.zoned === "all" ? 0.4 : 0;
}

function distinct(column: ColumnSurvey): string[] {
  const values: string[] = [];
  for (const value of column.values.keys()) {
    if (!saysNothing(value) && !/^0+$/.test(value.trim())) values.push(value.trim());
    if (values.length >= MOST_LOOKED) break;
  }
  return values;
}

/** A day in one column and a time of day in another, as one time. */
function pairs(
  survey: FileSurvey,
  found: readonly { column: ColumnSurvey; index: number; values: string[] }[],
): TimeColumn[] {
  const dates = found.filter(({ values }) => onlyDates(values));
  const clocks = found.filter(
    ({ column, values }) => onlyClocks(values) || (TIMES.test(plainWords(column.name)) && clockNumbers(values)),
  );
  return dates.flatMap((date) =>
    clocks.flatMap((clock): TimeColumn[] => {
      const joined = survey.rows
        .map((row) => `${row[date.index] ?? ""} ${row[clock.index] ?? ""}`.trim())
        .filter((value) => value.includes(" ") && /\d/.test(value));
      const reading = readingOf(clock.column.name, joined);
      const early = readingOf(clock.column.name, joined.slice(0, SAMPLE));
      const late = early?.kind === "order" && reading?.kind === "known" ? reading.notation.patterns?.[0] : undefined;
      if (reading === undefined || reading.kind === "clock") return [];
      const rank =
        1 +
        Math.min(
          rankOf(date.column.name, date.index, date.column, false, true),
          rankOf(clock.column.name, clock.index, clock.column, false, true),
        );
      const apart = Math.abs(date.index - clock.index) * 0.01;
      return [
        {
          names: [date.column.name, clock.column.name],
          values: joined,
          reading,
          rank: rank - apart,
          ...(late !== undefined && { pattern: late }),
        },
      ];
    }),
  );
}

const PARTS: readonly (readonly [name: RegExp, pattern: string, most: number])[] = [
  [/^(hour|hours|hr|hh|hour of day|stunde|heure|hora|ora|uur)$/, "%H", 23],
  [/^(minute|minutes|min|mm|minuten|minuto|minutos)$/, "%M", 59],
  [/^(second|seconds|sec|ss|sekunde|seconde|segundo)$/, "%S", 59],
];
const DAY_PARTS: readonly (readonly [name: RegExp, pattern: string, least: number, most: number])[] = [
  [/^(year|yyyy|yr|jahr|annee|ano|anno)$/, "%Y", 1990, 2100],
  [/^(month|mon|mm|monat|mois|mes|mese)$/, "%m", 1, 12],
  [/^(day|dd|dom|day of month|tag|jour|dia|giorno)$/, "%d", 1, 31],
];

type Filled = { column: ColumnSurvey; index: number; values: string[] };

/** A column of whole numbers between two, by its name. */
function numbered(found: readonly Filled[], name: RegExp, least: number, most: number): Filled | undefined {
  return found.find(
    ({ column, values }) =>
      name.test(plainWords(column.name)) &&
      values.every((value) => /^\d{1,4}$/.test(value) && Number(value) >= least && Number(value) <= most),
  );
}

/** Hours, and minutes and seconds where they have columns too, of which each is behind the one before. */
function clockParts(found: readonly Filled[]): { column: Filled; pattern: string }[] {
  const parts: { column: Filled; pattern: string }[] = [];
  for (const [name, pattern, most] of PARTS) {
    const column = numbered(found, name, 0, most);
    if (!column) break;
    parts.push({ column, pattern });
  }
  return parts;
}

/** The pattern of days that begin with their year. */
function yearFirst(values: readonly string[]): string | undefined {
  const mark = /^\d{4}([-/.]?)\d{1,2}\1\d{1,2}$/.exec(values[0] ?? "")?.[1];
  return mark === undefined ? undefined : `%Y${mark}%m${mark}%d`;
}

/** A day, in one column or in three, with its hours in a column of whole numbers: a time of several parts. */
function splitTimes(survey: FileSurvey, all: readonly Filled[]): TimeColumn[] {
  const parts = clockParts(all);
  if (parts.length === 0) return [];
  const rest = parts.map(({ pattern }) => ` ${pattern}`).join("");
  const joined = (columns: readonly Filled[]): string[] =>
    survey.rows
      .map((row) => columns.map(({ index }) => row[index] ?? "").join(" "))
      .filter((value) => /\d \d/.test(value));
  const whole = (days: readonly Filled[], day: string): TimeColumn | undefined => {
    const columns = [...days, ...parts.map(({ column }) => column)];
    const [format, values] = [`${day}${rest}`, joined(columns)];
    const names = columns.map(({ column }) => column.name);
    const reading = readingOf(names[0] as string, values, format);
    return reading && { names, values, reading, pattern: format, parts: rest, rank: WHOLE };
  };
  const three = DAY_PARTS.flatMap(([name, pattern, least, most]) => {
    const column = numbered(all, name, least, most);
    return column ? [{ column, pattern }] : [];
  });
  const days = all.filter(({ values }) => onlyDates(values));
  const dated = days.flatMap((day): TimeColumn[] => {
    const { name } = day.column;
    const reading = readingOf(name, day.values);
    if (reading?.kind === "order") {
      const columns = [day, ...parts.map(({ column }) => column)];
      const names = columns.map(({ column }) => column.name);
      return [{ names, values: day.values, reading, parts: rest, rank: WHOLE }];
    }
    const pattern = reading?.kind === "known" ? (reading.notation.patterns?.[0] ?? yearFirst(day.values)) : undefined;
    const one = pattern === undefined ? undefined : whole([day], pattern);
    return one ? [one] : [];
  });
  const numbers =
    three.length === 3
      ? whole(
          three.map(({ column }) => column),
          three.map(({ pattern }) => pattern).join(" "),
        )
      : undefined;
  return [...dated, ...(numbers ? [numbers] : [])];
}

/** A time that lies in parts is the whole of it: no column of them alone says more. */
const WHOLE = 8.9;

/** Columns that read as times, the likeliest moment of an attempt first. */
function timeColumns(survey: FileSurvey): TimeColumn[] {
  const filled = survey.columns.flatMap((column, index) => {
    const values = distinct(column);
    return values.length === 0 || column.real < 0.5 ? [] : [{ column, index, values }];
  });
  const single = filled.flatMap(({ column, index, values }): TimeColumn[] => {
    const { name } = column;
    const known = survey.defaults.time?.column === name;
    const all = readingOf(name, values, known ? survey.defaults.time?.format : undefined);
    if (all === undefined || (!known && !believable(name, values, all))) return [];
    const rank = rankOf(name, index, column, onlyDates(values)) - (all.kind === "clock" ? 6 : 0) + completeness(all);
    const sample = survey.rows
      .slice(0, SAMPLE)
      .map((row) => (row[index] ?? "").trim())
      .filter((value) => value !== "");
    const early = all.kind === "known" && all.notation.kind === "pattern" ? readingOf(name, sample) : all;
    const settledLate = early?.kind === "order" && all.kind === "known" ? all.notation.patterns?.[0] : undefined;
    return [{ names: [name], values, reading: all, rank, ...(settledLate !== undefined && { pattern: settledLate }) }];
  });
  return [...single, ...pairs(survey, filled), ...splitTimes(survey, filled)].sort((a, b) => b.rank - a.rank);
}

/** What the rest of the folder knows of times. */
export interface TimeHints {
  /** Zones that something in the folder names, the surest first. */
  readonly zones: readonly string[];
  /** The year in which the files were last changed. */
  readonly year: number;
  /** The day on which the files were last changed, as `2026-03-12`. */
  readonly date: string;
}

function zoneOf(
  source: string,
  file: string,
  survey: FileSurvey,
  column: TimeColumn,
  hints: TimeHints,
): ProposedTime["zone"] {
  const known = survey.defaults.time;
  if (known?.zone !== undefined && column.names.includes(known.column))
    return { value: known.zone, evidence: `${survey.format} exports write ${known.zone}` };
  if (
    column.reading.kind === "known" &&
    (column.reading.notation.kind === "epoch" || column.reading.notation.zoned === "all")
  )
    return null;
  const named = column.names.find((name) => /\b(utc|gmt)\b/.test(plainWords(name)));
  if (named !== undefined) return { value: "UTC", evidence: "the column's name says so" };
  const bare = column.values.find((value) => !/(Z|[+-]\d\d:?\d\d|UTC|GMT)\s*$/i.test(value)) ?? column.values[0] ?? "";
  return {
    setting: `sources.${source}.time.zone`,
    question: `${file} column "${column.names.join('" and "')}" holds times without a zone (such as "${bare}"); which zone did the export use (UTC, or an IANA name such as Europe/Berlin)?`,
    candidates: [...new Set([...hints.zones, "UTC"])],
    read: (answer) => (isZoneName(answer.trim()) ? answer.trim() : undefined),
  };
}

/** The pattern of times as the Azure portal exports them, whatever the machine: American order, halves of the day, `[UTC]` behind the name. */
function portalOrder({ names, values }: TimeColumn): string | undefined {
  const own = names.length === 1 && /\[UTC\]$/.test(names[0] as string);
  const american = /^\d{1,2}\/\d{1,2}\/\d{4}, \d{1,2}:\d\d:\d\d(\.\d+)? [AP]M$/;
  return own && values.every((value) => american.test(value)) ? orderedPattern(values, "m") : undefined;
}

function formatOf(source: string, file: string, column: TimeColumn): Settled | null {
  if (column.pattern !== undefined)
    return {
      value: column.pattern,
      evidence:
        column.parts === undefined
          ? "a day above 12 in a later row shows the order of day and month"
          : "day and clock lie in columns of their own",
    };
  if (column.reading.kind !== "order" && !(column.reading.kind === "year" && column.reading.order)) return null;
  const portal = portalOrder(column);
  if (portal !== undefined)
    return { value: portal, evidence: "the Azure portal marks such columns [UTC] and writes the month first" };
  const short = shortPatterns(column.values).map(({ pattern }) => pattern);
  if (short.length > 1)
    return {
      setting: `sources.${source}.time.format`,
      question: `${file} column "${column.names[0]}" holds dates such as "${column.values[0]}"; do they begin with the year (%y) or the day (%d)?`,
      candidates: short,
      read: (answer) => short.find((pattern) => pattern === answer.trim() || pattern[1] === answer.trim()),
    };
  return {
    setting: `sources.${source}.time.format`,
    question: `${file} column "${column.names.join('" and "')}" holds dates such as "${column.values[0]}"; does the day (d) or the month (m) come first?`,
    candidates: ["d", "m"],
    read(answer) {
      const text = answer.trim();
      if (/%[dm].*%[md]/.test(text)) return text;
      const first = /^(d|t(ag)?$|j(our)?$)/i.test(text) ? "d" : /^m/i.test(text) ? "m" : undefined;
      const pattern = first && orderedPattern(column.values, first);
      return pattern && `${pattern}${column.parts ?? ""}`;
    },
  };
}

function yearOf(
  source: string,
  file: string,
  column: TimeColumn,
  survey: FileSurvey,
  hints: TimeHints,
): Settled | null {
  if (
    column.reading.kind !== "year" ||
    (survey.defaults.time?.column === column.names[0] && "year" in (survey.defaults.time ?? {}))
  )
    return null;
  return {
    setting: `sources.${source}.time.year`,
    question: `${file} column "${column.names[0]}" holds times without a year (such as "${column.values[0]}"); which year is it?`,
    candidates: [String(hints.year)],
    read: (answer) => (/^(19|20)\d\d$/.test(answer.trim()) ? answer.trim() : undefined),
  };
}

function dateOf(source: string, file: string, column: TimeColumn, hints: TimeHints): Settled | null {
  if (column.reading.kind !== "clock") return null;
  return {
    setting: `sources.${source}.time.date`,
    question: `${file} column "${column.names[0]}" holds times of day without a date (such as "${column.values[0]}"); on which day does the file begin?`,
    candidates: [hints.date],
    read: (answer) => (/^(19|20)\d\d-\d\d-\d\d$/.test(answer.trim()) ? answer.trim() : undefined),
  };
}

function timeEvidence(survey: FileSurvey, column: TimeColumn, others: readonly TimeColumn[]): string {
  const [first = ""] = column.names;
  const own =
    survey.defaults.time?.column === first
      ? `the time of a ${survey.format} export`
      : `a time on every row that was looked at, such as ${column.values[0]}`;
  const notation = column.reading.kind === "known" ? column.reading.notation : undefined;
  const zone =
    notation?.kind === "epoch"
      ? "; counted from 1970, it needs no zone"
      : notation?.zoned === "all"
        ? "; each carries its own zone"
        : "";
  const rest = others
    .filter(({ names }) => names.length === 1 && !column.names.includes(names[0] as string))
    .map(({ names }) => names[0]);
  return `${own}${zone}${rest.length > 0 ? `; also times: ${[...new Set(rest)].slice(0, 8).join(", ")}` : ""}`;
}

/** The time of a file's rows with its zone, order of day and month and year; `undefined` when no column holds times. */
export function proposedTime(source: string, survey: FileSurvey, hints: TimeHints): ProposedTime | undefined {
  const file = survey.files[0] as string;
  const columns = timeColumns(survey);
  const own = columns.find(({ names }) => names.length === 1 && names[0] === survey.defaults.time?.column);
  const [best] = columns;
  // A log's own time without a year gives way to one inside its lines that says all.
  const column =
    own?.reading.kind === "year" && best?.reading.kind === "known" && best.rank > own.rank ? best : (own ?? best);
  if (!column) return undefined;
  const names: Choice<readonly string[]> = { value: column.names, evidence: timeEvidence(survey, column, columns) };
  return {
    columns: names,
    zone: zoneOf(source, file, survey, column, hints),
    format: formatOf(source, file, column),
    year: yearOf(source, file, column, survey, hints),
    date: dateOf(source, file, column, hints),
  };
}

/** Three cells that might be times and are in no known notation, for the sentence why a file is not used. */
export function unreadTimes({
  columns,
}: FileSurvey): { readonly column: string; readonly cells: readonly string[] } | undefined {
  const named =
    columns.find(({ name, values }) => TIMES.test(plainWords(name)) && values.size > 0) ??
    columns.find(
      ({ values }) => [...values.keys()].slice(0, 20).every((value) => /\d.*\d/.test(value)) && values.size > 2,
    );
  return named && { column: named.name, cells: [...named.values.keys()].slice(0, 3) };
}
