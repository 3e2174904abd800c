import type { RateFinding, Reconciliation } from "../../rates/rate-finding.js";
import { reconcile } from "../../rates/reconcile.js";
import type { RateSpans } from "./rates.js";
import type { AnalysisInputs } from "../inputs.js";

/**
 * Attempts against the units that they belong to (verbs against calls), where `incident.yaml` declares the pair.
 *
 * Without an outage there is no gap to explain, and the caller does not ask.
 *
 * @returns `null` when no pair is declared or one of them has no attempts in the window
 */
export async function findReconciliation(
  inputs: AnalysisInputs,
  rates: Readonly<Record<string, RateFinding>>,
  spans: RateSpans | null,
  level: number,
): Promise<Reconciliation | null> {
  const { incident, data } = inputs;
  if (!incident.exposure || !spans) return null;
  const { of, by } = incident.exposure;
  const verbs = rates[by];
  const calls = rates[of];
  if (!verbs || !calls || verbs.attempts === 0 || calls.attempts === 0) return null;
  const joined = (name: string, key: "id" | "cluster"): boolean =>
    incident.sources.find((source) => source.name === name)?.[key] !== undefined;
  const rows = joined(of, "id") && joined(by, "cluster");
  const profiles = rows
    ? { window: await data.profiles(of, by, spans.window), baseline: await data.profiles(of, by, spans.baseline) }
    : undefined;
  return reconcile({ verbs, calls, ...(profiles && { profiles }), names: { verbs: by, calls: of }, level });
}
