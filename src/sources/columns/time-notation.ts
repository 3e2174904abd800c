import { PostmortemError } from "../../errors/errors.js";
import type { TimeConfig } from "../../incident/incident.js";
import { plainFormat } from "../../incident/yaml/time-format.js";
import { dateOrder, layoutOf, monthFirst } from "./time-layout.js";
import type { DateOrder, TimeLayout } from "./time-layout.js";
import {
  BETWEEN,
  CLOCK_AT,
  CLOCK_WORDS,
  FRACTIONS,
  groupsNeeded,
  HALF_DAYS,
  MONTH_NAMES,
  SPACES,
  SPANS,
  stepped,
  WEEKDAY_NAMES,
  ZONES,
} from "./time-words.js";
import type { TextStep } from "./time-words.js";

/** How the times of a column are written. */
export interface TimeNotation {
  readonly kind: "iso" | "epoch" | "pattern" | "excel" | "tai64" | "several";
  /** `several`: notations that are tried in order. */
  readonly of?: readonly TimeNotation[];
  /** `epoch`: ticks a second. */
  readonly perSecond?: number;
  /** `pattern`: strptime patterns for times without an offset, tried in order. */
  readonly patterns?: readonly string[];
  /** `pattern`: the same for times with one. */
  readonly zonedPatterns?: readonly string[];
  /** What is done to a text before it is read. */
  readonly steps?: readonly TextStep[];
  /** The same where a text does not read with `steps` alone: names of months in other languages. */
  readonly fallback?: readonly TextStep[];
  /** The share of the sampled values with their own offset: all, none or some. */
  readonly zoned: "all" | "none" | "some";
}

const ISO = /^\s*\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}([.,]\d+)?)?\s*(Z|[+-]\d{2}(:?\d{2})?|UTC|GMT)?)?\s*$/i;
/** Ends in an offset, after a time of day. */
const OWN_ZONE = /\d{2}:\d{2}(:\d{2}([.,]\d+)?)?\s*(Z|[+-]\d{2}(:?\d{2})?|UTC|GMT)\s*$/i;
/** The same of a text after its steps. */
const OWN_OFFSET = / [+-]\d{2}(:?\d{2})?( |$)/;

const TICKS: Readonly<Record<string, number>> = { "epoch-s": 1, "epoch-ms": 1e3, "epoch-us": 1e6, "epoch-ns": 1e9 };
/** Seconds since 1970 of the years 2000 and 2100: no clock of an incident says less or more. */
const EPOCH_RANGE = [946_684_800, 4_102_444_800] as const;
const EPOCH = /^\d{9,19}(\.\d+)?$|^\d{1,3}(,\d{3}){2,6}$|^\d(\.\d+)?e\+?\d{1,2}$/i;
/** Year, month, day and hour run together would be a moment of 2033 to 2034 in seconds since 1970. */
const COMPACT_HOURS = /^20[0-3]\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])([01]\d|2[0-3])$/;
const [MONTH, DAY, HOUR, SIXTY] = ["(?:0[1-9]|1[0-2])", "(?:0[1-9]|[12]\\d|3[01])", "(?:[01]\\d|2[0-3])", "[0-5]\\d"];
/** The years that two digits may stand for here: an export is younger than 2015. */
const SHORT_YEAR = "(?:1[5-9]|[23]\\d)";
/** Dates of ten or twelve digits with a short year, or with none, as message centres and switches of payments write them. */
const SHORT_COMPACT: readonly { readonly test: RegExp; readonly pattern: string; readonly lacks?: "year" }[] = [
  { test: new RegExp(`^${SHORT_YEAR}${MONTH}${DAY}${HOUR}${SIXTY}${SIXTY}$`), pattern: "%y%m%d%H%M%S" },
  { test: new RegExp(`^${DAY}${MONTH}${SHORT_YEAR}${HOUR}${SIXTY}${SIXTY}$`), pattern: "%d%m%y%H%M%S" },
  { test: new RegExp(`^${SHORT_YEAR}${MONTH}${DAY}${HOUR}${SIXTY}$`), pattern: "%y%m%d%H%M" },
  { test: new RegExp(`^${DAY}${MONTH}${SHORT_YEAR}${HOUR}${SIXTY}$`), pattern: "%d%m%y%H%M" },
  { test: new RegExp(`^${MONTH}${DAY}${HOUR}${SIXTY}${SIXTY}$`), pattern: "%m%d%H%M%S", lacks: "year" },
];
/** Seconds since 1970 look like one of these by chance now and then, but not so often in a row. */
const FEWEST_COMPACT = 8;
/** Days since 1900 of the same years, as spreadsheets write times. */
const EXCEL = /^(3[6-9]|[4-6]\d|7[0-2])\d{3}([.,]\d+)?$/;
const TAI64 = /^@[0-9a-f]{16}([0-9a-f]{8})?$/i;
const THOUSANDS: readonly TextStep[] = [{ pattern: ",", by: "" }];
/** Milliseconds that follow a compact time without a mark. */
const RUN_ON: readonly TextStep[] = [{ pattern: "^(\\d{14})(\\d{1,6})$", by: "\\1.\\2" }];

