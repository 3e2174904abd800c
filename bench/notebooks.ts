// The runner against `nbconvert --execute` on the same notebook, kernel and machine, interleaved. Needs the lab: npm run lab.
import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { labPlace } from "../src/notebook/lab.js";
import { notebookCopy } from "../test/notebook/lab-driver.js";

const ROUNDS = Number(process.env.ROUNDS ?? 5);
const NAME = process.argv.slice(2).find((each) => !each.startsWith("-")) ?? "05-any-statement.ipynb";

interface Timing {
  readonly wall: number;
  readonly processor: number;
}

/** Wall and processor seconds of a command and its children, as the shell counts them. */
function timed(command: readonly string[], folder: string): Timing {
  const { status, stderr } = spawnSync(
    "bash",
    ["-c", 'TIMEFORMAT="%R %U %S"; time "$@" > /dev/null 2>&1', "bash", ...command],
    { cwd: folder, encoding: "utf8" },
  );
  if (status !== 0) throw new Error(`${command.join(" ")} ended with exit code ${status}`);
  const [wall = 0, user = 0, system = 0] = stderr.trim().split(/\s+/).map(Number);
  return { wall, processor: user + system };
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] as number;

function main(): void {
  const root = notebookCopy();
  const folder = join(root, "notebooks");
  const { jupyter } = labPlace(resolve("."));
  const contestants: readonly (readonly [string, readonly string[]])[] = [
    ["postmortem run", [process.execPath, resolve("dist/cli.js"), "run", NAME, "-o", join(root, "ours.ipynb")]],
    [
      "nbconvert --execute",
      [jupyter, "nbconvert", "--to", "notebook", "--execute", NAME, "--output", join(root, "theirs.ipynb")],
    ],
  ];
  const timings = new Map(contestants.map(([name]) => [name, [] as Timing[]]));
  try {
    for (let round = 0; round < ROUNDS; round++)
      for (const [name, command] of contestants) timings.get(name)?.push(timed(command, folder));
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
  for (const [name, rounds] of timings) {
    const all = rounds.map(({ wall }) => wall.toFixed(2)).join(" ");
    console.log(
      `${name.padEnd(20)} wall ${median(rounds.map(({ wall }) => wall)).toFixed(2)} s (${all}), processor ${median(rounds.map(({ processor }) => processor)).toFixed(2)} s`,
    );
  }
  const [ours = [], theirs = []] = [...timings.values()];
  const ratio = (pick: (timing: Timing) => number): string =>
    (median(ours.map(pick)) / median(theirs.map(pick))).toFixed(2);
  console.log(
    `${NAME}, ${ROUNDS} rounds interleaved: ours ÷ theirs ${ratio(({ wall }) => wall)} wall, ${ratio(({ processor }) => processor)} processor`,
  );
}

main();
