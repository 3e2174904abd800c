import { PostmortemError } from "../../errors/errors.js";
import type { TimeConfig } from "../../incident/incident.js";

/** How the times of a column are written. */
export interface TimeNotation {
  readonly kind: "iso" | "epoch" | "pattern";
  /** `epoch`: ticks a second. */
  readonly perSecond?: number;
  /** `pattern`: strptime patterns, tried in order. */
  readonly patterns?: readonly string[];
  /** Whether the values carry their own offset: all of the sample, none, or some. */
  readonly zoned: "all" | "none" | "some";
}

const ISO = /^\s*\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}([.,]\d+)?)?\s*(Z|[+-]\d{2}(:?\d{2})?|UTC|GMT)?)?\s*$/i;
/** Ends in an offset, after a time of day. */
const OWN_ZONE = /\d{2}:\d{2}(:\d{2}([.,]\d+)?)?\s*(Z|[+-]\d{2}(:?\d{2})?|UTC|GMT)\s*$/i;

const PATTERNS: readonly {
  readonly test: RegExp;
  readonly patterns: readonly string[];
  readonly zoned: boolean;
  readonly order?: "dmy" | "mdy";
}[] = [
  {
    test: /^[A-Z][a-z]{2}, \d{1,2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} [+-]\d{4}$/,
    patterns: ["%a, %d %b %Y %H:%M:%S %z"],
    zoned: true,
  },
  {
    test: /^\[?\d{2}\/[A-Z][a-z]{2}\/\d{4}:\d{2}:\d{2}:\d{2} [+-]\d{4}\]?$/,
    patterns: ["%d/%b/%Y:%H:%M:%S %z"],
    zoned: true,
  },
  {
    test: /^\d{4}\/\d{2}\/\d{2} \d{2}:\d{2}(:\d{2})?$/,
    patterns: ["%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M"],
    zoned: false,
  },
  {
    test: /^\d{1,2}\.\d{1,2}\.\d{4} \d{1,2}:\d{2}(:\d{2})?$/,
    patterns: ["%d.%m.%Y %H:%M:%S", "%d.%m.%Y %H:%M"],
    zoned: false,
  },
  {
    test: /^\d{1,2}\/\d{1,2}\/\d{4},? \d{1,2}:\d{2}(:\d{2})? ?[AaPp][Mm]$/,
    patterns: ["%m/%d/%Y %I:%M:%S %p", "%m/%d/%Y %I:%M %p", "%m/%d/%Y, %I:%M:%S %p"],
    zoned: false,
    order: "mdy",
  },
  {
    test: /^\d{1,2}\/\d{1,2}\/\d{4} \d{1,2}:\d{2}(:\d{2})?$/,
    patterns: ["%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M"],
    zoned: false,
    order: "dmy",
  },
];

function epoch(values: readonly string[]): TimeNotation | undefined {
  if (!values.every((value) => /^\d{9,19}(\.\d+)?$/.test(value))) return undefined;
  const digits = Math.max(...values.map((value) => value.split(".")[0]?.length ?? 0));
  const perSecond = digits <= 10 ? 1 : digits <= 13 ? 1e3 : digits <= 16 ? 1e6 : 1e9;
  return { kind: "epoch", perSecond, zoned: "all" };
}

/** Day or month first: a part above 12 settles it; nothing else does. */
function dayOrder(values: readonly string[]): "dmy" | "mdy" | undefined {
  const parts = values.map((value) => value.split("/").slice(0, 2).map(Number) as [number, number]);
  const first = parts.some(([a]) => a > 12);
  const second = parts.some(([, b]) => b > 12);
  return first === second ? undefined : first ? "dmy" : "mdy";
}

function swapped(patterns: readonly string[]): string[] {
  return patterns.map((pattern) => pattern.replace(/%([dm])\/%([dm])/, "%$2/%$1"));
}

function share(values: readonly string[], test: (value: string) => boolean): TimeNotation["zoned"] {
  const hits = values.filter(test).length;
  return hits === 0 ? "none" : hits === values.length ? "all" : "some";
}

/** The notation that a configured `format` names. */
function declared(format: string, values: readonly string[]): TimeNotation {
  const ticks = { "epoch-s": 1, "epoch-ms": 1e3, "epoch-us": 1e6, "epoch-ns": 1e9 }[format];
  if (ticks !== undefined) return { kind: "epoch", perSecond: ticks, zoned: "all" };
  if (format === "iso") return { kind: "iso", zoned: share(values, (value) => OWN_ZONE.test(value)) };
  return { kind: "pattern", patterns: [format], zoned: /%z/i.test(format) ? "all" : "none" };
}

/**
 * How a column writes its times, from a sample.
 *
 * Most of the sample decides, so that a few damaged values do not. Day and month are told apart by a value above 12 and never guessed.
 *
 * @param sample - non-empty values of the column
 * @param where - names the column in messages, such as `calls.csv: column "start"`
 * @throws PostmortemError (input) when no notation fits most values, or the order of day and month is not settled
 */
export function timeNotation(sample: readonly string[], time: TimeConfig, where: string): TimeNotation {
  const values = sample.map((value) => value.trim()).filter((value) => value !== "");
  if (time.format !== undefined && time.format !== "auto") return declared(time.format, values);
  if (values.length === 0) return { kind: "iso", zoned: "none" };
  const most = (test: (value: string) => boolean): string[] | undefined => {
    const hits = values.filter(test);
    return hits.length * 2 > values.length ? hits : undefined;
  };
  const iso = most((value) => ISO.test(value));
  if (iso) return { kind: "iso", zoned: share(iso, (value) => OWN_ZONE.test(value)) };
  const ticks = most((value) => /^\d{9,19}(\.\d+)?$/.test(value));
  if (ticks) return epoch(ticks) as TimeNotation;
  for (const { test, patterns, zoned, order } of PATTERNS) {
    const hits = most((value) => test.test(value));
    if (!hits) continue;
    if (order === undefined) return { kind: "pattern", patterns, zoned: zoned ? "all" : "none" };
    const settled = dayOrder(hits);
    if (settled === undefined) {
      throw new PostmortemError(
        "input",
        `${where} holds times such as "${hits[0]}" whose order of day and month nothing settles; declare it as time: { column: ${time.column}, format: "%d/%m/%Y %H:%M:%S" } or "%m/%d/%Y %H:%M:%S"`,
      );
    }
    return { kind: "pattern", patterns: settled === order ? patterns : swapped(patterns), zoned: "none" };
  }
  throw new PostmortemError(
    "input",
    `${where} requires times in a known notation, got "${values[0]}"; declare it as time: { column: ${time.column}, format: <strptime pattern> }`,
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
  throw new PostmortemError(
    "input",
    `${where} holds times without a zone${bare === undefined ? "" : ` (such as "${bare}")`}; declare it as ${option}: { column: ${time.column}, zone: UTC } or the IANA zone that the export used`,
  );
}
