/** The order of a date's parts where all are numbers. */
export type DateOrder = "dmy" | "mdy";

/** How a normalised time is laid out: its strptime patterns, with and without an offset behind the clock. */
export interface TimeLayout {
  readonly patterns: readonly string[];
  /** The same with `%z`. */
  readonly zoned: readonly string[];
  /** Which part of a numeric date comes first is to be settled; the patterns are those of day first. */
  readonly order?: true;
  /** The dates carry no year, or the clocks no date. */
  readonly lacks?: "year" | "date";
}

const MONTH = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)";
const YEAR = "\\d{4}";
/** Year, month and day run together, and the hours and minutes of a clock. */
const DAY = "(?:19|20)\\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])";
const HOUR = "(?:[01]\\d|2[0-3])";
const SIXTY = "[0-5]\\d";

/** Dates with their patterns; `s` is the mark between the parts. */
const DATES: readonly {
  readonly test: string;
  readonly pattern: (mark: string) => string;
  readonly order?: true;
  readonly lacks?: "year";
}[] = [
  { test: `${YEAR}([-/. ])\\d{1,2}\\1\\d{1,2}`, pattern: (s) => `%Y${s}%m${s}%d` },
  { test: `${YEAR}([-/. ])${MONTH}\\1\\d{1,2}`, pattern: (s) => `%Y${s}%b${s}%d` },
  { test: `${DAY}()`, pattern: () => "%Y%m%d" },
  { test: `\\d{1,2}([-/ ])${MONTH}\\1${YEAR}`, pattern: (s) => `%d${s}%b${s}%Y` },
  { test: `\\d{1,2}([-/ ])${MONTH}\\1\\d{2}`, pattern: (s) => `%d${s}%b${s}%y` },
  { test: `${MONTH}([-/ ])\\d{1,2}\\1${YEAR}`, pattern: (s) => `%b${s}%d${s}%Y` },
  { test: `\\d{1,2}(\\.)\\d{1,2}\\.${YEAR}`, pattern: () => "%d.%m.%Y" },
  { test: "\\d{1,2}(\\.)\\d{1,2}\\.\\d{2}", pattern: () => "%d.%m.%y" },
  { test: `\\d{1,2}([-/])\\d{1,2}\\1${YEAR}`, pattern: (s) => `%d${s}%m${s}%Y`, order: true },
  { test: "\\d{1,2}([-/])\\d{1,2}\\1\\d{2}", pattern: (s) => `%d${s}%m${s}%y`, order: true },
  { test: `${MONTH}( )\\d{1,2}`, pattern: () => "%b %d", lacks: "year" },
  { test: `\\d{1,2}([- ])${MONTH}`, pattern: (s) => `%d${s}%b`, lacks: "year" },
  { test: "\\d{1,2}([-/])\\d{1,2}", pattern: (s) => `%d${s}%m`, order: true, lacks: "year" },
];

const CLOCKS: readonly { readonly test: string; readonly patterns: readonly string[] }[] = [
  {
    test: "\\d{1,2}:\\d{2}(?::\\d{2}(?:\\.\\d+)?)? [ap]m",
    patterns: ["%I:%M:%S.%f %p", "%I:%M:%S %p", "%I:%M %p"],
  },
  { test: "\\d{1,2}:\\d{2}(?::\\d{2}(?:\\.\\d+)?)?", patterns: ["%H:%M:%S.%f", "%H:%M:%S", "%H:%M"] },
  { test: "\\d{1,2} [ap]m", patterns: ["%I %p"] },
  { test: "\\d{6}(?:\\.\\d+)?", patterns: ["%H%M%S.%f", "%H%M%S"] },
  { test: "\\d{4}", patterns: ["%H%M"] },
  { test: "\\d{2}", patterns: ["%H"] },
];

const OFFSET = "(?: [+-]\\d{2}(?::?\\d{2})?)?";

