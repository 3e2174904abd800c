import { type Fact, type Kind, type Making, shareOf, wrongFigure } from "./fact.js";
import { about, BOTH, FEW, shareDuring, stated } from "./measures.js";
import type { SlicePlan } from "./plans.js";
import { choose } from "./style.js";
import { sliceWords, subjectWords } from "./words.js";

/** Two shares within a tenth of one another are alike; one two and a half times the other is clearly harder hit. */
const ALIKE = 0.1;
const HARDER = 2.5;

interface SliceReading {
  readonly column: string;
  readonly value: string;
  readonly name: string;
  readonly within: string;
  readonly attempts: number;
  readonly failures: number;
  readonly share: number;
  readonly lag: number;
}

function readingsOf({ world, wave }: Making, { column, values, lag }: SlicePlan): SliceReading[] {
  const { things } = subjectWords(world);
  return values.map((value, index) => {
    const tally = world.tally(world.outcome, wave, { [column]: value });
    const words = sliceWords(column, value, things as string);
    return { column, value, ...words, ...tally, share: shareOf(tally), lag: lag?.[index] ?? 0 };
  });
}

const anySlice = (making: Making): SliceReading[] =>
  readingsOf(making, choose(making.random, making.world.plan.slices));
const where = ({ column, value }: SliceReading): { where: Record<string, string> } => ({ where: { [column]: value } });

/** Slots that name one slice, or two. */
const slots = (one: SliceReading, other?: SliceReading): Record<string, string> => ({
  slice: one.name,
  within: one.within,
  was: one.column === "direction" ? "were" : "was",
  ...(other ? { other: other.name, withinOther: other.within } : {}),
});

function kind(
  make: (making: Making, readings: SliceReading[]) => Omit<Fact, "kind" | "truth" | "implicit"> | null,
  say: readonly string[],
): Kind {
  return { make: (making) => make(making, anySlice(making)), needs: "wave", truths: BOTH, section: "slices", say };
}

/** Two slices, the first clearly harder hit than the second, where there are such. */
function unequal({ random }: Making, readings: SliceReading[]): [SliceReading, SliceReading] | null {
  const pairs = readings.flatMap((one) =>
    readings
      .filter((other) => one.share > HARDER * other.share && other.failures > 0)
      .map((other) => [one, other] as [SliceReading, SliceReading]),
  );
  return pairs.length > 0 ? choose(random, pairs) : null;
}