/** A day and a time of day as numbers, whose leading zeros are lost: 83005 is half past eight. */
const DAY_AND_NUMBER = /^(19|20)\d{6} \d{5,6}$/;
const SIX_DIGITS: readonly TextStep[] = [5, 4, 3, 2, 1].map((digits) => ({
  pattern: `^(\\d{8}) (\\d{${digits}})$`,
  by: `\\1 ${"0".repeat(6 - digits)}\\2`,
}));

const GROUPS = [
  SPACES,
  SPANS,
  WEEKDAY_NAMES,
  HALF_DAYS,
  CLOCK_AT,
  CLOCK_WORDS,
  FRACTIONS,
  BETWEEN,
  ZONES,
  SPACES,
] as const;

function share(values: readonly string[], test: (value: string) => boolean): TimeNotation["zoned"] {
  const hits = values.filter(test).length;
  return hits === 0 ? "none" : hits === values.length ? "all" : "some";
}

/** Ticks a second by which a number lies between 2000 and 2100. */
function ticksOf(value: number): number | undefined {
  return [1, 1e3, 1e6, 1e9].find((ticks) => value / ticks >= EPOCH_RANGE[0] && value / ticks < EPOCH_RANGE[1]);
}

/** Numbers since 1970; nothing where most lie outside the years 2000 to 2100 in every unit. */
function epoch(values: readonly string[]): TimeNotation | undefined {
  const found = values.filter((value) => EPOCH.test(value) && !COMPACT_HOURS.test(value));
  const ticks = found.map((value) => ticksOf(Number(value.replaceAll(",", "")))).filter((one) => one !== undefined);
  const [perSecond] = ticks;
  if (perSecond === undefined || 2 * ticks.filter((one) => one === perSecond).length <= values.length) return undefined;
  return {
    kind: "epoch",
    perSecond,
    zoned: "all",
    ...(found.some((value) => value.includes(",")) && { steps: THOUSANDS }),
  };
}

/**
 * The patterns by which all of some numbers are a day and a clock run together, with a year of two digits or none.
 *
 * @returns none where they may as well be seconds since 1970
 */
export function shortPatterns(values: readonly string[]): typeof SHORT_COMPACT {
  const different = new Set(values);
  if (!/^(\d{10}|\d{12})$/.test(values[0] ?? "") || different.size < 2) return [];
  const now = /^1[0-8]\d{8}$/.test(values[0] as string);
  if (now && different.size < FEWEST_COMPACT) return [];
  return SHORT_COMPACT.filter(({ test }) => values.every((value) => test.test(value)));
}

/** The notation of numbers that are a short year, a day and a clock run together. */
function shortCompact(values: readonly string[], time: TimeConfig, where: string): TimeNotation | undefined {
  const [first, second] = shortPatterns(values);
  if (!first) return undefined;
  if (second)
    fail(
      `${where} holds times such as "${values[0]}" whose order of day and year nothing settles; declare it as time: { column: ${time.column}, format: "${first.pattern}" } or "${second.pattern}"`,
    );
  if (first.lacks === "year" && time.year === undefined)
    fail(
      `${where} holds times such as "${values[0]}" without a year; declare it, as time: { column: ${time.column}, year: 2026 }`,
    );
  const dated = first.lacks === "year" ? `%Y ${first.pattern}` : first.pattern;
  return {
    kind: "pattern",
    patterns: [dated],
    zonedPatterns: [],
    steps: withYear(SPACES, first.lacks === "year" ? time.year : undefined),
    zoned: "none",
  };
}

/** Patterns of a declared format, with fractions left out where a time has none. */
function declaredPatterns(format: string): string[] {
  const plain = plainFormat(format).replaceAll("%Z", "%z");
  const short = plain.replace(/[.,]%[fn]/, "");
  return plain === short ? [plain] : [plain, short];
}

