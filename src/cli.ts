#!/usr/bin/env node
import { existsSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { type ParseArgsConfig, parseArgs } from "node:util";
import { PostmortemError } from "./incident/errors.js";
import { systemFailure } from "./incident/system-failure.js";

type Options = NonNullable<ParseArgsConfig["options"]>;
type Values = Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>;

/** One command: what it takes, how it is written, what it does. Heavy rooms are imported when it runs. */
interface Command {
  readonly usage: string;
  readonly does: string;
  readonly options: Options;
  readonly run: (values: Values, positionals: readonly string[]) => Promise<void>;
}

const text = (values: Values, name: string): string | undefined => (typeof values[name] === "string" ? values[name] : undefined);
const print = (line: string): void => void process.stdout.write(`${line}\n`);

function usageError(message: string): PostmortemError {
  return new PostmortemError("usage", message);
}

function only(positionals: readonly string[], what: string): string {
  const [first, second] = positionals;
  if (first === undefined) throw usageError(`This command requires ${what}, got none; see postmortem --help.`);
  if (second !== undefined) throw usageError(`This command requires one ${what}, got ${positionals.length}; quote names that hold spaces.`);
  return first;
}

function wholeNumber(values: Values, name: string, fallback: number): number {
  const given = text(values, name);
  if (given === undefined) return fallback;
  if (!/^\d{1,15}$/.test(given)) throw usageError(`--${name} requires a whole number, got "${given}".`);
  return Number(given);
}

function positive(values: Values, name: string, fallback: number): number {
  const given = text(values, name);
  if (given === undefined) return fallback;
  const value = Number(given);
  if (!(value > 0 && Number.isFinite(value))) throw usageError(`--${name} requires a positive number, got "${given}".`);
  return value;
}

const STEP_UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 };

function stepSeconds(values: Values): number {
  const given = text(values, "step") ?? "1m";
  const match = /^(\d+)(s|m|h)$/.exec(given);
  const seconds = match ? Number(match[1]) * (STEP_UNITS[match[2] as string] as number) : 0;
  if (seconds < 1 || seconds > 86_400) throw usageError(`--step requires a duration such as 30s, 1m or 1h, got "${given}".`);
  return seconds;
}

