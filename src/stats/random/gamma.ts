type Draw = () => number;

function positive(name: string, value: number): void {
  if (!(value > 0) || value === Infinity)
    throw new RangeError(`${name} requires a positive finite shape, got ${value}`);
}

/** Gamma(shape, 1) for shape ≥ 1 by squeeze and rejection. */
function largeShape(shape: number, next: Draw, normal: Draw): number {
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = normal();
    const root = 1 + c * x;
    if (root <= 0) continue;
    const v = root * root * root;
    const u = next();
    if (u < 1 - 0.0331 * x ** 4 || Math.log(u) < 0.5 * x * x + d * (1 - v + Math.log(v))) return d * v;
  }
}

/** Logarithm of a Gamma(shape, 1) variate; stays finite where the variate itself underflows (tiny shapes). */
function logGammaVariate(shape: number, next: Draw, normal: Draw): number {
  if (shape >= 1) return Math.log(largeShape(shape, next, normal));
  return Math.log(largeShape(shape + 1, next, normal)) + Math.log(1 - next()) / shape;
}

/** One Gamma(shape, 1) variate. */
export function gammaVariate(shape: number, next: Draw, normal: Draw): number {
  positive("gamma", shape);
  return shape >= 1 ? largeShape(shape, next, normal) : Math.exp(logGammaVariate(shape, next, normal));
}

/** One Beta(a, b) variate, as the ratio of two gammas taken in logarithms. */
export function betaVariate(a: number, b: number, next: Draw, normal: Draw): number {
  positive("beta", a);
  positive("beta", b);
  const x = logGammaVariate(a, next, normal);
  const y = logGammaVariate(b, next, normal);
  return 1 / (1 + Math.exp(y - x));
}
