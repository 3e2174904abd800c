import { drawLevel, whitenedInformation } from "./kalman-level.js";
import type { LevelModel } from "./kalman-level.js";
import type { PreparedIntervention } from "./input.js";
import type { Random } from "../random/random.js";
import { drawCoefficients, spikeSlabPrior } from "./spike-slab.js";

/** Expected number of coefficients, the intercept included. */
const EXPECTED_SIZE = 3;
/** Prior of the residual variance: R² of .8 held with the weight of 50 observations; without controls hardly any weight on the series' own variance. */
const WITH_CONTROLS = { guess: 0.2, weight: 50 };
const WITHOUT = { guess: 1, weight: 0.01 };
/** Prior of the level's step: standard deviation .01 with the weight of 32 observations. */
const WALK = { guess: 0.0001, weight: 32 };
/** Upper limits of the two standard deviations, in standard deviations of the response. */
const LARGEST_NOISE = 1.2;
/** Largest standard deviation of the level's steps, in those of the series before the intervention; as R's CausalImpact has it. */
const LARGEST_WALK = 1;

/** A variance with an inverse-gamma posterior, cut off above; falls back to the bound when the region below is out of reach. */
function drawVariance(weight: number, squares: number, largestSd: number, random: Random): number {
  const bound = largestSd * largestSd;
  for (let tries = 0; tries < 200; tries++) {
    const value = squares / 2 / random.gamma(weight / 2);
    if (value <= bound) return value;
  }
  return bound;
}

/** Posterior paths of the standardised response after `pre`: one state (without noise) and one value (with noise) per draw and row. */
export interface InterventionDraws {
  /** draws × (rows after pre), row by row. */
  readonly state: Float64Array;
  readonly value: Float64Array;
  readonly ahead: number;
}

interface State {
  noise: number;
  walk: number;
  beta: Float64Array;
  readonly included: boolean[];
}

function sumOfSquares(values: Float64Array): number {
  let sum = 0;
  for (const value of values) if (value === value) sum += value * value;
  return sum;
}

function quadratic(beta: Float64Array, matrix: Float64Array): number {
  const p = beta.length;
  let sum = 0;
  for (let i = 0; i < p; i++)
    for (let j = 0; j < p; j++) sum += (beta[i] as number) * (matrix[i * p + j] as number) * (beta[j] as number);
  return sum;
}

/** Regression part of row t. */
function fitted(design: readonly Float64Array[], beta: Float64Array, t: number): number {
  let sum = 0;
  for (let i = 0; i < beta.length; i++)
    if (beta[i] !== 0) sum += (beta[i] as number) * ((design[i] as Float64Array)[t] as number);
  return sum;
}

/** One sweep over coefficients (level integrated out), level, and both variances; returns the last level before the forecast. */
function sweep(state: State, data: PreparedIntervention, pre: Sample, random: Random): number {
  const model: LevelModel = { start: pre.y[0] as number, startVariance: 1, noise: state.noise, walk: state.walk };
  if (data.design.length > 0) {
    state.beta = drawCoefficients(
      state.included,
      pre.prior,
      whitenedInformation(pre.y, pre.design, model),
      state.noise,
      random,
    );
  }
  const rest = pre.y.map((value, t) => value - fitted(pre.design, state.beta, t));
  const level = drawLevel(rest, model, random);
  const residual = rest.map((value, t) => value - (level[t] as number));
  const size = state.included.filter(Boolean).length;
  const own = data.design.length > 0 ? WITH_CONTROLS : WITHOUT;
  const squares = own.weight * own.guess + sumOfSquares(residual) + quadratic(state.beta, pre.prior.precision);
  state.noise = drawVariance(own.weight + pre.measured + size, squares, LARGEST_NOISE, random);
  let steps = 0;
  for (let t = 1; t < level.length; t++) steps += ((level[t] as number) - (level[t - 1] as number)) ** 2;
  state.walk = drawVariance(WALK.weight + level.length - 1, WALK.weight * WALK.guess + steps, LARGEST_WALK, random);
  return level[level.length - 1] as number;
}

interface Sample {
  readonly y: Float64Array;
  readonly design: readonly Float64Array[];
  readonly prior: ReturnType<typeof spikeSlabPrior>;
  readonly measured: number;
}

/**
 * Gibbs draws of the local-level regression, and its paths after `pre`.
 *
 * Coefficients are drawn with the level integrated out, which leaves the posterior as it is and spares the slow wandering between
 * intercept and level. Rows after `pre` are simulated forward, since nothing was observed there.
 */
export function interventionDraws(
  data: PreparedIntervention,
  draws: number,
  burn: number,
  random: Random,
): InterventionDraws {
  const pre: Sample = {
    y: data.y.slice(0, data.preRows),
    design: data.design.map((column) => column.slice(0, data.preRows)),
    prior: spikeSlabPrior(data.design, EXPECTED_SIZE),
    measured: data.y.slice(0, data.preRows).reduce((count, value) => count + (value === value ? 1 : 0), 0),
  };
  const ahead = data.y.length - data.preRows;
  const state: State = {
    noise: data.design.length > 0 ? WITH_CONTROLS.guess : 0.5,
    walk: WALK.guess,
    beta: new Float64Array(data.design.length),
    included: pre.prior.inclusion.map((chance) => chance > 0),
  };
  const out = { state: new Float64Array(draws * ahead), value: new Float64Array(draws * ahead), ahead };
  for (let k = -burn; k < draws; k++) {
    let level = sweep(state, data, pre, random);
    if (k < 0) continue;
    const walk = Math.sqrt(state.walk);
    const noise = Math.sqrt(state.noise);
    for (let t = 0; t < ahead; t++) {
      level += walk * random.normal();
      const mean = level + fitted(data.design, state.beta, data.preRows + t);
      out.state[k * ahead + t] = mean;
      out.value[k * ahead + t] = mean + noise * random.normal();
    }
  }
  return out;
}
