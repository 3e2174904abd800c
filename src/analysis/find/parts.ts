import type { SourceConfig } from "../../incident/incident.js";
import type { OutcomeSeries } from "../../incident/series.js";
import { echoesOutcome } from "../../rates/slices/outcome-column.js";
import { whereText } from "../../rates/slices/slice-text.js";
import { looksLikeNames } from "../../redaction/masks.js";
import type { PartCounts, SourceData } from "../../sources/incident-data.js";
import type { Estimate } from "../../stats/estimate.js";
import { type PartFindings, type PartSeries, partWindows } from "../../window/part-windows.js";
import { type PooledShare, pooledShare, shareEstimate } from "../../window/signals/share-estimate.js";
import type { WindowFinding, WindowFindingOptions, WindowFindings } from "../../window/window-finding.js";
import { spanText } from "../../wording/clock.js";
import { amount, percent } from "../../wording/number.js";

/** An outage that a part of the traffic shows and the whole of it does not. */
export interface PartOutage {
  /** The value of each column that makes the part. */
  readonly where: Readonly<Record<string, string>>;
  readonly source: string;
  readonly window: WindowFinding;
  /** Of the part, over the window. */
  readonly failures: number;
  readonly attempts: number;
  readonly rate: Estimate;
  /** Of the part, outside the window. */
  readonly baseline: Estimate;
  /** True if everything else failed as usual meanwhile. */
  readonly alone: boolean;
  readonly why: string;
}

/** A part's outage with all that its own series shows. */
export interface FoundPart {
  readonly outage: PartOutage;
  readonly series: OutcomeSeries;
  readonly findings: WindowFindings;
}

/** What is looked at by its parts. */
export interface PartQuestion {
  readonly source: SourceData;
  readonly config: SourceConfig;
  /** All of it, with what it shows as a whole. */
  readonly series: OutcomeSeries;
  readonly whole: WindowFindings;
  readonly options: WindowFindingOptions;
  readonly level: number;
}

/** Columns that are looked at, the source's first. */
const MOST_COLUMNS = 12;
/** Values of a column that are looked at, those with the most failures; fewer where bins are many. */
const MOST_VALUES = 200;
/** Values of each of two columns whose pairs are looked at. */
const MOST_PAIRED = 30;
/** Counts of one bin of one part that are held at once. */
const MOST_COUNTS = 4_000_000;
/** A part with fewer failures or attempts in all data shows no outage of its own. */
const LEAST_FAILURES = 8;
const LEAST_ATTEMPTS = 60;
/** A part that holds more of all failures than this is the whole by another name: what it shows, the whole shows. */
const NEARLY_ALL = 0.95;
/** So much of an outage's length, and at most so many bins, on either side of it still belong to it. */
const [MARGIN_SHARE, MOST_MARGIN] = [0.5, 60];
/** Outages of parts that are told. */
const MOST_TOLD = 5;
/** A further condition is named where the part with it gains so much more log-likelihood, beside the logarithm of the parts that were tried. */
const CLEARER_BY = 3;
/** Conditions of a part at most. */
const MOST_CONDITIONS = 3;
/** What failed beside a part failed as usual unless its share exceeds the usual by this factor, beyond chance. */
const [RISE_BESIDE, DEVIATIONS_BESIDE] = [1.25, 3];

interface ValuesOf {
  readonly column: string;
  readonly values: readonly string[];
}

/** The columns by which a source is parted, each with its values that have failures and attempts enough. */
async function columnsOf({ source, config, series }: PartQuestion): Promise<readonly ValuesOf[]> {
  const { range } = source;
  if (!range) return [];
  const columns = source.slices.slice(0, MOST_COLUMNS);
  const most = Math.max(2, Math.min(MOST_VALUES, Math.floor(MOST_COUNTS / series.attempts.length / columns.length)));
  const found: ValuesOf[] = [];
  for (const column of columns) {
    const counts = await source.breakdown(column, range);
    const failed = counts.reduce((sum, { failures }) => sum + failures, 0);
    const cells = counts.map(({ value, ...during }) => [value, { before: during, during }] as const);
    const persons = !config.dimensions.includes(column) && looksLikeNames(counts.map(({ value }) => value));
    if (persons || echoesOutcome(cells)) continue;
    const values = counts
      .filter(
        ({ failures, attempts }) =>
          failures >= LEAST_FAILURES && attempts >= LEAST_ATTEMPTS && failures < NEARLY_ALL * failed,
      )
      .sort((a, b) => b.failures - a.failures)
      .slice(0, most)
      .map(({ value }) => value);
    if (values.length > 0) found.push({ column, values });
  }
  return found;
}

