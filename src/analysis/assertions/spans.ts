import { MINUTE_MS } from "../../time/units.js";
import type { StatedClaim, StatedInstant } from "../../statement/assertions/stated-claim.js";
import type { Span } from "../../time/span.js";
import { zonedInstant } from "../../time/zone.js";
import { clock, day, dayClock } from "../../wording/clock.js";
import type { WindowFinding } from "../../window/window-finding.js";
import type { Evidence } from "./evidence.js";

/** The time over which an assertion is measured: one reading first, and others as fair; or why there is none. */
export interface ResolvedSpan {
  readonly label: string;
  readonly spans: readonly Span[];
  /** Spans whose counts are added up, as a reading of its own: all outages together. */
  readonly together?: readonly Span[];
  readonly missing: "no-outage" | "no-second" | "other-day" | "outside" | "unresolved" | null;
}

const HOUR = 60 * MINUTE_MS;
const DAY = 24 * HOUR;
const iso = (ms: number): string => new Date(ms).toISOString();
const MARGIN_MS = 10 * MINUTE_MS;

/** The end of a window, or that of the data. */
export const endOf = (window: WindowFinding, { dataSpan }: Evidence): string =>
  window.recovery ?? dataSpan?.to ?? window.onset;

/** The calendar day of an instant in a zone, as a span. */
function dayOf(at: string, zone: string): Span {
  const local = new Intl.DateTimeFormat("en-CA", {
    timeZone: named(zone),
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  })
    .format(new Date(at))
    .split("-")
    .map(Number) as [number, number, number];
  const [year, month, day] = local;
  const from = zonedInstant({ year, month, day, hour: 0, minute: 0, second: 0 }, zone);
  const start = from.at ?? from.candidates[0] ?? at;
  const after = new Date(Date.UTC(year, month - 1, day + 1));
  const to = zonedInstant(
    {
      year: after.getUTCFullYear(),
      month: after.getUTCMonth() + 1,
      day: after.getUTCDate(),
      hour: 0,
      minute: 0,
      second: 0,
    },
    zone,
  );
  return { from: iso(Date.parse(start)), to: iso(Date.parse(to.at ?? to.candidates[0] ?? start)) };
}

/** `Intl` takes no bare `+01:00` on old engines; the day in UTC is near enough for these. */
export const named = (zone: string): string => (/^[+-]/.test(zone) || zone === "Z" ? "UTC" : zone);

/** The day that assertions without a date are of: that of the main outage, else of the middle of the data. */
export function mainDay(evidence: Evidence): Span | null {
  const { main, dataSpan, zone } = evidence;
  if (main) return dayOf(main.onset, zone);
  if (!dataSpan) return null;
  return dayOf(iso((Date.parse(dataSpan.from) + Date.parse(dataSpan.to)) / 2), zone);
}

/** The instant of a reading: as the text settles it, else on the main day in the incident's zone. */
export function instantOf({ at, minutes, zone }: StatedInstant, evidence: Evidence): string | null {
  if (at !== null) return iso(Date.parse(at));
  if (minutes === null) return null;
  const day = mainDay(evidence);
  if (!day) return null;
  const own = zone ?? evidence.zone;
  const start = own === evidence.zone ? day : dayOf(iso(Date.parse(day.from) + DAY / 2), own);
  const [year, month, date] = iso(Date.parse(start.from) + DAY / 2)
    .slice(0, 10)
    .split("-")
    .map(Number) as [number, number, number];
  const found = zonedInstant(
    { year, month, day: date, hour: Math.floor(minutes / 60), minute: minutes % 60, second: 0 },
    own,
  );
  const chosen = found.at ?? found.candidates[0];
  return chosen ? iso(Date.parse(chosen)) : null;
}

/** The window with every pair of ends that its intervals allow: the ends themselves first. */
function windowSpans(window: WindowFinding, evidence: Evidence): readonly Span[] {
  const end = endOf(window, evidence);
  const froms = [window.onset, ...window.onsetInterval];
  const tos = [end, ...(window.recoveryInterval ?? []), ...(window.recoveryStart ? [window.recoveryStart] : [])];
  const ramped = iso(Date.parse(window.onset) + window.shape.onsetRampMinutes * MINUTE_MS);
  const [first, ...others] = froms.flatMap((from) =>
    tos.map((to) => ({ from: iso(Date.parse(from)), to: iso(Date.parse(to)) })),
  );
  // What people call the level of an outage is often that between its rise and its fall.
  const plateau = { from: ramped, to: iso(Date.parse(window.recoveryStart ?? end)) };
  const spans = [...(first ? [first] : []), plateau, ...others];
  return spans.filter(
    ({ from, to }, index) => from < to && spans.findIndex((one) => one.from === from && one.to === to) === index,
  );
}

