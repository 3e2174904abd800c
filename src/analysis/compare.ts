import type { Estimate } from "../stats/estimate.js";
import type { Milestone } from "../window/window-finding.js";
import type { Analysis } from "./analysis.js";
import { dayClock } from "../wording/clock.js";
import { estimateText, lengthEstimate, pointsText } from "../wording/number.js";
import { requireFields, requireList } from "../errors/argument.js";

/** One incident's row in a comparison. */
export interface ComparedIncident {
  readonly id: string;
  readonly synthetic: boolean;
  readonly onset: string | null;
  readonly minutes: Estimate | null;
  /** True if the outage had not ended when the data do: `minutes` is a lower bound then. */
  readonly open: boolean;
  readonly rates: readonly { readonly source: string; readonly rate: Estimate; readonly excess: Estimate }[];
  readonly verdicts: { readonly supported: number; readonly contradicted: number; readonly notTestable: number };
}

/** A duration over several incidents: every value, since a mean over few and skewed incidents misleads. */
export interface DurationDistribution {
  readonly name: string;
  /** Counted from the onset in the data, or between the statement's own times. */
  readonly basis: Milestone["basis"];
  /** Minutes, ascending. */
  readonly values: readonly number[];
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

/** Several incidents side by side. */
export interface Comparison {
  readonly incidents: readonly ComparedIncident[];
  readonly durations: readonly DurationDistribution[];
}

/** True if two analyses are views of one incident: of one account by its reference, or of one statement, with outages at one time. */
export function sameIncident(a: Analysis, b: Analysis): boolean {
  const [one, two] = [a.statement?.reference ?? null, b.statement?.reference ?? null];
  if (one !== null && two !== null && one !== two) return false;
  if (one !== null && one === two) return true;
  if (!a.window || !b.window || a.incident.title !== b.incident.title) return false;
  const end = ({ window }: Analysis): number => Date.parse(window?.recovery ?? "9999-01-01T00:00:00Z");
  return Date.parse(a.window.onset) < end(b) && Date.parse(b.window.onset) < end(a);
}

/** The first view of each incident. */
function firstViews(analyses: readonly Analysis[]): readonly Analysis[] {
  return analyses.filter((one, i) => !analyses.slice(0, i).some((before) => sameIncident(before, one)));
}

function compared({ incident, window, rates, claims }: Analysis): ComparedIncident {
  const count = (verdict: string): number => claims.filter((claim) => claim.verdict === verdict).length;
  return {
    id: incident.id,
    synthetic: incident.synthetic,
    onset: window?.onset ?? null,
    minutes: window?.minutes ?? null,
    open: window !== null && window.recovery === null,
    rates: Object.entries(rates).map(([source, { rate, excess }]) => ({ source, rate, excess })),
    verdicts: {
      supported: count("supported"),
      contradicted: count("contradicted"),
      notTestable: count("not-testable"),
    },
  };
}

function quantile(sorted: readonly number[], share: number): number {
  const place = share * (sorted.length - 1);
  const below = sorted[Math.floor(place)] as number;
  const above = sorted[Math.ceil(place)] as number;
  return below + (above - below) * (place - Math.floor(place));
}

/**
 * Puts incidents side by side: windows, rates, verdicts, and the distribution of each duration.
 *
 * Means over incidents (MTTR and its kin) are left out on purpose: incident durations are few, skewed and not exchangeable. Durations from the onset in
 * the data come first; those of statements only where an outage was found at all, since without one their onset is what the data deny.
 *
 * @param analyses - findings of two incidents or more
 */
export function compareIncidents(analyses: readonly Analysis[]): Comparison {
  requireList("compareIncidents", "a list of analyses", analyses);
  const durations = new Map<string, { basis: Milestone["basis"]; found: number[] }>();
  // Two views of one incident are one incident: its durations count once.
  for (const { milestones, window } of firstViews(analyses)) {
    if (!window) continue;
    for (const [name, { minutes, basis }] of Object.entries(milestones))
      durations.set(name, { basis, found: [...(durations.get(name)?.found ?? []), minutes.value] });
  }
  const order = [...durations].sort(([, a], [, b]) => a.basis.localeCompare(b.basis));
  return {
    incidents: analyses.map(compared),
    durations: order.map(([name, { basis, found }]) => {
      const values = [...found].sort((a, b) => a - b);
      return {
        name,
        basis,
        values,
        median: quantile(values, 0.5),
        low: values[0] as number,
        high: values.at(-1) as number,
      };
    }),
  };
}

function incidentLines({ id, synthetic, onset, minutes, open, rates, verdicts }: ComparedIncident): string[] {
  const length = minutes ? `${open ? "at least " : ""}${lengthEstimate(minutes)}` : "no outage found";
  return [
    `${id}${synthetic ? " (synthetic data)" : ""}`,
    `  ${onset ? `onset ${dayClock(onset)}, ` : ""}${length}`,
    ...rates.map(
      ({ source, rate, excess }) =>
        `  ${source}: ${estimateText(rate, "share")}, ${Number.isFinite(excess.value) ? `excess ${pointsText(excess)}` : "no baseline"}`,
    ),
    `  claims: ${verdicts.supported} supported, ${verdicts.contradicted} contradicted, ${verdicts.notTestable} not testable`,
  ];
}

/** A comparison as plain text: one block an incident, then each duration with its values, median and range. */
export function comparisonText(comparison: Comparison): string {
  requireFields("comparisonText", "a comparison as compareIncidents gives it", comparison, ["incidents", "durations"]);
  const { incidents, durations } = comparison;
  const lines = durations.map(
    ({ name, basis, values, median, low, high }) =>
      `  ${`${name}${basis === "statement" ? " (by the statement)" : ""}`.padEnd(47)} n = ${values.length}  median ${median.toFixed(0)}  range ${low.toFixed(0)}–${high.toFixed(0)}  (${values.map((value) => value.toFixed(0)).join(", ")})`,
  );
  const distributions =
    lines.length > 0
      ? ["", "Durations in minutes, each incident's value (no means: they mislead over few incidents)", ...lines]
      : [];
  return [
    ...incidents.flatMap((incident, index) => (index > 0 ? ["", ...incidentLines(incident)] : incidentLines(incident))),
    ...distributions,
  ].join("\n");
}
