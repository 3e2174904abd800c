#!/usr/bin/env node
import { existsSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import {
  COMMANDS,
  type CommandName,
  commandHelp,
  commandNamed,
  nearestName,
  parserOptions,
  programHelp,
} from "./cli-commands.js";
import { PostmortemError } from "./incident/errors.js";
import { systemFailure } from "./incident/system-failure.js";
import { requireFilePlace } from "./incident/write-whole.js";

type Values = Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>;

const text = (values: Values, name: string): string | undefined =>
  typeof values[name] === "string" ? values[name] : undefined;
const print = (line: string): void => void process.stdout.write(`${line}\n`);

function usageError(message: string): PostmortemError {
  return new PostmortemError("usage", message);
}

function only(positionals: readonly string[], what: string): string {
  const [first, second] = positionals;
  if (first === undefined) throw usageError(`This command requires ${what}, got none; see postmortem --help.`);
  if (second !== undefined)
    throw usageError(`This command requires one ${what}, got ${positionals.length}; quote names that hold spaces.`);
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
  if (seconds < 1 || seconds > 86_400)
    throw usageError(`--step requires a duration such as 30s, 1m or 1h, got "${given}".`);
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
    engine: text(values, "engine"),
    stepSeconds: stepSeconds(values),
    seed: wholeNumber(values, "seed", 1),
    onProgress: progress,
  });
  endProgress();
  return result;
}

/** Follows growing files until Ctrl-C, which asks for the findings of what is there; a second one interrupts. */
async function followed(folder: string, values: Values) {
  const [{ followAnalysis }, { summaryText }] = await Promise.all([
    import("./analysis/follow-analysis.js"),
    import("./analysis/summary.js"),
  ]);
  const ending = new AbortController();
  process.removeAllListeners("SIGINT");
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => ending.abort());
  return followAnalysis(folder, {
    stepSeconds: stepSeconds(values),
    seed: wholeNumber(values, "seed", 1),
    signal: ending.signal,
    onFindings: (analysis) => {
      if (text(values, "json") !== "-") print(`${summaryText(analysis)}\n`);
    },
  });
}

/** The SQL that a server would be asked, with the rows it would read. */
async function plannedText(folder: string): Promise<string> {
  const [{ openIncident }, { plannedQueries }] = await Promise.all([
    import("./incident/incident-file.js"),
    import("./sources/planned-queries.js"),
  ]);
  const planned = await plannedQueries(await openIncident(folder));
  if (planned.length === 0) return "No source of this incident lives on a server; its files are read here.";
  return planned
    .map(
      ({ source, engine, what, sql, estimatedRows }) =>
        `-- ${source} on ${engine}: ${what}, about ${estimatedRows ?? "an unknown number of"} rows\n${sql}`,
    )
    .join("\n\n");
}

async function analyzeCommand(values: Values, positionals: readonly string[]): Promise<void> {
  const folder = only(positionals, "incident folder");
  const [{ summaryText }, { writeAnalysis, analysisJson }] = await Promise.all([
    import("./analysis/summary.js"),
    import("./analysis/write-analysis.js"),
  ]);
  if (values["dry-run"] === true) return print(await plannedText(folder));
  const target = text(values, "json") ?? join(folder, "analysis.json");
  if (target !== "-") requireFilePlace(target, "analysis.json");
  const { analysis, rejects } =
    values["follow"] === true ? await followed(folder, values) : await analysisOf(folder, values);
  writeAnalysis(target === "-" ? null : target, folder, analysis, rejects);
  if (target === "-") return void process.stdout.write(analysisJson(analysis));
  print(summaryText(analysis));
  print(`\nFindings: ${target}`);
}

