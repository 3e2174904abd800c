import { seededRandom } from "../../stats/random/random.js";

/** One planted rise of the simulated response times. */
interface PlantedRise {
  /** Minute of the first departure. */
  readonly onset: number;
  /** First minute back at the ordinary level. */
  readonly recovery: number;
  /** Minutes from the first departure to the full height, and from the begin of the fall to its end. */
  readonly rampUp: number;
  readonly rampDown: number;
  /** Response time at full height as a multiple of the ordinary one. */
  readonly height: number;
}

/** A simulated metric with its truth: what a monitor would have written, and what really happened. */
export interface LatencyMetric {
  /** The CSV file, `time,p95_ms`, one row a minute. */
  readonly csv: string;
  /** The truth as CSV, `onset,recovery,height`: half-open stretches in UTC, with the multiple of the ordinary response time. */
  readonly truth: string;
}

const START = Date.UTC(2026, 1, 10);
const MINUTES = 3 * 1440;
/** Latency of an ordinary minute. */
const ORDINARY_MS = 240;
/** Day and night: a fifth more in the afternoon, a fifth less at night. */
const SEASON = 0.2;
/** Memory from minute to minute, and scatter of a minute, both on the logarithm. */
const MEMORY = 0.6;
/** Standard deviation of what a minute adds to the log of the latency. */
const SCATTER = 0.07;
const RISES: readonly PlantedRise[] = [
  { onset: 1440 + 583, recovery: 1440 + 631, rampUp: 4, rampDown: 11, height: 22 },
  { onset: 2 * 1440 + 905, recovery: 2 * 1440 + 1002, rampUp: 12, rampDown: 18, height: 2.6 },
];

function heightAt(minute: number, { onset, recovery, rampUp, rampDown, height }: PlantedRise): number {
  if (minute < onset || minute >= recovery) return 1;
  const rising = Math.min(1, (minute - onset + 1) / rampUp);
  const falling = Math.min(1, (recovery - minute) / rampDown);
  return 1 + (height - 1) * Math.min(rising, falling);
}

/** Returns three days of simulated 95th percentiles of a response time, one a minute, with two planted rises. */
export function latencyMetric(seed = 6): LatencyMetric {
  const random = seededRandom(seed);
  const rows: string[] = [];
  let memory = 0;
  for (let minute = 0; minute < MINUTES; minute += 1) {
    memory = MEMORY * memory + SCATTER * random.normal();
    const season = 1 + SEASON * Math.sin((2 * Math.PI * (minute - 540)) / 1440);
    const rise = RISES.reduce((height, planted) => height * heightAt(minute, planted), 1);
    const value = ORDINARY_MS * season * rise * Math.exp(memory);
    rows.push(`${stamp(minute)},${value.toFixed(1)}`);
  }
  return {
    csv: `time,p95_ms\n${rows.join("\n")}\n`,
    truth: `onset,recovery,height\n${RISES.map(({ onset, recovery, height }) => `${stamp(onset)},${stamp(recovery)},${height}\n`).join("")}`,
  };
}

function stamp(minute: number): string {
  return new Date(START + minute * 60_000).toISOString().replace(".000Z", "Z");
}
