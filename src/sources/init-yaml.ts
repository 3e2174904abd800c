import { isOpen, yamlText } from "./init-proposal.js";
import type { Choice, OpenQuestion, ProposedSource } from "./init-proposal.js";

/** What goes into the file. */
export interface IncidentProposal {
  readonly id: string;
  readonly synthetic: boolean;
  readonly sources: readonly ProposedSource[];
  /** Answers by question. */
  readonly answers: ReadonlyMap<string, string>;
}

/** Control characters of a cell must not end the comment. */
function comment(text: string): string {
  return `# ${text.replace(/[\p{Cc}\u2028\u2029]+/gu, " ").slice(0, 240)}`;
}

function settled(choice: Choice<string> | OpenQuestion | null, answers: ReadonlyMap<string, string>): Choice<string> | null {
  return isOpen(choice) ? { value: answers.get(choice.question) ?? "", evidence: "as answered" } : choice;
}

function sourceLines({ name, file, format, kind, time, zone, timeFormat, failed, columns }: ProposedSource, answers: ReadonlyMap<string, string>): string[] {
  const [zoneIs, formatIs, failedIs] = [settled(zone, answers), settled(timeFormat, answers), settled(failed, answers)];
  const parts = [`column: ${yamlText(time.value)}`, ...(zoneIs ? [`zone: ${yamlText(zoneIs.value)}`] : []), ...(formatIs ? [`format: ${JSON.stringify(formatIs.value)}`] : [])];
  const line = (key: string, value: string, evidence: string): string[] => [`    ${comment(evidence)}`, `    ${key}: ${value}`];
  return [
    `  ${name}:`,
    ...line("file", file.value, file.evidence),
    ...(format ? line("format", yamlText(format.value), format.evidence) : []),
    ...line("kind", kind.value, kind.evidence),
    ...line("time", `{ ${parts.join(", ")} }`, [time.evidence, ...(zoneIs ? [`zone: ${zoneIs.evidence}`] : [])].join("; ")),
    ...(failedIs ? line("failed", failedIs.value, failedIs.evidence) : []),
    ...columns.flatMap(([key, choice]) => line(key, yamlText(choice.value), choice.evidence)),
  ];
}

/** `incident.yaml` as proposed: every setting under the evidence for it. */
export function incidentText({ id, synthetic, sources, answers }: IncidentProposal): string {
  const tells = sources.filter(({ kind }) => kind.value === "outcomes" || kind.value === "counts");
  const column = (source: ProposedSource, key: string): Choice<string> | undefined => source.columns.find(([name]) => name === key)?.[1];
  const by = tells.find((source) => column(source, "cluster") !== undefined);
  const of = by && tells.find((source) => source !== by && source.kind.value === "outcomes" && column(source, "id") !== undefined && column(source, "cluster") === undefined);
  const outcome = by ?? (tells[0] as ProposedSource);
  return [
    "# Proposed by `postmortem init` from the files in this folder; each comment is the evidence for the line below it.",
    `id: ${yamlText(id)}`,
    ...(synthetic ? [comment("truth.json lies beside the data: they are simulated"), "synthetic: true"] : []),
    "sources:",
    ...sources.flatMap((source) => sourceLines(source, answers)),
    comment(by ? "its rows are attempts that share a cluster" : "the first source that tells failures and attempts"),
    `outcome: ${outcome.name}`,
    ...(by && of ? [comment(`${column(by, "cluster")?.value} in ${by.name} names the units of ${of.name}`), `exposure: { of: ${of.name}, by: ${by.name} }`] : []),
    "",
  ].join("\n");
}
