import { isoSpan, type Kind, type Making, type Quantity, shareOf, wrongFigure } from "./fact.js";
import { choose } from "./style.js";
import { between } from "./words.js";
import { DAY_MINUTES, type Span } from "./world.js";

const BOTH = ["true", "false"] as const;
export const DAY: Span = { from: 0, to: DAY_MINUTES };

/** Returns the figure to state: the right one, or one that no fair reading gives. */
export const stated = (
  { truth, random }: Making,
  right: number,
  others: readonly number[] = [],
  most = Infinity,
  few = false,
): number => (truth === "true" ? right : wrongFigure(random, right, others, most, few));

/** Under so many failures a share is known too loosely for a factor of two to be clearly false. */
export const FEW = 100;

export function about(
  { world }: Making,
  measure: string,
  span: Span | null,
  unit: Quantity["unit"],
  values: readonly number[],
  more: { source?: string; where?: Readonly<Record<string, string>> } = {},
): Quantity {
  const { source = world.outcome, where } = more;
  return { source, measure, span: span && isoSpan(world, span), unit, values, ...(where ? { where } : {}) };
}

export const shareDuring = ({ world, wave }: Making): number => shareOf(world.tally(world.outcome, wave));
export const beforeOf = ({ wave }: Making): Span => ({ from: 0, to: wave.from });
const afterOf = ({ world }: Making): Span => ({
  from: Math.max(...world.windows.map(({ to }) => to)),
  to: DAY_MINUTES,
});
const shareBefore = (making: Making): number => shareOf(making.world.tally(making.world.outcome, beforeOf(making)));

/** Failures and share of each minute of the day with enough attempts. */
export function minutesOf({ world }: Making, span: Span = DAY): { minute: number; failures: number; share: number }[] {
  const found = [];
  for (let minute = span.from; minute < span.to; minute += 1) {
    const tally = world.tally(world.outcome, { from: minute, to: minute + 1 });
    if (tally.attempts > 0) found.push({ minute, failures: tally.failures, share: shareOf(tally) });
  }
  return found;
}

function shareKind(span: (making: Making) => Span, say: readonly string[], more: Partial<Kind> = {}): Kind {
  return {
    make: (making) => {
      const { world, style } = making;
      const tally = world.tally(world.outcome, span(making));
      const right = shareOf(tally);
      const others = [shareOf(world.tally(world.outcome, making.wave)), shareOf(world.tally("legs", span(making)))];
      const p = stated(
        making,
        right,
        [...others, shareOf(world.tally(world.outcome, DAY))].filter((one) => one > 0),
        0.97,
        tally.failures < FEW,
      );
      return {
        quantity: about(making, "failure share", span(making), "share", [right]),
        slots: { p: style.percent(p), span: between(style, span(making), making.random) },
      };
    },
    needs: "wave",
    truths: BOTH,
    section: "impact",
    say,
    ...more,
  };
}

const FRACTIONS: readonly (readonly [string, number])[] = [
  ["a tenth", 0.1],
  ["a fifth", 0.2],
  ["a quarter", 0.25],
  ["a third", 1 / 3],
  ["two fifths", 0.4],
  ["half", 0.5],
  ["two thirds", 2 / 3],
  ["three quarters", 0.75],
];

/** A fraction in words: near the share, or clearly another. */
export function fractionWords({ truth, random }: Making, right: number): string | null {
  const near = FRACTIONS.filter(([, value]) => Math.abs(value - right) < 0.06 * right);
  const far = FRACTIONS.filter(([, value]) => value > 1.8 * right || value < 0.5 * right);
  const fit = truth === "true" ? near : far;
  return fit.length > 0 ? choose(random, fit)[0] : null;
}

/** The share of a clock hour that lies apart from every wave. */
function calmHour({ world, random }: Making): Span {
  const hours = Array.from({ length: 20 }, (_, index) => ({ from: 60 * (index + 2), to: 60 * (index + 4) }));
  return choose(
    random,
    hours.filter(({ from, to }) => world.windows.every((one) => to < one.from - 10 || from > one.to + 10)),
  );
}

