import type { StabilityFinding } from "./analysis.js";

/** A headline number under one choice. */
export interface Reading {
  readonly choice: string;
  readonly value: number;
}

/**
 * A headline number recomputed over the reasonable choices, with the one that moves it most.
 *
 * @param headline - what the number is
 * @param readings - the first is the published one
 * @returns `undefined` when there is nothing to compare
 */
export function stabilityFinding(headline: string, readings: readonly Reading[]): StabilityFinding | undefined {
  const [own, ...others] = readings;
  if (!own || others.length === 0) return undefined;
  const values = readings.map(({ value }) => value);
  const moving = others.reduce((most, reading) =>
    Math.abs(reading.value - own.value) > Math.abs(most.value - own.value) ? reading : most,
  );
  return {
    headline,
    value: own.value,
    low: Math.min(...values),
    high: Math.max(...values),
    mostMoving: moving.choice,
    readings,
  };
}
