/** Rows of one day, days counted since the epoch. */
export type DayCount = readonly [day: number, rows: number];

/** Days of a stretch of data, first and last one included. */
export interface DayBounds {
  readonly first: number;
  readonly last: number;
}

/** Fewer rows have no main part that a row could be far from. */
const FEWEST_ROWS = 8;
/** Rows apart from all others are stray up to this share, and always up to so many. */
const STRAY = { share: 0.01, rows: 3 };
/** Share of the rows that must lie together before any other is called far from them. */
const MAIN_SHARE = 0.9;
/** Stray rows lie further away than this many days, and than this many times the length of the data. */
const FAR = { days: 30, lengths: 20 };

/** Stretches of days between which lies more than `gap` days. */
function stretches(days: readonly DayCount[], gap: number): { first: number; last: number; rows: number }[] {
  const found: { first: number; last: number; rows: number }[] = [];
  for (const [day, rows] of days) {
    const latest = found.at(-1);
    if (latest && day - latest.last <= gap) {
      latest.last = day;
      latest.rows += rows;
    } else found.push({ first: day, last: day, rows });
  }
  return found;
}

/**
 * The days within which a source's rows lie when a few are far from all others, as those of a clock that was never set are.
 *
 * @param days - ascending, each once
 * @returns `undefined` when no row is far from the others
 */
export function dayBounds(days: readonly DayCount[]): DayBounds | undefined {
  const total = days.reduce((sum, [, rows]) => sum + rows, 0);
  if (total < FEWEST_ROWS) return undefined;
  const [main, ...others] = stretches(days, FAR.days).sort((a, b) => b.rows - a.rows);
  if (!main || main.rows < MAIN_SHARE * total) return undefined;
  const away = Math.max(FAR.days, FAR.lengths * (main.last - main.first + 1));
  const stray = (stretch: (typeof others)[number]): boolean =>
    stretch.rows <= Math.max(STRAY.rows, STRAY.share * total) &&
    (stretch.first > main.last ? stretch.first - main.last : main.first - stretch.last) > away;
  const kept = [main, ...others.filter((stretch) => !stray(stretch))];
  if (kept.length === others.length + 1) return undefined;
  return {
    first: Math.min(...kept.map(({ first }) => first)),
    last: Math.max(...kept.map(({ last }) => last)),
  };
}
