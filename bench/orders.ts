// Which came first: events of several clocks with a known truth, against the orders that the timeline calls certain, likely and unknown.
import {
  type ClockBound,
  clocksOf,
  MACHINE_SECONDS,
  PERSON_SECONDS,
  type SharedEvent,
} from "../src/window/timeline/clocks.js";
import { eventOrder } from "../src/window/timeline/event-order.js";
import { precisionOf, type WrittenPrecision, writtenSpan } from "../src/window/timeline/precision.js";
import type { TimelineEntry } from "../src/window/timeline/timeline.js";
import { type Random, seededRandom } from "../src/stats/random/random.js";
import { type Aim, aimTable, isQuick, isStarted, share } from "./aim.js";

const SOURCES = ["alerts", "chat", "pager", "deploys", "status-page", "cluster"] as const;
const START = Date.UTC(2026, 2, 12, 8);
/** Events of a source, and the minutes over which the incident's events lie. */
const EVENTS = 5;
const MINUTES = 90;

interface Truth {
  /** True moment, ms. */
  readonly ms: number;
  /** Its clock's own error at that moment, ms. */
  readonly ahead: number;
}

interface Drawn {
  readonly entries: readonly (TimelineEntry & Truth)[];
  readonly shared: readonly SharedEvent[];
}

/** How far a machine's clock is ahead, in ms: most keep time, some drift by seconds, one in fifty is badly off. */
function clockError(random: Random): number {
  const u = random.next();
  if (u < 0.8) return 300 * random.normal();
  return (u < 0.98 ? 5000 : 60_000) * (2 * random.next() - 1);
}

/** The moment of an event: bursts around an outage's turning points, and single ones between. */
function moment(random: Random): number {
  const burst = random.next() < 0.6;
  const middle = [20, 35, 70][random.integer(3)] as number;
  const minutes = burst ? middle + 3 * random.normal() : MINUTES * random.next();
  return START + Math.round(60_000 * Math.max(0, minutes));
}

const iso = (ms: number): string => new Date(ms).toISOString();

function entryOf(
  source: string,
  index: number,
  written: number,
  span: readonly [number, number],
  truth: Truth,
  precision: WrittenPrecision,
  hedged: boolean,
): TimelineEntry & Truth {
  return {
    id: `${source}-${index}`,
    at: iso(written),
    span: [iso(span[0]), iso(span[1])],
    precision,
    hedged,
    source,
    role: "other",
    what: `event ${index}`,
    ...truth,
  };
}

/** A log's entries: its clock is off, and its unit cuts off what is finer. */
function logEntries(random: Random, source: string): (TimelineEntry & Truth)[] {
  const ahead = clockError(random);
  const unit = [1, 1000, 1000, 60_000][random.integer(4)] as number;
  const moments = Array.from({ length: EVENTS }, () => moment(random));
  const written = moments.map((ms) => Math.floor((ms + ahead) / unit) * unit);
  const precision = precisionOf(written);
  return written.map((at, index) =>
    entryOf(
      source,
      index,
      at,
      writtenSpan(at, precision, "log"),
      { ms: moments[index] as number, ahead },
      precision,
      false,
    ),
  );
}

/** A statement's entries: copied from logs to the minute, cut off or rounded by its author's habit, some of them from memory. */
function statementEntries(random: Random, logs: readonly (TimelineEntry & Truth)[]): (TimelineEntry & Truth)[] {
  const rounds = random.next() < 0.3;
  return logs
    .filter(() => random.next() < 0.25)
    .map(({ ms, ahead }, index) => {
      const hedged = random.next() < 0.2;
      const remembered = hedged ? 120_000 * random.normal() : 0;
      const seen = ms + ahead + Math.max(-300_000, Math.min(300_000, remembered));
      const minutes = hedged
        ? 5 * Math.round(seen / 300_000)
        : rounds
          ? Math.round(seen / 60_000)
          : Math.floor(seen / 60_000);
      const at = 60_000 * minutes;
      return entryOf(
        "statement",
        index,
        at,
        writtenSpan(at, "minute", "person", hedged),
        { ms, ahead },
        "minute",
        hedged,
      );
    });
}

