import { MAD_TO_SD, median } from "../../stats/robust.js";

/** Bins over which the attempts beside a bin are told, and how often their median is taken anew. */
const BESIDE = 64;
const EVERY = 16;
/** Attempts of a burst over those beside it: at least so much more, so many deviations of how bins scatter, and of counting. */
const LEAST_RISE = 0.25;
const SCATTERS = 6;
const COUNTING = 5;
/** A burst is over within so many bins: what lasts longer is the traffic itself. */
const LONGEST = 30;
/** Fewer bursts than this do not tell what bursts do, nor any that lie in less than this share of the series, or fill more than this. */
const LEAST_BURSTS = 4;
const SPREAD_SHARE = 0.4;
const MOST_FILLED = 0.3;
/** The share of bursts, at either end of the order by how they fail, that says nothing of the rest: an outage may hold some of them. */
const SET_ASIDE = 0.25;
/** Where fewer of the bursts than this fail more than is expected, it is some of them that do, not what bursts are. */
const MOST_BURSTS = 2 / 3;
/** More attempts that fail more often than this are an outage and its retries. */
const MOST_FAILING = 0.3;
/** Excess of failures in bursts, in standard deviations of counting, from which they have a rate of their own. */
const TELLING = 4;

/** Bins `[from, to)` with attempts far above those beside them. */
interface Burst {
  readonly from: number;
  readonly to: number;
}

/** Bursts of attempts with the attempts that would have been made without them, bin by bin. */
export interface TrafficBursts {
  readonly bursts: readonly Burst[];
  readonly usual: Float64Array;
}

/** Median of the attempts beside each bin, bins without any left out. */
function usualAttempts(attempts: Float64Array): Float64Array {
  const usual = new Float64Array(attempts.length);
  for (let from = 0; from < attempts.length; from += EVERY) {
    const centre = from + EVERY / 2;
    const near = attempts.slice(Math.max(0, centre - BESIDE / 2), centre + BESIDE / 2).filter((n) => n > 0);
    usual.fill(near.length === 0 ? 0 : median(near), from, Math.min(attempts.length, from + EVERY));
  }
  return usual;
}

/**
 * Short bursts of attempts that come again and again: a batch, a customer who sends all at once.
 *
 * @returns `undefined` where there are too few of them, they lie close together, or they fill too much of the series to be told from the traffic
 */
export function trafficBursts(attempts: Float64Array): TrafficBursts | undefined {
  const { length } = attempts;
  if (length < 2 * BESIDE) return undefined;
  const usual = usualAttempts(attempts);
  const rises = attempts.map((n, t) => ((usual[t] as number) > 0 ? n / (usual[t] as number) - 1 : 0));
  const scatter = MAD_TO_SD * median(rises.map(Math.abs));
  const isHigh = (t: number): boolean =>
    (rises[t] as number) > Math.max(LEAST_RISE, SCATTERS * scatter) &&
    (attempts[t] as number) - (usual[t] as number) > COUNTING * Math.sqrt((usual[t] as number) + 1);
  const bursts: Burst[] = [];
  for (let t = 0; t < length; t++) {
    if (!isHigh(t)) continue;
    const from = t;
    while (t < length && isHigh(t)) t++;
    if (t - from <= LONGEST) bursts.push({ from, to: t });
  }
  const [first, last] = [bursts[0], bursts.at(-1)];
  const filled = bursts.reduce((sum, { from, to }) => sum + to - from, 0);
  const isSpread = first && last && last.to - first.from >= SPREAD_SHARE * length;
  return bursts.length >= LEAST_BURSTS && isSpread && filled <= MOST_FILLED * length ? { bursts, usual } : undefined;
}

/** The share at which what bursts add fails, from the bursts between the calmest and the worst quarter; `null` where they fail as the rest does, or as an outage would. */
function addedRate(
  { bursts, usual }: TrafficBursts,
  failures: Float64Array,
  attempts: Float64Array,
  rates: Float64Array,
): number | null {
  const seen = bursts.map(({ from, to }) => {
    let [excess, ordinary, added, all] = [0, 0, 0, 0];
    for (let t = from; t < to; t++) {
      const n = attempts[t] as number;
      excess += (failures[t] as number) - (usual[t] as number) * (rates[t] as number);
      added += n - (usual[t] as number);
      ordinary += n * (rates[t] as number);
      all += failures[t] as number;
    }
    return { excess, ordinary, added, all };
  });
  if (seen.filter(({ excess }) => excess > 0).length < MOST_BURSTS * seen.length) return null;
  const aside = Math.floor(seen.length * SET_ASIDE);
  const kept = seen.sort((a, b) => a.excess / a.added - b.excess / b.added).slice(aside, seen.length - aside);
  const sum = (key: "excess" | "ordinary" | "added" | "all"): number =>
    kept.reduce((total, one) => total + one[key], 0);
  const rate = sum("excess") / sum("added");
  const beyond = sum("all") - sum("ordinary");
  return beyond > TELLING * Math.sqrt(sum("ordinary") + 1) && rate < MOST_FAILING ? rate : null;
}

/**
 * The rates with what bursts of attempts usually do in them: a batch that fails more often than the rest each time it runs is no outage.
 *
 * @param rates - expected without bursts, per bin
 */
export function withBursts(
  bursts: TrafficBursts | undefined,
  failures: Float64Array,
  attempts: Float64Array,
  rates: Float64Array,
): Float64Array {
  const added = bursts && addedRate(bursts, failures, attempts, rates);
  if (!bursts || !added) return rates;
  const mixed = rates.slice();
  for (const { from, to } of bursts.bursts)
    for (let t = from; t < to; t++) {
      const [n, usual, rate] = [attempts[t], bursts.usual[t], rates[t]] as [number, number, number];
      mixed[t] = Math.max(rate, (usual * rate + (n - usual) * added) / n);
    }
  return mixed;
}