/** The bins that the windows of the whole leave: what all attempts show is no part's own. */
function leftBins(
  { startMs, stepSeconds, covered }: OutcomeSeries,
  windows: readonly WindowFinding[],
): readonly boolean[] {
  const bin = (iso: string): number => (Date.parse(iso) - startMs) / (stepSeconds * 1000);
  const left = [...covered];
  for (const { onset, recovery, onsetInterval, recoveryInterval } of windows) {
    const [from, to] = [bin(onset), recovery === null ? left.length : bin(recovery)];
    const margin = Math.min((to - from) * MARGIN_SHARE, MOST_MARGIN);
    const first = Math.floor(Math.min(from - margin, bin(onsetInterval[0])));
    const last = Math.ceil(Math.max(to + margin, recoveryInterval === null ? to : bin(recoveryInterval[1])));
    left.fill(false, Math.max(0, first), Math.min(left.length, last));
  }
  return left;
}

/** The series of each part that was counted, on the bins of the whole. */
export function seriesOf(whole: OutcomeSeries, columns: readonly string[], counts: PartCounts): PartSeries[] {
  const empty = (): number[] => new Array<number>(whole.attempts.length).fill(0);
  const parts = counts.values.map((values) => ({
    where: columns.map((column, index) => [column, values[index] as string] as const),
    failures: empty(),
    attempts: empty(),
  }));
  counts.parts.forEach((part, entry) => {
    const own = parts[part] as (typeof parts)[number];
    const bin = counts.bins[entry] as number;
    if (bin >= own.attempts.length) return;
    own.failures[bin] = counts.failures[entry] as number;
    own.attempts[bin] = counts.attempts[entry] as number;
  });
  return parts.map(({ where, failures, attempts }) => ({ where, series: { ...whole, failures, attempts } }));
}

const sum = (counts: readonly number[]): number => counts.reduce((all, count) => all + count, 0);

/** The series of every combination of some columns' values that has failures and attempts enough. */
async function partsBy(
  { source, series: all, whole }: PartQuestion,
  of: readonly ValuesOf[],
): Promise<readonly PartSeries[]> {
  const series = { ...all, covered: leftBins(all, whole.windows) };
  const counts = await source.parts(series.stepSeconds, of);
  const columns = of.map(({ column }) => column);
  return seriesOf(series, columns, counts).filter(
    ({ series: { failures, attempts } }) => sum(failures) >= LEAST_FAILURES && sum(attempts) >= LEAST_ATTEMPTS,
  );
}

/** True if two outages may have gone on at one time. */
export const overlaps = (one: WindowFinding, other: WindowFinding): boolean =>
  (other.recoveryInterval === null || one.onsetInterval[0] < other.recoveryInterval[1]) &&
  (one.recoveryInterval === null || other.onsetInterval[0] < one.recoveryInterval[1]);

/** What was looked at, and what of it shows outages of its own, clearest first. */
interface LookedAt {
  readonly found: readonly PartFindings[];
  readonly parts: readonly PartSeries[];
  readonly columns: readonly ValuesOf[];
}

/** Single values, and where neither these nor the whole shows any, pairs of values. */
async function clearParts(question: PartQuestion): Promise<LookedAt> {
  const columns = await columnsOf(question);
  const { whole, options } = question;
  const single: PartSeries[] = [];
  for (const one of columns) single.push(...(await partsBy(question, [one])));
  const beyond = (found: PartFindings): boolean =>
    !whole.windows.some((window) => overlaps(found.findings.window, window));
  const found = partWindows(single, single.length, options).filter(beyond);
  if (found.length > 0 || whole.window) return { found, columns, parts: single };
  const pairs: PartSeries[] = [];
  const fewer = columns.map(({ column, values }) => ({ column, values: values.slice(0, MOST_PAIRED) }));
  for (const [index, one] of fewer.entries())
    for (const other of fewer.slice(index + 1)) {
      const room = MOST_COUNTS / question.series.attempts.length - pairs.length;
      const own = room > 0 ? await partsBy(question, [one, other]) : [];
      pairs.push(...own.slice(0, Math.floor(room)));
    }
  const parts = [...single, ...pairs];
  return { found: partWindows(pairs, parts.length, options, parts), columns, parts };
}

