import type { ParseArgsConfig } from "node:util";

/** One option of a command, as it is parsed and as its help says it. */
interface OptionHelp {
  readonly does: string;
  /** What its value is called; unset for a switch. */
  readonly value?: string;
  readonly short?: string;
  /** May be given several times. */
  readonly multiple?: boolean;
  readonly default?: string;
}

/** One command: how it is written, what it does, what it takes. */
export interface CommandHelp {
  readonly usage: string;
  readonly does: string;
  readonly options: Readonly<Record<string, OptionHelp>>;
  /** Lines under a heading of their own: the values that an argument has. */
  readonly values?: readonly [heading: string, lines: readonly (readonly [name: string, does: string])[]];
  readonly examples: readonly string[];
  /** What its exit codes mean beyond the common ones. */
  readonly exits?: string;
}

const COMMON: Readonly<Record<string, OptionHelp>> = {
  quiet: { does: "print only errors" },
  debug: { does: "print the stack trace of an error" },
  help: { short: "h", does: "print this text" },
};

const analysis: CommandHelp["options"] = {
  engine: {
    value: "name",
    does: "where the rows are: duckdb (files, read here), clickhouse or trino (tables named in incident.yaml)",
    default: "what incident.yaml says",
  },
  step: {
    value: "duration",
    does: "length of the time bins, such as 30s, 1m, 1h or 1d",
    default: "1m, or the span that a row covers",
  },
  seed: { value: "n", does: "seed for random numbers; the same seed gives the same findings", default: "1" },
  insecure: { does: "allow sending a server's password over plain http to another machine", default: "refused" },
};
const redaction: CommandHelp["options"] = {
  "no-redact": { does: "show personal data and identifiers as they are", default: "replaced" },
};
const zone: CommandHelp["options"] = {
  date: {
    value: "year",
    does: "the year of dates without one, or a date near them: 2026 or 2026-11-12",
    default: "none; such dates are not resolved",
  },
  zone: {
    value: "Z",
    does: "zone of times without one: UTC, +01:00 or a name such as Europe/London",
    default: "none; such times are not resolved",
  },
};
const INCIDENT_EXITS =
  "2 wrong option, or incident.yaml or a file or column it names; 3 damaged data, too many rejected rows, or an unknown time zone; 4 engine or environment";

