import { PostmortemError } from "../errors/errors.js";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileInside } from "../files/glob.js";
import type { Incident, RemediationConfig } from "../incident/incident.js";
import { openIncident } from "../incident/yaml/open.js";
import type { OutcomeSeries, ValueSeries } from "../incident/series.js";
import { type IncidentData, isCounted, type SourceData } from "../sources/incident-data.js";
import type { OpenDataOptions } from "../sources/open-data.js";
import { openLimited } from "../sources/process/open-limited.js";
import { type Correction, statementCorrections } from "../statement/versions/corrections.js";
import { parseStatement } from "../statement/parse.js";
import type { Statement } from "../statement/statement.js";
import { wordsOf } from "../statement/text/words-of.js";
import { statementFromYaml } from "../statement/versions/statement-yaml.js";
import { readingLine } from "./readings/reading-line.js";
import { remediationDefaults } from "./remediation-defaults.js";

/** Options of an analysis; every default is stated. */
export interface AnalyzeOptions {
  /** Default: the one that `incident.yaml` names, else the embedded one. */
  readonly engine?: string | undefined;
  /** Length of a bin of the reconstruction. Default 60, or what a row of the outcome covers where that is longer. */
  readonly stepSeconds?: number | undefined;
  /** Seed of everything drawn at random. Default 1. */
  readonly seed?: number | undefined;
  /** Level of all intervals. Default .95. */
  readonly level?: number | undefined;
  /** Which look at files that still grow this is, from 1 on: onsets then need a bound that holds at every look. Unset: one look. */
  readonly look?: number | undefined;
  /** Called with a line that says what is being done. */
  readonly onProgress?: ((line: string) => void) | undefined;
  /** The statement as a person corrected it, instead of the parse of the folder's file. */
  readonly statement?: Statement | undefined;
}

/** An opened incident: its description, its data and its statement. */
export interface AnalysisInputs {
  readonly incident: Incident;
  readonly data: IncidentData;
  readonly statement: Statement | null;
  readonly statementText: string;
  /** What a person changed in the parse. */
  readonly corrections: readonly Correction[];
  readonly remediations: readonly RemediationConfig[];
  readonly outcome: SourceData;
  /** The source that reconstructs the window: its failures; its slow attempts where a latency does; nothing attempted where a gauge does. */
  readonly series: OutcomeSeries;
  /** All sources that count failures, the outcome's first. */
  readonly outcomes: readonly OutcomeSeries[];
  readonly values: readonly ValueSeries[];
}

/** The length of a bin where nothing asks for another. */
const USUAL_STEP_SECONDS = 60;
/** Bins shorter than that are taken for as many samples as a week of minutes has, which a search takes a few seconds for. */
const MOST_FINE_BINS = 10_080;

function durationText(seconds: number): string {
  const units = [
    [86_400, "d"],
    [3600, "h"],
    [60, "m"],
  ] as const;
  const [size, unit] = units.find(([length]) => seconds % length === 0) ?? [1, "s"];
  return `${seconds / size}${unit}`;
}

/**
 * The length of a bin: as asked, but never finer than what a row of the outcome covers.
 *
 * @throws PostmortemError (usage) when a finer one is asked for
 */
function stepOf(outcome: SourceData, asked: number | undefined): number {
  const { name, stepSeconds: own } = outcome;
  if (asked !== undefined && own !== null && asked < own)
    throw new PostmortemError(
      "usage",
      `a step of ${durationText(asked)} is finer than the rows of source ${name}, each of which covers ${durationText(own)}; ask for --step ${durationText(own)} or longer, or leave it out`,
    );
  return asked ?? (measured(outcome) ? sampleStep(outcome) : Math.max(USUAL_STEP_SECONDS, own ?? 0));
}

const measured = ({ kind }: SourceData): boolean => kind === "gauge" || kind === "counter";

