import type { Estimate } from "../../stats/estimate.js";
import { amount } from "../../wording/number.js";
import type { WindowFinding } from "../window-finding.js";

/** The measured quantity of a source: the share that failed, a quantile of its latency, a measured value, or how much was attempted. */
export type SignalMeasure = "failures" | "latency" | "value" | "attempts";

/** One measured signal: its ordinary level, and when and how far it departed from it. */
export interface SignalFinding {
  readonly source: string;
  readonly measure: SignalMeasure;
  /** 0…1 for a latency, `null` for anything else. */
  readonly quantile: number | null;
  /** The unit of `baseline` and `during`. */
  readonly unit: string;
  /** Which way it departed; without a window, which way was looked: `either` for values and attempts. */
  readonly direction: "rise" | "fall" | "either";
  /** The largest departure; `null` where none is supported. */
  readonly window: WindowFinding | null;
  /** Every departure, in order. */
  readonly windows: readonly WindowFinding[];
  /** The ordinary level: outside every departure, or in the declared baseline. */
  readonly baseline: Estimate;
  /** The level inside the window; `null` without one. */
  readonly during: Estimate | null;
  /** Evidence of the window, as a log-likelihood gained or −ln of a tail probability; 0 without one. */
  readonly evidence: number;
  readonly why: string;
  /** The value of each column that makes the part whose window and levels these are, where all attempts together show no outage; unset: all of them. */
  readonly part?: Readonly<Record<string, string>>;
}

/** The bins `[from, to)` of an outage, with what speaks for it: the part of a found window that signals need. */
export interface BinWindow {
  readonly onset: number;
  readonly recovery: number;
}

/** Which bins lie outside every window, `margin` bins around each left out too. */
export function ordinaryBins(length: number, windows: readonly BinWindow[], margin = 0): boolean[] {
  const ordinary = new Array<boolean>(length).fill(true);
  for (const { onset, recovery } of windows)
    ordinary.fill(false, Math.max(0, Math.floor(onset) - margin), Math.min(length, Math.ceil(recovery) + margin));
  return ordinary;
}

/** Levels under this have no digit among three decimals. */
const SMALL_LEVEL = 0.001;

/** A level as people read it; one that is smaller than three decimals show by its first two digits. */
export function plainNumber(value: number): string {
  if (!Number.isFinite(value)) return "unknown";
  return value !== 0 && Math.abs(value) < SMALL_LEVEL ? String(Number(value.toPrecision(2))) : amount(value);
}
