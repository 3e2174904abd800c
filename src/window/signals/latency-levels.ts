/** Ratio of a latency level to the next: level k holds `[1.02^k, 1.02^(k + 1))`. */
const LEVEL_RATIO = 1.02;
/** A quantile is the middle of its level: at most this share off. */
export const LEVEL_ERROR = Math.sqrt(LEVEL_RATIO) - 1;

/** Counts by level; adds over bins, files and engines. */
export type LevelCounts = ReadonlyMap<number, number>;

/** The level of a latency; what is 0 or below has none. */
export function levelOf(latency: number): number {
  return Math.floor(Math.log(latency) / Math.log(LEVEL_RATIO));
}

/** The middle of a level, in the latency's own unit. */
export function levelMiddle(level: number): number {
  return LEVEL_RATIO ** (level + 0.5);
}

/** The lower edge of a level. */
export function levelEdge(level: number): number {
  return LEVEL_RATIO ** level;
}

/** How many attempts the counts hold. */
export function countOf(counts: LevelCounts): number {
  let n = 0;
  for (const count of counts.values()) n += count;
  return n;
}

/** Several counts added up. */
export function addedLevels(all: readonly LevelCounts[]): Map<number, number> {
  const sum = new Map<number, number>();
  for (const counts of all) for (const [level, n] of counts) sum.set(level, (sum.get(level) ?? 0) + n);
  return sum;
}

/** The level that holds a quantile; `null` where nothing was counted. */
export function quantileLevel(counts: LevelCounts, quantile: number): number | null {
  const sorted = [...counts].sort(([a], [b]) => a - b);
  let left = quantile * sorted.reduce((sum, [, n]) => sum + n, 0);
  for (const [level, n] of sorted) if ((left -= n) <= 0 && n > 0) return level;
  return sorted.at(-1)?.[0] ?? null;
}
