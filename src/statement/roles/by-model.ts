import { readFileSync } from "node:fs";
import type { DraftEvent } from "../draft-event.js";
import { roleFeatures } from "./features.js";
import { plainRole } from "./plain-words.js";
import type { EventRole } from "../statement.js";

/** A difference of log odds within which the rules decide: they are right as often there, and explain themselves. */
const UNDECIDED_LOG_ODDS = 0.5;

/** How much each feature speaks for each role; under `""` what speaks for it always. */
export interface RoleModel {
  readonly roles: readonly EventRole[];
  readonly weights: ReadonlyMap<string, Float64Array>;
}

/** Reads a model from its text: a line a role, `role<TAB>feature=hundredths<TAB>…`. */
function roleModel(text: string): RoleModel {
  const lines = text
    .trimEnd()
    .split("\n")
    .map((line) => line.split("\t"));
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

/** A role with how likely it is, 0…1. */
export interface WeighedRole {
  readonly role: EventRole;
  readonly probability: number;
  /** True if it is more likely than not a beginning, for a role that is one, or an end. */
  readonly sure: boolean;
}

/** Roles that all mean that the trouble was there, and that it was gone. */
const BEGINNINGS: readonly EventRole[] = ["onset", "detected", "declared", "recurrence"];
const ENDS: readonly EventRole[] = ["recovered", "resolved", "mitigation-end", "recovery-start"];
/** A beginning or an end counts from even odds on. */
const SURE = 0.5;

/** The likeliest role with its probability; what the rules found where it is nearly as likely. */
function weighedRole(model: RoleModel, features: readonly string[], byRules: EventRole): WeighedRole {
  const scores = roleScores(model, features);
  const most = Math.max(...scores);
  const ruled = scores[model.roles.indexOf(byRules)] ?? Number.NEGATIVE_INFINITY;
  const role =
    byRules !== "other" && most - ruled < UNDECIDED_LOG_ODDS
      ? byRules
      : (model.roles[scores.indexOf(most)] as EventRole);
  const total = scores.reduce((sum, score) => sum + Math.exp(score - most), 0);
  const likely = (one: EventRole): number => Math.exp((scores[model.roles.indexOf(one)] ?? -Infinity) - most) / total;
  const kin = [BEGINNINGS, ENDS].find((roles) => roles.includes(role)) ?? [role];
  const sure = kin.reduce((sum, one) => sum + likely(one), 0) >= SURE;
  return { role, probability: likely(role), sure };
}

/** The likeliest role; what the rules found where it is nearly as likely. */
export const likeliestRole = (model: RoleModel, features: readonly string[], byRules: EventRole): EventRole =>
  weighedRole(model, features, byRules).role;

const PREVENTS =
  /\b(?:prevent\w*|permanent\w*|long[- ]term|lasting|recur\w*|re-?occur\w*|future|again|going forward|follow[- ]?up|patch\w*|never)\b/i;
const prevents = ({ words: told, section }: DraftEvent): boolean =>
  section === "prevention" || PREVENTS.test(told.context);

/** Below this a role is a guess among several: `other` is then the answer where the words alone settle nothing. */
const LEAST_PROBABILITY = 0.34;

/** The fitted weights, written by `node bench/run.mjs role-weights -- --write`; beside this file, in `src` as in `dist`. */
const WEIGHTS = new URL("./weights.tsv", import.meta.url);

let known: RoleModel | undefined;

const SPAN_STARTS: readonly EventRole[] = ["onset", "detected", "recurrence"];
const SPAN_ENDS: readonly EventRole[] = ["recovered", "resolved", "mitigation-end", "recovery-start"];

/**
 * Roles as a multinomial logistic regression weighs the words around each time, what the rules make of them, and the event's place among the others.
 *
 * Its weights come from reports written for that purpose (`bench/roles`); rules alone read words they do not know as `other`.
 */
export function weighedRoles(events: readonly DraftEvent[]): readonly DraftEvent[] {
  const model = (known ??= roleModel(readFileSync(WEIGHTS, "utf8")));
  const featuresOf = roleFeatures(events);
  const best = events.map((event): WeighedRole => {
    if (event.settled) return { role: event.role, probability: 1, sure: true };
    const plain = event.until || event.open ? null : plainRole(event.words.clause);
    // A failure after a recovery in the same list is its return.
    const settled = plain === "onset" && event.role === "recurrence" ? "recurrence" : plain;
    if (settled !== null) return { role: settled, probability: 1, sure: true };
    const weighed = weighedRole(model, featuresOf(event), event.role);
    // An action is prevention only where its words, or its section, say so.
    if (weighed.role.startsWith("prevention") && event.role.startsWith("mitigation") && !prevents(event))
      return { ...weighed, role: event.role };
    return weighed.probability < LEAST_PROBABILITY && event.role === "other" ? { ...weighed, role: "other" } : weighed;
  });
  const roleOf = new Map(events.map((event, index) => [event, (best[index] as WeighedRole).role]));
  for (const event of events) {
    const end = event.until;
    if (
      end &&
      SPAN_STARTS.includes(roleOf.get(event) ?? event.role) &&
      !SPAN_ENDS.includes(roleOf.get(end) ?? end.role)
    )
      roleOf.set(end, "recovered");
  }
  // The other half of a span is as sure as the span.
  const ends = new Set(events.flatMap(({ until }) => until ?? []));
  return events.map((event, index) =>
    Object.assign(event, {
      role: roleOf.get(event) ?? event.role,
      probability: best[index]?.probability ?? 1,
      sure: (best[index]?.sure ?? true) || ends.has(event),
    }),
  );
}
