import { existsSync, readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { PostmortemError } from "../incident/errors.js";
import { openIncident } from "../incident/incident-file.js";
import { temporaryFolder } from "../incident/temporary-folder.js";
import { writeWhole } from "../incident/write-whole.js";
import { isOpen } from "./init-proposal.js";
import type { OpenQuestion, ProposedSource } from "./init-proposal.js";
import { filePattern, proposedSources } from "./init-sources.js";
import type { NamedSurvey } from "./init-sources.js";
import { surveyFolder } from "./init-survey.js";
import type { FileSurvey } from "./init-survey.js";
import { incidentText } from "./init-yaml.js";

/** How an incident folder is started. */
export interface InitIncidentOptions {
  /** Whether someone can be asked. */
  readonly terminal: boolean;
  /** Puts one question and gives the answer as typed; needed where `terminal` is true. */
  readonly ask?: (question: string) => Promise<string>;
}

const STATEMENTS = ["statement.md", "statement.txt", "statement.html", "statement.json"];
const MOST_TRIES = 3;

function sourceNames(surveys: readonly FileSurvey[]): NamedSurvey[] {
  const all = surveys.flatMap(({ files }) => files);
  const taken = new Set<string>();
  return surveys.map((survey) => {
    const stem = (survey.files[0] as string).replace(/(\.[A-Za-z]+)+$/, "").replace(/[-_.]?\d[\d-_.:TZ]*$/, "").replace(/[^\w-]+/g, "_").replace(/^[^A-Za-z]+|[_-]+$/g, "");
    let name = stem || "source";
    for (let n = 2; taken.has(name); n += 1) name = `${stem || "source"}_${n}`;
    taken.add(name);
    return { name, survey, pattern: filePattern(survey.files, all) };
  });
}

function distinctNames(sources: readonly ProposedSource[]): ProposedSource[] {
  const taken = new Set<string>();
  return sources.map((source) => {
    let { name } = source;
    for (let n = 2; taken.has(name); n += 1) name = `${source.name}_${n}`;
    taken.add(name);
    return { ...source, name };
  });
}

function questionsOf(sources: readonly ProposedSource[]): OpenQuestion[] {
  const open = sources.flatMap(({ zone, timeFormat, failed }) => [zone, timeFormat, failed].filter((choice) => isOpen(choice)));
  return open.filter((question, index) => open.findIndex((other) => other.question === question.question) === index);
}

async function answered(question: OpenQuestion, ask: (question: string) => Promise<string>): Promise<string> {
  let told = question.question;
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const given = await ask(told);
    const value = question.read(given);
    if (value !== undefined) return value;
    told = `"${given}" does not answer it. ${question.question}`;
  }
  throw new PostmortemError("input", `${question.setting} requires an answer, got none that serves in ${MOST_TRIES} tries; run postmortem init again`);
}

async function settle(questions: readonly OpenQuestion[], folder: string, { terminal, ask }: InitIncidentOptions): Promise<ReadonlyMap<string, string>> {
  if (questions.length > 0 && (!terminal || !ask)) {
    const missing = questions.map(({ setting, question }) => `${setting}: ${question}`).join(" ");
    throw new PostmortemError("input", `postmortem init requires ${questions.length} answer${questions.length > 1 ? "s" : ""} that no evidence in "${folder}" settles; run it on a terminal, or write incident.yaml by hand. ${missing}`);
  }
  const answers = new Map<string, string>();
  for (const question of questions) answers.set(question.question, await answered(question, ask as (question: string) => Promise<string>));
  return answers;
}

async function proposed(folder: string): Promise<ProposedSource[]> {
  const temporary = temporaryFolder();
  try {
    const all = sourceNames(await surveyFolder(folder, temporary));
    const text = STATEMENTS.map((name) => join(folder, name)).find((path) => existsSync(path));
    const statement = text === undefined ? "" : readFileSync(text, "utf8");
    return distinctNames(all.flatMap((one) => proposedSources({ all, statement }, one)));
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

/**
 * Starts an incident: looks at the files of a folder and writes `incident.yaml`, the evidence for every choice beside it as a comment.
 *
 * Formats and roles are found from content, names and values that files share. What no evidence settles (the zone of times that carry none, the
 * order of day and month, which values are failures) is asked on a terminal and never guessed.
 *
 * @param folder - path of the incident folder
 * @returns the path of the file written; {@link openIncident} accepts it
 * @throws PostmortemError `usage` when the folder is not there or already has an `incident.yaml`; `input` when a file is damaged, no file
 *   tells failures, or something must be asked and nobody can be
 */
export async function initIncident(folder: string, options: InitIncidentOptions): Promise<string> {
  const target = join(resolve(folder), "incident.yaml");
  if (existsSync(target)) throw new PostmortemError("usage", `postmortem init requires a folder without an incident.yaml, got "${folder}" which has one; edit that, or move it away`);
  const sources = await proposed(resolve(folder));
  if (sources.length === 0) throw new PostmortemError("input", `postmortem init requires data files with times (.csv, .tsv, .jsonl, .json, .log, .parquet, .gz of these), got none in "${folder}"; copy the exports into it`);
  if (!sources.some(({ kind }) => kind.value === "outcomes" || kind.value === "counts")) {
    const seen = sources.map(({ name, time }) => `${name} (time ${time.value})`).join(", ");
    throw new PostmortemError("input", `postmortem init requires a file that tells failures and attempts, got only ${seen}; add one row an attempt with its failure, or write incident.yaml by hand`);
  }
  const answers = await settle(questionsOf(sources), folder, options);
  const synthetic = existsSync(join(resolve(folder), "truth.json"));
  writeWhole(target, incidentText({ id: basename(resolve(folder)), synthetic, sources, answers }));
  await openIncident(folder);
  return target;
}
