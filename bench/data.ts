// Rows to per-minute attempts, failures and latencies: ours beside bare DuckDB and what else reads such files, interleaved, each in a process of its own.
//   npm run bench:data -- [--rows 10000000] [--rounds 5] [--peer-rounds 1] [--linear] [--keep]
import { spawnSync } from "node:child_process";
import { rmSync, statSync } from "node:fs";
import { cpus, loadavg, totalmem } from "node:os";
import { createRequire } from "node:module";
import { BASE, CONTENDERS, PEERS } from "./data/contenders.js";
import type { Contender } from "./data/contenders.js";
import { FOLDER, makeFiles, pathsOf } from "./data/files.js";
import { PYTHON_PEERS, pythonPeers } from "./data/python.js";

function option(name: string, otherwise: number): number {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : Number(process.argv[at + 1]);
}

interface Run {
  readonly wall: number;
  readonly cpu: number;
  readonly memory: number;
  readonly rows: number;
}

function measured(name: string, command: string, args: readonly string[]): Run {
  const begun = performance.now();
  const child = spawnSync(command, args, { encoding: "utf8" });
  const wall = (performance.now() - begun) / 1000;
  if (child.status !== 0) throw new Error(`${name}: ${child.stderr}`);
  return { ...(JSON.parse(child.stdout.trim().split("\n").at(-1) as string) as Omit<Run, "wall">), wall };
}

function own(name: string, rows: number): Run {
  return measured(name, process.execPath, [
    ...process.execArgv,
    process.argv[1] as string,
    "--contender",
    name,
    "--rows",
    String(rows),
  ]);
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] as number;

/** In a child: one contender, once. */
async function contender(name: string, rows: number): Promise<void> {
  const counted = await ({ ...CONTENDERS, ...PEERS }[name] as Contender)(pathsOf(rows));
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  console.log(JSON.stringify({ rows: counted, cpu: (userCPUTime + systemCPUTime) / 1e6, memory: maxRSS / 1024 }));
}

type Medians = ReadonlyMap<string, Run & { readonly rounds: number }>;

function mediansOf(runs: ReadonlyMap<string, readonly Run[]>): Medians {
  const of = (all: readonly Run[], key: keyof Run): number => median(all.map((run) => run[key]));
  return new Map(
    [...runs].map(([name, all]) => [
      name,
      {
        wall: of(all, "wall"),
        cpu: of(all, "cpu"),
        memory: of(all, "memory"),
        rows: of(all, "rows"),
        rounds: all.length,
      },
    ]),
  );
}

function interleaved(rows: number): Medians {
  const paths = pathsOf(rows);
  const python = pythonPeers();
  if (typeof python === "string") console.log(`pandas and polars are left out: ${python}.\n`);
  const runs = new Map<string, Run[]>();
  const add = (name: string, run: Run): void => {
    if (run.rows !== rows) throw new Error(`${name} counted ${run.rows} of ${rows}`);
    runs.set(name, [...(runs.get(name) ?? []), run]);
  };
  const rounds = option("rounds", 5);
  for (let round = 0; round < rounds; round += 1) {
    for (const name of Object.keys(CONTENDERS)) add(name, own(name, rows));
    if (round >= option("peer-rounds", 1)) continue;
    for (const name of Object.keys(PEERS)) add(name, own(name, rows));
    if (typeof python !== "string")
      for (const [name, args] of Object.entries(PYTHON_PEERS))
        add(name, measured(name, python.python, ["bench/data/peers.py", ...args(paths)]));
  }
  return mediansOf(runs);
}

/** The bar: a ratio of medians and its limit. */
function bar(medians: Medians): void {
  const wall = (name: string): number => medians.get(name)?.wall ?? Number.NaN;
  const lines: readonly (readonly [what: string, value: number, most: boolean, limit: number])[] = [
    ["balance off ÷ bare DuckDB", wall("ours, CSV, balance off") / wall(BASE), true, 1.1],
    ["balance on ÷ bare DuckDB", wall("ours, CSV, balance on") / wall(BASE), true, 1.2],
    ["idiomatic pandas ÷ balance on", wall("pandas, as usually written") / wall("ours, CSV, balance on"), false, 15],
    [
      "tuned pandas ÷ balance on",
      wall("pandas, tuned (pyarrow, three columns)") / wall("ours, CSV, balance on"),
      false,
      6,
    ],
    [
      "csv-parse ÷ balance on",
      wall("csv-parse, attempts and failures a minute") / wall("ours, CSV, balance on"),
      false,
      12,
    ],
    [
      "openData: Parquet ÷ CSV",
      wall("ours, openData on Parquet") / wall("ours, openData, clusters and latencies too"),
      true,
      0.5,
    ],
    ["memory of balance on, MB", medians.get("ours, CSV, balance on")?.memory ?? Number.NaN, true, 400],
  ];
  console.log("\n| bar | measured | aim | |\n|---|---|---|---|");
  for (const [what, value, most, limit] of lines) {
    const met = Number.isNaN(value) ? "not measured" : (most ? value <= limit : value >= limit) ? "met" : "short";
    console.log(`| ${what} | ${value.toFixed(2)} | ${most ? "≤" : "≥"} ${limit} | ${met} |`);
  }
}

/** Cost a row at growing sizes. */
async function linear(): Promise<void> {
  console.log("\n| rows | openData, counts only: wall s | CPU µs a row | memory MB |\n|---|---|---|---|");
  for (const rows of [1e6, 3e6, 1e7, 3e7, 1e8].filter((size) => size <= option("largest", 1e7))) {
    await makeFiles(rows, ["csv"]);
    const { wall, cpu, memory } = own("ours, openData, counts only (hash, table)", rows);
    console.log(
      `| ${rows.toLocaleString("en")} | ${wall.toFixed(1)} | ${((1e6 * cpu) / rows).toFixed(2)} | ${memory.toFixed(0)} |`,
    );
  }
}

async function main(): Promise<void> {
  const rows = option("rows", 10_000_000);
  const single = process.argv.indexOf("--contender");
  if (single >= 0) return contender(process.argv[single + 1] as string, rows);
  const { csv } = await makeFiles(rows);
  const duckdb = (createRequire(import.meta.url)("@duckdb/node-api/package.json") as { version: string }).version;
  const load = loadavg()[0] as number;
  console.log(
    `${rows.toLocaleString("en")} rows, ${(statSync(csv).size / 1e9).toFixed(2)} GB of CSV; interleaved, medians; Node ${process.version}, DuckDB ${duckdb}, ${cpus().length} × ${cpus()[0]?.model}, ${(totalmem() / 2 ** 30).toFixed(0)} GB; load average at the start ${load.toFixed(1)}`,
  );
  const medians = interleaved(rows);
  const base = medians.get(BASE) as Run;
  console.log("\n| path | rounds | wall s | wall × | CPU s | CPU × | memory MB |\n|---|---|---|---|---|---|---|");
  for (const [name, { wall, cpu, memory, rounds }] of medians) {
    console.log(
      `| ${name} | ${rounds} | ${wall.toFixed(2)} | ${(wall / base.wall).toFixed(2)} | ${cpu.toFixed(2)} | ${(cpu / base.cpu).toFixed(2)} | ${memory.toFixed(0)} |`,
    );
  }
  bar(medians);
  if (process.argv.includes("--linear")) await linear();
  if (!process.argv.includes("--keep")) rmSync(FOLDER, { recursive: true, force: true });
}

await main();
