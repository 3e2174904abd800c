import type { Estimate } from "../../stats/estimate.js";
import type { WindowFinding } from "../../window/window-finding.js";
import { nameInWords, quantileName } from "../../wording/name.js";
import { amount, capital, percent } from "../../wording/number.js";

/** The name of a source as a word in a sentence. */
export function words(source: string): string {
  return nameInWords(source);
}

/** A name that counts things: "calls", "requests"; not "access", "status", "analysis". */
const COUNTS_THINGS = /[^\Wsiu_]s$/i;

/** What a source counts, in a sentence: `calls` as it is, `attempts in checkout` where its name is no plural. */
export function countedWords(source: string): string {
  const name = words(source);
  return COUNTS_THINGS.test(name) ? name : `attempts in ${name}`;
}

/** What a measured signal did, of whatever kind. */
export interface ShownSignal {
  readonly source: string;
  readonly measure: "failures" | "latency" | "value" | "attempts";
  readonly quantile: number | null;
  readonly unit: string | null;
  readonly direction: string | null;
  readonly window: WindowFinding | null;
  readonly windows?: readonly WindowFinding[];
  readonly baseline: Estimate | null;
  readonly during: Estimate | null;
  readonly why: string;
}

/** Findings that an analysis carries where its makers looked for them. */
export interface Looked {
  readonly signals?: readonly ShownSignal[];
  readonly affected?: readonly { readonly of: string; readonly hit: number; readonly total: number }[];
  readonly changes?: readonly {
    readonly id: string;
    readonly at: string;
    readonly what: string;
    readonly verdict: string;
    readonly why: string;
  }[];
  readonly assertions?: readonly { readonly verdict: string; readonly quote: string; readonly why: string }[];
}

/** The signals that departed, the one that a reader should hear of first at the front: failures, then a median latency, then as they were looked at. */
export function departedSignals({ signals = [] }: Looked): readonly ShownSignal[] {
  const rank = ({ measure, quantile }: ShownSignal): number =>
    measure === "failures" ? 0 : measure === "latency" && quantile === 0.5 ? 1 : 2;
  return signals.filter(({ window }) => window !== null).sort((a, b) => rank(a) - rank(b));
}

/** The quantile of a latency that names none. */
const USUAL_QUANTILE = 0.95;

/** What a signal is called in a sentence: `p95 latency of checkout`, `queue depth`, `traffic of requests`. */
export function signalName({ source, measure, quantile }: ShownSignal): string {
  if (measure === "latency") return `${quantileName(quantile ?? USUAL_QUANTILE)} latency of ${words(source)}`;
  if (measure === "attempts") return `traffic of ${words(source)}`;
  return measure === "failures" ? `failures of ${words(source)}` : words(source);
}

/** The attempts that took as long as a latency's level or longer, in words: `half of requests`, `the slowest 5 % of requests`. */
export function slowestWords({ source, quantile }: ShownSignal): string {
  const slower = 1 - (quantile ?? USUAL_QUANTILE);
  if (slower <= 0) return `the slowest of ${countedWords(source)}`;
  return slower === 0.5
    ? `half of ${countedWords(source)}`
    : `the slowest ${percent(slower)} of ${countedWords(source)}`;
}

/** What a signal did, for a title: slower traffic in everyday words, all else as {@link signalMoved}. */
export function movedPlainly(signal: ShownSignal): string | null {
  const { baseline, during, measure, quantile, source } = signal;
  if (measure !== "latency" || !baseline || !during || during.value < baseline.value) return signalMoved(signal);
  const subject = quantile === 0.5 ? capital(words(source)) : capital(slowestWords(signal));
  return `${subject} slowed from ${levelText(signal, baseline.value)} to ${levelText(signal, during.value)}`;
}

/** Units that a measured value may name at the end of its column. */
const VALUE_UNIT = /(?:^|[_\W])(ms|s|seconds|bytes|kb|mb|gb|percent|pct)$/i;

/** The unit in which a reader reads a signal's level; empty where it has none. */
export function signalUnit({ measure, unit }: ShownSignal): string {
  if (measure === "latency") return unit ?? "";
  if (measure === "attempts") return "a minute";
  return measure === "value" ? (VALUE_UNIT.exec(unit ?? "")?.[1] ?? "") : "";
}

/** A signal's level as a reader reads it: `253 ms`, `99 a minute`, `0.41 %`. */
export function levelText(signal: ShownSignal, value: number): string {
  if (signal.measure === "failures") return percent(value);
  const unit = signalUnit(signal);
  return `${amount(value)}${unit === "" ? "" : `\u00a0${unit}`}`;
}

/** What a signal did, as a sentence without an end: `Median latency of requests rose from 253 ms to 6,022 ms`; `null` where a level is unknown. */
export function signalMoved(signal: ShownSignal): string | null {
  const { baseline, during, measure, source } = signal;
  if (!baseline || !during) return null;
  const fell = during.value < baseline.value;
  if (measure === "attempts" && fell && baseline.value > 0)
    return `${capital(words(source))} fell by ${percent(1 - during.value / baseline.value)}`;
  const subject = measure === "failures" ? `share of ${countedWords(source)} that failed` : signalName(signal);
  return `${capital(subject)} ${fell ? "fell" : "rose"} from ${levelText(signal, baseline.value)} to ${levelText(signal, during.value)}`;
}

/** Signals of one source and measure: the one that stands for them, and the quantiles that did the same. */
export interface SignalGroup {
  readonly first: ShownSignal;
  /** ` (p90, p95, p99 too)`; empty where it is alone. */
  readonly others: string;
}

/** The signals that departed, one for each source and measure. */
export function departedGroups(analysis: Looked): readonly SignalGroup[] {
  const groups = new Map<string, ShownSignal[]>();
  for (const signal of departedSignals(analysis)) {
    const key = `${signal.measure} ${signal.source}`;
    groups.set(key, [...(groups.get(key) ?? []), signal]);
  }
  return [...groups.values()].flatMap(([first, ...rest]) =>
    first
      ? [
          {
            first,
            others:
              rest.length === 0
                ? ""
                : ` (${rest.map(({ quantile }) => quantileName(quantile ?? USUAL_QUANTILE)).join(", ")} too)`,
          },
        ]
      : [],
  );
}