/** The notation that a configured `format` names. */
function declared(format: string, time: TimeConfig, values: readonly string[]): TimeNotation {
  const ticks = TICKS[format];
  const commas = values.some((value) => /\d,\d{3}/.test(value));
  if (ticks !== undefined)
    return { kind: "epoch", perSecond: ticks, zoned: "all", ...(commas && { steps: THOUSANDS }) };
  if (format === "iso") return { kind: "iso", zoned: share(values, (value) => OWN_ZONE.test(value)) };
  if (format === "excel") return { kind: "excel", zoned: "none" };
  if (format === "tai64") return { kind: "tai64", zoned: "all" };
  const plain = plainFormat(format);
  if (plain.trim() === "%s") return { kind: "epoch", perSecond: 1, zoned: "all" };
  const patterns = declaredPatterns(format);
  const zoned = /%z/i.test(plain);
  const groups = [
    SPACES,
    ...(/%p/.test(plain) ? [HALF_DAYS] : []),
    ...(/%f/.test(plain) ? [FRACTIONS] : []),
    ...(zoned ? [ZONES] : []),
  ];
  const dated = time.year === undefined || /%[Yy]/.test(plain) ? patterns : patterns.map((pattern) => `%Y ${pattern}`);
  return {
    kind: "pattern",
    ...(zoned ? { patterns: [], zonedPatterns: dated } : { patterns: dated }),
    steps: withYear(groupsNeeded(values, groups), dated === patterns ? undefined : time.year),
    ...(/%[bB]/.test(plain) && { fallback: MONTH_NAMES }),
    zoned: zoned ? "all" : "none",
  };
}

function several(of: readonly TimeNotation[]): TimeNotation {
  const zoned = (["all", "none"] as const).find((share) => of.every((one) => one.zoned === share)) ?? "some";
  return { kind: "several", of, zoned };
}

/** Steps that put a year, or a day, before the text, where it has none. */
function withYear(steps: readonly TextStep[], year: number | string | undefined): readonly TextStep[] {
  return year === undefined ? steps : [...steps, { pattern: "^(.)", by: `${year} \\1` }];
}

function fail(message: string): never {
  throw new PostmortemError("input", message);
}

/** A notation that is made of a date and a clock, by its layout. */
function laidOut(
  values: readonly string[],
  time: TimeConfig,
  where: string,
  settled?: DateOrder,
): TimeNotation | undefined {
  const runOn = 2 * values.filter((value) => /^(19|20)\d{12,18}$/.test(value)).length > values.length;
  const numbers = 2 * values.filter((value) => DAY_AND_NUMBER.test(value)).length > values.length;
  const steps = runOn || numbers ? [...SPACES, ...(runOn ? RUN_ON : SIX_DIGITS)] : groupsNeeded(values, GROUPS);
  const texts = values.map((value) => stepped(stepped(value, steps), MONTH_NAMES));
  const layout = layoutOf(texts);
  if (!layout) return undefined;
  const fitting = texts.filter(layout.fits);
  const shown = values[texts.indexOf(fitting[0] as string)];
  if (layout.lacks === "date" && time.date === undefined)
    fail(
      `${where} holds times of day such as "${shown}" without a date; name the column of the date before it, as time: { columns: [<date>, ${time.column}] }, or the day, as time: { column: ${time.column}, date: "2026-03-12" }`,
    );
  if (layout.lacks === "year" && time.year === undefined)
    fail(
      `${where} holds times such as "${shown}" without a year; declare it, as time: { column: ${time.column}, year: 2026 }`,
    );
  const order = layout.order ? (settled ?? dateOrder(fitting)) : "dmy";
  if (order === undefined) {
    const [asked] = neededPatterns(layout, fitting);
    fail(
      `${where} holds times such as "${shown}" whose order of day and month nothing settles; declare it as time: { column: ${time.column}, format: "${asked}" } or "${monthFirst([asked])[0]}"`,
    );
  }
  const ordered = (patterns: readonly string[]): readonly string[] =>
    order === "mdy" ? monthFirst(patterns) : patterns;
  const before = layout.lacks === "year" ? time.year : layout.lacks === "date" ? time.date : undefined;
  const written = layout.lacks === "date" ? "%Y-%m-%d" : "%Y";
  const dated = (patterns: readonly string[]): string[] =>
    ordered(patterns).map((pattern) => (before === undefined ? pattern : `${written} ${pattern}`));
  const named = layout.patterns.some((pattern) => pattern.includes("%b"));
  return {
    kind: "pattern",
    patterns: dated(layout.patterns),
    zonedPatterns: dated(layout.zoned),
    steps: withYear(steps, before),
    ...(named && { fallback: MONTH_NAMES }),
    zoned: share(fitting, (text) => OWN_OFFSET.test(text)),
  };
}