/** The same outage in a smaller part, where it shows more clearly there. */
async function narrowed(question: PartQuestion, part: PartFindings, looked: LookedAt): Promise<PartFindings> {
  if (part.where.length >= MOST_CONDITIONS) return part;
  const fixed = part.where.map(([column, value]) => ({ column, values: [value] }));
  const smaller: PartSeries[] = [];
  for (const one of looked.columns)
    if (!fixed.some(({ column }) => column === one.column)) smaller.push(...(await partsBy(question, [...fixed, one])));
  const parts = [...looked.parts, ...smaller];
  const [best] = partWindows(smaller, parts.length, question.options, parts).filter(({ findings }) =>
    overlaps(findings.window, part.findings.window),
  );
  if (!best || best.clarity < part.clarity + CLEARER_BY + Math.log(smaller.length)) return part;
  return narrowed(question, best, { ...looked, parts });
}

/** Shares inside and outside of a window. */
function sharesOf(
  series: OutcomeSeries,
  window: WindowFinding,
): { readonly during: PooledShare; readonly ordinary: PooledShare } {
  const { startMs, stepSeconds, covered } = series;
  const [from, to] = [Date.parse(window.onset), window.recovery === null ? Infinity : Date.parse(window.recovery)];
  const inside = covered.map((yes, bin) => {
    const at = startMs + bin * stepSeconds * 1000;
    return yes && at >= from && at < to;
  });
  return {
    during: pooledShare(series, inside),
    ordinary: pooledShare(
      series,
      covered.map((yes, bin) => yes && !inside[bin]),
    ),
  };
}

/** True if what lies outside a part failed in its window as at other times, as far as its own scatter tells. */
function restIsOrdinary(whole: OutcomeSeries, part: OutcomeSeries, window: WindowFinding): boolean {
  const rest = {
    ...whole,
    failures: whole.failures.map((f, bin) => f - (part.failures[bin] as number)),
    attempts: whole.attempts.map((n, bin) => n - (part.attempts[bin] as number)),
  };
  const { during, ordinary } = sharesOf(rest, window);
  if (during.attempts === 0) return true;
  const usual = (ordinary.failures + 0.5) / (ordinary.attempts + 1);
  const expected = usual * during.attempts;
  const deviation = (during.failures - expected) / Math.sqrt(Math.max(1, expected) * ordinary.designEffect);
  return deviation < DEVIATIONS_BESIDE || during.failures < RISE_BESIDE * expected;
}

function foundPart({ series: whole, source, level, whole: known }: PartQuestion, part: PartFindings): FoundPart {
  const where = Object.fromEntries(part.where);
  const { findings, series } = part;
  const window: WindowFinding = { ...findings.window, part: where };
  const { during, ordinary } = sharesOf(series, window);
  const alone = restIsOrdinary(whole, series, window);
  const name = whereText(where);
  const when = spanText(window.onset, window.recovery ?? source.range?.to ?? window.onset);
  const failed = `${amount(during.failures)} of ${amount(during.attempts)} attempts of ${source.name} failed, usually ${percent(ordinary.failures / Math.max(1, ordinary.attempts))}`;
  const beside = known.window
    ? "at that time all attempts together do not show it"
    : "all attempts together do not show it";
  const why = `${alone ? `Only ${name} failed` : `${name} failed most clearly`}, ${when}: there ${failed}; ${beside}.`;
  return {
    outage: {
      where,
      source: source.name,
      window,
      failures: during.failures,
      attempts: during.attempts,
      rate: shareEstimate(during, level),
      baseline: shareEstimate(ordinary, level),
      alone,
      why,
    },
    series,
    findings: {
      ...findings,
      window,
      windows: findings.windows.map((one) => ({ ...one, part: where })),
    },
  };
}

/**
 * Outages of single parts of a source that all its attempts together do not show, clearest first; each once, by the part that shows it most clearly.
 *
 * Parts are the values of the source's columns, then pairs of them; an outage must stand out so far that all parts together hardly show one that is not there.
 */
export async function findParts(question: PartQuestion): Promise<readonly FoundPart[]> {
  const looked = await clearParts(question);
  const { found } = looked;
  const told: PartFindings[] = [];
  for (const one of found) {
    if (told.length >= MOST_TOLD) break;
    if (!told.some(({ findings }) => overlaps(findings.window, one.findings.window))) told.push(one);
  }
  const parts: FoundPart[] = [];
  for (const one of told) parts.push(foundPart(question, await narrowed(question, one, looked)));
  return parts;
}
