import { type Kind, type Making, shareOf } from "./fact.js";
import { about, afterOf, beforeOf, BOTH, DAY, FEW, shareDuring, stated } from "./measures.js";
import { choose } from "./style.js";
import { between } from "./words.js";
import type { Span } from "./world.js";

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

/** The share of a clock hour that lies apart from every wave. */
function calmHour({ world, random }: Making): Span {
  const hours = Array.from({ length: 20 }, (_, index) => ({ from: 60 * (index + 2), to: 60 * (index + 4) }));
  return choose(
    random,
    hours.filter(({ from, to }) => world.windows.every((one) => to < one.from - 10 || from > one.to + 10)),
  );
}
/** Counts, and shares of one span. */
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
