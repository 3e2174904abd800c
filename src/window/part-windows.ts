import type { OutcomeSeries } from "../incident/series.js";
import { PartScatter } from "./outcomes/part-scatter.js";
import { leastDeviations } from "./outcomes/run-deviation.js";
import { windowFinding } from "./window-finding.js";
import type { WindowFinding, WindowFindingOptions, WindowFindings } from "./window-finding.js";

/** Failures and attempts per bin of the part of a source's rows that has some values. */
export interface PartSeries {
  /** The value of each column that makes the part. */
  readonly where: readonly (readonly [column: string, value: string])[];
  readonly series: OutcomeSeries;
}

/** A part with one of the outages that it shows. */
export interface PartFindings extends PartSeries {
  readonly findings: WindowFindings & { readonly window: WindowFinding };
  /** Log-likelihood that a share of its own gains for the window's counts: which of several parts shows an outage most clearly. */
  readonly clarity: number;
}

/** A stretch on the scan's own grid lies up to an eighth off at both ends, which costs so much of what it shows. */
const SCAN_SLACK = 0.8;
/** A scan steps by so much of a stretch's length. */
const SCAN_STEPS = 4;
/** Stretches that are scanned fill no more than this share of a series: what lasts longer is its level. */
const LONGEST_SHARE = 0.5;
/** Of so many quiet days hardly one shows a part's outage. */
const QUIET_SERIES = 50;
/** Parts that are searched in full, those whose scan stands out most: a search of a day of minutes takes some tenths of a second, of a week some seconds. */
const [FEWEST_SEARCHED, MOST_SEARCHED] = [3, 24];
const MOST_BINS_SEARCHED = 24 * 1440;
/** Parts whose best stretch is held against the scatter of all parts. */
const MOST_SCANNED = 200;

function runningSums(counts: readonly number[], covered: readonly boolean[]): Float64Array {
  const sums = new Float64Array(counts.length + 1);
  counts.forEach((count, bin) => {
    sums[bin + 1] = (sums[bin] as number) + (covered[bin] ? count : 0);
  });
  return sums;
}

/** Log-likelihood that a share of its own gains for `failures` of `attempts` over the share of all the others; 0 where it is no higher. */
function gain(failures: number, attempts: number, otherFailures: number, otherAttempts: number): number {
  const share = (otherFailures + 0.5) / (otherAttempts + 1);
  if (attempts === 0 || failures <= share * attempts) return 0;
  const part = (count: number, mean: number): number => (count > 0 ? count * Math.log(count / mean) : 0);
  return part(failures, attempts * share) + part(attempts - failures, attempts * (1 - share));
}

/** A stretch of bins `[from, to)` and by how many deviations it would stand out if attempts were independent and the rate were steady. */
interface Scanned {
  readonly bins: readonly [from: number, to: number];
  readonly deviations: number;
}

/** The stretch of a part that stands out most: never by less than what a search finds, but for the grid of stretches. */
export function scannedStretch({ failures, attempts, covered }: OutcomeSeries): Scanned {
  const [f, n] = [runningSums(failures, covered), runningSums(attempts, covered)];
  const { length } = attempts;
  const [allFailures, allAttempts] = [f[length] as number, n[length] as number];
  let best = 0;
  let bins: Scanned["bins"] = [0, 0];
  for (let size = 1; size <= Math.max(1, length * LONGEST_SHARE); size *= 2) {
    const step = Math.max(1, Math.floor(size / SCAN_STEPS));
    for (let from = 0; from + size <= length; from += step) {
      const failed = (f[from + size] as number) - (f[from] as number);
      const tried = (n[from + size] as number) - (n[from] as number);
      const own = gain(failed, tried, allFailures - failed, allAttempts - tried);
      if (own <= best) continue;
      best = own;
      bins = [from, from + size];
    }
  }
  return { bins, deviations: Math.sqrt(2 * best) };
}

/** The bins of a window, `[from, to)`. */
function binsOf({ startMs, stepSeconds, attempts }: OutcomeSeries, window: WindowFinding): readonly [number, number] {
  const bin = (iso: string): number => (Date.parse(iso) - startMs) / (stepSeconds * 1000);
  const to = window.recovery === null ? attempts.length : Math.ceil(bin(window.recovery));
  return [Math.max(0, Math.floor(bin(window.onset))), Math.min(attempts.length, to)];
}

function clarityOf({ failures, attempts, covered }: OutcomeSeries, [from, to]: readonly [number, number]): number {
  const sums: [number, number, number, number] = [0, 0, 0, 0];
  attempts.forEach((tried, bin) => {
    if (!covered[bin]) return;
    const at = bin >= from && bin < to ? 0 : 2;
    sums[at] += failures[bin] as number;
    sums[at + 1] = (sums[at + 1] as number) + tried;
  });
  return gain(...sums);
}

/** True if a stretch of a part stands out of how all parts scatter, by `slack` of what is asked in the end. */
function standsOut(
  scatter: PartScatter,
  series: OutcomeSeries,
  bins: Scanned["bins"],
  among: number,
  slack = 1,
): boolean {
  const { length } = series.attempts;
  const { deviations, least } = scatter.deviations(series, bins, 1 / (QUIET_SERIES * length * among));
  return deviations >= slack * Math.max(least, leastDeviations(length * among));
}

/** The parts that are worth a full search, those that stand out most. */
function candidates(parts: readonly PartSeries[], among: number, scatter: PartScatter): readonly PartSeries[] {
  const bins = parts[0]?.series.attempts.length ?? 0;
  const least = SCAN_SLACK * leastDeviations(bins * among);
  const scanned = parts
    .map((part) => ({ part, ...scannedStretch(part.series) }))
    .filter(({ deviations }) => deviations >= least)
    .sort((a, b) => b.deviations - a.deviations);
  const found: PartSeries[] = [];
  const most = Math.max(FEWEST_SEARCHED, Math.min(MOST_SEARCHED, Math.floor(MOST_BINS_SEARCHED / bins)));
  for (const { part, bins: stretch } of scanned.slice(0, MOST_SCANNED)) {
    if (found.length >= most) break;
    if (standsOut(scatter, part.series, stretch, among, SCAN_SLACK)) found.push(part);
  }
  return found;
}

/**
 * The outages that single parts of the traffic show, clearest first.
 *
 * Every part is judged against its own past, its own scatter and its own wandering, as a whole source is, and then against the scatter of all parts over stretches as long: a day of one part holds few of these. An outage must
 * stand out so far that all parts together hardly show one that is not there.
 *
 * @param among - how many parts are looked at in all, those of other calls included
 * @param beside - parts that say how rates scatter, where it is not `parts`
 */
export function partWindows(
  parts: readonly PartSeries[],
  among: number,
  options: WindowFindingOptions = {},
  beside: readonly PartSeries[] = parts,
): readonly PartFindings[] {
  const scatter = new PartScatter(beside.map(({ series }) => series));
  return candidates(parts, among, scatter)
    .flatMap(({ where, series }): PartFindings[] => {
      const all = windowFinding(series, { ...options, among });
      const own = all.windows.flatMap((window) => {
        const bins = binsOf(series, window);
        return standsOut(scatter, series, bins, among) ? [{ window, clarity: clarityOf(series, bins) }] : [];
      });
      const windows = own.map(({ window }) => window);
      return own.map(({ window, clarity }) => {
        const ends = window.onset === all.window?.onset ? all.ends : null;
        const findings = { ...all, window, windows, ...(ends !== undefined && { ends }) };
        return { where, series, clarity, findings };
      });
    })
    .sort((a, b) => b.clarity - a.clarity);
}
