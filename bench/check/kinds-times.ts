import { type Kind, wrongMinute } from "./fact.js";
import { about, BOTH, stated } from "./measures.js";
import { choose } from "./style.js";
import { clockKind, durationKind, durationOf, edges, fades, fallOf, second, sharp } from "./time-kinds.js";
import { between } from "./words.js";

/** When it began and ended, how long it took, what came before what. */
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
