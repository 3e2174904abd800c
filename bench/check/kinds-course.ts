import { type Kind, type Making, shareOf, wrongMinute } from "./fact.js";
import { about, BOTH, stated } from "./measures.js";
import { choose } from "./style.js";
import { durationKind, durationOf, edges, fades, fallOf, second } from "./time-kinds.js";
import { between } from "./words.js";
import type { Span, Tally } from "./world.js";

/** A figure of the first wave and of the second; null where there was one wave. */
function wavePair({ world, wave }: Making, figure: (tally: Tally) => number): [number | null, number] {
  const [, next] = world.windows;
  if (!next) return [null, 0];
  return [figure(world.tally(world.outcome, wave)), figure(world.tally(world.outcome, next))];
}

/** Waves, trends, actions and gauges. */
export const COURSE: Readonly<Record<string, Kind>> = {
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
    window: true,
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
  "wave-milder": {
    make: (making) => {
      const [first, second] = wavePair(making, shareOf);
      if (first === null || second >= 0.9 * first) return null;
      const lower = 1 - second / first;
      return {
        quantity: about(making, "failure share", making.wave, "share", [lower, second, first]),
        slots: { p: making.style.percent(stated(making, lower, [second / first, first, second], 0.95)) },
      };
    },
    needs: "wave",
    truths: BOTH,
    section: "what",
    say: [
      "In the second wave the {rate} was about {p} lower than in the first.",
      "Relative to the first wave, the {rate} of the second was lower by about {p}.",
    ],
  },
  "wave-fewer": {
    make: (making) => {
      const [first, second] = wavePair(making, ({ failures }) => failures);
      if (first === null || first === second) return null;
      const ratio = second / first;
      const told = stated(making, Math.max(ratio, 1 / ratio), [1]);
      if (told < 1.2) return null;
      const times = ratio > 1 ? `${making.style.times(told)} as many` : `${making.style.percent(1 - 1 / told)} fewer`;
      return {
        quantity: about(making, "failures", making.wave, "ratio", [ratio, 1 - ratio, second, first]),
        slots: { times: times, than: ratio > 1 ? "as" : "than" },
      };
    },
    needs: "wave",
    truths: BOTH,
    section: "what",
    say: [
      "In the second wave, {times} {things} {failed} {than} in the first.",
      "The second wave had {times} {failures} {than} the first.",
    ],
  },
};
