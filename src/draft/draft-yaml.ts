import { plainText } from "../errors/plain-text.js";
import { isOpen, yamlText } from "./proposal.js";
import type { Choice, OpenQuestion, ProposedSource, Settled } from "./proposal.js";
import { remediationStub } from "./statement.js";
import type { ProposedStatement } from "./statement.js";

/** What goes into the file. */
export interface IncidentProposal {
  readonly id: string;
  readonly synthetic: boolean;
  readonly statement: ProposedStatement | undefined;
  readonly sources: readonly ProposedSource[];
  /** Answers by setting. */
  readonly answers: ReadonlyMap<string, string>;
}

/** The first line of every file that is ours. */
export const OURS = "# Proposed by `postmortem init`";

/** Control characters of a cell must not end the comment. */
function comment(text: string): string {
  return `# ${plainText(text.replace(/[\p{Cc}\u2028\u2029]+/gu, " ")).slice(0, 400)}`;
}

/** A question as a comment that `analyze` finds again. */
function openLine({ setting, question }: OpenQuestion): string {
  return comment(`OPEN ${setting}: ${question}`);
}

class SourceText {
  readonly lines: string[] = [];

  constructor(private readonly answers: ReadonlyMap<string, string>) {}

  /** A setting under its evidence, or the question that is open. */
  add(key: string, choice: Settled): void {
    const settled = this.settled(choice);
    if (settled === undefined) this.lines.push(`    ${openLine(choice as OpenQuestion)}`, `    # ${key}:`);
    else this.lines.push(`    ${comment(settled.evidence)}`, `    ${key}: ${settled.value}`);
  }

  settled(choice: Settled): Choice<string> | undefined {
    if (!isOpen(choice)) return choice;
    const answer = this.answers.get(choice.setting);
    return answer === undefined ? undefined : { value: answer, evidence: "as answered" };
  }

  time({ columns, zone, format, year, date }: ProposedSource["time"]): void {
    const names = columns.value.map(yamlText);
    const parts = [names.length === 1 ? `column: ${names[0]}` : `columns: [${names.join(", ")}]`];
    const evidence = [columns.evidence];
    const settings = [
      ["zone", zone, yamlText],
      ["format", format, JSON.stringify],
      ["year", year, String],
      ["date", date, JSON.stringify],
    ] as const;
    for (const [key, choice, write] of settings) {
      if (choice === null) continue;
      const settled = this.settled(choice);
      if (settled === undefined) {
        this.lines.push(`    ${openLine(choice as OpenQuestion)}`);
        continue;
      }
      parts.push(`${key}: ${write(settled.value)}`);
      evidence.push(`${key}: ${settled.evidence}`);
    }
    this.lines.push(`    ${comment(evidence.join("; "))}`, `    time: { ${parts.join(", ")} }`);
  }
}

/** What an answer on failures makes of a source that would not have asked. */
export function answeredSource(source: ProposedSource, answers: ReadonlyMap<string, string>): ProposedSource {
  const answer = source.offer && answers.get(source.offer.setting);
  if (answer === undefined || isOpen(source.failed)) return source;
  const failed = { value: answer, evidence: "as answered" };
  if (source.kind.value === "outcomes" && source.kind.evidence !== "") return { ...source, failed };
  return {
    ...source,
    failed,
    kind: { value: "outcomes", evidence: "one row an attempt, as answered" },
    settings: source.settings.filter(([key]) => !["value", "role"].includes(key)),
  };
}

function sourceLines(source: ProposedSource, answers: ReadonlyMap<string, string>): string[] {
  const { name, file, format, kind, time, failed, settings, dimensions = [] } = source;
  const text = new SourceText(answers);
  if (!settings.some(([, setting]) => "value" in setting && setting.value.startsWith("{ file:")))
    text.add("file", file);
  if (format) text.add("format", { value: yamlText(format.value), evidence: format.evidence });
  text.add("kind", kind);
  text.time(time);
  if (failed) text.add("failed", failed);
  for (const [key, choice] of settings) text.add(key, choice);
  if (dimensions.length > 0)
    text.add("dimensions", {
      value: `[${dimensions.map(yamlText).join(", ")}]`,
      evidence: "columns of few values, to break rates down by",
    });
  return [`  ${name}:`, ...text.lines];
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
    comment("the published statement, read for its timeline and its claims"),
    `statement: ${yamlText(file)}`,
  ];
}

function setting(source: ProposedSource, key: string): string | undefined {
  const found = source.settings.find(([name]) => name === key)?.[1];
  return found && !isOpen(found) ? found.value : undefined;
}

function outcomeLines(sources: readonly ProposedSource[]): string[] {
  const tells = sources.filter(({ kind }) => kind.value === "outcomes" || kind.value === "counts");
  const by = tells.find((source) => setting(source, "cluster") !== undefined);
  const of =
    by &&
    tells.find(
      (source) =>
        source !== by &&
        source.kind.value === "outcomes" &&
        setting(source, "id") !== undefined &&
        setting(source, "cluster") === undefined,
    );
  const outcome = by ?? tells[0];
  if (!outcome)
    return [
      comment(
        "No source shows failures, so `outcome` is left out; to reconstruct the window from a gauge, uncomment and correct:",
      ),
      `# outcome: ${sources[0]?.name ?? ""}`,
    ];
  return [
    comment(by ? "its rows are attempts that share a cluster" : "the first source with failures and attempts"),
    `outcome: ${outcome.name}`,
    ...(by && of
      ? [
          comment(`${setting(by, "cluster")} in ${by.name} names the units of ${of.name}`),
          `exposure: { of: ${of.name}, by: ${by.name} }`,
        ]
      : []),
  ];
}

/** `incident.yaml` as proposed: every setting under the evidence for it, and a commented question where an answer is missing. */
export function incidentText({ id, synthetic, statement, sources: proposed, answers }: IncidentProposal): string {
  const sources = proposed.map((source) => answeredSource(source, answers));
  return [
    `${OURS} from the files in this folder; each comment is the evidence for the line below it.`,
    `id: ${yamlText(id)}`,
    ...(synthetic ? [comment("truth.json lies beside the data: they are simulated"), "synthetic: true"] : []),
    ...statementLines(statement),
    "sources:",
    ...sources.flatMap((source) => sourceLines(source, answers)),
    ...outcomeLines(sources),
    ...remediationStub(statement, sources),
    "",
  ].join("\n");
}