/** The length of a bin for samples: a minute, or their own spacing where that is shorter and there are not too many of them. */
function sampleStep({ sampleSeconds = USUAL_STEP_SECONDS, range }: SourceData): number {
  const seconds = range === null ? 0 : (Date.parse(range.to) - Date.parse(range.from)) / 1000;
  return seconds / sampleSeconds <= MOST_FINE_BINS ? Math.min(USUAL_STEP_SECONDS, sampleSeconds) : USUAL_STEP_SECONDS;
}

/** A measured source's bins with nothing attempted in them: a gauge has no failures. */
function withoutAttempts({ source, startMs, stepSeconds, values }: ValueSeries): OutcomeSeries {
  const none = values.map(() => 0);
  return {
    kind: "outcomes",
    source,
    startMs,
    stepSeconds,
    failures: none,
    attempts: none,
    covered: values.map((value) => value !== null),
  };
}

async function seriesOf(incident: Incident, data: IncidentData, asked: number | undefined) {
  const outcome = data.source(incident.outcome);
  const stepSeconds = stepOf(outcome, asked);
  const series = isCounted(outcome)
    ? await outcome.outcomes(stepSeconds)
    : withoutAttempts(await outcome.values(stepSeconds));
  const outcomes = isCounted(outcome) ? [series] : [];
  for (const source of data.sources)
    if (isCounted(source) && source.name !== outcome.name) outcomes.push(await source.outcomes(stepSeconds));
  const values: ValueSeries[] = [];
  for (const source of data.sources) if (measured(source)) values.push(await source.values(stepSeconds));
  return { outcome, series, outcomes, values };
}

/** The corrected parse that a person keeps beside the statement: `statement.md` → `statement.yaml`. */
export function correctedFile({ folder, statement }: Incident): string | undefined {
  if (statement === undefined || /\.ya?ml$/.test(statement)) return undefined;
  const file = `${statement.replace(/\.[^./]+$/, "")}.yaml`;
  return existsSync(join(folder, file)) ? fileInside(folder, file) : undefined;
}

function readStatement(
  incident: Incident,
  text: string,
  { statement: given }: AnalyzeOptions,
): Pick<AnalysisInputs, "statement" | "corrections"> {
  if (incident.statement === undefined) return { statement: given ?? null, corrections: [] };
  if (/\.ya?ml$/.test(incident.statement)) return { statement: given ?? statementFromYaml(text), corrections: [] };
  const parsed = parseStatement(text, { zone: incident.zone, date: incident.date });
  const beside = correctedFile(incident);
  const statement = given ?? (beside ? statementFromYaml(readFileSync(beside, "utf8")) : parsed);
  return { statement, corrections: statement === parsed ? [] : statementCorrections(parsed, statement) };
}

/** The statement and the series of opened data; the caller closes them. */
export async function inputsOf(
  incident: Incident,
  data: IncidentData,
  options: AnalyzeOptions,
): Promise<AnalysisInputs> {
  const statementText =
    incident.statement === undefined
      ? ""
      : wordsOf(readFileSync(fileInside(incident.folder, incident.statement)), incident.statement);
  const { statement, corrections } = readStatement(incident, statementText, options);
  options.onProgress?.("counting attempts and failures per minute");
  const series = await seriesOf(incident, data, options.stepSeconds);
  return {
    incident,
    data,
    statement,
    corrections,
    statementText,
    remediations: incident.remediations ?? remediationDefaults(statement),
    ...series,
  };
}

/** What the options say of the engine, and its progress as a line. */
export function dataOptions({ engine, onProgress }: AnalyzeOptions): OpenDataOptions {
  const line = readingLine();
  return {
    ...(engine !== undefined && { engine }),
    ...(onProgress && { onProgress: (progress) => onProgress(line(progress)) }),
  };
}

/**
 * Opens an incident folder and reads everything an analysis starts from. The caller closes `data`.
 *
 * @throws PostmortemError `usage` or `input` as the contract of an incident folder says
 */
export async function openInputs(folder: string, options: AnalyzeOptions): Promise<AnalysisInputs> {
  const incident = await openIncident(folder);
  const data = await openLimited(incident, dataOptions(options));
  try {
    return await inputsOf(incident, data, options);
  } catch (error) {
    await data.close();
    throw error;
  }
}