async function reportCommand(values: Values, positionals: readonly string[]): Promise<void> {
  const folder = only(positionals, "incident folder");
  const file = text(values, "output") ?? join(folder, "report.html");
  requireFilePlace(file, "report.html");
  const { writeReport } = await import("./report/write-report.js");
  const { analysis } = await analysisOf(folder, values);
  await writeReport(file, analysis, { redact: values["no-redact"] !== true });
  print(`Report: ${file}`);
}

async function letterCommand(values: Values, positionals: readonly string[]): Promise<void> {
  const folder = only(positionals, "incident folder");
  const file = text(values, "output");
  if (file !== undefined) requireFilePlace(file, "letter.md");
  const [{ vendorLetter }, { redactAnalysis }, { writeWhole }] = await Promise.all([
    import("./analysis/vendor-letter.js"),
    import("./report/redact-analysis.js"),
    import("./incident/write-whole.js"),
  ]);
  const { randomBytes } = await import("node:crypto");
  const { analysis } = await analysisOf(folder, values);
  const letter = vendorLetter(
    values["no-redact"] === true ? analysis : redactAnalysis(analysis, randomBytes(16).toString("hex")),
  );
  if (file === undefined) return void process.stdout.write(letter);
  writeWhole(resolve(file), letter);
  print(`Letter: ${file}`);
}

function parameters(values: Values, name = "parameter", written = "-p"): Map<string, string> {
  const given = Array.isArray(values[name]) ? values[name] : [];
  return new Map(
    given.map((pair) => {
      const at = String(pair).indexOf("=");
      if (at < 1) throw usageError(`${written} requires name=value, got "${String(pair)}".`);
      return [String(pair).slice(0, at), String(pair).slice(at + 1)];
    }),
  );
}

async function runCommand(values: Values, positionals: readonly string[]): Promise<void> {
  if (positionals.length === 0) throw usageError("postmortem run requires at least one notebook, got none.");
  const { runNotebooks } = await import("./notebook/run-notebooks.js");
  const failed = await runNotebooks(positionals, {
    incident: text(values, "incident"),
    parameters: parameters(values),
    out: text(values, "output"),
    input: values["no-input"] !== true,
    timeoutSeconds: positive(values, "timeout", 600),
    onProgress: progress,
    print,
  });
  endProgress();
  if (failed > 0) process.exitCode = 3;
}

function readText(file: string): string {
  if (!existsSync(file) || statSync(file).isDirectory())
    throw usageError(`A statement file is required, got "${file}", which is not a file; check the path.`);
  return readFileSync(file, "utf8");
}

async function statementCommand(values: Values, positionals: readonly string[]): Promise<void> {
  const [file, later] = positionals;
  if (file === undefined || positionals.length > 2)
    throw usageError(`postmortem statement requires one file, or two versions, got ${positionals.length}.`);
  const room = await import("./statement/index.js");
  const options = { zone: text(values, "zone"), date: text(values, "date") };
  const given = readText(file);
  room.requireWords(given, file);
  const note = room.languageNote(given);
  if (note !== null) process.stderr.write(`${file}: ${note}.\n`);
  const first = room.parseStatement(given, options);
  if (later !== undefined) {
    const changes = room.compareStatements(first, room.parseStatement(readText(later), options));
    return print(values["json"] === true ? JSON.stringify(changes, null, 2) : room.changesText(changes));
  }
  if (values["json"] === true) return print(JSON.stringify(first, null, 2));
  print(values["yaml"] === true ? room.statementToYaml(first) : room.statementText(first));
}

async function compareCommand(_values: Values, positionals: readonly string[]): Promise<void> {
  if (positionals.length < 2)
    throw usageError(`postmortem compare requires two incident folders or more, got ${positionals.length}.`);
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
    out: resolve(out),
    seed: wholeNumber(values, "seed", 1),
    scale: positive(values, "scale", 1),
    mess: values["mess"] === true,
    onProgress: progress,
  });
  endProgress();
  for (const folder of folders) print(folder);
}

