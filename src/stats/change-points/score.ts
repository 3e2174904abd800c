/** How well change points agree with several annotators. */
export interface ChangePointScores {
  /** F-measure: precision against the union of all annotations, recall averaged over annotators. */
  readonly f: number;
  /** Covering of each annotator's segments by the found ones, averaged. */
  readonly cover: number;
}

/** Annotated points that a found point lies within `margin` of, each found point used once. */
function matched(truth: readonly number[], found: readonly number[], margin: number): number {
  const free = new Set(found);
  let hits = 0;
  for (const point of [...truth].sort((a, b) => a - b)) {
    const near = [...free]
      .filter((candidate) => Math.abs(candidate - point) <= margin)
      .sort((a, b) => Math.abs(a - point) - Math.abs(b - point))[0];
    if (near === undefined) continue;
    free.delete(near);
    hits += 1;
  }
  return hits;
}

const withStart = (points: readonly number[]): number[] => [...new Set([0, ...points])].sort((a, b) => a - b);

function segmentsOf(points: readonly number[], length: number): [number, number][] {
  const starts = withStart(points);
  return starts.map((start, i) => [start, starts[i + 1] ?? length]);
}

function covering(truth: readonly number[], found: readonly number[], length: number): number {
  const others = segmentsOf(found, length);
  let sum = 0;
  for (const [a, b] of segmentsOf(truth, length)) {
    const overlaps = others.map(
      ([c, d]) => Math.max(0, Math.min(b, d) - Math.max(a, c)) / (Math.max(b, d) - Math.min(a, c)),
    );
    sum += (b - a) * Math.max(...overlaps);
  }
  return sum / length;
}

/**
 * Agreement of found change points with annotators: F-measure with a margin of five samples, and covering.
 *
 * Index 0 counts as a change point for everyone.
 *
 * @param annotations - by annotator, first samples of new segments
 * @param found - first samples of new segments
 * @param length - of the series
 * @see van den Burg & Williams (2020), arXiv:2003.06222
 */
export function changePointScores(
  annotations: Readonly<Record<string, readonly number[]>>,
  found: readonly number[],
  length: number,
  margin = 5,
): ChangePointScores {
  const people = Object.values(annotations).map(withStart);
  const own = withStart(found);
  const union = [...new Set(people.flat())];
  const precision = matched(union, own, margin) / own.length;
  const recall = people.reduce((sum, points) => sum + matched(points, own, margin) / points.length, 0) / people.length;
  const cover = people.reduce((sum, points) => sum + covering(points, found, length), 0) / people.length;
  return { f: (2 * precision * recall) / (precision + recall), cover };
}
