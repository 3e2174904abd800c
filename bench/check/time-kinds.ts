import { type Kind, type Making, wrongMinute } from "./fact.js";
import { about, BOTH, stated } from "./measures.js";
import type { Span } from "./world.js";

export const edges = ({ world }: Making): number[] => world.windows.flatMap(({ from, to }) => [from, to]);
export const fades = ({ world }: Making): boolean => (world.plan.waves[0]?.halfLife ?? 0) > 0;
export const fallOf = ({ world, wave }: Making): number => world.plan.waves[0]?.fall ?? wave.to;

export function clockKind(
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

export const durationOf = ({ from, to }: Span): number => to - from;

export function durationKind(
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
export const sharp = (making: Making, value: number): number | null =>
  fades(making) && making.truth === "true" ? null : value;

export const second = ({ world }: Making): Span | null => world.windows[1] ?? null;