/** Ordinary time before the outage, in the lengths that people mean by it. */
export function beforeSpans(evidence: Evidence): readonly Span[] {
  const { dataSpan, windows, baseline } = evidence;
  if (!dataSpan) return [];
  const onsets = windows.flatMap(({ onset, onsetInterval }) => [onset, onsetInterval[0]]).sort();
  const first = onsets[0] ?? dataSpan.to;
  const end = Date.parse(first);
  const all: Span = { from: dataSpan.from, to: iso(end) };
  const day = mainDay(evidence);
  const spans = [
    ...(baseline ? [baseline] : []),
    all,
    ...(day && day.from > dataSpan.from && day.from < all.to ? [{ from: day.from, to: all.to }] : []),
    { from: dataSpan.from, to: iso(end - MARGIN_MS) },
    ...[1, 2, 3].map((hours) => ({ from: iso(end - hours * HOUR), to: iso(end) })),
  ];
  return spans.filter(({ from, to }) => from < to && Date.parse(from) >= Date.parse(dataSpan.from));
}

function afterSpans(evidence: Evidence): readonly Span[] {
  const { dataSpan, windows, main } = evidence;
  const last = windows.at(-1) ?? main;
  if (!dataSpan || !last || last.recovery === null) return [];
  const starts = [
    last.recovery,
    ...(last.recoveryInterval ? [last.recoveryInterval[1]] : []),
    ...(main?.recovery && main !== last ? [main.recovery] : []),
  ];
  const day = mainDay(evidence);
  return starts
    .flatMap((from) =>
      [
        dataSpan.to,
        ...(day && day.to > from && day.to < dataSpan.to ? [day.to] : []),
        iso(Math.min(Date.parse(dataSpan.to), Date.parse(from) + HOUR)),
      ].map((to) => ({
        from: iso(Date.parse(from)),
        to: iso(Date.parse(to)),
      })),
    )
    .filter(({ from, to }) => from < to);
}

const each = (windows: readonly WindowFinding[], evidence: Evidence): readonly Span[] =>
  windows.map((window) => ({ from: iso(Date.parse(window.onset)), to: iso(Date.parse(endOf(window, evidence))) }));

/** Words for the sum of all that happened. */
const IN_TOTAL = /\b(?:in total|altogether|overall|in all|in sum|all told|total of)\b/i;

/** From the first onset to the last recovery. */
const allOf = (windows: readonly WindowFinding[], evidence: Evidence): Span => ({
  from: iso(Date.parse((windows[0] as WindowFinding).onset)),
  to: iso(Date.parse(endOf(windows.at(-1) as WindowFinding, evidence))),
});

/** The time from the first recovery to the second onset. */
function betweenWindows(evidence: Evidence): ResolvedSpan {
  const [first, second] = evidence.windows;
  const label = "between the outages";
  if (!first?.recovery || !second) return { label, spans: [], missing: "no-second" };
  const [late, early] = [first.recoveryInterval?.[1] ?? first.recovery, second.onsetInterval[0]];
  const spans = [
    { from: iso(Date.parse(first.recovery)), to: iso(Date.parse(second.onset)) },
    { from: iso(Date.parse(late)), to: iso(Date.parse(early)) },
  ];
  return { label, spans: spans.filter(({ from, to }) => from < to), missing: null };
}

/** All data but the outages': before the first and after the last added up, then each alone. */
function outsideWindows(evidence: Evidence): ResolvedSpan {
  const label = "outside the outage";
  const [first, last] = [evidence.windows[0], evidence.windows.at(-1)];
  const { dataSpan } = evidence;
  if (!first || !last || !dataSpan) return { label, spans: [], missing: "no-outage" };
  const between = evidence.windows.slice(1).map((window, index) => ({
    from: endOf(evidence.windows[index] as WindowFinding, evidence),
    to: window.onsetInterval[0],
  }));
  const after = { from: last.recoveryInterval?.[1] ?? last.recovery ?? dataSpan.to, to: dataSpan.to };
  const apart = [{ from: dataSpan.from, to: first.onsetInterval[0] }, ...between, after]
    .map(({ from, to }) => ({ from: iso(Date.parse(from)), to: iso(Date.parse(to)) }))
    .filter(({ from, to }) => from < to);
  return { label, spans: apart, together: apart, missing: apart.length > 0 ? null : "outside" };
}

/** A span with its clocks, and with its days where it crosses one. */
export function spanLabel({ from, to }: Span): string {
  const within = day(from) === day(to) || (Date.parse(to) - Date.parse(from) <= DAY && clock(to) === "00:00");
  return within ? `${clock(from)}–${clock(to)} UTC` : `${dayClock(from)} to ${dayClock(to)}`;
}

