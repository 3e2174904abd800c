import { existsSync, readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { PostmortemError } from "../../errors/errors.js";
import { fileInside } from "../../files/glob.js";
import { requireRegularFile } from "../../files/regular-file.js";
import { durationSeconds } from "./condition.js";
import { instantOf } from "./instant.js";
import type { Incident, IncidentNotes, RemediationConfig, SourceConfig } from "../incident.js";
import type { ParsedExpression } from "../expression.js";
import { yamlDocument } from "./document.js";
import type { YamlDocument } from "./document.js";
import { complainOfIssues } from "./errors.js";
import { parseExpressions } from "./parse-expression.js";
import { checkReferences, outcomeOf } from "./references.js";
import { incidentSchema } from "./schema.js";
import type { IncidentYaml } from "./schema.js";
import { expressionPaths, located, sourceConfig } from "./source-config.js";
import { withSystemFailures } from "../../errors/system-failure.js";
import { requireString } from "../../errors/argument.js";

const FILE = "incident.yaml";
const STATEMENTS = ["statement.md", "statement.txt", "statement.html", "statement.json"];

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

/** Where `outcome` names a latency: a column, or an expression. */
const OUTCOME_LATENCY = ["outcome", "latency"];

/** The sources, the outcome's with the latency that `outcome` names and the columns that `affected` names. */
function withOutcome(
  sources: readonly SourceConfig[],
  { source, latency }: Incident["outcomeOf"],
  affected: readonly string[],
  expression: ParsedExpression | undefined,
): SourceConfig[] {
  return sources.map((one) => {
    if (one.name !== source) return one;
    const parsed = expression && new Map([...(one.parsed ?? []), [expression.text, expression] as const]);
    return {
      ...one,
      ...(latency !== undefined && { latency }),
      ...(parsed && { parsed }),
      ...(affected.length > 0 && { affected }),
    };
  });
}

/** The latency of `outcome` as an expression, with its place, in case that no column has its name. */
function latencyExpression(document: YamlDocument, expressions: ReadonlyMap<string, ParsedExpression>) {
  const parsed = expressions.get(document.text(OUTCOME_LATENCY) ?? "");
  return parsed && { ...parsed, place: document.place(OUTCOME_LATENCY, 0) };
}

function statementOf(document: YamlDocument, folder: string, yaml: IncidentYaml): string | undefined {
  const { statement } = yaml;
  if (statement === undefined) {
    const found = STATEMENTS.find((name) => existsSync(join(folder, name)));
    if (found !== undefined) fileInside(folder, found);
    return found;
  }
  located(document, ["statement"], () => fileInside(folder, statement));
  return statement;
}

function objectiveOf({ objective }: IncidentYaml): Incident["objective"] {
  if (!objective) return undefined;
  const { share, days, alerts } = objective;
  return {
    ...(share !== undefined && { share }),
    ...(days !== undefined && { days }),
    ...(alerts && {
      alerts: alerts.map(({ factor, long, short }) => ({
        factor,
        longMinutes: durationSeconds(long) / 60,
        shortMinutes: durationSeconds(short) / 60,
      })),
    }),
  };
}

const NO_NOTES: IncidentNotes = { severity: null, status: null, owner: null, impact: null, lessons: null, actions: [] };
const NOTE_FILE = /\.(md|markdown|txt)$/i;

/** Lessons as a list, or as the text of the file that is named. */
function lessonsOf(document: YamlDocument, folder: string, { lessons }: IncidentYaml): IncidentNotes["lessons"] {
  if (lessons === undefined) return null;
  if (typeof lessons !== "string") return lessons;
  if (!NOTE_FILE.test(lessons)) return [lessons];
  return readFileSync(
    located(document, ["lessons"], () => fileInside(folder, lessons)),
    "utf8",
  );
}

function notesOf(document: YamlDocument, folder: string, yaml: IncidentYaml): IncidentNotes {
  const { severity = null, status = null, owner = null, impact = null, actions = [] } = yaml;
  return {
    severity,
    status,
    owner,
    impact,
    lessons: lessonsOf(document, folder, yaml),
    actions: actions.map((action) => {
      if (typeof action === "string") return { what: action, owner: null, due: null, status: null };
      return {
        what: action.what,
        owner: action.owner ?? null,
        due: action.due ?? null,
        status: action.status ?? null,
      };
    }),
  };
}

/** A question that `postmortem init` left open, as a comment. */
const OPEN = /^\s*# OPEN ([\w.-]+): (.*)$/;

function openLines(text: string): { readonly setting: string; readonly question: string }[] {
  return text.split("\n").flatMap((line) => {
    const [, setting, question] = OPEN.exec(line.trimEnd()) ?? [];
    return setting === undefined || question === undefined ? [] : [{ setting, question }];
  });
}

/** What the draft of a folder still asks. */
function openQuestions(folder: string): ReturnType<typeof openLines> {
  const draft = join(folder, `${FILE}.draft`);
  return existsSync(draft) ? openLines(readFileSync(draft, "utf8")) : [];
}

/** Complains of questions that stand in the file as comments, and whose setting nobody filled in. */
function requireAnswers(document: YamlDocument, text: string): void {
  for (const { setting, question } of openLines(text)) {
    const path = setting.split(".");
    if (
      path.reduce<unknown>(
        (value, key) => (value as Record<string, unknown> | null | undefined)?.[key],
        document.value,
      ) !== undefined
    )
      continue;
    document.complain(
      path.slice(0, 2),
      `${setting} is still open: ${question} Answer it there, or run postmortem init with --answer ${setting}=…`,
    );
  }
}

async function readText(folder: string): Promise<string> {
  try {
    if (existsSync(join(folder, FILE))) requireRegularFile(join(folder, FILE), "an incident");
    return await readFile(join(folder, FILE), "utf8");
  } catch (cause) {
    if (cause instanceof PostmortemError) throw cause;
    const open = openQuestions(folder);
    if (open.length > 0)
      throw new PostmortemError(
        "usage",
        `incident folder "${folder}" has questions open in ${FILE}.draft: ${open.map(({ setting, question }) => `${setting}: ${question}`).join(" · ")} Answer them with postmortem init ${folder} ${open.map(({ setting }) => `--answer ${setting}=…`).join(" ")}`,
        { cause },
      );
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
 * @returns the incident; `outcome` defaults to the first source of outcomes or counts that has a cluster, else to the first of them, else to a gauge
 * @throws PostmortemError (usage) that names file, line and the next step when the file is missing or invalid; a line of it for each thing that is wrong
 */
export async function openIncident(folder: string): Promise<Incident> {
  requireString("openIncident", "the path of an incident folder", folder);
  return withSystemFailures(() => readIncident(folder));
}

async function readIncident(folder: string): Promise<Incident> {
  const root = resolve(folder);
  const text = await readText(root);
  const document = yamlDocument(text, join(folder, FILE));
  requireAnswers(document, text);
  const checked = incidentSchema.safeParse(document.value ?? {});
  if (!checked.success) {
    complainOfIssues(document, checked.error.issues as never);
    document.settle();
  }
  const yaml = checked.data as IncidentYaml;
  const written = Object.entries(yaml.sources);
  const texts = written.flatMap(([name, source]) =>
    expressionPaths(name, source).flatMap((path) => document.text(path) ?? []),
  );
  const ofOutcome = document.text(OUTCOME_LATENCY);
  const expressions = await parseExpressions(ofOutcome === undefined ? texts : [...texts, ofOutcome]);
  const sources = written.map(([name, source]) => sourceConfig(document, root, name, source, expressions));
  checkReferences(document, yaml, sources);
  const outcome = outcomeOf(document, yaml, sources);
  const attempt = <T>(read: () => T): T | undefined => document.attempt(read);
  const rest = {
    statement: attempt(() => statementOf(document, root, yaml)),
    baseline: attempt(() => baselineOf(document, yaml)),
    remediations: attempt(() => remediationsOf(document, yaml)),
    notes: attempt(() => notesOf(document, root, yaml)) ?? NO_NOTES,
  };
  document.settle();
  const { serviceLevel } = yaml;
  const objective = objectiveOf(yaml);
  const affected = yaml.affected === undefined ? [] : [yaml.affected].flat();
  return {
    folder: root,
    id: yaml.id,
    title: yaml.title ?? yaml.id,
    synthetic: yaml.synthetic ?? false,
    zone: yaml.zone,
    ...(yaml.date !== undefined && { date: yaml.date }),
    sources: withOutcome(
      sources,
      outcome,
      affected,
      ofOutcome === undefined ? undefined : latencyExpression(document, expressions),
    ),
    outcome: outcome.source,
    outcomeOf: outcome,
    affected,
    exposure: exposureOf(yaml, sources),
    ...rest,
    mechanism: mechanismOf(yaml),
    serviceLevel:
      typeof serviceLevel === "object"
        ? { ...serviceLevel, title: serviceLevel.title ?? serviceLevel.id }
        : serviceLevel,
    ...(objective && { objective }),
    errorBudget: { share: yaml.errorBudget?.share ?? 0.001, rows: yaml.errorBudget?.rows ?? 3 },
  };
}
