import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { PostmortemError } from "../../errors/errors.js";
import { fileInside, filesMatching } from "../../files/glob.js";
import { instantOf } from "./instant.js";
import type { Incident, RemediationConfig, SourceConfig, SourceKind } from "../incident.js";
import { failedAt } from "./condition.js";
import { yamlDocument } from "./document.js";
import type { YamlDocument, YamlPath } from "./document.js";
import { failOnIssue } from "./errors.js";
import { incidentSchema } from "./schema.js";
import type { IncidentYaml, SourceYaml } from "./schema.js";
import { withSystemFailures } from "../../errors/system-failure.js";
import { requireString } from "../../errors/argument.js";

const FILE = "incident.yaml";
const STATEMENTS = ["statement.md", "statement.txt", "statement.html", "statement.json"];

function located<T>(document: YamlDocument, path: YamlPath, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof PostmortemError) return document.fail(path, error.message);
    throw error;
  }
}

function kindOf(source: SourceYaml): SourceKind {
  if (source.kind) return source.kind;
  if (source.failures !== undefined || source.attempts !== undefined) return "counts";
  return source.value !== undefined && source.failed === undefined ? "gauge" : "outcomes";
}

function sourceConfig(document: YamlDocument, folder: string, name: string, source: SourceYaml): SourceConfig {
  const { file, format, kind: _kind, time, failed: _failed, dimensions, count, ...columns } = source;
  const path = ["sources", name];
  const engine = typeof file === "object" && !Array.isArray(file) ? file : undefined;
  const files = engine ? [] : ([file].flat() as string[]);
  for (const one of files) located(document, [...path, "file"], () => filesMatching(folder, [one]));
  if (count === "overlap" && source.duration === undefined) {
    document.fail(
      [...path, "count"],
      `sources.${name}.count: overlap requires a duration column; add \`duration: <column in seconds>\``,
    );
  }
  const failed = failedAt(document, [...path, "failed"]);
  return {
    ...columns,
    name,
    files,
    ...(engine && { engine }),
    format: format ?? "auto",
    kind: kindOf(source),
    kindDeclared: source.kind !== undefined,
    time: typeof time === "string" ? { column: time } : time,
    ...(failed && { failed }),
    dimensions: dimensions === undefined ? [] : [dimensions].flat(),
    count: count ?? "start",
    lines: new Map([
      ["", document.line(path)] as const,
      ...(document.entries(path) ?? []).map(([key]) => [key, document.line([...path, key])] as const),
    ]),
  };
}

function isOutcome({ kind }: SourceConfig): boolean {
  return kind === "outcomes" || kind === "counts";
}

/** A named source must exist (and be of a kind that serves). */
function requireSource(
  document: YamlDocument,
  sources: readonly SourceConfig[],
  path: YamlPath,
  name: string,
  serves: (source: SourceConfig) => boolean,
  what: string,
): void {
  const source = sources.find((candidate) => candidate.name === name);
  const names =
    sources
      .filter(serves)
      .map((candidate) => candidate.name)
      .join(", ") || "none here";
  if (!source || !serves(source))
    document.fail(path, `${path.join(".")} requires the name of ${what} (${names}), got "${name}"; correct the name`);
}

