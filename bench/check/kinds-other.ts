import { type Kind, type Making, quantile } from "./fact.js";
import { about, beforeOf, BOTH, DAY, stated } from "./measures.js";
import { choose } from "./style.js";
import type { Span } from "./world.js";

const latencies = ({ world }: Making, span: Span): number[] =>
  world
    .rowsIn(world.outcome, span)
    .map(({ latency }) => latency)
    .sort((a, b) => a - b);

const hasLatency = ({ world }: Making): boolean => world.plan.latency !== undefined;

/** A latency that no fair reading gives; both ends of the day are other readings. */
const statedLatency = (making: Making, right: number, at: number): number =>
  stated(
    making,
    right,
    [quantile(latencies(making, beforeOf(making)), at)].filter((one) => Math.abs(one - right) > 1),
  );

function latencyKind(
  at: number,
  span: (making: Making) => Span,
  say: readonly string[],
  more: Partial<Kind> = {},
): Kind {
  return {
    make: (making) => {
      if (!hasLatency(making)) return null;
      const right = quantile(latencies(making, span(making)), at);
      return {
        quantity: about(making, `latency p${100 * at}`, span(making), "milliseconds", [right]),
        slots: { ms: making.style.latency(statedLatency(making, right, at)) },
      };
    },
    needs: "wave",
    truths: BOTH,
    section: "impact",
    say,
    ...more,
  };
}

/** Attempts a minute during the wave, and as usual by two fair readings: the hours before, and the hour before. */
function trafficOf({ world, wave }: Making): { usual: [number, number]; during: number } {
  const perMinute = (span: Span): number => world.tally(world.outcome, span).attempts / (span.to - span.from);
  return {
    during: perMinute(wave),
    usual: [perMinute(beforeOf({ wave } as Making)), perMinute({ from: wave.from - 60, to: wave.from })],
  };
}

function unitsHit({ world, wave }: Making, span: Span = wave): number {
  const { units } = world.plan;
  if (!units) return 0;
  const failed = world.rowsIn(world.outcome, span).filter(({ failed }) => failed);
  return new Set(failed.map((row) => row.where[units.column])).size;
}