/** Events that two logs both date: the second writes it a moment later. */
function sharedOf(random: Random, entries: readonly (TimelineEntry & Truth)[]): SharedEvent[] {
  const aheadOf = (source: string): number => entries.find((entry) => entry.source === source)?.ahead ?? 0;
  return SOURCES.flatMap((one, index) =>
    SOURCES.slice(index + 1).flatMap((other) => {
      const count = random.next() < 0.3 ? 1 + random.integer(5) : 0;
      return Array.from({ length: count }, () => {
        const late = 4000 * random.next() ** 2 * (random.next() < 0.5 ? 1 : -1);
        return { sources: [one, other] as const, seconds: (aheadOf(one) - aheadOf(other) + late) / 1000 };
      });
    }),
  );
}

function draw(seed: number): Drawn {
  const random = seededRandom(seed).fork("orders");
  const logs = SOURCES.flatMap((source) => logEntries(random, source));
  return { entries: [...logs, ...statementEntries(random, logs)], shared: sharedOf(random, logs) };
}

const BOUNDS: readonly ClockBound[] = [...SOURCES, "statement"].map((source) => {
  const seconds = source === "statement" ? PERSON_SECONDS : MACHINE_SECONDS;
  return { source, ahead: [-seconds, seconds], basis: "default", why: "" };
});

/** True if somebody who knew how far each clock was off could say the order from the written times. */
function decidable(a: TimelineEntry & Truth, b: TimelineEntry & Truth): boolean {
  const [aFrom, aTo, bFrom, bTo] = [...a.span, ...b.span].map((at) => Date.parse(at)) as [
    number,
    number,
    number,
    number,
  ];
  return aTo - a.ahead <= bFrom - b.ahead || bTo - b.ahead <= aFrom - a.ahead;
}

interface Tally {
  certain: number;
  right: number;
  likely: number;
  likelyRight: number;
  decidable: number;
  decided: number;
  pairs: number;
}

function score({ entries, shared }: Drawn, tally: Tally): void {
  const clocks = clocksOf(BOUNDS, shared, []);
  entries.forEach((a, index) => {
    for (const b of entries.slice(index + 1)) {
      if (a.source === b.source || a.ms === b.ms) continue;
      const { first, order } = eventOrder(a, b, clocks);
      const right = (first === a.id) === a.ms < b.ms;
      tally.pairs += 1;
      if (order === "certain") {
        tally.certain += 1;
        if (right) tally.right += 1;
      } else if (order === "likely") {
        tally.likely += 1;
        if (right) tally.likelyRight += 1;
      }
      if (!decidable(a, b)) continue;
      tally.decidable += 1;
      if (order !== "unknown") tally.decided += 1;
    }
  });
}

export function orderAims(quick: boolean): readonly Aim[] {
  const incidents = quick ? 100 : 500;
  const tally: Tally = { certain: 0, right: 0, likely: 0, likelyRight: 0, decidable: 0, decided: 0, pairs: 0 };
  for (let seed = 0; seed < incidents; seed += 1) score(draw(seed), tally);
  const cases = `${incidents} incidents, ${tally.pairs} pairs`;
  return [
    {
      aim: "of orders called certain, right",
      asked: "≥ 99.5 %",
      measured: share(tally.right, tally.certain),
      met: tally.right / tally.certain >= 0.995,
      cases: `${tally.certain} called certain`,
    },
    {
      aim: "of orders called likely, right",
      asked: "–",
      measured: share(tally.likelyRight, tally.likely),
      met: null,
      cases: `${tally.likely} called likely`,
    },
    {
      aim: "of orders that the true clocks decide, decided",
      asked: "≥ 80 %",
      measured: share(tally.decided, tally.decidable),
      met: tally.decided / tally.decidable >= 0.8,
      cases,
    },
  ];
}

if (isStarted(import.meta.url)) console.log(aimTable(orderAims(isQuick())));
