import { curesIn } from "../statement/claims/without-figures.js";
import type { RemediationConfig } from "../incident/incident.js";
import type { EventRole, Statement, StatementEvent } from "../statement/statement.js";

/** Roles under which an action stands whose sentence says that it ended the problem: "we scaled out, which resolved the issue". */
const CURED: readonly EventRole[] = ["resolved", "recovered", "mitigation-end", "other"];

interface Pair {
  readonly id: string;
  readonly start: EventRole;
  readonly end: EventRole;
}

const PAIRS: readonly Pair[] = [
  { id: "mitigation", start: "mitigation-start", end: "mitigation-end" },
  { id: "prevention", start: "prevention-start", end: "prevention-end" },
];

/** The timeline's entries go before prose: where both date an action, prose often gives the moment it showed. */
function dated(events: readonly StatementEvent[], role: EventRole): StatementEvent[] {
  return events
    .filter((event) => event.role === role && event.at !== null)
    .sort((a, b) => (a.at as string).localeCompare(b.at as string));
}

function ofPair({ id, start, end }: Pair, { events }: Statement): RemediationConfig[] {
  const ends = dated(events, end);
  const cures =
    start === "mitigation-start"
      ? events.filter(({ role, at, quote }) => at !== null && CURED.includes(role) && curesIn(quote).length > 0)
      : [];
  const begun = [...dated(events, start), ...cures].sort((a, b) => (a.at as string).localeCompare(b.at as string));
  const starts = [...new Map(begun.map((event) => [event.at as string, event])).values()];
  return starts.map((event, index) => {
    const from = event.at as string;
    const next = starts[index + 1]?.at ?? null;
    const to = ends.find(({ at }) => (at as string) >= from && (next === null || (at as string) <= next))?.at ?? null;
    return { id: starts.length === 1 ? id : `${id}-${index + 1}`, from, to };
  });
}

/**
 * The remediations that a statement's timeline dates, for incidents whose `incident.yaml` names none: each entry of a mitigation or a
 * prevention that begins, with the first end that follows it; and an action that its own sentence says ended the problem.
 */
export function remediationDefaults(statement: Statement | null): readonly RemediationConfig[] {
  return statement ? PAIRS.flatMap((pair) => ofPair(pair, statement)) : [];
}
