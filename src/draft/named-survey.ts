import { candidatesOf } from "./candidates.js";
import type { Candidate } from "./candidates.js";
import type { EndedRows } from "./ended-rows.js";
import { expressionText } from "./expression-text.js";
import { askFailed } from "./failure.js";
import { yamlText } from "./proposal.js";
import type { Choice, ProposedSource, ProposedTime, Settled } from "./proposal.js";
import type { FileSurvey } from "./survey.js";
import { proposedTime } from "./time.js";
import type { TimeHints } from "./time.js";

/** A file with the name that its source will have. */
export interface NamedSurvey {
  readonly name: string;
  readonly survey: FileSurvey;
  readonly pattern: string;
  readonly time: ProposedTime;
  readonly candidates: readonly Candidate[];
}

/** A file's survey with its time and the columns that may tell failures; `undefined` when it holds no times. */
export function namedSurvey(
  name: string,
  survey: FileSurvey,
  pattern: string,
  hints: TimeHints,
): NamedSurvey | undefined {
  const time = proposedTime(name, survey, hints);
  return time && { name, survey, pattern, time, candidates: candidatesOf(survey, time.columns.value) };
}

/** What the other files of the folder say. */
export interface Context {
  readonly all: readonly NamedSurvey[];
  readonly statement: string;
}

type Base = Pick<ProposedSource, "files" | "file" | "format" | "time">;

/** Settings of a source in the order of the file. */
export type Settings = readonly (readonly [string, Settled])[];

/** The other files of the folder. */
export function others({ all }: Context, one: NamedSurvey): readonly NamedSurvey[] {
  return all.filter(({ survey }) => survey !== one.survey);
}

/** What every source of a file has: its files, format and time. */
export function baseOf({ survey, pattern, time }: NamedSurvey): Base {
  const rows = survey.columns[0]?.rows ?? 0;
  const looked = survey.cut ? `its first ${rows} rows looked at` : `${rows} rows`;
  const columns = survey.columns
    .map((column) => column.name)
    .slice(0, 40)
    .join(", ");
  return {
    files: survey.files,
    file: {
      value: pattern,
      evidence: `${survey.files.length > 1 ? `${survey.files.length} files, ` : ""}${looked}; columns ${columns}`,
    },
    format: survey.format === null ? null : { value: survey.format, evidence: "recognised by its content" },
    time,
  };
}

/** A value with the evidence for it. */
export const choice = (value: string, evidence: string): Choice<string> => ({ value, evidence });

/** A text as the name of a source. */
export function sourceName(text: string, fallback: string): string {
  const plain = text.replace(/[^\w-]+/g, "_").replace(/[_-]+$/g, "");
  // What begins with a figure, as `5xx`, would lose what it says.
  return /^\d+[A-Za-z]/.test(plain) ? `${fallback}_${plain}` : plain.replace(/^[^A-Za-z]+/, "") || fallback;
}

/** The rows of a format that are meant, where it holds others too. */
export function whereSetting({ defaults: { where }, withoutTotals }: FileSurvey, ended?: EndedRows): Settings {
  const both = [where, withoutTotals, ended?.where].filter((one) => one !== undefined).join(" and ");
  const evidence = [
    ...(where === undefined ? [] : ["the rows of the export that are attempts"]),
    ...(ended === undefined ? [] : [ended.evidence]),
    ...(withoutTotals === undefined ? [] : ["rows that sum up others are left out"]),
  ].join("; ");
  return both === "" ? [] : [["where", choice(expressionText(both), evidence)]];
}

/** Columns that a format knows, written out. */
export function knownColumns(
  { defaults, format }: FileSurvey,
  keys: readonly ("failures" | "attempts" | "latency")[],
): Settings {
  return keys.flatMap((key) => {
    const column = defaults[key];
    return column === undefined ? [] : [[key, choice(yamlText(column), `what a ${format} export holds`)] as const];
  });
}

/** The question for what failed, whether or not it is asked. */
export function offerOf({ name, survey, candidates }: NamedSurvey): ProposedSource["offer"] {
  return askFailed(name, survey.files[0] as string, survey, candidates);
}
