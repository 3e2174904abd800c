import { worldStream } from "./build.js";
import { expectedShare } from "./baseline.js";
import { drawWorld } from "./draw.js";
import { binned, total } from "./series.js";
import { anyWorld, REMEDY_SHAPES, remedyTruth } from "./remedies.js";
import { OUTAGE_SHAPES, QUIET_SHAPES } from "./traits.js";
import { excessOf, type World } from "./world.js";

/** Minutes between the times at which the mechanism is asked. */
const STEP = 0.25;

/** Standard deviations beyond which realised failures contradict expected ones; thousands are compared. */
const FAR = 6;

/** Relative error of adding the mechanism up in quarters of a minute. */
const ROUNDING = 1e-3;

/** What is wrong with the truth of the worlds of all shapes, for so many seeds each; empty if nothing is. */
export function check(
  seeds: number,
  shapes: readonly string[] = [...OUTAGE_SHAPES, ...QUIET_SHAPES, ...REMEDY_SHAPES],
  build = anyWorld,
): string[] {
  return shapes.flatMap((shape) =>
    Array.from({ length: seeds }, (_, i) => build(shape, i + 1)).flatMap((world) =>
      [...sharesWrong(world), ...endsWrong(world), ...countsWrong(world), ...effectWrong(world)].map(
        (text) => `${shape}:${world.seed}: ${text}`,
      ),
    ),
  );
}

function sharesWrong(world: World): string[] {
  const wrong: string[] = [];
  const least = Math.max(1e-9, ...world.outages.map(({ negligible }) => negligible));
  for (let minute = 0; minute < world.minutes; minute += STEP) {
    const excess = excessOf(world, minute);
    const ordinary = expectedShare(world.baseline, minute);
    if (!(excess >= 0 && excess <= 1)) wrong.push(`excess ${excess} at ${minute}`);
    if (!(ordinary > 0 && ordinary <= 0.5)) wrong.push(`ordinary share ${ordinary} at ${minute}`);
    const outside = world.windows.every(({ from, to }) => minute < from - 1e-6 || minute > to + 1e-6);
    if (outside && excess > least * (1 + 1e-6)) wrong.push(`excess ${excess} at ${minute}, outside the true windows`);
  }
  return wrong.slice(0, 3);
}

/** Each end of a true window is where the excess passes what counts as none, or where it jumps. */
function endsWrong(world: World): string[] {
  const wrong: string[] = [];
  for (const { from, to, openStart, openEnd } of world.windows) {
    if (!(from < to && from >= 0 && to <= world.minutes)) wrong.push(`window ${from}–${to} of ${world.minutes}`);
    if (!openStart && !(excessOf(world, from + STEP) > 0)) wrong.push(`nothing after the onset ${from}`);
    if (!openEnd && !(excessOf(world, to - STEP) > 0)) wrong.push(`nothing before the recovery ${to}`);
  }
  return wrong;
}

/** What a remediation avoided has the sign of what it removes, and none of it lies beyond what would have failed. */
function effectWrong(world: World): string[] {
  const truth = remedyTruth(world);
  if (!truth) return [];
  const { removes } = world.remedies[0]!;
  const wrong: string[] = [];
  if (removes === 0 && truth.avoided !== 0) wrong.push(`${truth.avoided} avoided by what does nothing`);
  if (removes * truth.avoided < 0) wrong.push(`${truth.avoided} avoided where ${removes} of the excess go`);
  const beyond = Math.abs(truth.avoided) * (1 + ROUNDING) + 1 < Math.abs(truth.avoidedInside);
  if (beyond) wrong.push(`${truth.avoidedInside} avoided up to the recovery, ${truth.avoided} in all`);
  return wrong;
}

function countsWrong(world: World): string[] {
  const wrong: string[] = [];
  const drawn = drawWorld(world, worldStream(world.shape, world.seed).fork("drawn"));
  const rows = binned(drawn, world.bucket);
  if (total(rows.attempts) !== total(drawn.attempts)) wrong.push("rows do not add up to the minutes");
  if (rows.failures.some((failures, row) => failures > rows.attempts[row]!)) wrong.push("more failures than attempts");
  drawn.inside.forEach((inside, w) => {
    const { from, to } = world.windows[w]!;
    const touched = [Math.floor(from), Math.ceil(to)] as const;
    if (inside.attempts > total(drawn.attempts.slice(...touched)))
      wrong.push("more attempts inside than in the minutes touched");
    const share = inside.expectedFailures / Math.max(1, inside.expectedAttempts);
    const spread = Math.sqrt(inside.expectedAttempts * share * (1 - share) * spreadOf(world)) + 1;
    const gap = Math.abs(inside.failures - share * inside.attempts);
    if (gap > FAR * spread)
      wrong.push(`${inside.failures} failures realised where ${(share * inside.attempts).toFixed(0)} are expected`);
  });
  return wrong;
}

/** An upper bound of the design effect: all of the largest customers at once. */
function spreadOf({ clusters }: World): number {
  return 1 + clusters.together * clusters.largest;
}
