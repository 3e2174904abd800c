import type { Incident } from "../incident/incident.js";
import type { ClaimFinding } from "../audit/audit-finding.js";
import type { Analysis } from "./analysis.js";

type Evidence = Analysis["evidence"][number];

/** How long carriers and clouds commonly let customers query such records; the vendor's own page decides. */
const KEPT_DAYS = { alerts: 30, calls: 390, metrics: 15 } as const;

function expiry(from: string, days: number): string {
  return new Date(Date.parse(from) + days * 86_400_000).toISOString().slice(0, 10);
}

function has(incident: Incident, test: (source: Incident["sources"][number]) => boolean): boolean {
  return incident.sources.some(test);
}

/**
 * What would still be worth collecting for this incident, and when it is likely to be gone.
 *
 * @param incident - the folder as it is
 * @param onset - when the outage began, UTC ISO; `null` when none was found
 * @param claims - the audit, whose untestable claims say what they lack
 */
export function evidenceChecklist(
  incident: Incident,
  onset: string | null,
  claims: readonly ClaimFinding[],
): readonly Evidence[] {
  const found: Evidence[] = [];
  const add = (what: string, days: number | null, why: string): void => {
    found.push({ what, expires: onset && days !== null ? expiry(onset, days) : null, why });
  };
  if (!has(incident, ({ kind }) => kind === "events"))
    add(
      incident.statement === undefined
        ? "Alerts or error notifications over the incident"
        : "Alerts or error notifications of the vendor's monitor",
      KEPT_DAYS.alerts,
      "They show what failed; such queries commonly reach 30 days back.",
    );
  if (!has(incident, ({ kind }) => kind === "gauge"))
    add(
      "Capacity or load metrics over the incident",
      KEPT_DAYS.metrics,
      "Without them a fix cannot be distinguished from a spontaneous recovery; fine-grained metrics are commonly thinned after 15 days.",
    );
  if (!has(incident, ({ cluster }) => cluster !== undefined))
    add(
      has(incident, ({ kind }) => kind === "outcomes")
        ? "The id of the order, session or call that each row belongs to"
        : "One row per attempt, with the unit it belongs to (a call, an order, a session)",
      KEPT_DAYS.calls,
      "Intervals are only right if attempts that share a unit can be grouped.",
    );
  if (incident.statement === undefined)
    add(
      "A published statement on the incident, if there is one, each version",
      null,
      "Its claims can then be checked against these data; versions are replaced.",
    );
  if (claims.some(({ kind, verdict }) => kind === "communication" && verdict === "not-testable"))
    add(
      "The status page's history or the notices received",
      null,
      "Edits of a status page are not always marked; a copy fixes when each notice was published.",
    );
  if (claims.some(({ kind, verdict }) => kind === "no-recurrence" && verdict === "not-testable"))
    add(
      "Traffic of the days after the preventive change",
      KEPT_DAYS.calls,
      "Only later traffic can show that it did not happen again.",
    );
  return found;
}
