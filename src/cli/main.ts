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
import { PostmortemError } from "../errors/errors.js";
import { systemFailure } from "../errors/system-failure.js";
import { print, usageError, type Values } from "./arguments.js";
import { endProgress } from "./progress.js";

/** What each command does; its file is imported when it runs. */
const RUNS: Readonly<
  Record<CommandName, () => Promise<(values: Values, positionals: readonly string[]) => Promise<void>>>
> = {
  analyze: async () => (await import("./commands/analyze.js")).analyzeCommand,
  report: async () => (await import("./commands/report.js")).reportCommand,
  letter: async () => (await import("./commands/letter.js")).letterCommand,
  run: async () => (await import("./commands/run.js")).runCommand,
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
  await (await RUNS[command]())(values, positionals);
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
