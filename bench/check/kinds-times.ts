import { type Kind, type Making, wrongMinute } from "./fact.js";
import { about, shareDuring, stated } from "./kinds-figures.js";
import { choose } from "./style.js";
import { between } from "./words.js";
import type { Span } from "./world.js";

const BOTH = ["true", "false"] as const;

const edges = ({ world }: Making): number[] => world.windows.flatMap(({ from, to }) => [from, to]);
const fades = ({ world }: Making): boolean => (world.plan.waves[0]?.halfLife ?? 0) > 0;
const fallOf = ({ world, wave }: Making): number => world.plan.waves[0]?.fall ?? wave.to;

function clockKind(
  right: (making: Making) => number | null,
  measure: string,
  more: Omit<Kind, "make" | "truths" | "needs">,
): Kind {
  return {
    make: (making) => {
      const minute = right(making);
      if (minute === null) return null;
      const t =
        making.truth === "true" ? minute : wrongMinute(making.random, minute, [...edges(making), fallOf(making)]);
      return {
        quantity: about(making, measure, null, "clock", [making.world.instant(minute)]),
        slots: { t: making.style.clock(t) },
      };
    },
    needs: "wave",
    truths: BOTH,
    ...more,
  };
}

const durationOf = ({ from, to }: Span): number => to - from;

function durationKind(
  right: (making: Making) => number | null,
  measure: string,
  more: Omit<Kind, "make" | "truths" | "needs">,
): Kind {
  return {
    make: (making) => {
      const minutes = right(making);
      if (minutes === null) return null;
      const { from, to } = making.wave;
      const others = [...making.world.windows.map(durationOf), fallOf(making) - from, to - from];
      return {
        quantity: about(making, measure, null, "minutes", [minutes]),
        slots: { d: making.style.minutes(stated(making, minutes, others)), ...actionSlots(making, true) },
      };
    },
    needs: "wave",
    truths: BOTH,
    ...more,
  };
}

function actionSlots({ world, style }: Making, ended: boolean): Record<string, string> {
  const found = world.plan.actions.find((one) => one.ended === ended);
  return found ? { action: found.words, at: style.clock(found.minute) } : {};
}

/** Nothing of the fade is left to say when service was back to the minute. */
const sharp = (making: Making, value: number): number | null =>
  fades(making) && making.truth === "true" ? null : value;

const second = ({ world }: Making): Span | null => world.windows[1] ?? null;

