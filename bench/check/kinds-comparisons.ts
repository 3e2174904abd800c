import type { Kind, Making } from "./fact.js";
import { about, BOTH, DAY, minutesOf, shareBefore, shareDuring, stated } from "./measures.js";
import { choose } from "./style.js";

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
function fractionWords({ truth, random }: Making, right: number): string | null {
  const near = FRACTIONS.filter(([, value]) => Math.abs(value - right) < 0.06 * right);
  const far = FRACTIONS.filter(([, value]) => value > 1.8 * right || value < 0.5 * right);
  const fit = truth === "true" ? near : far;
  return fit.length > 0 ? choose(random, fit)[0] : null;
}

/** Rises, ratios, fractions, peaks and bounds. */
export const COMPARISONS: Readonly<Record<string, Kind>> = {
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
  bound: {
    make: (making) => {
      const right = shareDuring(making);
      const above = making.random.next() < 0.5;
      const p = right * (above === (making.truth === "true") ? 0.6 : 1.7);
      if (p > 0.95) return null;
      return {
        quantity: about(making, "failure share", making.wave, "share", [right]),
        slots: { bound: `${above ? "more" : "fewer"} than ${making.style.percent(p)}` },
      };
    },
    needs: "wave",
    truths: BOTH,
    section: "impact",
    say: [
      "{During}, {bound} of {things} {failed}.",
      "Contrary to first reports, {bound} of {things} {failed} {during}.",
      "{Bound} of all {things} {failed} {during}.",
    ],
  },
};