/** Progress goes to standard error and only to a terminal. */
function progress(line: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${line}`);
}

function endProgress(): void {
  if (process.stderr.isTTY) process.stderr.write("\r\u001b[K");
}

async function analysisOf(folder: string, values: Values) {
  const { analyzeWithRejects } = await import("./analysis/analyze.js");
  const result = await analyzeWithRejects(folder, {
    engine: text(values, "engine"), stepSeconds: stepSeconds(values), seed: wholeNumber(values, "seed", 1), onProgress: progress,
  });
  endProgress();
  return result;
}

/** Follows growing files until Ctrl-C, which asks for the findings of what is there; a second one interrupts. */
async function followed(folder: string, values: Values) {
  const [{ followAnalysis }, { summaryText }] = await Promise.all([import("./analysis/follow-analysis.js"), import("./analysis/summary.js")]);
  const ending = new AbortController();
  process.removeAllListeners("SIGINT");
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => ending.abort());
  return followAnalysis(folder, {
    stepSeconds: stepSeconds(values), seed: wholeNumber(values, "seed", 1), signal: ending.signal,
    onFindings: (analysis) => {
      if (text(values, "json") !== "-") print(`${summaryText(analysis)}\n`);
    },
  });
}

/** The SQL that a server would be asked, with the rows it would read. */
async function plannedText(folder: string): Promise<string> {
  const [{ openIncident }, { plannedQueries }] = await Promise.all([import("./incident/incident-file.js"), import("./sources/planned-queries.js")]);
  const planned = await plannedQueries(await openIncident(folder));
  if (planned.length === 0) return "No source of this incident lives on a server; its files are read here.";
  return planned.map(({ source, engine, what, sql, estimatedRows }) => `-- ${source} on ${engine}: ${what}, about ${estimatedRows ?? "an unknown number of"} rows\n${sql}`).join("\n\n");
}

async function analyzeCommand(values: Values, positionals: readonly string[]): Promise<void> {
  const folder = only(positionals, "incident folder");
  const [{ summaryText }, { writeAnalysis, analysisJson }] = await Promise.all([import("./analysis/summary.js"), import("./analysis/write-analysis.js")]);
  if (values["dry-run"] === true) return print(await plannedText(folder));
  const { analysis, rejects } = values["follow"] === true ? await followed(folder, values) : await analysisOf(folder, values);
  const target = text(values, "json") ?? join(folder, "analysis.json");
  writeAnalysis(target === "-" ? null : target, folder, analysis, rejects);
  if (target === "-") return void process.stdout.write(analysisJson(analysis));
  print(summaryText(analysis));
  print(`\nFindings: ${target}`);
}

async function reportCommand(values: Values, positionals: readonly string[]): Promise<void> {
  const folder = only(positionals, "incident folder");
  const { writeReport } = await import("./report/write-report.js");
  const { analysis } = await analysisOf(folder, values);
  const file = text(values, "output") ?? join(folder, "report.html");
  await writeReport(file, analysis, { redact: values["no-redact"] !== true });
  print(`Report: ${file}`);
}

async function letterCommand(values: Values, positionals: readonly string[]): Promise<void> {
  const folder = only(positionals, "incident folder");
  const [{ vendorLetter }, { redactAnalysis }, { writeWhole }] = await Promise.all([import("./analysis/vendor-letter.js"), import("./report/redact-analysis.js"), import("./incident/write-whole.js")]);
  const { randomBytes } = await import("node:crypto");
  const { analysis } = await analysisOf(folder, values);
  const letter = vendorLetter(values["no-redact"] === true ? analysis : redactAnalysis(analysis, randomBytes(16).toString("hex")));
  const file = text(values, "output");
  if (file === undefined) return void process.stdout.write(letter);
  writeWhole(resolve(file), letter);
  print(`Letter: ${file}`);
}

function parameters(values: Values): Map<string, string> {
  const given = Array.isArray(values["parameter"]) ? values["parameter"] : [];
  return new Map(given.map((pair) => {
    const at = String(pair).indexOf("=");
    if (at < 1) throw usageError(`-p requires name=value, got "${String(pair)}".`);
    return [String(pair).slice(0, at), String(pair).slice(at + 1)];
  }));
}

async function runCommand(values: Values, positionals: readonly string[]): Promise<void> {
  if (positionals.length === 0) throw usageError("postmortem run requires at least one notebook, got none.");
  const { runNotebooks } = await import("./notebook/run-notebooks.js");
  const failed = await runNotebooks(positionals, {
    incident: text(values, "incident"), parameters: parameters(values), out: text(values, "output"), input: values["no-input"] !== true,
    timeoutSeconds: positive(values, "timeout", 600), onProgress: progress, print,
  });
  endProgress();
  if (failed > 0) process.exitCode = 3;
}

function readText(file: string): string {
  if (!existsSync(file) || statSync(file).isDirectory()) throw usageError(`A statement file is required, got "${file}", which is not a file; check the path.`);
  return readFileSync(file, "utf8");
}

async function statementCommand(values: Values, positionals: readonly string[]): Promise<void> {
  const [file, later] = positionals;
  if (file === undefined || positionals.length > 2) throw usageError(`postmortem statement requires one file, or two versions, got ${positionals.length}.`);
  const room = await import("./statement/index.js");
  const zone = text(values, "zone");
  const first = room.parseStatement(readText(file), { zone });
  if (later !== undefined) {
    const changes = room.compareStatements(first, room.parseStatement(readText(later), { zone }));
    return print(values["json"] === true ? JSON.stringify(changes, null, 2) : room.changesText(changes));
  }
  if (values["json"] === true) return print(JSON.stringify(first, null, 2));
  print(values["yaml"] === true ? room.statementToYaml(first) : room.statementText(first));
}

async function compareCommand(_values: Values, positionals: readonly string[]): Promise<void> {
  if (positionals.length < 2) throw usageError(`postmortem compare requires two incident folders or more, got ${positionals.length}.`);
  const { compareIncidents, comparisonText } = await import("./analysis/compare.js");
  const { analyze } = await import("./analysis/analyze.js");
  const analyses = [];
  for (const folder of positionals) analyses.push(await analyze(folder, { onProgress: progress }));
  endProgress();
  print(comparisonText(compareIncidents(analyses)));
}

async function simulateCommand(values: Values, positionals: readonly string[]): Promise<void> {
  const scenario = only(positionals, "scenario");
  const out = text(values, "output");
  if (out === undefined) throw usageError("postmortem simulate requires -o <folder>, got none.");
  const { simulateIncident } = await import("./simulation/simulate-incident.js");
  const folders = await simulateIncident(scenario, {
    out: resolve(out), seed: wholeNumber(values, "seed", 1), scale: positive(values, "scale", 1), mess: values["mess"] === true, onProgress: progress,
  });
  endProgress();
  for (const folder of folders) print(folder);
}

async function initCommand(_values: Values, positionals: readonly string[]): Promise<void> {
  const folder = only(positionals, "folder");
  const [{ initIncident }, { createInterface }] = await Promise.all([import("./sources/init-incident.js"), import("node:readline/promises")]);
  const terminal = process.stdin.isTTY === true && process.stdout.isTTY === true;
  if (!terminal) return print(await initIncident(folder, { terminal }));
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  try {
    print(await initIncident(folder, { terminal, ask: (question) => lines.question(`${question} `) }));
  } finally {
    lines.close();
  }
}

async function labCommand(values: Values): Promise<void> {
  const { openLab, setupLab } = await import("./notebook/lab.js");
  if (values["setup"] === true) return void setupLab({ print });
  await openLab({ print });
}

async function doctorCommand(): Promise<void> {
  const { environmentReport } = await import("./notebook/environment-report.js");
  print(await environmentReport());
}

async function demoCommand(): Promise<void> {
  const { demo } = await import("./report/demo.js");
  await demo({ print, onProgress: progress });
}

const analysisOptions: Options = { engine: { type: "string" }, step: { type: "string" }, seed: { type: "string" } };
const output: Options = { output: { type: "string", short: "o" } };

const COMMANDS: Readonly<Record<string, Command>> = {
  analyze: {
    usage: "analyze <folder> [--json <file or ->] [--engine name] [--step 1m] [--seed n] [--follow] [--dry-run]",
    does: "files to findings", options: { ...analysisOptions, json: { type: "string" }, follow: { type: "boolean" }, "dry-run": { type: "boolean" } }, run: analyzeCommand,
  },
  report: {
    usage: "report <folder> [-o file.html] [--no-redact]", does: "the one-file HTML report",
    options: { ...analysisOptions, ...output, "no-redact": { type: "boolean" } }, run: reportCommand,
  },
  letter: {
    usage: "letter <folder> [-o file.md] [--no-redact]", does: "the questions for the vendor as a letter in Markdown",
    options: { ...analysisOptions, ...output, "no-redact": { type: "boolean" } }, run: letterCommand,
  },
  run: {
    usage: "run <notebook…> [--incident folder] [-p name=value] [-o out.ipynb or out.html] [--no-input] [--timeout s]", does: "execute notebooks without Jupyter",
    options: { ...output, incident: { type: "string" }, parameter: { type: "string", short: "p", multiple: true }, "no-input": { type: "boolean" }, timeout: { type: "string" } },
    run: runCommand,
  },
  statement: {
    usage: "statement <file> [<later version>] [--zone Z] [--json] [--yaml]", does: "a published report to timeline, claims, inconsistencies",
    options: { zone: { type: "string" }, json: { type: "boolean" }, yaml: { type: "boolean" } }, run: statementCommand,
  },
  compare: { usage: "compare <folder…>", does: "several incidents side by side", options: {}, run: compareCommand },
  simulate: {
    usage: "simulate <scenario> -o <folder> [--seed n] [--scale n] [--mess]", does: "an incident folder with a known truth beside it",
    options: { ...output, seed: { type: "string" }, scale: { type: "string" }, mess: { type: "boolean" } }, run: simulateCommand,
  },
  init: { usage: "init <folder>", does: "write incident.yaml from what a folder holds", options: {}, run: initCommand },
  lab: { usage: "lab [--setup]", does: "open the notebooks in JupyterLab; --setup only makes its environment", options: { setup: { type: "boolean" } }, run: labCommand },
  doctor: { usage: "doctor", does: "what is installed, what is missing, how to get it", options: {}, run: doctorCommand },
  demo: { usage: "demo", does: "the bundled incident from files to reports", options: {}, run: demoCommand },
};

function help(): string {
  const lines = Object.values(COMMANDS).map(({ usage, does }) => `  postmortem ${usage}\n      ${does}`);
  return ["What happened, how bad it was, what helped, and whether the vendor's account holds.", "", ...lines, "", "--debug adds the stack trace to an error. Exit codes: 0 done, 1 a bug of ours, 2 usage, 3 input, 4 engine or environment, 130 interrupted."].join("\n");
}

async function main(args: readonly string[]): Promise<void> {
  const [name, ...rest] = args;
  if (name === undefined || name === "--help" || name === "-h" || name === "help") return print(help());
  if (name === "--version") {
    const { version } = await import("./analysis/version.js");
    return print(version());
  }
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!command) throw usageError(`postmortem requires a command (${Object.keys(COMMANDS).join(", ")}), got "${name}".`);
  const { values, positionals } = parseArgs({
    args: rest, allowPositionals: true, options: { ...command.options, debug: { type: "boolean" }, help: { type: "boolean", short: "h" } },
  });
  if (values["help"] === true) return print(`postmortem ${command.usage}\n${command.does}`);
  await command.run(values as Values, positionals);
}

/** One sentence on standard error, and the exit code that goes with it. */
function fail(raised: unknown): void {
  const error = systemFailure(raised);
  endProgress();
  const debug = process.argv.includes("--debug");
  const known = error instanceof PostmortemError;
  const badArguments = error instanceof TypeError && String((error as { code?: string }).code ?? "").startsWith("ERR_PARSE_ARGS");
  const message = error instanceof Error ? error.message : String(error);
  const sentence = known ? message : badArguments ? `${message}; see postmortem --help.` : `A bug of ours: ${message}. Run again with --debug and report what it prints.`;
  process.stderr.write(`${debug && error instanceof Error ? (error.stack ?? sentence) : sentence}\n`);
  process.exitCode = known ? error.exitCode : badArguments ? 2 : 1;
}

process.on("SIGINT", () => process.exit(130));
process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 1));
main(process.argv.slice(2)).catch(fail);