export const TIMES: Readonly<Record<string, Kind>> = {
  onset: clockKind(({ wave }) => wave.from, "onset", {
    window: true,
    section: "what",
    say: [
      "{Outage} began at {t}.",
      "{Things} began to {fail} at {t}.",
      "At {t}, the {rate} started to rise.",
      "The first departure from normal was at {t}.",
      "{Outage} started at {t}.",
    ],
  }),
  recovery: clockKind((making) => sharp(making, making.wave.to), "recovery", {
    window: true,
    section: "recovery",
    say: [
      "{Outage} ended at {t}.",
      "Service was fully restored at {t}.",
      "The {rate} was back at its usual level at {t}.",
      "Full recovery came at {t}.",
    ],
  }),
  span: {
    make: (making) => {
      const { wave, random, style, truth } = making;
      const length = wave.to - wave.from;
      if (truth === "true" && fades(making)) return null;
      const from = truth === "true" ? wave.from : wrongMinute(random, wave.from, edges(making));
      const to = truth === "true" ? wave.to : from + Math.round(length * choose(random, [0.3, 2.2]));
      return {
        quantity: about(making, "window", wave, "yes-no", []),
        slots: { t0: style.clock(from), t1: style.clock(to) },
      };
    },
    needs: "wave",
    truths: BOTH,
    window: true,
    section: "what",
    say: [
      "{Outage} lasted from {t0} to {t1}.",
      "{Things} were failing from {t0} until {t1}.",
      "Between {t0} and {t1}, service was disrupted.",
    ],
  },
  duration: durationKind((making) => sharp(making, durationOf(making.wave)), "duration", {
    window: true,
    section: "what",
    say: [
      "{Outage} lasted {d}.",
      "In all, {outage} took {d}.",
      "{Things} {failed} at a raised rate for {d}.",
      "From onset to recovery it took {d}.",
    ],
  }),
  "waves-count": {
    make: (making) => {
      const two = making.world.windows.length > 1 === (making.truth === "true");
      const waves = two ? "two separate waves" : "a single, unbroken stretch";
      return {
        quantity: about(making, "number of outages", null, "count", [making.world.windows.length]),
        slots: { waves },
      };
    },
    needs: "wave",
    truths: BOTH,
    window: true,
    section: "what",
    say: ["The failures came in {waves}.", "It happened in {waves}.", "{Failures} occurred in {waves}."],
  },
  "wave-span": {
    make: (making) => {
      const span = second(making);
      if (!span) return null;
      const from = making.truth === "true" ? span.from : wrongMinute(making.random, span.from, edges(making));
      return {
        quantity: about(making, "onset of the second wave", span, "clock", [making.world.instant(span.from)]),
        slots: { t: making.style.clock(from) },
      };
    },
    needs: "wave",
    truths: BOTH,
    section: "what",
    say: ["A second wave began at {t}.", "The second wave started at {t}.", "A second outage set in at {t}."],
  },
  "wave-duration": durationKind(
    (making) => (second(making) ? durationOf(second(making) as Span) : null),
    "duration of the second wave",
    {
      section: "what",
      say: ["The second wave lasted {d}.", "The second wave was over after {d}.", "The second one went on for {d}."],
    },
  ),
  "wave-compare": {
    make: (making) => {
      const span = second(making);
      if (!span) return null;
      const shorter = durationOf(span) < durationOf(making.wave) === (making.truth === "true");
      return {
        quantity: about(making, "duration of the second wave", span, "yes-no", []),
        slots: { shorter: shorter ? "shorter" : "longer" },
      };
    },
    needs: "wave",
    truths: BOTH,
    section: "what",
    say: ["The second wave was {shorter} than the first.", "Of the two waves, the second was the {shorter}."],
  },
  recurrence: {
    make: (making) => {
      const back = (second(making) !== null) === (making.truth === "true");
      const on = second(making)?.from ?? making.wave.to + 150;
      const words = back
        ? choose(making.random, ["came back later that day", `returned at ${making.style.clock(on)}`])
        : choose(making.random, ["have not come back since", "did not return that day"]);
      return { quantity: about(making, "recurrence", null, "yes-no", []), slots: { back: words } };
    },
    needs: "wave",
    truths: BOTH,
    window: true,
    section: "after",
    say: ["The failures {back}.", "After the first recovery, the failures {back}."],
  },
  "by-clock": {
    make: (making) => {
      const early = Math.round(making.wave.from + 0.4 * (fallOf(making) - making.wave.from));
      const t = making.truth === "true" ? making.wave.to + 6 : early;
      return {
        quantity: about(making, "recovery", null, "clock", [making.world.instant(making.wave.to)]),
        slots: { t: making.style.clock(t) },
      };
    },
    needs: "wave",
    truths: BOTH,
    window: true,
    section: "recovery",
    say: [
      "By {t} the {rate} was back to normal.",
      "By {t}, {things} were working normally again.",
      "{Things} had recovered by {t}.",
    ],
  },
  "order-change": {
    make: (making) => {
      const deploys = making.world.plan.deploys ?? [];
      if (deploys.length === 0) return null;
      const { version, minute } = choose(making.random, deploys);
      const before = making.wave.from < minute === (making.truth === "true");
      return {
        quantity: about(making, "order of onset and change", null, "yes-no", []),
        slots: { order: before ? "before" : "after", version, at: making.style.clock(minute) },
      };
    },
    needs: "wave",
    truths: BOTH,
    section: "what",
    say: [
      "The first failures came {order} the deploy of {version} at {at}.",
      "Version {version} went out at {at}; the failures began {order} that.",
      "The failures set in {order} the deploy of {version}.",
    ],
  },
  "lag-to-action": durationKind(
    (making) => {
      const found = making.world.plan.actions.find(({ ended }) => ended);
      return found && found.minute - making.wave.from > 20 && !second(making) ? found.minute - making.wave.from : null;
    },
    "time from onset to action",
    {
      implicit: true,
      section: "recovery",
      say: [
        "{Action} came {d} after the first failures.",
        "It took {d} from the onset to {action}.",
        "{Action} was made {d} after the onset.",
      ],
    },
  ),
  "lag-to-recovery": {
    make: (making) => {
      const { world, style, wave } = making;
      const found = world.plan.actions.find(({ ended }) => !ended);
      if (!found || fades(making) || found.minute < wave.from) return null;
      const right = wave.to - found.minute;
      return {
        quantity: about(making, "time from action to recovery", null, "minutes", [right]),
        slots: { d: style.minutes(stated(making, right)), action: found.words, at: style.clock(found.minute) },
      };
    },
    needs: "wave",
    truths: BOTH,
    implicit: true,
    section: "recovery",
    say: [
      "Recovery came {d} after {action}.",
      "{d} after {action}, the {rate} was back to normal.",
      "It took another {d} from {action} to full recovery.",
    ],
  },
  "half-life": {
    make: (making) => {
      const { world, style, truth } = making;
      const found = world.plan.actions.find(({ ended }) => ended === (truth === "true" || fades(making)));
      const halfLife = world.plan.waves[0]?.halfLife ?? 0;
      if (
        !found ||
        found.minute < making.wave.from ||
        (truth === "false" && !fades(making) && found.minute > fallOf(making) - 15)
      )
        return null;
      const within = truth === "true" ? Math.ceil(halfLife) + 4 : fades(making) ? 2 : 5;
      return {
        quantity: about(making, "time to half the level", null, "minutes", fades(making) ? [halfLife] : []),
        slots: { d: style.minutes(within), action: found.words, at: style.clock(found.minute) },
      };
    },
    needs: "wave",
    truths: BOTH,
    section: "recovery",
    say: [
      "Within {d} of {action} at {at}, the {rate} had fallen to half.",
      "{Failures} fell to half within {d} of {action} at {at}.",
      "{Action} at {at} halved the {rate} within {d}.",
    ],
  },
  trend: {
    make: (making) => {
      const { world, style, random, truth } = making;
      const lagging = world.plan.slices.some(({ lag }) => lag);
      if (!fades(making) && (!lagging || truth === "true")) return null;
      const fall = fallOf(making);
      const span = lagging ? { from: making.wave.from, to: making.wave.from + 44 } : { from: fall, to: fall + 24 };
      const down = lagging === (truth === "false");
      const course = down
        ? ["fell steadily", "kept falling", "went down steadily"]
        : ["rose steadily", "kept rising", "climbed steadily"];
      return {
        quantity: about(making, "trend", span, "yes-no", []),
        slots: { course: choose(random, course), span: between(style, span, random) },
      };
    },
    needs: "wave",
    truths: BOTH,
    section: "recovery",
    say: ["{Span}, the {rate} {course}.", "The {rate} {course} {span}."],
  },
  "action-ended": {
    make: (making) => {
      const found = making.world.plan.actions.find(({ ended }) => ended === (making.truth === "true"));
      if (!found || found.minute < making.wave.from) return null;
      return {
        quantity: about(making, "effect of the action", null, "yes-no", []),
        slots: { action: found.words, at: making.style.clock(found.minute) },
      };
    },
    needs: "wave",
    truths: BOTH,
    section: "recovery",
    say: [
      "{Action} at {at} ended the problem.",
      "{Action} at {at} brought the {rate} back to normal at once.",
      "Service recovered as soon as {action} was made at {at}.",
      "{Action} at {at} resolved it.",
    ],
  },
  "action-none": {
    make: (making) => {
      const found = making.world.plan.actions.find(({ ended }) => ended === (making.truth === "false"));
      if (!found || found.minute < making.wave.from) return null;
      return {
        quantity: about(making, "effect of the action", null, "yes-no", []),
        slots: { action: found.words, at: making.style.clock(found.minute) },
      };
    },
    needs: "wave",
    truths: BOTH,
    section: "recovery",
    say: [
      "{Action} at {at} had no effect on the {rate}.",
      "{Action} at {at} did not help.",
      "We tried {action} at {at}, and the {rate} stayed where it was.",
    ],
  },
  "gauge-from-to": {
    make: (making) => {
      const { gauge } = making.world.plan;
      if (!gauge) return null;
      const after = making.truth === "true" ? gauge.after : gauge.after * 3;
      const name = gauge.name.replaceAll("_", " ");
      return {
        quantity: about(making, "value", null, "count", [gauge.after, gauge.before], { source: gauge.name }),
        slots: { gauge: name, v0: String(gauge.before), v: String(after), at: making.style.clock(gauge.minute) },
      };
    },
    needs: "none",
    truths: BOTH,
    section: "recovery",
    say: [
      "At {at} we went from {v0} to {v} {gauge}.",
      "The number of {gauge} was raised from {v0} to {v} at {at}.",
      "{Gauge} went from {v0} to {v} at {at}.",
    ],
  },
  "gauge-time": {
    make: (making) => {
      const { gauge } = making.world.plan;
      if (!gauge) return null;
      const t = making.truth === "true" ? gauge.minute : wrongMinute(making.random, gauge.minute, []);
      return {
        quantity: about(making, "time of the step", null, "clock", [making.world.instant(gauge.minute)], {
          source: gauge.name,
        }),
        slots: { gauge: gauge.name.replaceAll("_", " "), v: String(gauge.after), t: making.style.clock(t) },
      };
    },
    needs: "none",
    truths: BOTH,
    section: "recovery",
    say: ["{v} {gauge} were running from {t} on.", "The number of {gauge} reached {v} at {t}."],
  },
  "no-outage": {
    make: (making) =>
      making.world.windows.length > 0 ? null : { quantity: about(making, "window", null, "yes-no", []), slots: {} },
    needs: "none",
    truths: ["true"],
    section: "what",
    say: ["There was no outage.", "No outage took place that day.", "The {rate} did not rise at any point of the day."],
  },
  "outage-of-none": {
    make: (making) => {
      if (making.world.windows.length > 0) return null;
      return {
        quantity: about(making, "window", null, "yes-no", []),
        slots: { span: between(making.style, { from: 615, to: 668 }, making.random), t: making.style.clock(615) },
      };
    },
    needs: "none",
    truths: ["false"],
    section: "what",
    say: ["There was an outage {span}.", "Service was down {span}.", "An outage began at {t}."],
  },
};

export { fades, shareDuring };