/** Every command of the program, in the order of its help. */
export const COMMANDS = {
  analyze: {
    usage:
      "analyze <folder> [--json <file or ->] [--engine name] [--step 1m] [--seed n] [--no-redact] [--follow] [--dry-run]",
    does: "analyse an incident folder: files to findings",
    options: {
      json: {
        value: "file",
        does: "where to write the findings; - for standard output, with nothing else on it",
        default: "<folder>/analysis.json",
      },
      ...analysis,
      ...redaction,
      details: { does: "print all findings on the terminal" },
      follow: { does: "keep reading while the files grow and print the findings after new rows; Ctrl-C ends it" },
      "dry-run": { does: "print the SQL for the server and how many rows it would read, without running it" },
    },
    examples: ["postmortem analyze my-incident", "postmortem analyze my-incident --step 5m --json - | jq .window"],
    exits: `0 done, finding no outage included; ${INCIDENT_EXITS}`,
  },
  report: {
    usage: "report <folder> [-o file.html] [--full] [--no-redact] [--engine name] [--step 1m] [--seed n]",
    does: "write the HTML report as one file",
    options: {
      output: { short: "o", value: "file", does: "the file to write", default: "<folder>/report.html" },
      full: { does: "make a page whose print has all details", default: "the print is a brief" },
      ...redaction,
      ...analysis,
    },
    examples: ["postmortem report my-incident -o report.html"],
    exits: INCIDENT_EXITS,
  },
  summary: {
    usage: "summary <folder> [-o dir] [--no-redact] [--engine name] [--step 1m] [--seed n]",
    does: "write twelve lines of Markdown for a chat or a ticket, with two charts as PNG",
    options: {
      output: {
        short: "o",
        value: "dir",
        does: "the folder for summary.md and its pictures",
        default: "<folder>/summary",
      },
      ...redaction,
      ...analysis,
    },
    examples: ["postmortem summary my-incident -o share"],
    exits: INCIDENT_EXITS,
  },
  chart: {
    usage: "chart <folder> <name> -o <x.svg or x.png> [--no-redact] [--engine name] [--step 1m] [--seed n]",
    does: "write one chart as a picture",
    options: {
      output: { short: "o", value: "file", does: "the file to write, .svg or .png (required)" },
      ...redaction,
      ...analysis,
    },
    examples: ["postmortem chart my-incident outage-window -o outage.svg"],
    exits: INCIDENT_EXITS,
  },
  letter: {
    usage: "letter <folder> [-o file.md or -] [--no-redact] [--engine name] [--step 1m] [--seed n]",
    does: "write the questions for the vendor as a letter in Markdown",
    options: {
      output: { short: "o", value: "file", does: "the file to write", default: "standard output" },
      ...redaction,
      ...analysis,
    },
    examples: ["postmortem letter my-incident -o letter.md"],
    exits: INCIDENT_EXITS,
  },
  run: {
    usage:
      "run <notebook…> [--incident folder] [-p name=value] [-o out.ipynb or out.html] [--no-input] [--keep-failed] [--no-redact] [--timeout s]",
    does: "run notebooks without Jupyter",
    options: {
      incident: {
        value: "folder",
        does: "the incident folder for the notebooks",
        default: "the one named in their first cell",
      },
      parameter: {
        short: "p",
        value: "name=value",
        multiple: true,
        does: "a parameter of params() in the first cell; repeat for more",
      },
      output: {
        short: "o",
        value: "file",
        does: ".ipynb or .md of one notebook, .html of all, or an existing folder for one .ipynb each",
        default: "nothing is written",
      },
      "no-input": { does: "leave the code out of the pages" },
      "keep-failed": {
        does: "write the page although a notebook did not finish, marked as unfinished",
        default: "no page then; an .ipynb keeps what ran",
      },
      ...redaction,
      timeout: { value: "seconds", does: "time limit for each cell", default: "600" },
    },
    examples: [
      "postmortem run notebooks/*.ipynb --incident my-incident -o out.html",
      "postmortem run mine.ipynb -p threshold=0.05 -o mine-executed.ipynb",
    ],
    exits:
      "2 wrong option, missing notebook or unknown parameter; 3 a cell failed or ran out of time; 4 the kernel is missing",
  },
  check: {
    usage: "check <text> <folder> [--json] [--sarif] [--zone Z] [--engine name] [--step 1m]",
    does: "check a written report against the data, assertion by assertion",
    options: {
      json: {
        does: "print the assertions as JSON, with the number of sentences not read",
        default: "one line per assertion",
      },
      sarif: { does: "print the assertions as SARIF, for code hosts" },
      zone: {
        value: "Z",
        does: "zone of times in the text without one",
        default: "the zone of incident.yaml",
      },
      engine: analysis["engine"] as OptionHelp,
      step: analysis["step"] as OptionHelp,
    },
    examples: ["postmortem check report.md my-incident", "postmortem check draft.md my-incident --sarif > check.sarif"],
    exits: `0 nothing contradicted; 5 something is; ${INCIDENT_EXITS}`,
  },
  statement: {
    usage: "statement <file> [<later version>] [--zone Z] [--date year] [--json] [--yaml]",
    does: "read a published report: timeline, claims, inconsistencies; with two versions, what changed",
    options: {
      ...zone,
      json: { does: "print the reading as JSON", default: "text for people" },
      yaml: {
        does: "print the reading as YAML, to correct and keep beside the statement (statement.md → statement.yaml)",
      },
    },
    examples: ["postmortem statement statement.md --zone Europe/Berlin", "postmortem statement first.md final.md"],
    exits: "2 wrong option or missing file",
  },
  compare: {
    usage: "compare <folder…> [-o x.html]",
    does: "compare incidents side by side; two views of one incident count as one",
    options: {
      output: {
        short: "o",
        value: "file",
        does: "the page to write, with small charts of each incident",
        default: "text on the terminal",
      },
      ...redaction,
    },
    examples: ["postmortem compare january march june"],
    exits: INCIDENT_EXITS,
  },
  simulate: {
    usage: "simulate <scenario> -o <folder> [--seed n] [--scale n] [--mess]",
    does: "make an incident folder with a known truth (truth.json)",
    options: {
      output: { short: "o", value: "folder", does: "the folder to make (required)" },
      seed: { value: "n", does: "the same scenario, seed and scale give the same records", default: "1" },
      scale: { value: "n", does: "multiple of the traffic; 0.1 is a tenth", default: "1" },
      mess: {
        does: "damage the data as real exports are: duplicate, unordered and torn rows, missing minutes, a fast clock, other offsets, lost alerts",
      },
    },
    values: [
      "Scenarios",
      [
        ["twilio-13002", "the bundled incident; writes <folder> (the carrier) and <folder>-customer (one account)"],
        ["none", "ordinary traffic and a statement that claims an outage"],
        ["forty-twenty", "40 % of steps fail, 20 % of calls drop"],
        ["partial", "added capacity helps only in part"],
        ["two", "two outages on one day"],
        ["ramp-20", "failures that grow over twenty minutes"],
        ["no-effect", "capacity that never took traffic"],
        ["self-recovery", "it ends by itself, regardless of the fix"],
      ],
    ],
    examples: ["postmortem simulate ramp-20 -o practice --scale 0.2", "postmortem simulate partial -o practice --mess"],
    exits: "2 wrong option or unknown scenario; 4 the folder cannot be written",
  },
  init: {
    usage: "init <folder> [--answer setting=value …] [--json]",
    does: "list every file of a folder and draft incident.yaml from them, asking what they leave open",
    options: {
      json: { does: "print files, questions and the proposed incident.yaml as JSON" },
      answer: {
        value: "setting=value",
        multiple: true,
        does: "answer a question in advance, such as sources.calls.time.zone=UTC; a suffix such as time.zone=UTC answers all that match. Repeat for more",
      },
    },
    examples: [
      "postmortem init my-incident",
      "postmortem init my-incident --answer time.zone=Europe/Berlin --answer orders.failed=status:abandoned,expired",
    ],
    exits:
      "2 wrong option, impossible answer, or the folder already has an incident.yaml; 3 no file can be used, or questions are open: they are listed, and incident.yaml.draft is written",
  },
  lab: {
    usage: "lab [--setup]",
    does: "open the notebooks in JupyterLab (needs Python)",
    options: { setup: { does: "only install its environment" } },
    examples: ["postmortem lab"],
    exits: "4 Python or the kernel is missing",
  },
  doctor: {
    usage: "doctor",
    does: "show what is installed, what is missing, and how to get it",
    options: {},
    examples: ["postmortem doctor"],
  },
  demo: {
    usage: "demo",
    does: "analyse the bundled incident and write its reports",
    options: {},
    examples: ["postmortem demo"],
    exits: "2 outside a clone; 4 a notebook did not finish",
  },
} as const satisfies Readonly<Record<string, CommandHelp>>;