/** A layout made of one date and one clock. */
interface Candidate extends TimeLayout {
  readonly test: RegExp;
  readonly mark: (text: string) => string;
}

function layout(
  test: string,
  patternsOf: (mark: string) => readonly string[],
  mark: string,
  extra: Pick<TimeLayout, "order" | "lacks">,
): Candidate {
  const all = patternsOf(mark);
  return {
    test: new RegExp(`^${test}$`, "i"),
    mark: (text) => new RegExp(`^${test}$`, "i").exec(text)?.[1] ?? "",
    patterns: all.map((pattern) => pattern.replace("{z}", "")),
    zoned: all.map((pattern) => pattern.replace("{z}", " %z")),
    ...extra,
  };
}

/** Where a date and a clock may stand: the date first, the clock first, or the year behind both as `ctime` has it. */
function candidates(mark: string): Candidate[] {
  const found: Candidate[] = [];
  for (const { test: date, pattern, order, lacks } of DATES) {
    const extra = { ...(order && { order }), ...(lacks && { lacks }) };
    found.push(layout(date, (s) => [pattern(s)], mark, extra));
    for (const { test: clock, patterns } of CLOCKS) {
      found.push(layout(`${date} ${clock}${OFFSET}`, (s) => patterns.map((p) => `${pattern(s)} ${p}{z}`), mark, extra));
      found.push(layout(`${clock}${OFFSET} ${date}`, (s) => patterns.map((p) => `${p}{z} ${pattern(s)}`), mark, extra));
      if (lacks === "year" && order === undefined)
        found.push(
          layout(`${date} ${clock}${OFFSET} ${YEAR}`, (s) => patterns.map((p) => `${pattern(s)} ${p}{z} %Y`), mark, {}),
        );
    }
  }
  for (const { test, patterns } of CLOCKS.slice(0, 3))
    found.push(layout(`${test}${OFFSET}`, () => patterns.map((p) => `${p}{z}`), mark, { lacks: "date" }));
  // A date and a clock run together, as telephone records have them.
  const whole = `${DAY}${HOUR}${SIXTY}(?:${SIXTY}(?:\\.\\d+)?)?`;
  found.push(layout(whole, () => ["%Y%m%d%H%M%S.%f", "%Y%m%d%H%M%S", "%Y%m%d%H%M"], mark, {}));
  found.push(layout(`${DAY}${HOUR}`, () => ["%Y%m%d%H"], mark, {}));
  return found;
}

const known = new Map<string, Candidate[]>();

/**
 * The layout of most of some normalised times.
 *
 * @param texts - months as English abbreviations, offsets behind a space, one space between date and clock
 */
export function layoutOf(
  texts: readonly string[],
): (TimeLayout & { readonly fits: (text: string) => boolean }) | undefined {
  for (const mark of ["-", "/", ".", " ", ""]) {
    const list = known.get(mark) ?? candidates(mark);
    known.set(mark, list);
    for (const { test, mark: markOf, ...rest } of list) {
      const fits = (text: string): boolean => test.test(text) && markOf(text) === mark;
      if (2 * texts.filter(fits).length > texts.length) return { ...rest, fits };
    }
  }
  return undefined;
}

/** The patterns with the month before the day. */
export function monthFirst(patterns: readonly string[]): string[] {
  return patterns.map((pattern) => pattern.replace(/%d([-/.])%m/, "%m$1%d"));
}

/** Day or month first: a part above 12 settles it; nothing else does. */
export function dateOrder(texts: readonly string[]): DateOrder | undefined {
  const parts = texts.flatMap((text) => {
    const match = /(?:^| )(\d{1,2})[-/.](\d{1,2})(?=[-/. ]|$)/.exec(text);
    return match ? [[Number(match[1]), Number(match[2])] as const] : [];
  });
  const first = parts.some(([a]) => a > 12);
  const second = parts.some(([, b]) => b > 12);
  return first === second ? undefined : first ? "dmy" : "mdy";
}