function checkReferences(document: YamlDocument, yaml: IncidentYaml, sources: readonly SourceConfig[]): void {
  const check = (
    path: YamlPath,
    name: string | undefined,
    serves: (source: SourceConfig) => boolean,
    what: string,
  ): void => {
    if (name !== undefined) requireSource(document, sources, path, name, serves, what);
  };
  check(["outcome"], yaml.outcome, isOutcome, "a source of kind outcomes or counts");
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
    if (typeof gauge === "string")
      check(["mechanism", key], gauge, ({ kind }) => kind === "gauge" || kind === "counter", "a gauge source");
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

function outcomeOf(document: YamlDocument, yaml: IncidentYaml, sources: readonly SourceConfig[]): string {
  const candidates = sources.filter(isOutcome);
  const outcome = yaml.outcome ?? (candidates.find(({ cluster }) => cluster !== undefined) ?? candidates[0])?.name;
  return (
    outcome ??
    document.fail(
      ["sources"],
      "requires a source of kind outcomes or counts, got none; say for one of them what failed, as `failed:` or as `failures:` and `attempts:`",
    )
  );
}

function exposureOf(yaml: IncidentYaml, sources: readonly SourceConfig[]): Incident["exposure"] {
  if (yaml.exposure) return yaml.exposure;
  const by = sources.filter(({ kind, cluster }) => kind === "outcomes" && cluster !== undefined);
  const of = sources.filter((source) => source.kind === "outcomes" && source.id !== undefined && !by.includes(source));
  return by.length === 1 && of.length === 1
    ? { of: (of[0] as SourceConfig).name, by: (by[0] as SourceConfig).name }
    : undefined;
}

function remediationsOf(document: YamlDocument, yaml: IncidentYaml): readonly RemediationConfig[] | undefined {
  return yaml.remediations?.map(({ id, from, to, gauge, through }, index) => {
    const at = (key: string, text: string): string =>
      located(document, ["remediations", index, key], () => instantOf(text, yaml.zone));
    const span = { from: at("from", from), to: to === undefined ? null : at("to", to) };
    if (span.to !== null && span.to < span.from)
      document.fail(
        ["remediations", index, "to"],
        `remediation ${id} requires an end after its start, got ${to}; swap them`,
      );
    return { id, ...span, ...(gauge !== undefined && { gauge }), ...(through !== undefined && { through }) };
  });
}

function baselineOf(document: YamlDocument, yaml: IncidentYaml): Incident["baseline"] {
  if (!yaml.baseline) return undefined;
  const at = (key: "from" | "to"): string =>
    located(document, ["baseline", key], () =>
      instantOf((yaml.baseline as { from: string; to: string })[key], yaml.zone),
    );
  const span = { from: at("from"), to: at("to") };
  if (span.to <= span.from)
    document.fail(["baseline", "to"], `baseline requires an end after its start, got ${yaml.baseline.to}; swap them`);
  return span;
}

function mechanismOf({ mechanism }: IncidentYaml): Incident["mechanism"] {
  if (!mechanism) return undefined;
  const { collector, buffer } = mechanism;
  return { ...(collector !== undefined && { collector }), ...(buffer !== undefined && { buffer }) };
}

function statementOf(document: YamlDocument, folder: string, yaml: IncidentYaml): string | undefined {
  const { statement } = yaml;
  if (statement === undefined) return STATEMENTS.find((name) => existsSync(join(folder, name)));
  located(document, ["statement"], () => fileInside(folder, statement));
  return statement;
}

async function readText(folder: string): Promise<string> {
  try {
    return await readFile(join(folder, FILE), "utf8");
  } catch (cause) {
    const reason = existsSync(folder) ? `has no readable ${FILE}` : "is not there";
    throw new PostmortemError(
      "usage",
      `incident folder "${folder}" ${reason}; \`postmortem init ${folder}\` writes one from the files it finds`,
      { cause },
    );
  }
}

/**
 * Opens an incident folder: its `incident.yaml`, validated, every default filled in.
 *
 * Files that it names must exist and lie inside the folder once links are followed; the data themselves are not read.
 *
 * @param folder - path of the incident folder
 * @returns the incident; `outcome` defaults to the first source of outcomes or counts that has a cluster, else to the first of them
 * @throws PostmortemError (usage) that names file, line and the next step when the file is missing or invalid
 */
export async function openIncident(folder: string): Promise<Incident> {
  requireString("openIncident", "the path of an incident folder", folder);
  return withSystemFailures(() => readIncident(folder));
}

async function readIncident(folder: string): Promise<Incident> {
  const root = resolve(folder);
  const document = yamlDocument(await readText(root), join(folder, FILE));
  const checked = incidentSchema.safeParse(document.value ?? {});
  if (!checked.success) return failOnIssue(document, checked.error.issues as never);
  const yaml = checked.data;
  const sources = Object.entries(yaml.sources).map(([name, source]) => sourceConfig(document, root, name, source));
  checkReferences(document, yaml, sources);
  const { serviceLevel } = yaml;
  return {
    folder: root,
    id: yaml.id,
    title: yaml.title ?? yaml.id,
    synthetic: yaml.synthetic ?? false,
    zone: yaml.zone,
    ...(yaml.date !== undefined && { date: yaml.date }),
    statement: statementOf(document, root, yaml),
    sources,
    outcome: outcomeOf(document, yaml, sources),
    exposure: exposureOf(yaml, sources),
    baseline: baselineOf(document, yaml),
    remediations: remediationsOf(document, yaml),
    mechanism: mechanismOf(yaml),
    serviceLevel:
      typeof serviceLevel === "object"
        ? { ...serviceLevel, title: serviceLevel.title ?? serviceLevel.id }
        : serviceLevel,
    errorBudget: { share: yaml.errorBudget?.share ?? 0.001, rows: yaml.errorBudget?.rows ?? 3 },
  };
}