export const SLICES: Readonly<Record<string, Kind>> = {
  "slice-share": kind(
    (making, readings) => {
      const one = choose(making.random, readings);
      if (one.failures < 20) return null;
      const p = stated(making, one.share, [shareDuring(making)], 0.97, one.failures < FEW);
      return {
        quantity: about(making, "failure share", making.wave, "share", [one.share], where(one)),
        slots: { ...slots(one), p: making.style.percent(p) },
      };
    },
    [
      "{Within}, {p} of {things} {failed} {during}.",
      "{During}, the {rate} {within} was {p}.",
      "{p} of {things} {failed} {within} {during}.",
    ],
  ),
  "slice-count": kind(
    (making, readings) => {
      const one = choose(making.random, readings);
      if (one.failures < 20) return null;
      const n = stated(making, one.failures, [making.world.tally(making.world.outcome, making.wave).failures]);
      return {
        quantity: about(making, "failures", making.wave, "count", [one.failures], where(one)),
        slots: { ...slots(one), n: making.style.count(n) },
      };
    },
    [
      "{Within}, {n} {things} {failed} {during}.",
      "{n} {things} {failed} {within} {during}.",
      "We counted {n} {failures} {within} {during}.",
    ],
  ),
  "slice-ratio": kind(
    (making, readings) => {
      const pair = unequal(making, readings);
      if (!pair || pair[1].failures < 15) return null;
      const ratio = pair[0].share / pair[1].share;
      const told = making.truth === "true" ? ratio : wrongFigure(making.random, ratio, [1]);
      if (told < 1.4) return null;
      return {
        quantity: about(making, "failure share", making.wave, "ratio", [ratio], where(pair[0])),
        slots: { ...slots(pair[0], pair[1]), times: making.style.times(told) },
      };
    },
    [
      "{Slice} {was} hit {times} as hard as {other} {during}.",
      "{During}, the {rate} {within} was {times} that {withinOther}.",
    ],
  ),
  "slice-worst": kind(
    (making, readings) => {
      const sorted = [...readings].sort((a, b) => b.share - a.share);
      const [top, next, last] = [sorted[0], sorted[1], sorted.at(-1)];
      if (!top || !next || !last || top.share < 1.4 * next.share) return null;
      const one = making.truth === "true" ? top : last;
      return { quantity: about(making, "failure share", making.wave, "yes-no", [], where(top)), slots: slots(one) };
    },
    [
      "{Slice} {was} hit hardest.",
      "The highest {rate} {during} was {within}.",
      "No part was hit harder than {slice} {during}.",
      "{Slice} had the highest {rate} of all {during}.",
    ],
  ),
  "slice-only": kind(
    (making, readings) => {
      const hit = readings.filter(({ share }) => share > 0.4 * shareDuring(making) && share > 0.08);
      const base = readings.filter(({ share }) => share < 0.03);
      const alone = hit.length === 1 && base.length === readings.length - 1;
      if (making.truth === "true" ? !alone : hit.length < 2) return null;
      const one = choose(making.random, hit);
      return { quantity: about(making, "failure share", making.wave, "yes-no", [], where(one)), slots: slots(one) };
    },
    [
      "Only {slice} {was} affected.",
      "The problem was confined to {slice}.",
      "{During}, {things} {failed} at a raised rate only {within}.",
    ],
  ),
  "slice-spared": kind(
    (making, readings) => {
      const fit = readings.filter(({ share }) => (making.truth === "true" ? share < 0.025 : share > 0.1));
      if (fit.length === 0) return null;
      const one = choose(making.random, fit);
      return { quantity: about(making, "failure share", making.wave, "yes-no", [], where(one)), slots: slots(one) };
    },
    [
      "{Slice} {was} not affected.",
      "{Slice} saw no rise in {failures}.",
      "{Within}, the {rate} stayed at its usual level {during}.",
    ],
  ),
  "slice-zero": kind(
    (making, readings) => {
      const fit = readings.filter(({ failures }) => (making.truth === "true" ? failures === 0 : failures > 25));
      if (fit.length === 0) return null;
      const one = choose(making.random, fit);
      return {
        quantity: about(making, "failures", making.wave, "count", [one.failures], where(one)),
        slots: slots(one),
      };
    },
    [
      "No {things} {failed} {within} {during}.",
      "{During}, not one of the {things} {within} {failed}.",
      "There were no {failures} {within} {during}.",
    ],
  ),
  "slice-alike": kind(
    (making, readings) => {
      const pair = unequal(making, readings);
      const alike = readings.flatMap((one) =>
        readings
          .filter(
            (other) =>
              other.value !== one.value && one.share > 0.1 && Math.abs(other.share - one.share) < ALIKE * one.share,
          )
          .map((other) => [one, other] as [SliceReading, SliceReading]),
      );
      const chosen = making.truth === "false" ? pair : alike.length > 0 ? choose(making.random, alike) : null;
      if (!chosen) return null;
      return {
        quantity: about(
          making,
          "failure share",
          making.wave,
          "ratio",
          [chosen[0].share / chosen[1].share],
          where(chosen[0]),
        ),
        slots: slots(chosen[0], chosen[1]),
      };
    },
    [
      "{Slice} and {other} were hit alike {during}.",
      "{During}, {slice} was affected to the same degree as {other}.",
      "The {rate} {during} was about the same {within} and {withinOther}.",
    ],
  ),
  "slice-part": kind(
    (making, readings) => {
      const total = readings.reduce((sum, { failures }) => sum + failures, 0);
      const one = choose(making.random, readings);
      const right = one.failures / total;
      if (right < 0.1) return null;
      return {
        quantity: about(making, "failures of all failures", making.wave, "share", [right], where(one)),
        slots: { ...slots(one), p: making.style.percent(stated(making, right, [one.share], 1)) },
      };
    },
    [
      "{p} of all {failures} {during} were {within}.",
      "Of the {failures} {during}, {p} were {within}.",
      "{Slice} accounted for {p} of the {failures} {during}.",
    ],
  ),
  "slice-first": kind(
    (making, readings) => {
      const sorted = [...readings].sort((a, b) => a.lag - b.lag);
      const [first, next, last] = [sorted[0], sorted[1], sorted.at(-1)];
      if (!first || !next || !last || next.lag - first.lag < 10) return null;
      const one = making.truth === "true" ? first : last;
      return { quantity: about(making, "onset", null, "yes-no", [], where(first)), slots: slots(one) };
    },
    [
      "The first failures were {within}.",
      "{Slice} {was} the first to be hit.",
      "It started {within}, before anywhere else.",
    ],
  ),
  "slice-onset": kind(
    (making, readings) => {
      const late = readings.filter(({ lag }) => lag >= 20);
      if (late.length === 0) return null;
      const one = choose(making.random, late);
      const right = making.wave.from + one.lag;
      const told = making.truth === "true" ? right : making.wave.to + 40;
      return {
        quantity: about(making, "onset", null, "clock", [making.world.instant(right)], where(one)),
        slots: { ...slots(one), t: making.style.clock(told) },
      };
    },
    [
      "{Slice} {was} hit from {t} on.",
      "{Things} began to {fail} {within} at {t}.",
      "At {t}, the {rate} {within} began to rise.",
    ],
  ),
  "parts-total": kind(
    (making, readings) => {
      const total = readings.reduce((sum, { failures }) => sum + failures, 0);
      const one = choose(making.random, readings);
      if (one.failures < 0.1 * total) return null;
      const part = stated(making, one.failures, [total - one.failures], total);
      return {
        quantity: about(making, "failures", making.wave, "count", [one.failures, total, total - one.failures]),
        slots: {
          ...slots(one),
          n: making.style.count(total),
          n1: making.style.count(part),
          n2: making.style.count(total - Math.round(part)),
        },
      };
    },
    [
      "Of the {n} {failures} {during}, {n1} were {within} and {n2} elsewhere.",
      "{n} {things} {failed} {during}: {n1} {within}, {n2} in all other parts.",
    ],
  ),
};
