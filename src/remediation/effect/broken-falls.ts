/** Bins of a course where its slope changes, with the excess left there; full before the first, what the last says after it. */
interface BrokenLine {
  readonly at: readonly number[];
  readonly left: readonly number[];
}

/** Straight pieces that a recovery of its own may consist of: a fall to any rest is one, a fall, a relapse and another fall are three. */
const PIECES = [1, 2, 3, 4];
/** Places, as parts of the stretch looked at, from which the search begins and ends. */
const STARTS: readonly (readonly [from: number, to: number])[] = [
  [0, 1],
  [0, 0.6],
  [0.25, 1],
];
const SHIFTS = [-16, -6, -2, -1, 1, 2, 6, 16];
const CHANGES = [-0.2, -0.07, -0.02, 0.02, 0.07, 0.2];
/** Rounds in which each break is moved in turn. */
const ROUNDS = 12;
/** A relapse may come back to a little more than there was. */
const MOST_LEFT = 1.3;

/** The excess left in each of `n` bins along a broken line. */
function courseOf({ at, left }: BrokenLine, n: number): Float64Array {
  let piece = 0;
  return Float64Array.from({ length: n }, (_, t) => {
    while (piece < at.length && (at[piece] as number) <= t) piece++;
    if (piece === 0) return 1;
    const [value, next] = [left[piece - 1] as number, left[piece] ?? (left[piece - 1] as number)];
    const [begin, end] = [at[piece - 1] as number, at[piece] ?? t + 1];
    return value + ((next - value) * (t + 0.5 - begin)) / Math.max(1, end - begin);
  });
}

/** The line with one place or one height moved; `null` where its places would pass each other or a height leave its bounds. */
function moved(line: BrokenLine, i: number, shift: number, change: number, n: number): BrokenLine | null {
  const at = line.at.map((place, k) => (k === i ? place + shift : place));
  const left = line.left.map((value, k) => (k === i && k > 0 ? value + change : value));
  const inOrder = at.every((place, k) => place >= 0 && place < n && (k === 0 || place > (at[k - 1] as number)));
  const inBounds = left.every((value) => value >= 0 && value <= MOST_LEFT);
  return inOrder && inBounds ? { at, left } : null;
}

/** The best line near this one, one place or height moved at a time. */
function climbed(
  start: BrokenLine,
  n: number,
  likelihood: (h: Float64Array) => number,
): { readonly line: BrokenLine; readonly height: number } {
  let [line, height] = [start, likelihood(courseOf(start, n))];
  for (let round = 0; round < ROUNDS; round++) {
    const before = height;
    for (let i = 0; i < start.at.length; i++) {
      const tries = [
        ...SHIFTS.map((shift) => [shift, 0] as const),
        ...(i > 0 ? CHANGES.map((change) => [0, change] as const) : []),
      ];
      for (const [shift, change] of tries) {
        const next = moved(line, i, shift, change, n);
        const value = next ? likelihood(courseOf(next, n)) : -Infinity;
        if (next && value > height) [line, height] = [next, value];
      }
    }
    if (height - before < 0.05) break;
  }
  return { line, height };
}

/**
 * What recoveries along broken lines explain: one to four straight pieces, up or down, anywhere in `[from, to)` of the course, each place and height at the
 * price of a free number (half the logarithm of the bins).
 *
 * Relapses, pauses and stairs of every kind are among them, so that a fall of no named course is not booked on a dose.
 */
export function brokenFalls(
  n: number,
  [from, to]: readonly [number, number],
  likelihood: (h: Float64Array) => number,
): readonly { readonly log: number }[] {
  return PIECES.map((pieces) => {
    let best = -Infinity;
    for (const [a, b] of STARTS) {
      const [begin, end] = [from + a * (to - from), from + b * (to - from)];
      const at = Array.from({ length: pieces + 1 }, (_, k) => Math.round(begin + ((end - begin) * k) / pieces));
      if (new Set(at).size <= pieces || begin < 0 || end >= n) continue;
      const left = at.map((_, k) => 1 - k / pieces);
      best = Math.max(best, climbed({ at, left }, n, likelihood).height);
    }
    const free = 2 * pieces + 1;
    return { log: best - 0.5 * free * Math.log(n) };
  });
}
