import type { RoleModel } from "../../src/statement/roles/by-model.js";
import type { EventRole } from "../../src/statement/statement.js";
import type { TrainingEvent } from "./training-events.js";

/** What a fit is given. */
export interface FitOptions {
  /** Strength of the pull of each weight to zero, per event. */
  readonly ridge: number;
  readonly steps: number;
  /** Features seen less often are left out. */
  readonly rarest: number;
}

interface Problem {
  readonly names: readonly string[];
  readonly roles: readonly string[];
  readonly rows: readonly Int32Array[];
  readonly wanted: Int32Array;
}

function problem(events: readonly TrainingEvent[], rarest: number): Problem {
  const counts = new Map<string, number>();
  for (const { features } of events) for (const name of features) counts.set(name, (counts.get(name) ?? 0) + 1);
  const names = [
    "",
    ...[...counts]
      .filter(([, count]) => count >= rarest)
      .map(([name]) => name)
      .sort(),
  ];
  const at = new Map(names.map((name, index) => [name, index]));
  const roles = [...new Set(events.map(({ role }) => role))].sort();
  return {
    names,
    roles,
    rows: events.map(({ features }) => Int32Array.from([0, ...features.flatMap((name) => at.get(name) ?? [])])),
    wanted: Int32Array.from(events, ({ role }) => roles.indexOf(role)),
  };
}

/** Adds the gradient of the mean log loss of all rows. */
function addGradient({ roles, rows, wanted }: Problem, weights: Float64Array, gradient: Float64Array): void {
  const many = roles.length;
  const scores = new Float64Array(many);
  rows.forEach((row, index) => {
    scores.fill(0);
    for (const feature of row)
      for (let role = 0; role < many; role++)
        scores[role] = (scores[role] as number) + (weights[feature * many + role] as number);
    const most = Math.max(...scores);
    let sum = 0;
    for (let role = 0; role < many; role++) sum += scores[role] = Math.exp((scores[role] as number) - most);
    for (let role = 0; role < many; role++)
      scores[role] = ((scores[role] as number) / sum - (role === wanted[index] ? 1 : 0)) / rows.length;
    for (const feature of row)
      for (let role = 0; role < many; role++)
        gradient[feature * many + role] = (gradient[feature * many + role] as number) + (scores[role] as number);
  });
}

/** Fits a multinomial logistic regression with ridge by Adam over all events at once: the same input gives the same weights. */
export function fitRoles(events: readonly TrainingEvent[], { ridge, steps, rarest }: FitOptions): RoleModel {
  const given = problem(events, rarest);
  const many = given.roles.length;
  const size = given.names.length * many;
  const [weights, mean, spread, gradient] = [
    new Float64Array(size),
    new Float64Array(size),
    new Float64Array(size),
    new Float64Array(size),
  ];
  for (let step = 1; step <= steps; step++) {
    gradient.fill(0);
    addGradient(given, weights, gradient);
    const rate = (0.05 * (1 - step / (steps + 1))) / (1 - 0.9 ** step);
    const scale = 1 - 0.999 ** step;
    for (let i = 0; i < size; i++) {
      const slope = (gradient[i] as number) + (i < many ? 0 : ridge * (weights[i] as number));
      mean[i] = 0.9 * (mean[i] as number) + 0.1 * slope;
      spread[i] = 0.999 * (spread[i] as number) + 0.001 * slope * slope;
      weights[i] =
        (weights[i] as number) - (rate * (mean[i] as number)) / (Math.sqrt((spread[i] as number) / scale) + 1e-9);
    }
  }
  return {
    roles: given.roles as readonly EventRole[],
    weights: new Map(given.names.map((name, index) => [name, weights.slice(index * many, (index + 1) * many)])),
  };
}

/** A model's text: a line a role, weights in hundredths, those that round to less than `least` hundredths left out. */
export function roleModelText({ roles, weights }: RoleModel, least: number): string {
  return roles
    .map((role, index) =>
      [
        role,
        ...[...weights].flatMap(([name, row]) => {
          const value = Math.round(100 * (row[index] as number));
          return Math.abs(value) < least ? [] : [`${name}=${value}`];
        }),
      ].join("\t"),
    )
    .join("\n");
}
