import { parseArgs } from "node:util";
import {
  COMMANDS,
  type CommandName,
  commandHelp,
  commandNamed,
  nearestName,
  parserOptions,
  programHelp,
} from "./options.js";
import { cancelRunning } from "../engine/interrupts.js";
import { PostmortemError } from "../errors/errors.js";
import { systemFailure } from "../errors/system-failure.js";
import { beQuiet, print, usageError, type Values } from "./arguments.js";
import { endProgress } from "./progress.js";

/** What each command does; its file is imported when it runs. */
const RUNS: Readonly<
  Record<CommandName, () => Promise<(values: Values, positionals: readonly string[]) => Promise<void>>>
> = {
  analyze: async () => (await import("./commands/analyze.js")).analyzeCommand,
  report: async () => (await import("./commands/report.js")).reportCommand,
  summary: async () => (await import("./commands/summary.js")).summaryCommand,
  chart: async () => (await import("./commands/chart.js")).chartCommand,
  letter: async () => (await import("./commands/letter.js")).letterCommand,
  run: async () => (await import("./commands/run.js")).runCommand,
  check: async () => (await import("./commands/check.js")).checkCommand,
  statement: async () => (await import("./commands/statement.js")).statementCommand,
  compare: async () => (await import("./commands/compare.js")).compareCommand,
  simulate: async () => (await import("./commands/simulate.js")).simulateCommand,
  init: async () => (await import("./commands/init.js")).initCommand,
  lab: async () => (await import("./commands/lab.js")).labCommand,
  doctor: async () => (await import("./commands/doctor.js")).doctorCommand,
  demo: async () => (await import("./commands/demo.js")).demoCommand,
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
    const { version } = await import("../analysis/version.js");
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
  if (values["quiet"] === true) beQuiet();
  if (values["insecure"] === true) process.env["POSTMORTEM_INSECURE"] = "1";
  await (await RUNS[command]())(values, positionals);
}

/** One sentence on standard error, and the exit code that goes with it. */
function fail(raised: unknown): void {
  const error = systemFailure(raised);
  endProgress();
  const debug = process.argv.includes("--debug");
  const known = error instanceof PostmortemError;
  const message = error instanceof Error ? error.message : String(error);
  const sentence = known
    ? message
    : `A bug in postmortem-lab: ${message}. Run again with --debug and report the output.`;
  process.stderr.write(`${debug && error instanceof Error ? (error.stack ?? sentence) : sentence}\n`);
  process.exitCode = known ? error.exitCode : 1;
}

/** A reader that has seen enough closes the pipe, which is no failure; an output that is full is one of the machine. */
function outputFailed(error: NodeJS.ErrnoException): void {
  if (error.code === "EPIPE") process.exit(0);
  endProgress();
  process.stderr.write(
    `standard output could not be written (${error.message}); free space there or name another file\n`,
  );
  process.exit(4);
}

// Exiting runs what removes temporary folders; a default end by a signal would not.
for (const [signal, code] of [
  ["SIGINT", 130],
  ["SIGTERM", 143],
  ["SIGHUP", 129],
] as const)
  process.on(signal, () => void cancelRunning().finally(() => process.exit(code)));
process.stdout.on("error", outputFailed);
process.stderr.on("error", () => process.exit(process.exitCode ?? 4));
main(process.argv.slice(2)).catch(fail);
