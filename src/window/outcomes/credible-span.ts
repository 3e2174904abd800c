/** Share of a whole bin's prior that is an atom at the instant at which the bin begins; the rest stands for instants near it (`onsetPrior`). */
function atomShare(step: number): number {
  return 1 / (1 + step);
}

/** Instants and their probabilities, as mass per bin and the part of it that sits at the instant at which the bin begins. */
export interface BinMass {
  readonly first: number;
  readonly mass: Float64Array;
  readonly atoms: Float64Array;
}

/** Gathers the probabilities of instants, `step` bins apart, by bin. */
export function binMass(instants: readonly number[], probabilities: ArrayLike<number>, step: number): BinMass {
  const bins = instants.map((instant) => Math.floor(instant + 1e-9));
  const first = bins.reduce((a, b) => Math.min(a, b), Infinity);
  const length = bins.reduce((a, b) => Math.max(a, b), -Infinity) - first + 1;
  const [mass, atoms] = [new Float64Array(length), new Float64Array(length)];
  instants.forEach((instant, i) => {
    const bin = (bins[i] as number) - first;
    const share = probabilities[i] as number;
    mass[bin] = (mass[bin] as number) + share;
    if (Number.isInteger(instant)) atoms[bin] = (atoms[bin] as number) + share * atomShare(step);
  });
  return { first, mass, atoms };
}

/** From so many bins on, a stretch one bin shorter is taken where it holds a probability nearer to the level. */
const ROUNDED_BINS = 5;

/**
 * The shortest stretch of time between two bins' beginnings that holds at least `level` of the probability, both ends belonging to it; the one that
 * holds most where several are equally short; at least one bin. A stretch of five bins or more is rounded to the nearer bin instead of always up, which
 * would make wide intervals hold a point more than they say.
 *
 * Whole bins carry atoms, so that the end counts: left out, wide intervals would be wider than they need be by what sits there. It may make up for half of what
 * an interval leaves out and no more, so that one of few bins holds the departure's bin as well as its instant.
 */
export function credibleSpan({ first, mass, atoms }: BinMass, level: number): [from: number, to: number] {
  const sums = new Float64Array(mass.length + 1);
  mass.forEach((share, i) => {
    sums[i + 1] = (sums[i] as number) + share;
  });
  const inside = (from: number, to: number): number => (sums[to] as number) - (sums[from] as number);
  const held = (from: number, to: number): number => inside(from, to) + Math.min((1 - level) / 2, atoms[to] ?? 0);
  /** The first of the stretches of so many bins that have most of something. */
  const bestOf = (bins: number, most: (from: number, to: number) => number): [number, number] => {
    let at = 0;
    for (let from = 1; from + bins <= mass.length; from++) if (most(from, from + bins) > most(at, at + bins)) at = from;
    return [at, at + bins];
  };
  let bins = 1;
  while (bins < mass.length && held(...bestOf(bins, held)) < level) bins++;
  const up = bestOf(bins, (from, to) => (held(from, to) < level ? -1 : inside(from, to)));
  const down = bestOf(Math.max(1, bins - 1), held);
  const [from, to] = bins >= ROUNDED_BINS && level - held(...down) < held(...up) - level ? down : up;
  return [first + from, first + to];
}