const CLOCK = "(?:about |around |roughly )?(?:\\d{1,2}[:.h]\\d\\d|\\d{1,2}\\s?[ap]\\.?m|\\d{4}\\b|noon|midnight)";
const UNTIL = new RegExp(`\\b(?:by|before|until|till|up to|prior to)\\s${CLOCK}`, "i");
const FROM = new RegExp(`\\b(?:after|since|from|past|following)\\s${CLOCK}`, "i");
const COUNTED: readonly string[] = ["share", "count", "attempts", "part", "absence"];

const AT = new RegExp(`\\b(?:at|around|about|as of)\\s(?:about |around )?${CLOCK}`, "i");
const AT_MOMENT: readonly string[] = ["share", "count", "attempts"];
/** Minutes around a clock that a share "at" it may be of. */
const AT_MINUTES = [5, 2, 1, 10, 15];

/** "At 18:00 the rate was 0.3 %": some minutes around the clock, and from it on. */
function momentSpans(instant: StatedInstant, evidence: Evidence): ResolvedSpan {
  const at = instantOf(instant, evidence);
  const label = at === null ? "a moment" : `around ${clock(at)} UTC`;
  const { dataSpan } = evidence;
  if (at === null || !dataSpan) return { label, spans: [], missing: "unresolved" };
  const ms = Date.parse(at);
  const spans = AT_MINUTES.flatMap((minutes) => [
    { from: iso(ms - minutes * MINUTE_MS), to: iso(ms + minutes * MINUTE_MS) },
    { from: iso(ms), to: iso(ms + minutes * MINUTE_MS) },
    { from: iso(ms - minutes * MINUTE_MS), to: iso(ms) },
  ]).map(({ from, to }) => ({
    from: from > dataSpan.from ? from : dataSpan.from,
    to: to < dataSpan.to ? to : dataSpan.to,
  }));
  const inside = spans.filter(({ from, to }) => from < to);
  return { label, spans: inside, missing: inside.length > 0 ? null : "outside" };
}

/** "By 16:05", "after 16:05": from the onset, or from where the data begin, until then; from then to the recovery, or to the end of the data. */
function clockSpans(claim: StatedClaim, evidence: Evidence): ResolvedSpan | null {
  const [instant] = claim.instants;
  const { windows, dataSpan } = evidence;
  if (!instant || claim.instants.length !== 1 || claim.span === "span" || !COUNTED.includes(claim.kind) || !dataSpan)
    return null;
  const [until, from] = [UNTIL.test(claim.quote), FROM.test(claim.quote)];
  if (!until && !from && AT_MOMENT.includes(claim.kind) && AT.test(claim.quote)) return momentSpans(instant, evidence);
  const at = until !== from ? instantOf(instant, evidence) : null;
  if (at === null) return null;
  if (at <= dataSpan.from || at >= dataSpan.to)
    return { label: spanLabel({ from: at, to: at }), spans: [], missing: "outside" };
  const day = mainDay(evidence);
  const others = until
    ? [
        ...windows.filter(({ onset }) => onset < at).map(({ onset }) => onset),
        ...(day ? [day.from] : []),
        dataSpan.from,
      ]
    : [
        ...windows.map((window) => endOf(window, evidence)).filter((end) => end > at),
        ...(day ? [day.to] : []),
        dataSpan.to,
      ];
  const spans = others
    .map((other) => (until ? { from: iso(Date.parse(other)), to: at } : { from: at, to: iso(Date.parse(other)) }))
    .filter(({ from: start, to }) => start < to);
  return { label: `${until ? "until" : "from"} ${clock(at)} UTC`, spans, missing: null };
}

/** Hours of the parts of a day, as people speak of them. */
const DAY_PARTS: readonly (readonly [name: string, from: number, to: number])[] = [
  ["morning", 4, 12],
  ["afternoon", 12, 18],
  ["evening", 17, 24],
  ["night", 20, 30],
];

function hourOf(at: string, zone: string): number {
  const [hour, minute] = new Intl.DateTimeFormat("en-GB", { timeZone: named(zone), hour: "2-digit", minute: "2-digit" })
    .format(new Date(at))
    .split(":")
    .map(Number) as [number, number];
  return hour + minute / 60;
}