/** The patterns that the first fitting text needs, as a person would declare them; at least one. */
function neededPatterns({ patterns, zoned }: TimeLayout, [text = ""]: readonly string[]): [string, ...string[]] {
  const seconds = /\d:\d\d:\d\d/.test(text);
  const fraction = /:\d\d\.\d/.test(text);
  const all = OWN_OFFSET.test(text) ? zoned : patterns;
  const fits = all.filter((pattern) => pattern.includes("%S") === seconds && pattern.includes("%f") === fraction);
  return [fits[0] ?? (all[0] as string), ...fits.slice(1)];
}

/** The order of day and month that a pattern has; `undefined` where one of them is not a number in it. */
function orderIn(format: string): DateOrder | undefined {
  const [day, month] = [format.indexOf("%d"), format.indexOf("%m")];
  return day < 0 || month < 0 ? undefined : day < month ? "dmy" : "mdy";
}

/** A declared pattern, beside the layout that the values have with the pattern's order of day and month: commas, AM and PM, and offsets need not be spelt out. */
function tolerant(format: string, time: TimeConfig, values: readonly string[], where: string): TimeNotation {
  const exact = declared(format, time, values);
  if (exact.kind !== "pattern") return exact;
  let found: TimeNotation | undefined;
  try {
    found = laidOut(values, time, where, orderIn(plainFormat(format)));
  } catch (error) {
    if (!(error instanceof PostmortemError)) throw error;
  }
  if (!found || found.zoned === "some") return exact;
  if (found.zoned === "all" && exact.zoned === "none") return found;
  return found.zoned === exact.zoned ? several([exact, found]) : exact;
}

/**
 * How a column writes its times, from a sample.
 *
 * Most of the sample decides, so that a few damaged values do not. Day and month are told apart by a value above 12 and never guessed, but for dates with
 * points, whose day comes first.
 *
 * @param sample - non-empty values of the column
 * @param where - names the column in messages, such as `calls.csv: column "start"`
 * @throws PostmortemError (input) when no notation fits most values, when the order of day and month is not settled, or when the year or the date is lacking
 */
export function timeNotation(sample: readonly string[], time: TimeConfig, where: string): TimeNotation {
  const values = sample.map((value) => value.trim()).filter((value) => value !== "");
  if (time.formats) return several(time.formats.map((format) => tolerant(format, time, values, where)));
  if (time.format !== undefined && time.format !== "auto") return tolerant(time.format, time, values, where);
  if (values.length === 0) return { kind: "iso", zoned: "none" };
  const most = (test: RegExp): string[] | undefined => {
    const hits = values.filter((value) => test.test(value));
    return hits.length * 2 > values.length ? hits : undefined;
  };
  const iso = most(ISO);
  if (iso) return { kind: "iso", zoned: share(iso, (value) => OWN_ZONE.test(value)) };
  const ticks = shortCompact(values, time, where) ?? epoch(values);
  if (ticks) return ticks;
  if (most(EXCEL)) return { kind: "excel", zoned: "none" };
  if (most(TAI64)) return { kind: "tai64", zoned: "all" };
  return (
    laidOut(values, time, where) ??
    fail(
      `${where} requires times in a known notation, got "${values[0]}"; declare it as time: { column: ${time.column}, format: <strptime pattern> }`,
    )
  );
}

/** Raises unless the zone of the times is settled by the values or by the configuration. */
export function requireZone(
  notation: TimeNotation,
  time: TimeConfig,
  sample: readonly string[],
  where: string,
  option: string,
): void {
  if (time.zone !== undefined || notation.zoned === "all") return;
  const bare = sample.find((value) => value.trim() !== "" && !OWN_ZONE.test(value));
  fail(
    `${where} holds times without a zone${bare === undefined ? "" : ` (such as "${bare}")`}; declare it as ${option}: { ${time.columns ? `columns: [${time.columns.join(", ")}]` : `column: ${time.column}`}, zone: UTC } or the IANA zone that the export used`,
  );
}