/** A command's name. */
export type CommandName = keyof typeof COMMANDS;

/** The command of a name. */
export function commandNamed(name: string): CommandName | undefined {
  return Object.hasOwn(COMMANDS, name) ? (name as CommandName) : undefined;
}

/** What a command takes, for the parser of arguments. */
export function parserOptions(name: CommandName): NonNullable<ParseArgsConfig["options"]> {
  const options: Readonly<Record<string, OptionHelp>> = { ...COMMANDS[name].options, ...COMMON };
  return Object.fromEntries(
    Object.entries(options).map(([key, { value, short, multiple }]) => [
      key,
      {
        type: value === undefined ? ("boolean" as const) : ("string" as const),
        ...(short && { short }),
        ...(multiple && { multiple }),
      },
    ]),
  );
}

/** Columns of names and what they mean, wrapped to a terminal's width. */
function aligned(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.min(30, Math.max(...rows.map(([name]) => name.length))) + 2;
  return rows.flatMap(([name, does]) => {
    const lines: string[] = [];
    for (const word of does.split(" ")) {
      const last = lines.at(-1);
      if (last === undefined || last.length + word.length + 1 > 96 - width) lines.push(word);
      else lines[lines.length - 1] = `${last} ${word}`;
    }
    return lines.map((line, index) => `  ${(index === 0 ? name : "").padEnd(width)}${line}`);
  });
}

