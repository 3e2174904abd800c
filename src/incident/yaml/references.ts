import type { OutcomeConfig, SourceConfig } from "../incident.js";
import type { YamlDocument, YamlPath } from "./document.js";
import type { IncidentYaml } from "./schema.js";

/** True if a source counts failures. */
function counts({ kind }: SourceConfig): boolean {
  return kind === "outcomes" || kind === "counts";
}

function measures({ kind }: SourceConfig): boolean {
  return kind === "gauge" || kind === "counter";
}

/** What a name of a source must lead to. */
interface Wanted {
  readonly path: YamlPath;
  readonly serves: (source: SourceConfig) => boolean;
  readonly what: string;
}

/** Complains unless a named source exists and is of a kind that serves. */
function requireSource(
  document: YamlDocument,
  sources: readonly SourceConfig[],
  name: string,
  { path, serves, what }: Wanted,
): void {
  const source = sources.find((candidate) => candidate.name === name);
  if (source && serves(source)) return;
  const names =
    sources
      .filter(serves)
      .map((candidate) => candidate.name)
      .join(", ") || "none here";
  document.complain(path, `${path.join(".")} requires the name of ${what} (${names}), got "${name}"; correct the name`);
}

/** Complains of every name of a source that leads nowhere. */
export function checkReferences(document: YamlDocument, yaml: IncidentYaml, sources: readonly SourceConfig[]): void {
  const check = (
    path: YamlPath,
    name: string | undefined,
    serves: (source: SourceConfig) => boolean,
    what: string,
  ): void => {
    if (name !== undefined) requireSource(document, sources, name, { path, serves, what });
  };
  checkOutcome(document, yaml, sources, check);
  check(
    ["exposure", "of"],
    yaml.exposure?.of,
    ({ id, kind }) => kind === "outcomes" && id !== undefined,
    "an outcomes source with an `id`",
  );
  check(
    ["exposure", "by"],
    yaml.exposure?.by,
    ({ cluster, kind }) => kind === "outcomes" && cluster !== undefined,
    "an outcomes source with a `cluster`",
  );
  yaml.remediations?.forEach((remediation, index) => {
    for (const key of ["gauge", "through"] as const)
      check(["remediations", index, key], remediation[key], ({ kind }) => kind === "gauge", "a gauge source");
  });
  for (const key of ["collector", "buffer"] as const) {
    const gauge = yaml.mechanism?.[key];
    if (typeof gauge === "string") check(["mechanism", key], gauge, measures, "a gauge source");
  }
  for (const { name, failed } of sources) {
    if (failed?.kind !== "marked") continue;
    check(
      ["sources", name, "failed", "from"],
      failed.from,
      (source) => source.name !== name && source.failed?.kind !== "marked",
      "another source that marks failures",
    );
  }
}

type Check = (
  path: YamlPath,
  name: string | undefined,
  serves: (source: SourceConfig) => boolean,
  what: string,
) => void;

function checkOutcome(
  document: YamlDocument,
  { outcome }: IncidentYaml,
  sources: readonly SourceConfig[],
  check: Check,
): void {
  if (typeof outcome !== "object") {
    check(["outcome"], outcome, (source) => counts(source) || measures(source), "a source of kind outcomes or counts");
    return;
  }
  const { source: name, latency, quantile } = outcome;
  check(["outcome", "source"], name, (source) => counts(source) || measures(source), "a source that measures");
  const source = sources.find((candidate) => candidate.name === name);
  if (quantile !== undefined && latency === undefined && source?.latency === undefined)
    document.complain(
      ["outcome", "quantile"],
      `outcome.quantile requires a latency, got none for ${name}; add \`latency: <column>\` to outcome or to sources.${name}`,
    );
  if (latency !== undefined && source && source.kind !== "outcomes")
    document.complain(
      ["outcome", "latency"],
      `outcome.latency requires a source of kind outcomes, got ${name} of kind ${source.kind}; declare a gauge's quantile as \`outcome: ${name}\``,
    );
}

/** The median's neighbour that operators watch, where `outcome` names a latency and no quantile. */
const USUAL_QUANTILE = 0.95;

/** What the window is reconstructed from: as declared, else the first clustered, the first counting or the first measuring source. */
export function outcomeOf(
  document: YamlDocument,
  { outcome }: IncidentYaml,
  sources: readonly SourceConfig[],
): OutcomeConfig {
  if (typeof outcome === "object") {
    const { source, latency, quantile } = outcome;
    const config = sources.find(({ name }) => name === source);
    const column = latency ?? config?.latency;
    if (latency !== undefined || quantile !== undefined)
      return {
        source,
        measure: "latency",
        ...(column !== undefined && { latency: column }),
        quantile: quantile ?? USUAL_QUANTILE,
        declared: true,
      };
    return { source, measure: config && measures(config) ? "value" : "failures", declared: true };
  }
  const counting = sources.filter(counts);
  const named = sources.find(({ name }) => name === outcome);
  const found = named ?? counting.find(({ cluster }) => cluster !== undefined) ?? counting[0] ?? sources.find(measures);
  if (!found) {
    document.complain(
      ["sources"],
      "requires a source of kind outcomes or counts, or a gauge, got none; say for one of them what failed, as `failed:` or as `failures:` and `attempts:`",
    );
    return { source: "", measure: "failures", declared: false };
  }
  return { source: found.name, measure: measures(found) ? "value" : "failures", declared: outcome !== undefined };
}
