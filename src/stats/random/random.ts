import { gammaVariate, betaVariate } from "./gamma.js";
import { binomialVariate, poissonVariate } from "./counts.js";

/** A stream of random numbers that a seed determines completely. */
export interface Random {
  /** Uniform on [0, 1), 53 bits. */
  next(): number;
  /** Normal with the given mean and standard deviation. */
  normal(mean?: number, sd?: number): number;
  /** Gamma with the given shape (> 0) and scale. */
  gamma(shape: number, scale?: number): number;
  /** Beta(a, b), a and b > 0. */
  beta(a: number, b: number): number;
  /** Number of successes in n trials. */
  binomial(n: number, p: number): number;
  /** Poisson count with the given mean. */
  poisson(mean: number): number;
  /** Exponential with the given mean. */
  exponential(mean?: number): number;
  /** Integer in 0 … n − 1. */
  integer(n: number): number;
  /**
   * An independent stream named by the path of labels from the seed. It depends on the seed and the labels only, not on
   * how many numbers were drawn before, so adding a draw in one place leaves every other stream as it was.
   */
  fork(label: string | number): Random;
}

/** Four well-mixed 32-bit words of a text (multiply-xorshift over its UTF-16 units). */
function words(text: string): [number, number, number, number] {
  let [a, b, c, d] = [0x9e3779b9, 0x243f6a88, 0xb7e15162, 0xdeadbeef];
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    a = Math.imul(a ^ unit, 0x85ebca6b);
    a ^= a >>> 15;
    b = Math.imul(b ^ unit ^ a, 0xc2b2ae35);
    b ^= b >>> 13;
    c = Math.imul(c ^ unit ^ b, 0x27d4eb2f);
    c ^= c >>> 16;
    d = Math.imul(d ^ unit ^ c, 0x165667b1);
    d ^= d >>> 14;
    a ^= d;
  }
  return [a, b, c, d];
}

/** sfc32 (small fast chaotic generator, 128 bits of state), as 32-bit unsigned integers. */
function generator(path: string): () => number {
  let [a, b, c, counter] = words(path);
  const draw = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  };
  for (let i = 0; i < 16; i++) draw();
  return draw;
}

/** Standard normal pairs by the polar method; the second of a pair is kept. */
function normalSource(next: () => number): () => number {
  let spare: number | undefined;
  return () => {
    if (spare !== undefined) {
      const kept = spare;
      spare = undefined;
      return kept;
    }
    for (;;) {
      const u = 2 * next() - 1;
      const v = 2 * next() - 1;
      const s = u * u + v * v;
      if (s >= 1 || s === 0) continue;
      const factor = Math.sqrt((-2 * Math.log(s)) / s);
      spare = v * factor;
      return u * factor;
    }
  };
}

function stream(path: string): Random {
  const bits = generator(path);
  const next = (): number => ((bits() >>> 5) * 67108864 + (bits() >>> 6)) / 9007199254740992;
  const standard = normalSource(next);
  return {
    next,
    normal: (mean = 0, sd = 1) => mean + sd * standard(),
    gamma: (shape, scale = 1) => scale * gammaVariate(shape, next, standard),
    beta: (a, b) => betaVariate(a, b, next, standard),
    binomial: (n, p) => binomialVariate(n, p, next),
    poisson: (mean) => poissonVariate(mean, next),
    exponential: (mean = 1) => -mean * Math.log1p(-next()),
    integer: (n) => Math.floor(next() * n),
    fork: (label) => stream(`${path}/${typeof label}:${label}`),
  };
}

/**
 * A seeded source of random numbers: the same seed gives the same numbers on every platform and Node version.
 *
 * @param seed - any finite number or text; `1` and `"1"` are different seeds
 * @returns the stream; `fork(label)` gives independent ones
 * @throws RangeError when the seed is a number that is not finite
 * @see Doty-Humphrey, PractRand (sfc32); Marsaglia & Tsang (2000), doi:10.1145/358407.358414; Hörmann (1993), doi:10.1080/00949659308811496
 */
export function seededRandom(seed: number | string): Random {
  if (typeof seed === "number" && !Number.isFinite(seed)) {
    throw new RangeError(`seededRandom requires a finite number or a text as seed, got ${seed}`);
  }
  return stream(`${typeof seed}:${seed}`);
}