async function initCommand(values: Values, positionals: readonly string[]): Promise<void> {
  const folder = only(positionals, "folder");
  const [{ initIncident }, { createInterface }] = await Promise.all([
    import("./sources/init-incident.js"),
    import("node:readline/promises"),
  ]);
  const terminal = process.stdin.isTTY === true && process.stdout.isTTY === true;
  const answers = parameters(values, "answer", "--answer");
  const written = (file: string): void => print(`Wrote ${file}. Check it, then run: postmortem analyze ${folder}`);
  if (!terminal) return written(await initIncident(folder, { terminal, answers }));
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  try {
    written(await initIncident(folder, { terminal, answers, ask: (question) => lines.question(`${question} `) }));
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

/** What each command does; heavy rooms are imported when it runs. */
const RUNS: Readonly<Record<CommandName, (values: Values, positionals: readonly string[]) => Promise<void>>> = {
  analyze: analyzeCommand,
  report: reportCommand,
  letter: letterCommand,
  run: runCommand,
  statement: statementCommand,
  compare: compareCommand,
  simulate: simulateCommand,
  init: initCommand,
  lab: labCommand,
  doctor: doctorCommand,
  demo: demoCommand,
};

/** Arguments of a command; what it does not know is said with the nearest name that it does. */
function parsed(command: CommandName, args: readonly string[]): { values: Values; positionals: readonly string[] } {
  const options = parserOptions(command);
  try {
    return parseArgs({ args, allowPositionals: true, options }) as { values: Values; positionals: string[] };
  } catch (error) {
    const { code, message } = error as Error & { code?: string };
    const given = /'(?:-\w, )?(--?[^' =<]+)/.exec(message)?.[1];
    if (given === undefined || !String(code).startsWith("ERR_PARSE_ARGS")) throw error;
    const see = `see postmortem ${command} --help`;
    if (code !== "ERR_PARSE_ARGS_UNKNOWN_OPTION") {
      const wants = options[given.replace(/^-+/, "")]?.type === "string" ? "a value" : "no value";
      throw usageError(`${given} requires ${wants}, got ${wants === "a value" ? "none" : "one"}; ${see}.`);
    }
    const meant = nearestName(given.replace(/^-+/, ""), Object.keys(options));
    throw usageError(
      `unknown option ${given}${
        meant
          ? `; did you mean --${meant}?`
          : `; postmortem ${command} takes ${Object.keys(options)
              .map((name) => `--${name}`)
              .join(", ")}.`
      }`,
    );
  }
}

async function main(args: readonly string[]): Promise<void> {
  const [name, ...rest] = args;
  if (name === undefined || name === "--help" || name === "-h" || name === "help") return print(programHelp());
  if (name === "--version") {
    const { version } = await import("./analysis/version.js");
    return print(version());
  }
  const command = commandNamed(name);
  if (!command) {
    const meant = nearestName(name, Object.keys(COMMANDS));
    throw usageError(
      `postmortem requires a command (${Object.keys(COMMANDS).join(", ")}), got "${name}"${meant ? `; did you mean ${meant}?` : "."}`,
    );
  }
  const { values, positionals } = parsed(command, rest);
  if (values["help"] === true) return print(commandHelp(command));
  await RUNS[command](values, positionals);
}

/** One sentence on standard error, and the exit code that goes with it. */
function fail(raised: unknown): void {
  const error = systemFailure(raised);
  endProgress();
  const debug = process.argv.includes("--debug");
  const known = error instanceof PostmortemError;
  const message = error instanceof Error ? error.message : String(error);
  const sentence = known ? message : `A bug of ours: ${message}. Run again with --debug and report what it prints.`;
  process.stderr.write(`${debug && error instanceof Error ? (error.stack ?? sentence) : sentence}\n`);
  process.exitCode = known ? error.exitCode : 1;
}

process.on("SIGINT", () => process.exit(130));
process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 1));
main(process.argv.slice(2)).catch(fail);
