/** Families with their canonical links; `quasipoisson` is Poisson with an estimated dispersion. */
export type GlmFamily = "poisson" | "quasipoisson" | "binomial" | "gaussian";

interface Family {
  /** Linear predictor to start from. */
  readonly start: (y: number, trials: number) => number;
  readonly mean: (eta: number, trials: number) => number;
  /** Variance of y at unit dispersion, which for canonical links is also the working weight. */
  readonly weight: (eta: number, trials: number) => number;
  readonly deviance: (y: number, mean: number, trials: number) => number;
}

const times = (y: number, ratio: number): number => (y === 0 ? 0 : y * Math.log(ratio));

const counts: Family = {
  start: (y) => Math.log(y + 0.1),
  mean: (eta) => Math.exp(eta),
  weight: (eta) => Math.exp(eta),
  deviance: (y, mean) => 2 * (times(y, y / mean) - (y - mean)),
};

const shares: Family = {
  start: (y, trials) => Math.log((y + 0.5) / (trials - y + 0.5)),
  mean: (eta, trials) => trials / (1 + Math.exp(-eta)),
  weight: (eta, trials) => trials / (2 + Math.exp(eta) + Math.exp(-eta)),
  deviance: (y, mean, trials) => 2 * (times(y, y / mean) + times(trials - y, (trials - y) / (trials - mean))),
};

const measurements: Family = {
  start: (y) => y,
  mean: (eta) => eta,
  weight: () => 1,
  deviance: (y, mean) => (y - mean) ** 2,
};

/** The functions of a family. */
export function glmFamily(family: GlmFamily): Family {
  switch (family) {
    case "poisson":
    case "quasipoisson":
      return counts;
    case "binomial":
      return shares;
    case "gaussian":
      return measurements;
    default:
      throw new RangeError(
        `glm requires family "poisson", "quasipoisson", "binomial" or "gaussian", got "${family as string}"`,
      );
  }
}