/** The help of one command: its options with their defaults, values, examples, exit codes. */
export function commandHelp(name: CommandName): string {
  const command: CommandHelp = COMMANDS[name];
  const options: Readonly<Record<string, OptionHelp>> = { ...command.options, ...COMMON };
  const rows = Object.entries(options).map(
    ([key, { short, value, does, default: fallback }]): readonly [string, string] => [
      `${short ? `-${short}, ` : "    "}--${key}${value === undefined ? "" : ` <${value}>`}`,
      `${does}${fallback === undefined ? "" : ` (default: ${fallback})`}`,
    ],
  );
  return [
    `postmortem ${command.usage}`,
    "",
    `${command.does[0]?.toUpperCase()}${command.does.slice(1)}.`,
    ...(command.values ? ["", `${command.values[0]}:`, ...aligned(command.values[1])] : []),
    "",
    "Options:",
    ...aligned(rows),
    "",
    `Example${command.examples.length > 1 ? "s" : ""}:`,
    ...command.examples.map((line) => `  ${line}`),
    "",
    "Exit codes:",
    ...aligned([
      [
        "",
        `${/^0/.test(command.exits ?? "") ? "" : "0 done; "}${command.exits ?? "2 wrong option"}; 1 a bug in postmortem-lab; 130 interrupted`,
      ],
    ]).map((line) => line.replace(/^ {4}/, "  ")),
  ].join("\n");
}

/** The help of the whole program. */
export function programHelp(): string {
  const lines = Object.values(COMMANDS).map(({ usage, does }) => `  postmortem ${usage}\n      ${does}`);
  return [
    "What happened, how bad it was, what helped, and whether the vendor's statement is true.",
    "",
    ...lines,
    "",
    "postmortem <command> --help explains a command, with its options and an example.",
    "--debug adds the stack trace to an error. Exit codes: 0 done, 1 a bug in postmortem-lab, 2 usage, 3 input, 4 engine or environment, 130 interrupted.",
  ].join("\n");
}

/** Edits between two words: letters added, left out, replaced, or two neighbours exchanged. */
function edits(one: string, two: string): number {
  const rows = Array.from({ length: one.length + 1 }, (_row, i) =>
    Array.from({ length: two.length + 1 }, (_cell, j) => (i === 0 ? j : j === 0 ? i : 0)),
  );
  const at = (i: number, j: number): number => rows[i]?.[j] ?? Number.POSITIVE_INFINITY;
  for (let i = 1; i <= one.length; i += 1) {
    for (let j = 1; j <= two.length; j += 1) {
      const same = one[i - 1] === two[j - 1] ? 0 : 1;
      const swapped =
        one[i - 1] === two[j - 2] && one[i - 2] === two[j - 1] ? at(i - 2, j - 2) + 1 : Number.POSITIVE_INFINITY;
      (rows[i] as number[])[j] = Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + same, swapped);
    }
  }
  return at(one.length, two.length);
}

/** The name that was probably meant; `undefined` when none is near. */
export function nearestName(given: string, names: readonly string[]): string | undefined {
  const [best] = names.map((name) => ({ name, far: edits(given.toLowerCase(), name) })).sort((a, b) => a.far - b.far);
  return best && best.far <= Math.max(1, Math.floor(Math.max(given.length, best.name.length) / 3))
    ? best.name
    : undefined;
}