/** The one outage that began in the part of the day that an assertion names: "57 in the afternoon". */
function windowOfDayPart(claim: StatedClaim, { windows, zone }: Evidence): WindowFinding | null {
  const all = [...claim.quote.matchAll(/\b(morning|afternoon|evening|night)\b/gi)].map((match) =>
    (match[1] as string).toLowerCase(),
  );
  const { turn } = claim;
  const own = turn && all.length === turn[1] ? all[turn[0]] : all.length === 1 ? all[0] : undefined;
  const part = DAY_PARTS.find(([name]) => name === own);
  if (!part || windows.length < 2) return null;
  const [, from, to] = part;
  const inside = windows.filter(({ onset }) => {
    const hour = hourOf(onset, zone);
    return (hour >= from && hour < to) || hour + 24 < to;
  });
  return inside.length === 1 ? (inside[0] as WindowFinding) : null;
}

/** The spans over which an assertion may fairly be measured. */
export function resolvedSpan(claim: StatedClaim, evidence: Evidence): ResolvedSpan {
  const { windows, main, dataSpan } = evidence;
  const bounded = clockSpans(claim, evidence);
  if (bounded) return bounded;
  const none = (missing: ResolvedSpan["missing"], label: string): ResolvedSpan => ({ label, spans: [], missing });
  const of = (window: WindowFinding | undefined | null, name: string): ResolvedSpan => {
    if (!window) return none("no-outage", name);
    return {
      label: `${name} ${spanLabel({ from: window.onset, to: endOf(window, evidence) })}`,
      spans: windowSpans(window, evidence),
      missing: null,
    };
  };
  const daily = claim.span === "open" || claim.span === "outage" ? windowOfDayPart(claim, evidence) : null;
  if (daily) return of(daily, "the outage");
  switch (claim.span) {
    case "other-day":
      return none("other-day", "another day");
    case "span": {
      const [from, to] = claim.instants.map((one) => instantOf(one, evidence));
      if (!from || !to) return none("unresolved", "a span whose times are not settled");
      const end = to > from ? to : iso(Date.parse(to) + DAY);
      if (!dataSpan || end <= dataSpan.from || from >= dataSpan.to)
        return none("outside", spanLabel({ from, to: end }));
      const spans = [
        { from, to: end },
        { from, to: iso(Date.parse(end) + MINUTE_MS) },
      ];
      return { label: spanLabel({ from, to: end }), spans, missing: null };
    }
    case "first":
      return of(windows[0], windows.length > 1 ? "the first outage" : "the outage");
    case "second":
      return windows.length > 1 ? of(windows[1], "the second outage") : none("no-second", "a second outage");
    case "all":
      return windows.length > 1
        ? {
            label: `all ${windows.length} outages`,
            spans: [allOf(windows, evidence)],
            together: each(windows, evidence),
            missing: null,
          }
        : none("no-second", "several outages");
    case "between":
      return betweenWindows(evidence);
    case "before":
      return { label: "before the outage", spans: beforeSpans(evidence), missing: null };
    case "after": {
      const spans = afterSpans(evidence);
      return spans.length > 0
        ? { label: "after the outage", spans, missing: null }
        : none(main ? "unresolved" : "no-outage", "after the outage");
    }
    case "outside":
      return outsideWindows(evidence);
    case "day": {
      const day = mainDay(evidence);
      if (!day || !dataSpan) return none("unresolved", "the day");
      const clipped = {
        from: day.from > dataSpan.from ? day.from : dataSpan.from,
        to: day.to < dataSpan.to ? day.to : dataSpan.to,
      };
      const short = Date.parse(dataSpan.to) - Date.parse(dataSpan.from) <= 1.5 * DAY;
      const noon = iso((Date.parse(day.from) + Date.parse(day.to)) / 2);
      const utc = dayOf(noon, "UTC");
      const other = {
        from: utc.from > dataSpan.from ? utc.from : dataSpan.from,
        to: utc.to < dataSpan.to ? utc.to : dataSpan.to,
      };
      return {
        label: `the day ${noon.slice(0, 10)}`,
        spans: [clipped, ...(short ? [dataSpan] : []), ...(other.from < other.to ? [other] : [])],
        missing: null,
      };
    }
    default: {
      if (main && windows.length > 1 && (IN_TOTAL.test(claim.quote) || claim.kind === "count"))
        return { ...of(main, "the outage"), together: each(windows, evidence) };
      if (main) {
        const own = of(main, "the outage");
        const others = windows.filter((one) => one !== main).flatMap((one) => windowSpans(one, evidence).slice(0, 2));
        return claim.kind === "share" ? { ...own, spans: [...own.spans, ...others] } : own;
      }
      const day = mainDay(evidence);
      return day && claim.span === "open"
        ? { label: "the day", spans: dataSpan ? [dataSpan] : [], missing: null }
        : none("no-outage", "the outage");
    }
  }
}
