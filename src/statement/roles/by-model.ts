import type { DraftEvent } from "../draft-event.js";
import { roleFeatures } from "./features.js";
import { ROLE_WEIGHTS } from "./weights.js";
import type { EventRole } from "../statement.js";

/** A difference of log odds within which the rules decide: they are right as often there, and explain themselves. */
const NEARLY = 0.5;

/** How much each feature speaks for each role; under `""` what speaks for it always. */
export interface RoleModel {
  readonly roles: readonly EventRole[];
  readonly weights: ReadonlyMap<string, Float64Array>;
}

/** Reads a model from its text: a line a role, `role<TAB>feature=weight<TAB>…`. */
function roleModel(text: string): RoleModel {
  const lines = text.split("\n").map((line) => line.split("\t"));
  const weights = new Map<string, Float64Array>();
  lines.forEach(([, ...entries], role) => {
    for (const entry of entries) {
      const cut = entry.lastIndexOf("=");
      const name = entry.slice(0, cut);
      const row = weights.get(name) ?? new Float64Array(lines.length);
      row[role] = Number(entry.slice(cut + 1)) / 100;
      weights.set(name, row);
    }
  });
  return { roles: lines.map(([role]) => role as EventRole), weights };
}

/** The logarithms, up to a constant, of how likely each role of a model is. */
function roleScores({ roles, weights }: RoleModel, features: readonly string[]): Float64Array {
  const scores = Float64Array.from(roles, (_, role) => weights.get("")?.[role] ?? 0);
  for (const feature of features)
    weights.get(feature)?.forEach((weight, role) => {
      scores[role] = (scores[role] as number) + weight;
    });
  return scores;
}

/** The likeliest role; what the rules found where it is nearly as likely. */
export function likeliestRole(model: RoleModel, features: readonly string[], byRules: EventRole): EventRole {
  const scores = roleScores(model, features);
  const most = Math.max(...scores);
  const ruled = scores[model.roles.indexOf(byRules)] ?? Number.NEGATIVE_INFINITY;
  return byRules !== "other" && most - ruled < NEARLY ? byRules : (model.roles[scores.indexOf(most)] as EventRole);
}

let known: RoleModel | undefined;

const SPAN_STARTS: readonly EventRole[] = ["onset", "detected", "recurrence"];
const SPAN_ENDS: readonly EventRole[] = ["recovered", "resolved", "mitigation-end", "recovery-start"];

/**
 * Roles as a multinomial logistic regression weighs the words around each time, what the rules make of them, and the event's place among the others.
 *
 * Its weights come from reports written for that purpose (`bench/roles`); rules alone read words they do not know as `other`.
 */
export function weighedRoles(events: readonly DraftEvent[]): readonly DraftEvent[] {
  const model = (known ??= roleModel(ROLE_WEIGHTS));
  const featuresOf = roleFeatures(events);
  const best = events.map((event) =>
    event.settled ? event.role : likeliestRole(model, featuresOf(event), event.role),
  );
  const roleOf = new Map(events.map((event, index) => [event, best[index] as EventRole]));
  for (const event of events) {
    const end = event.until;
    if (
      end &&
      SPAN_STARTS.includes(roleOf.get(event) ?? event.role) &&
      !SPAN_ENDS.includes(roleOf.get(end) ?? end.role)
    )
      roleOf.set(end, "recovered");
  }
  return events.map((event) => Object.assign(event, { role: roleOf.get(event) ?? event.role }));
}