export const FIGURES: Readonly<Record<string, Kind>> = {
  "share-during": shareKind(
    ({ wave }) => wave,
    [
      "{p} of {things} {failed} {during}.",
      "{During}, {p} of all {things} {failed}.",
      "The {rate} {during} was {p}.",
      "About {p} of {things} {failed} {during}.",
      "{Failures} made up {p} of traffic {during}.",
    ],
  ),
  "share-before": shareKind(
    beforeOf,
    [
      "Before the incident, {p} of {things} {failed}.",
      "The {rate} had been {p} up to then.",
      "Prior to the outage the {rate} was {p}.",
      "On the day, the normal {rate} before the incident was {p}.",
    ],
    { implicit: true },
  ),
  "share-after": shareKind(
    afterOf,
    [
      "After recovery, {p} of {things} {failed}.",
      "Since the recovery the {rate} has been {p}.",
      "Once service was restored, the {rate} settled at {p}.",
      "Following recovery, {p} of {things} {failed} for the rest of the day.",
    ],
    { implicit: true, section: "after" },
  ),
  "share-of-day": shareKind(
    () => DAY,
    [
      "Over the whole day, {p} of {things} {failed}.",
      "Taken over all {things} of the day, the {rate} was {p}.",
      "{p} of the day's {things} {failed}.",
    ],
    { needs: "none" },
  ),
  "share-between": {
    make: (making) => {
      const { world, style } = making;
      const hour = calmHour(making);
      const right = shareOf(world.tally(world.outcome, hour));
      const p = making.truth === "true" ? right : 0.2 + 0.4 * making.random.next();
      return {
        quantity: about(making, "failure share", hour, "share", [right]),
        slots: { p: style.percent(p), span: between(style, hour, making.random) },
      };
    },
    needs: "none",
    truths: BOTH,
    section: "what",
    say: ["{Span}, {p} of {things} {failed}.", "The {rate} {span} was {p}.", "We saw a {rate} of {p} {span}."],
  },
  "count-failures": {
    make: (making) => {
      const { world, wave, style } = making;
      const right = world.tally(world.outcome, wave).failures;
      const others = [world.tally("legs", wave).failures, world.tally(world.outcome, DAY).failures].filter(
        (one) => one > 0,
      );
      return {
        quantity: about(making, "failures", wave, "count", [right]),
        slots: { n: style.count(stated(making, right, others)) },
      };
    },
    needs: "wave",
    truths: BOTH,
    section: "impact",
    say: [
      "{n} {things} {failed} {during}.",
      "In all, {n} {things} {failed} {during}.",
      "{During} we counted {n} {failures}.",
      "The number of {failures} {during} came to {n}.",
      "A total of {n} {things} {failed} {during}.",
    ],
  },
  "count-attempts": {
    make: (making) => {
      const { world, wave, style } = making;
      const right = world.tally(world.outcome, wave).attempts;
      const others = [world.tally("legs", wave).attempts].filter((one) => one > 0);
      return {
        quantity: about(making, "attempts", wave, "count", [right]),
        slots: { n: style.count(stated(making, right, others)) },
      };
    },
    needs: "wave",
    truths: BOTH,
    section: "impact",
    say: [
      "{n} {things} were made {during}.",
      "{During}, we handled {n} {things} in total, good and bad.",
      "There were {n} {things} {during}.",
    ],
  },
  "count-day": {
    make: (making) => {
      const { world, style } = making;
      const right = world.tally(world.outcome, DAY).failures;
      return {
        quantity: about(making, "failures", DAY, "count", [right]),
        slots: {
          n: style.count(
            stated(
              making,
              right,
              world.windows.map((one) => world.tally(world.outcome, one).failures),
            ),
          ),
        },
      };
    },
    needs: "none",
    truths: BOTH,
    section: "impact",
    say: [
      "Over the whole day, {n} {things} {failed}.",
      "{n} {things} {failed} that day, from midnight to midnight.",
      "The day as a whole had {n} {failures}.",
    ],
  },
  "count-between": {
    make: (making) => {
      const { world, wave, style, random } = making;
      const span = { from: wave.from, to: wave.from + Math.min(20, Math.floor((wave.to - wave.from) / 2)) };
      const right = world.tally(world.outcome, span).failures;
      if (right < 15) return null;
      const n = stated(making, right, [world.tally(world.outcome, wave).failures]);
      return {
        quantity: about(making, "failures", span, "count", [right]),
        slots: { n: style.count(n), span: between(style, span, random) },
      };
    },
    needs: "wave",
    truths: BOTH,
    section: "what",
    say: ["{Span} alone, {n} {things} {failed}.", "{n} {things} {failed} {span}.", "We counted {n} {failures} {span}."],
  },
  "rise-from-to": {
    make: (making) => {
      const [low, high] = [shareBefore(making), shareDuring(making)];
      const wrong = stated(making, high, [low], 0.95);
      return {
        quantity: about(making, "failure share", making.wave, "share", [low, high]),
        slots: { p0: making.style.percent(low), p: making.style.percent(wrong) },
      };
    },
    needs: "wave",
    truths: BOTH,
    implicit: true,
    section: "impact",
    say: [
      "The {rate} rose from {p0} to {p}.",
      "The {rate} went up from {p0} before the incident to {p} during it.",
      "From a normal {p0}, the {rate} climbed to {p} on average.",
    ],
  },
  "rise-points": {
    make: (making) => {
      const [low, high] = [shareBefore(making), shareDuring(making)];
      return {
        quantity: about(making, "failure share", making.wave, "points", [high - low]),
        slots: { points: making.style.points(stated(making, high - low, [high], 0.95)) },
      };
    },
    needs: "wave",
    truths: BOTH,
    implicit: true,
    section: "impact",
    say: [
      "The {rate} rose by {points} against the hours before.",
      "During the incident the {rate} was {points} above that of the hours before.",
      "The {rate} was up by {points} on its usual level during the incident.",
    ],
  },
  "rise-percent": {
    make: (making) => {
      const ratio = shareDuring(making) / shareBefore(making);
      const x = stated(making, ratio - 1, [ratio, shareDuring(making), shareDuring(making) - shareBefore(making)]);
      if (x < 1) return null;
      return {
        quantity: about(making, "failure share", making.wave, "ratio", [ratio, ratio - 1]),
        slots: { x: `${making.style.count(100 * x)} per cent` },
      };
    },
    needs: "wave",
    truths: BOTH,
    implicit: true,
    section: "impact",
    say: [
      "Compared with the hours before, the {rate} rose by {x}.",
      "The {rate} increased by {x} over its level before the incident.",
      "In relative terms the {rate} went up by {x} during the incident.",
    ],
  },
  "ratio-usual": {
    make: (making) => {
      const ratio = shareDuring(making) / shareBefore(making);
      return {
        quantity: about(making, "failure share", making.wave, "ratio", [ratio]),
        slots: { times: making.style.times(stated(making, ratio)) },
      };
    },
    needs: "wave",
    truths: BOTH,
    implicit: true,
    section: "impact",
    say: [
      "The {rate} was {times} its usual level during the incident.",
      "{Things} {failed} {times} as often as before the incident.",
      "During the outage the {rate} stood at {times} the normal one.",
    ],
  },
  "share-fraction": {
    make: (making) => {
      const right = shareDuring(making);
      const fraction = fractionWords(making, right);
      return fraction === null
        ? null
        : { quantity: about(making, "failure share", making.wave, "share", [right]), slots: { fraction } };
    },
    needs: "wave",
    truths: BOTH,
    section: "impact",
    say: [
      "About {fraction} of {things} {failed} {during}.",
      "Roughly {fraction} of all {things} {failed} {during}.",
      "{During}, around {fraction} of {things} {failed}.",
    ],
  },
  majority: {
    make: (making) => {
      const right = shareDuring(making);
      if (Math.abs(right - 0.5) < 0.08) return null;
      const most = right > 0.5 === (making.truth === "true");
      const amount = most ? choose(making.random, ["more than half", "the majority"]) : "fewer than half";
      return { quantity: about(making, "failure share", making.wave, "share", [right]), slots: { amount } };
    },
    needs: "wave",
    truths: BOTH,
    section: "impact",
    say: ["{During}, {amount} of {things} {failed}.", "{Amount} of all {things} {failed} {during}."],
  },
  "part-of-day": {
    make: (making) => {
      const { world, wave, style } = making;
      const right = world.tally(world.outcome, wave).failures / world.tally(world.outcome, DAY).failures;
      const p = making.truth === "true" ? right : stated(making, right, [shareDuring(making)], 0.95);
      return {
        quantity: about(making, "failures of the day's failures", wave, "share", [right]),
        slots: { p: style.percent(p), span: between(style, wave, making.random) },
      };
    },
    needs: "wave",
    truths: BOTH,
    section: "impact",
    say: [
      "Of all {failures} of that day, {p} fell {span}.",
      "{p} of the day's {failures} occurred {span}.",
      "{Span} lie {p} of all {failures} of the day.",
    ],
  },
  "per-minute": {
    make: (making) => {
      const { world, wave, style } = making;
      const right = world.tally(world.outcome, wave).failures / (wave.to - wave.from);
      const n = stated(making, right, [world.tally(world.outcome, wave).attempts / (wave.to - wave.from)]);
      return {
        quantity: about(making, "failures per minute", wave, "ratio", [right]),
        slots: { n: n < 10 ? n.toFixed(1) : style.count(n) },
      };
    },
    needs: "wave",
    truths: BOTH,
    section: "impact",
    say: [
      "On average, {n} {things} a minute {failed} {during}.",
      "{During}, {things} {failed} at an average of {n} per minute.",
      "There were {n} {failures} per minute on average {during}.",
    ],
  },
  "peak-time": {
    make: (making) => {
      const { world, wave } = making;
      const spike = world.plan.waves[0]?.spike;
      const worst = minutesOf(making, wave).reduce((best, one) => (one.failures > best.failures ? one : best));
      if (spike === undefined || worst.minute < spike || worst.minute >= spike + 5) return null;
      const t = making.truth === "true" ? worst.minute : making.random.next() < 0.5 ? wave.from - 40 : wave.to + 45;
      return {
        quantity: about(making, "time of the peak", wave, "clock", [world.instant(worst.minute)]),
        slots: { t: making.style.clock(t) },
      };
    },
    needs: "wave",
    truths: BOTH,
    section: "what",
    say: [
      "The peak came at {t}.",
      "{Failures} peaked at {t}.",
      "At {t} the number of {failures} a minute reached its maximum.",
      "The worst minute was {t}.",
    ],
  },
  "worst-minute": {
    make: (making) => {
      const right = Math.max(...minutesOf(making).map(({ failures }) => failures));
      if (right < 8) return null;
      return {
        quantity: about(making, "failures in the worst minute", making.wave, "count", [right]),
        slots: { n: making.style.count(stated(making, right)) },
      };
    },
    needs: "wave",
    truths: BOTH,
    section: "impact",
    say: [
      "In the worst minute, {n} {things} {failed}.",
      "At the peak we saw {n} {failures} in a single minute.",
      "No minute was worse than the one with {n} {failures}.",
    ],
  },
  ceiling: {
    make: (making) => {
      const highest = Math.max(...minutesOf(making).map(({ share }) => share));
      const p = making.truth === "true" ? Math.ceil(20 * (highest + 0.05)) / 20 : 0.4 * shareDuring(making);
      if (p > 0.95) return null;
      return {
        quantity: about(making, "highest share of a minute", DAY, "share", [highest]),
        slots: { p: making.style.percent(p) },
      };
    },
    needs: "wave",
    truths: BOTH,
    section: "impact",
    say: [
      "At no time did the {rate} exceed {p}.",
      "The {rate} never went above {p}.",
      "The {rate} stayed below {p} throughout the day.",
    ],
  },
  "legs-share": {
    make: (making) => {
      const { world, wave, style } = making;
      const right = shareOf(world.tally("legs", wave));
      if (world.tally("legs", wave).attempts === 0) return null;
      return {
        quantity: about(making, "failure share", wave, "share", [right], { source: "legs" }),
        slots: { p: style.percent(stated(making, right, [shareDuring(making)], 0.95)) },
      };
    },
    needs: "wave",
    truths: BOTH,
    section: "impact",
    say: [
      "{p} of legs failed {during}.",
      "{During}, {p} of all call legs failed.",
      "Of the legs tried {during}, {p} failed.",
    ],
  },
  "legs-count": {
    make: (making) => {
      const { world, wave, style } = making;
      const right = world.tally("legs", wave);
      if (right.attempts === 0) return null;
      return {
        quantity: about(making, "attempts", wave, "count", [right.attempts], { source: "legs" }),
        slots: { n: style.count(stated(making, right.attempts, [world.tally("calls", wave).attempts])) },
      };
    },
    needs: "wave",
    truths: BOTH,
    section: "impact",
    say: ["{n} legs were tried {during}.", "{During} there were {n} call legs.", "We saw {n} call legs {during}."],
  },
};
