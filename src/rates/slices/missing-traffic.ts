import { normalQuantile } from "../../stats/distributions/distributions.js";
import type { Estimate } from "../../stats/estimate.js";
import { proportionLimits } from "../../stats/rates/proportion-limits.js";
import type { SliceCell } from "./cell-table.js";
import { explainBySlices, type ExplainBySlicesOptions } from "./explain-by-slices.js";
import { sliceSentence } from "./slice-text.js";
import type { Slice, Slices } from "./slices.js";

/** Slices that lost less than this share of their traffic are not where it went missing: others had more. */
const LEAST_LOST = 0.05;

/** Attempts of a part: as many as its past makes expected, and how many came. */
interface Traffic {
  readonly expected: number;
  readonly came: number;
}

function trafficOf(cells: readonly SliceCell[], where: Readonly<Record<string, string>>, ratio: number): Traffic {
  const terms = Object.entries(where);
  let [expected, came] = [0, 0];
  for (const { values, before, during } of cells) {
    if (!terms.every(([column, value]) => values[column] === value)) continue;
    expected += ratio * before.attempts;
    came += during.attempts;
  }
  return { expected, came };
}

const minus = (a: Traffic, b: Traffic): Traffic => ({ expected: a.expected - b.expected, came: a.came - b.came });

/** Attempts that did not come. */
const lost = ({ expected, came }: Traffic): number => expected - came;

/**
 * The share of the missing attempts that a part holds, with what counting both spans leaves open.
 *
 * @param ratio - length of the outage over that of the time before
 */
function missingShare(part: Traffic, rest: Traffic, ratio: number, level: number): Estimate {
  const [own, other] = [lost(part), lost(rest)];
  const total = own + other;
  if (!(total > 0)) return { value: own > 0 ? 1 : 0, interval: [0, 1], level };
  const [ownVariance, otherVariance] = [part, rest].map(({ expected, came }) => came + ratio * expected) as [
    number,
    number,
  ];
  const error = Math.sqrt(other ** 2 * ownVariance + own ** 2 * otherVariance) / total ** 2;
  const half = normalQuantile((1 + level) / 2) * error;
  const bounded = (share: number): number => Math.min(1, Math.max(0, share));
  const share = own / total;
  return { value: bounded(share), interval: [bounded(share - half), bounded(share + half)], level };
}

interface Part {
  readonly traffic: Traffic;
  readonly slice: Slice;
}

/** A slice whose attempts are those expected, and whose failures those that did not come. */
function lostSlice(slice: Slice, { expected, came }: Traffic, share: Estimate): Slice {
  const { level } = share;
  const [attempts, failures] = [Math.round(expected), Math.round(Math.max(0, expected - came))];
  const [low, high] = proportionLimits(failures, attempts, "wilson", level);
  const rate = { value: failures / attempts, interval: [low, high] as const, level };
  return { ...slice, attempts, failures, rate, baseline: { value: 0, interval: [0, 0], level }, excessShare: share };
}

/**
 * The parts of the traffic that went missing, as slices whose `attempts` are those expected from their own past, and whose `failures` those that did
 * not come.
 *
 * Attempts of both spans are thrown together and each part is asked for the share that fell before: where it is higher than elsewhere, attempts are
 * missing. That needs no model of how much traffic a part has.
 *
 * @param cells - attempts by the columns' values; their failures do not matter
 * @param ratio - length of the outage over that of the time before
 */
export function explainMissing(
  cells: readonly SliceCell[],
  ratio: number,
  options: ExplainBySlicesOptions & { readonly level: number },
): Slices {
  const none = { failures: 0, attempts: 0 };
  const shares = cells.map(
    ({ values, before, during }): SliceCell => ({
      values,
      before: none,
      during: { failures: before.attempts, attempts: before.attempts + during.attempts },
    }),
  );
  const { dimensions, leftOut, found } = explainBySlices(shares, options);
  const { level } = options;
  const whole = trafficOf(cells, {}, ratio);
  const parts = found.flatMap((slice): Part[] => {
    const traffic = trafficOf(cells, slice.where, ratio);
    const share = missingShare(traffic, minus(whole, traffic), ratio, level);
    return lost(traffic) > LEAST_LOST * traffic.expected ? [{ traffic, slice: lostSlice(slice, traffic, share) }] : [];
  });
  const rest = parts.reduce((left, { traffic }) => minus(left, traffic), whole);
  const slices = parts.map(({ slice }) => slice).sort((a, b) => b.excessShare.value - a.excessShare.value);
  return {
    counted: "missing",
    dimensions,
    found: slices,
    unexplained: missingShare(rest, minus(whole, rest), ratio, level),
    leftOut,
    why:
      slices.length > 0
        ? slices.map((slice) => sliceSentence(slice, "missing")).join(" ")
        : `Traffic went missing alike everywhere: no part of ${dimensions.join(", ")} stands out.`,
  };
}
