import { burnRate, replayAlert, USUAL_BURN_ALERTS } from "../../audit/burn-alerts.js";
import type { BurnAlert } from "../../audit/burn-alerts.js";
import { SERVICE_LEVEL_POLICIES } from "../../audit/service-level.js";
import type { Incident } from "../../incident/incident.js";
import type { OutcomeSeries } from "../../incident/series.js";
import type { Estimate } from "../../stats/estimate.js";
import type { Statement } from "../../statement/statement.js";
import { instant } from "../../time/instant.js";
import { pooledShare, shareEstimate } from "../../window/signals/share-estimate.js";
import { ordinaryBins } from "../../window/signals/signal-finding.js";
import type { BinWindow, SignalFinding } from "../../window/signals/signal-finding.js";
import { coveredCounts } from "../../window/signals/slow-share.js";
import type { WindowFinding } from "../../window/window-finding.js";
import type { BurnFinding, ReplayedAlert } from "../analysis.js";
import type { AnalysisInputs } from "../inputs.js";
import type { FoundSignals } from "./signals.js";
import { DAY_SECONDS } from "../../time/units.js";

/** Where no service level names another: three nines of attempts, over thirty days. */
const USUAL_OBJECTIVE = 0.999;
/** Days that an objective covers where none are declared: the month of most agreements. */
const USUAL_DAYS = 30;
/** A latency's objective: so many attempts no slower than their ordinary p99, which an ordinary day just meets. */
const LATENCY_OBJECTIVE = 0.99;

/** The share of good attempts that is promised: the declared objective, else the service level's highest tier, else three nines. */
function objectiveOf({ objective, serviceLevel }: Incident): number {
  if (objective?.share !== undefined) return objective.share;
  const policy =
    typeof serviceLevel === "string" ? SERVICE_LEVEL_POLICIES.find(({ id }) => id === serviceLevel) : serviceLevel;
  const tiers = (policy?.tiers ?? []).map(({ below }) => below).filter((below) => below > 0 && below < 1);
  return tiers.length === 0 ? USUAL_OBJECTIVE : Math.max(...tiers);
}

/** The first entry of a role in the statement. */
function stated(statement: Statement | null, role: "detected" | "communicated"): string | null {
  const times = (statement?.events ?? []).flatMap((event) =>
    event.role === role && event.at !== null ? [event.at] : [],
  );
  return times.sort()[0] ?? null;
}

const minutesBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / 60_000;

/** One alert on one series; of several firings, the first that has not cleared before the onset. */
function replayed(
  series: OutcomeSeries,
  objective: number,
  alert: BurnAlert,
  window: WindowFinding | null,
): ReplayedAlert {
  const at = (bin: number): string => instant(series.startMs + bin * series.stepSeconds * 1000);
  const { failures, attempts } = coveredCounts(series);
  const firings = replayAlert({ failures, attempts, stepSeconds: series.stepSeconds, objective }, alert).map(
    ({ firedAt, clearedAt }) => ({ firedAt: at(firedAt), clearedAt: clearedAt === null ? null : at(clearedAt) }),
  );
  const reaches = ({ clearedAt }: { readonly clearedAt: string | null }): boolean =>
    window === null || clearedAt === null || clearedAt > window.onset;
  const first = firings.find(reaches);
  return {
    ...alert,
    firedAt: first?.firedAt ?? null,
    clearedAt: first?.clearedAt ?? null,
    minutesAfterOnset: window && first ? minutesBetween(window.onset, first.firedAt) : null,
    firings: firings.length,
  };
}

const scaled = ({ value, interval: [low, high], level }: Estimate, by: (share: number) => number): Estimate => ({
  value: by(value),
  interval: [by(low), by(high)],
  level,
});

/** The bins of a window on a series' grid. */
function binsOf({ startMs, stepSeconds, attempts }: OutcomeSeries, { onset, recovery }: WindowFinding): BinWindow {
  const bin = (iso: string): number => (Date.parse(iso) - startMs) / (stepSeconds * 1000);
  return { onset: bin(onset), recovery: recovery === null ? attempts.length : bin(recovery) };
}

function burnOf(
  inputs: AnalysisInputs,
  signal: SignalFinding,
  series: OutcomeSeries,
  objective: number,
  level: number,
): BurnFinding | null {
  const { objective: declared } = inputs.incident;
  const days = declared?.days ?? USUAL_DAYS;
  const counts = coveredCounts(series);
  const { window, source, measure, quantile } = signal;
  const length = series.attempts.length;
  const outside = window ? ordinaryBins(length, [binsOf(series, window)]) : new Array<boolean>(length).fill(false);
  const pooled = pooledShare(
    counts,
    outside.map((ordinary) => !ordinary),
  );
  const whole = counts.attempts.reduce((sum, n) => sum + n, 0);
  if (pooled.attempts === 0) return null;
  const share = shareEstimate(pooled, level);
  const inPeriod = (whole / (length * series.stepSeconds)) * days * DAY_SECONDS;
  return {
    source,
    measure,
    quantile,
    objective,
    days,
    over: window ? "window" : "data",
    burnRate: scaled(share, (value) => burnRate(value, objective)),
    budgetSpent: scaled(share, (value) => (value * pooled.attempts) / (inPeriod * (1 - objective))),
    alerts: (declared?.alerts ?? USUAL_BURN_ALERTS).map((alert) => replayed(series, objective, alert, window)),
    statedDetection: stated(inputs.statement, "detected"),
    statedNotice: stated(inputs.statement, "communicated"),
  };
}

/** A departure as bins that were bad from end to end: what a gauge or missing traffic costs of a budget of time. */
function badBins({ source, windows }: SignalFinding, grid: OutcomeSeries): OutcomeSeries | null {
  if (windows.length === 0) return null;
  const ordinary = ordinaryBins(
    grid.attempts.length,
    windows.map((window) => binsOf(grid, window)),
  );
  return {
    ...grid,
    source,
    failures: ordinary.map((yes) => (yes ? 0 : 1)),
    attempts: ordinary.map(() => 1),
    covered: ordinary.map(() => true),
  };
}

/**
 * Error budgets on every signal: how fast the window burnt it, how much of it, and when burn-rate alerts would have fired beside the stated detection.
 *
 * Failures count as they are. A latency counts attempts slower than 99 % of ordinary ones against an objective of 99 %. A gauge or missing traffic counts time:
 * each bin of a departure is bad.
 */
export function findBurn(
  inputs: AnalysisInputs,
  { signals, latencies }: FoundSignals,
  level: number,
): readonly BurnFinding[] {
  const objective = objectiveOf(inputs.incident);
  return signals.flatMap((signal) => {
    const own = inputs.outcomes.find(({ source }) => source === signal.source);
    if (signal.measure === "failures") return (own && burnOf(inputs, signal, own, objective, level)) ?? [];
    if (signal.measure === "latency") {
      if (signal.quantile !== LATENCY_OBJECTIVE) return [];
      const slow = latencies.get(signal.source)?.found.find(({ quantile }) => quantile === signal.quantile)?.slow;
      return (slow && burnOf(inputs, signal, slow, LATENCY_OBJECTIVE, level)) ?? [];
    }
    const bad = badBins(signal, own ?? inputs.series);
    return (bad && burnOf(inputs, signal, bad, objective, level)) ?? [];
  });
}