export const OTHERS: Readonly<Record<string, Kind>> = {
  "latency-median": latencyKind(0.5, ({ wave }) => wave, [
    "The median response time {during} was {ms}.",
    "{During}, the median response took {ms}.",
  ]),
  "latency-p95": latencyKind(0.95, ({ wave }) => wave, [
    "The 95th percentile of response times {during} was {ms}.",
    "p95 latency {during} was {ms}.",
    "{During}, p95 stood at {ms}.",
  ]),
  "latency-p99": latencyKind(0.99, ({ wave }) => wave, [
    "p99 latency {during} was {ms}.",
    "{During}, the 99th percentile of response times was {ms}.",
  ]),
  "latency-before": latencyKind(
    0.5,
    beforeOf,
    ["Before the incident, the median response time was {ms}.", "Median latency had been {ms} before the incident."],
    { implicit: true },
  ),
  "latency-rise": {
    make: (making) => {
      if (!hasLatency(making) || making.world.plan.latency?.factor === 1) return null;
      const [low, high] = [beforeOf(making), making.wave].map((span) => quantile(latencies(making, span), 0.5)) as [
        number,
        number,
      ];
      const told = stated(making, high, [low]);
      if (told < low * 1.3) return null;
      return {
        quantity: about(making, "latency p50", making.wave, "milliseconds", [low, high]),
        slots: { ms0: making.style.latency(low), ms: making.style.latency(told) },
      };
    },
    needs: "wave",
    truths: BOTH,
    implicit: true,
    section: "impact",
    say: [
      "Median response time rose from {ms0} to {ms}.",
      "The median latency went from {ms0} to {ms} during the incident.",
      "Responses slowed from a median of {ms0} to {ms}.",
    ],
  },
  "latency-flat": {
    make: (making) => {
      const factor = making.world.plan.latency?.factor;
      if (factor === undefined || (factor === 1) !== (making.truth === "true")) return null;
      return { quantity: about(making, "latency p50", making.wave, "yes-no", []), slots: {} };
    },
    needs: "wave",
    truths: BOTH,
    section: "impact",
    say: [
      "Response times did not change {during}.",
      "Latency was not affected {during}.",
      "{During}, response times stayed at their usual level.",
    ],
  },
  "traffic-fall": {
    make: (making) => {
      const { during, usual } = trafficOf(making);
      if (making.world.plan.traffic === undefined) return null;
      const falls = usual.map((one) => 1 - during / one);
      const [fall = 0] = falls;
      return {
        quantity: about(making, "attempts per minute", making.wave, "share", falls),
        slots: { p: making.style.percent(making.truth === "true" ? fall : choose(making.random, [0.1, 0.15, 0.2])) },
      };
    },
    needs: "wave",
    truths: BOTH,
    implicit: true,
    section: "impact",
    say: [
      "{Things} a minute fell by about {p} during the outage.",
      "Traffic fell by about {p} while the incident lasted.",
      "During the incident we received about {p} fewer {things} than usual.",
    ],
  },
  "traffic-from-to": {
    make: (making) => {
      const { during, usual } = trafficOf(making);
      if (making.world.plan.traffic === undefined) return null;
      const told = making.truth === "true" ? during : 0.15 * during;
      return {
        quantity: about(making, "attempts per minute", making.wave, "ratio", [during, ...usual]),
        slots: { n0: usual[1].toFixed(0), n: told < 10 ? told.toFixed(1) : told.toFixed(0) },
      };
    },
    needs: "wave",
    truths: BOTH,
    implicit: true,
    section: "impact",
    say: [
      "{Things} a minute fell from {n0} to {n}.",
      "Traffic went from {n0} {things} a minute to {n} during the outage.",
    ],
  },
  "attempts-lost": {
    make: (making) => {
      const { during, usual } = trafficOf(making);
      if (making.world.plan.traffic === undefined) return null;
      const minutes = making.wave.to - making.wave.from;
      const lost = usual.map((one) => (one - during) * minutes);
      const [low, high] = [Math.min(...lost), Math.max(...lost)];
      const n = making.truth === "true" ? (low + high) / 2 : choose(making.random, [0.3 * low, 2.5 * high]);
      return {
        quantity: about(making, "attempts lost", making.wave, "count", [...lost, (low + high) / 2]),
        slots: { n: making.style.count(10 * Math.round(n / 10)) },
      };
    },
    needs: "wave",
    truths: BOTH,
    section: "impact",
    say: [
      "About {n} {things} that we would have expected {during} never reached us.",
      "Against usual traffic, some {n} {things} were missing {during}.",
    ],
  },
  "traffic-flat": {
    make: (making) =>
      (making.world.plan.traffic === undefined) === (making.truth === "true")
        ? { quantity: about(making, "attempts per minute", making.wave, "yes-no", []), slots: {} }
        : null,
    needs: "wave",
    truths: BOTH,
    section: "impact",
    say: [
      "The number of {things} arriving stayed at its usual level {during}.",
      "Traffic was normal {during}.",
      "{During}, as many {things} came in as usual.",
    ],
  },
  "units-hit": {
    make: (making) => {
      const { units } = making.world.plan;
      if (!units) return null;
      const right = unitsHit(making);
      const n =
        making.truth === "true" ? right : Math.round(stated(making, right, [unitsHit(making, DAY)], units.count));
      return {
        quantity: about(making, `${units.column} hit`, making.wave, "count", [right]),
        slots: { n: making.style.count(n), total: making.style.count(units.count), units: units.words },
      };
    },
    needs: "wave",
    truths: BOTH,
    section: "impact",
    say: [
      "{n} {units} had at least one of their {things} {failing} {during}.",
      "{During}, {n} {units} were affected.",
      "{n} {units} saw failures {during}.",
      "{n} of our {total} {units} had failures {during}.",
    ],
  },
  "units-share": {
    make: (making) => {
      const { units } = making.world.plan;
      if (!units) return null;
      const right = unitsHit(making) / units.count;
      const p = making.truth === "true" ? right : stated(making, right, [unitsHit(making, DAY) / units.count], 1);
      return {
        quantity: about(making, `${units.column} hit`, making.wave, "share", [right]),
        slots: { p: making.style.percent(p), units: units.words },
      };
    },
    needs: "wave",
    truths: BOTH,
    section: "impact",
    say: ["{p} of {units} were affected {during}.", "{During}, {p} of our {units} had a failure."],
  },
  "units-all": {
    make: (making) => {
      const { units } = making.world.plan;
      if (!units) return null;
      const hit = unitsHit(making);
      if ((hit === units.count) !== (making.truth === "true") || (hit < units.count && hit > 0.8 * units.count))
        return null;
      return {
        quantity: about(making, `${units.column} hit`, making.wave, "count", [hit]),
        slots: { units: units.words },
      };
    },
    needs: "wave",
    truths: BOTH,
    section: "impact",
    say: ["All {units} were affected {during}.", "{During}, all of our {units} were affected."],
  },
};
