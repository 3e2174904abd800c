import { excessShare } from "../../rates/slices/excess-share.js";
import type { CellCounts } from "../../rates/slices/cell-table.js";
import type { CellSums } from "../../rates/slices/excess-model.js";
import type { Slice } from "../../rates/slices/slices.js";
import { percent } from "../../wording/number.js";
import type { PlaceFit } from "./change.js";

/** Share of the excess that the touched part holds where the change explains it. */
const NEARLY_ALL = 0.8;
/** Share of the excess that leaves most of it elsewhere. */
const HALF = 0.5;
/** A touched part with more of the traffic than this leaves nothing to compare it with. */
const NEARLY_EVERYWHERE = 0.95;
/** A cause that explains less of the excess than this does not speak for a change. */
const LEAST_OF_EXCESS = 0.2;
/** Failures that a baseline without any rests on. */
const PRIOR_FAILURES = 1;

/** Failures and attempts of one part, before and during. */
export interface PartCounts {
  readonly before: CellCounts;
  readonly during: CellCounts;
}

function sumsOf({ before, during }: PartCounts, ordinary: number): CellSums {
  const rate = (before.failures + PRIOR_FAILURES * ordinary) / (before.attempts + PRIOR_FAILURES);
  return {
    attempts: during.attempts,
    failures: during.failures,
    expected: rate * during.attempts,
    before: before.failures,
  };
}

const placeText = (place: Readonly<Record<string, string>>): string =>
  Object.entries(place)
    .map(([column, value]) => `${column} = ${value}`)
    .join(" and ");

/** True if a slice lies inside a place: it names all of the place's values. */
function inside({ where, sameAs }: Slice, place: Readonly<Record<string, string>>): boolean {
  const holds = (names: Readonly<Record<string, string>>): boolean =>
    Object.entries(place).every(([column, value]) => new Map(Object.entries(names)).get(column) === value);
  return holds(where) || sameAs.some(holds);
}

/**
 * True if the failures are where a change went.
 *
 * @param touched - the part of the traffic that it touched; `null` = none of it is in the data
 * @param other - the rest
 */
export function placeFit(
  place: Readonly<Record<string, string>>,
  touched: PartCounts | null,
  other: PartCounts,
  slices: readonly Slice[],
  dispersion: number,
  level: number,
): PlaceFit {
  const name = placeText(place);
  if (touched === null || touched.during.attempts === 0)
    return {
      fit: "unclear",
      share: null,
      why: `no traffic of ${name} is in these data, so its place cannot be checked`,
    };
  const all = touched.during.attempts + other.during.attempts;
  if (touched.during.attempts > NEARLY_EVERYWHERE * all)
    return {
      fit: "unclear",
      share: null,
      why: `nearly all traffic is ${name}, so there is nothing to compare it with`,
    };
  const failed = touched.before.failures + other.before.failures;
  const ordinary = failed / Math.max(1, touched.before.attempts + other.before.attempts);
  const [own, rest] = [sumsOf(touched, ordinary), sumsOf(other, ordinary)];
  const share = excessShare(own, rest, dispersion, PRIOR_FAILURES, level);
  const [low, high] = share.interval;
  const said = `${percent(share.value, 0)} of the extra failures are in ${name}`;
  const traffic = touched.during.attempts / all;
  const explains = slices.some((slice) => slice.excessShare.value >= LEAST_OF_EXCESS && inside(slice, place));
  if (explains || (share.value >= NEARLY_ALL && low > Math.max(HALF, traffic)))
    return { fit: "fits", share, why: `${said}, and the traffic it did not touch stayed well` };
  if (high < NEARLY_ALL && (share.value < HALF || high < HALF)) return { fit: "elsewhere", share, why: `only ${said}` };
  if (share.value < NEARLY_ALL && high <= traffic + (1 - traffic) / 2)
    return {
      fit: "elsewhere",
      share,
      why: `failures rose as much where it did not go: ${said}, which has ${percent(traffic, 0)} of the traffic`,
    };
  return { fit: "unclear", share, why: `${said} [${percent(low, 0)}, ${percent(high, 0)}]` };
}
