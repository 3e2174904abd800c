import { isOpen, yamlText } from "./proposal.js";
import type { Choice, OpenQuestion, ProposedSource } from "./proposal.js";
import { remediationStub } from "./statement.js";
import type { ProposedStatement } from "./statement.js";

/** What goes into the file. */
export interface IncidentProposal {
  readonly id: string;
  readonly synthetic: boolean;
  readonly statement: ProposedStatement | undefined;
  readonly sources: readonly ProposedSource[];
  /** Answers by question. */
  readonly answers: ReadonlyMap<string, string>;
}

/** Stands in a draft where an answer is missing. */
const OPEN = "TODO";

/** Control characters of a cell must not end the comment. */
function comment(text: string): string {
  return `# ${text.replace(/[\p{Cc}\u2028\u2029]+/gu, " ").slice(0, 400)}`;
}

function settled(
  choice: Choice<string> | OpenQuestion | null,
  answers: ReadonlyMap<string, string>,
): Choice<string> | null {
  if (!isOpen(choice)) return choice;
  const answer = answers.get(choice.question);
  return answer === undefined
    ? { value: OPEN, evidence: `${OPEN} ${choice.setting}: ${choice.question}` }
    : { value: answer, evidence: "as answered" };
}

function sourceLines(
  { name, file, format, kind, time, zone, timeFormat, failed, columns, dimensions = [] }: ProposedSource,
  answers: ReadonlyMap<string, string>,
): string[] {
  const [zoneIs, formatIs, failedIs] = [settled(zone, answers), settled(timeFormat, answers), settled(failed, answers)];
  const parts = [
    `column: ${yamlText(time.value)}`,
    ...(zoneIs ? [`zone: ${yamlText(zoneIs.value)}`] : []),
    ...(formatIs ? [`format: ${JSON.stringify(formatIs.value)}`] : []),
  ];
  const line = (key: string, value: string, evidence: string): string[] => [
    `    ${comment(evidence)}`,
    `    ${key}: ${value}`,
  ];
  return [
    `  ${name}:`,
    ...line("file", file.value, file.evidence),
    ...(format ? line("format", yamlText(format.value), format.evidence) : []),
    ...line("kind", kind.value, kind.evidence),
    ...line(
      "time",
      `{ ${parts.join(", ")} }`,
      [time.evidence, ...(zoneIs ? [`zone: ${zoneIs.evidence}`] : [])].join("; "),
    ),
    ...(failedIs ? line("failed", failedIs.value, failedIs.evidence) : []),
    ...columns.flatMap(([key, choice]) => line(key, yamlText(choice.value), choice.evidence)),
    ...(dimensions.length > 0
      ? line("dimensions", `[${dimensions.map(yamlText).join(", ")}]`, "columns of few values, to break rates down by")
      : []),
  ];
}

/** What the statement says of the incident as a whole. */
function statementLines(statement: ProposedStatement | undefined): string[] {
  if (!statement) return [];
  const { file, title, zone } = statement;
  return [
    ...(title === null ? [] : [comment(`the title of ${file}`), `title: ${yamlText(title)}`]),
    ...(zone
      ? [comment(zone.evidence), `zone: ${yamlText(zone.value)}`]
      : [
          comment(`${file} names no zone for its times; if it has times of day, uncomment and correct:`),
          "# zone: UTC",
        ]),
    comment("the published account, read for its timeline and its claims"),
    `statement: ${yamlText(file)}`,
  ];
}

/** `incident.yaml` as proposed: every setting under the evidence for it, and `TODO` where an answer is missing. */
export function incidentText({ id, synthetic, statement, sources, answers }: IncidentProposal): string {
  const tells = sources.filter(({ kind }) => kind.value === "outcomes" || kind.value === "counts");
  const column = (source: ProposedSource, key: string): Choice<string> | undefined =>
    source.columns.find(([name]) => name === key)?.[1];
  const by = tells.find((source) => column(source, "cluster") !== undefined);
  const of =
    by &&
    tells.find(
      (source) =>
        source !== by &&
        source.kind.value === "outcomes" &&
        column(source, "id") !== undefined &&
        column(source, "cluster") === undefined,
    );
  const outcome = by ?? (tells[0] as ProposedSource);
  return [
    "# Proposed by `postmortem init` from the files in this folder; each comment is the evidence for the line below it.",
    `id: ${yamlText(id)}`,
    ...(synthetic ? [comment("truth.json lies beside the data: they are simulated"), "synthetic: true"] : []),
    ...statementLines(statement),
    "sources:",
    ...sources.flatMap((source) => sourceLines(source, answers)),
    comment(by ? "its rows are attempts that share a cluster" : "the first source that tells failures and attempts"),
    `outcome: ${outcome.name}`,
    ...(by && of
      ? [
          comment(`${column(by, "cluster")?.value} in ${by.name} names the units of ${of.name}`),
          `exposure: { of: ${of.name}, by: ${by.name} }`,
        ]
      : []),
    ...remediationStub(statement, sources),
    "",
  ].join("\n");
}
