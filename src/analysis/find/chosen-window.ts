import { nameInWords, quantileName } from "../../wording/name.js";
import type { OutcomeConfig } from "../../incident/incident.js";
import type { SignalFinding } from "../../window/signals/signal-finding.js";
import type { WindowFinding, WindowFindings } from "../../window/window-finding.js";

/** A signal in a few words, such as "p95 latency of requests". */
function signalName({ source, measure, quantile }: SignalFinding): string {
  if (measure === "latency") return `${quantileName(quantile ?? 0)} latency of ${nameInWords(source)}`;
  if (measure === "value") return nameInWords(source);
  return `${measure} of ${nameInWords(source)}`;
}

/** The signals that were looked at, latencies of one source together. */
function signalNames(signals: readonly SignalFinding[]): string {
  const names = signals.map(({ source, measure }) =>
    measure === "value" ? `values of ${source}` : `${measure} of ${source}`,
  );
  return [...new Set(names)].join(", ");
}

/** The signal whose window the analysis follows. */
export interface ChosenSignal extends WindowFindings {
  readonly signal: SignalFinding | null;
}

function ofSignal(signal: SignalFinding, reason: string): ChosenSignal {
  const { window, windows } = signal;
  return { signal, window, windows, windowReason: window ? null : reason };
}

const clock = (iso: string): string => `${iso.slice(0, 16).replace("T", " ")} UTC`;

function departure(signal: SignalFinding): string {
  const { window, direction } = signal;
  const { onset, recovery } = window as WindowFinding;
  const verb = direction === "fall" ? "fell" : "rose";
  return `${signalName(signal)} ${verb} from ${clock(onset)} to ${recovery === null ? "the end of the data" : clock(recovery)}`;
}

/** Why there is no window, with what was looked at and what departed all the same. */
function reasonWith(reason: string, signals: readonly SignalFinding[]): string {
  const departed = signals.filter(({ window }) => window !== null);
  if (departed.length > 0) return `${reason}; but ${departed.map(departure).join("; ")}`;
  return signals.length === 0
    ? reason
    : `${reason}; looked at ${signalNames(signals)}: none departed from its ordinary level`;
}

/**
 * The window that the analysis follows: the declared signal's, else the failures', else that of the signal that departed most clearly.
 *
 * @param failures - windows of the failures of the outcome's source; `null` where it counts none
 */
export function chosenWindow(
  outcome: OutcomeConfig,
  signals: readonly SignalFinding[],
  failures: WindowFindings | null,
): ChosenSignal {
  const { source, measure, quantile, declared } = outcome;
  const own = signals.filter((signal) => signal.source === source && signal.measure === measure);
  const exact = measure === "latency" ? own.find((signal) => signal.quantile === quantile) : own[0];
  if (measure !== "failures" || !failures) {
    if (exact?.window || (exact && declared)) return ofSignal(exact, reasonWith(exact.why.replace(/\.$/, ""), signals));
  } else if (failures.window || declared) {
    const windowReason = failures.window ? null : reasonWith(failures.windowReason ?? "", signals);
    return { ...failures, windowReason, signal: exact ?? null };
  }
  const departed = signals.filter(({ window }) => window !== null);
  const clearest = departed.reduce<SignalFinding | undefined>(
    (best, one) => (best && best.evidence >= one.evidence ? best : one),
    undefined,
  );
  if (clearest) return ofSignal(clearest, "");
  const reason = failures?.windowReason ?? exact?.why.replace(/\.$/, "") ?? `no samples of ${source}`;
  return { window: null, windows: [], windowReason: reasonWith(reason, signals), signal: null };
}
