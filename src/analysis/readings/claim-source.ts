import { failedValues } from "../../incident/failed.js";
import type { Claim } from "../../statement/claims/claim.js";
import type { Incident, SourceConfig } from "../../incident/incident.js";
import { type IncidentData, isCounted, type SourceData } from "../../sources/incident-data.js";

export type RateClaim = Claim & { readonly kind: "rate" };

/** What a claimed share is counted in: rows of a source, or the units that a column of it names, each failed when one of its rows did. */
export interface CountedIn {
  readonly source: SourceData;
  /** `cluster`, or a dimension of the source; `null` for its rows. */
  readonly unit: { readonly column: string; readonly cluster: boolean } | null;
}

const words = (text: string): readonly string[] => text.toLowerCase().match(/[a-z]+/g) ?? [];
const stem = (word: string): string => word.replace(/(?:ies|es|s)$/, "").slice(0, 12);
const stems = (text: string): readonly string[] =>
  words(text)
    .map(stem)
    .filter((word) => word.length > 2);

/** What attempts are called whatever they are attempts of: in "verb executions" the word before says which. */
const ATTEMPT =
  /^(?:request|attempt|operation|transaction|query|quer|invocation|execution|event|action|volume|traffic|run|try|tr)$/;
/** What may stand for all that a source counts where it is the only one. */
const ANYTHING = /^(?:request|attempt|operation|transaction|query|quer|invocation|traffic|activity|activit)$/;

/** A source is named by its name and, where it is aggregated, by its column of attempts. */
function namesOf(name: string, config: SourceConfig | undefined): readonly string[] {
  return [...stems(name), ...(config?.attempts === undefined ? [] : stems(config.attempts))];
}

/** True if a unit's own noun is among some names: its last word, or the one that a word for attempts follows. */
function named(unit: string, names: readonly string[]): boolean {
  const own = stems(unit);
  const last = own.at(-1);
  if (last === undefined) return false;
  return names.includes(last) || (ATTEMPT.test(last) && own.length > 1 && names.includes(own.at(-2) as string));
}

/** The words that stand for failure in a source of the reader's own: the values that its `failed` names. */
export function failureWords(config: SourceConfig | undefined): readonly string[] {
  return failedValues(config?.failed).flatMap(([, values]) => values.flatMap(words).filter((word) => word.length > 3));
}

/**
 * What counts the unit that a share speaks of: the source named like it; else a column by which attempts cluster or are broken down, named like it; else,
 * where the text names no unit, as in "the error rate", the source that reconstructs the outage. Nothing where the unit is none of these.
 */
export function sourceOfClaim(
  { measure, percentage }: RateClaim,
  data: IncidentData,
  incident: Incident,
): CountedIn | undefined {
  const counting = data.sources.filter(isCounted);
  const config = (name: string): SourceConfig | undefined => incident.sources.find((one) => one.name === name);
  const unit = measure ? measure.unit : percentage.denominator;
  const outcome = counting.find(({ name }) => name === incident.outcome);
  if (unit === null) return outcome && { source: outcome, unit: null };
  const byName = counting.find(({ name }) => named(unit, namesOf(name, config(name))));
  if (byName) return { source: byName, unit: null };
  for (const source of [...counting].sort(
    (a, b) => Number(b.name === incident.outcome) - Number(a.name === incident.outcome),
  )) {
    if (source.kind !== "outcomes") continue;
    const cluster = config(source.name)?.cluster;
    if (cluster !== undefined && named(unit, stems(cluster)))
      return { source, unit: { column: cluster, cluster: true } };
    const dimension = source.dimensions.find((name) => named(unit, stems(name)));
    if (dimension !== undefined) return { source, unit: { column: dimension, cluster: false } };
  }
  const title = stems(incident.title);
  const loose = stems(unit).every(
    (word) => ANYTHING.test(word) || title.includes(word) || /^(?:api|http|all|the|our)$/.test(word),
  );
  return loose && outcome && (counting.length === 1 || percentage.denominator === null)
    ? { source: outcome, unit: null }
    : undefined;
}
