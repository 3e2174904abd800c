// The exact search for changes of level beside the same search in Python's `ruptures`, on the same numbers, in one run.
// node bench/run.mjs beside-ruptures -- --most=60     (seconds of processor time after which a search of the other side is stopped)
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { gaussianSearch } from "../src/stats/change-points/gaussian.js";
import { seededRandom } from "../src/stats/random/random.js";

const VERSION = "1.1.10";
const ENVIRONMENT = resolve(".cache/bench/ruptures");
const CASES = [
  [10_000, 100],
  [10_000, 500],
  [100_000, 100],
  [100_000, 500],
] as const;
/** Searches of ours before the ones that are timed: the other side is compiled beforehand. */
const WARM_UPS = 2;
/** Where processor time cannot be limited, or the machine is busy: seconds of wall time for one of it. */
const WALL = 10;

/** Reads the numbers, searches, prints seconds of processor time and the change points. `Pelt` is Python, `KernelCPD` is C. */
const SCRIPT = `
import json, sys, time
import numpy, ruptures
which, file, most = sys.argv[1:4]
try:
    import resource
    resource.setrlimit(resource.RLIMIT_CPU, (int(most), int(most)))
except ImportError:
    pass
given = json.load(open(file))
values = numpy.array(given["values"])
if which == "Pelt":
    search = ruptures.Pelt(model="l2", min_size=1, jump=1)
else:
    search = ruptures.KernelCPD(kernel="linear", min_size=1, jump=1)
start = time.process_time()
found = search.fit(values).predict(pen=given["penalty"])
print(json.dumps({"seconds": time.process_time() - start, "indices": [int(i) for i in found[:-1]]}))
`;

interface Searched {
  readonly seconds: number;
  readonly indices: readonly number[];
}

/** The environment's Python, made on first use; or why there is none. */
function python(): { readonly path: string } | { readonly lacks: string } {
  const path = [join(ENVIRONMENT, "bin", "python"), join(ENVIRONMENT, "Scripts", "python.exe")];
  const made = (): string | undefined => path.find((file) => existsSync(file));
  const ready = (file: string | undefined): file is string =>
    file !== undefined && spawnSync(file, ["-c", "import ruptures"]).status === 0;
  if (ready(made())) return { path: made() as string };
  const base = ["python3", "python"].find(
    (name) => spawnSync(name, ["-c", "import venv, sys; sys.exit(sys.version_info < (3, 9))"]).status === 0,
  );
  if (base === undefined) return { lacks: "needs Python 3.9 or later with venv" };
  spawnSync(base, ["-m", "venv", ENVIRONMENT], { stdio: "ignore" });
  const file = made();
  if (file !== undefined)
    spawnSync(file, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", `ruptures==${VERSION}`], {
      stdio: ["ignore", "ignore", "inherit"],
    });
  return ready(file) ? { path: file } : { lacks: `pip could not install ruptures ${VERSION}` };
}

function theirs(file: string, which: "Pelt" | "KernelCPD", data: string, most: number): Searched | null {
  const { status, stdout } = spawnSync(file, ["-c", SCRIPT, which, data, String(most)], {
    encoding: "utf8",
    timeout: most * WALL * 1000,
    maxBuffer: 1 << 26,
  });
  return status === 0 ? (JSON.parse(stdout) as Searched) : null;
}

/** The best of three, in processor time. */
function ours(values: readonly number[], penalty: number): Searched {
  let seconds = Infinity;
  let indices: number[] = [];
  for (let i = 0; i < WARM_UPS + 3; i++) {
    const start = process.cpuUsage();
    indices = gaussianSearch(values, 1, false, penalty, 1);
    const { user, system } = process.cpuUsage(start);
    if (i >= WARM_UPS) seconds = Math.min(seconds, (user + system) / 1e6);
  }
  return { seconds, indices };
}

function made(length: number, every: number): number[] {
  const random = seededRandom(length + every);
  return Array.from({ length }, (_, i) => (Math.floor(i / every) % 2) * 3 + random.normal());
}

const timed = (seconds: number): string =>
  seconds < 1 ? `${(1000 * seconds).toFixed(seconds < 0.01 ? 1 : 0)} ms` : `${seconds.toFixed(1)} s`;

function beside(mine: Searched, other: Searched | null, most: number): string {
  if (other === null) return `over ${most} s | over ${Math.floor(most / mine.seconds).toLocaleString("en")} | –`;
  const same = other.indices.join() === mine.indices.join();
  return `${timed(other.seconds)} | ${(other.seconds / mine.seconds).toPrecision(2)} | ${same ? "the same" : `${other.indices.length} of their own`}`;
}

function main(): void {
  const most = Number(process.argv.find((argument) => argument.startsWith("--most="))?.split("=")[1] ?? 60);
  const found = python();
  if ("lacks" in found) console.log(`skipped: ruptures ${found.lacks}`);
  const folder = mkdtempSync(join(tmpdir(), "postmortem-ruptures-"));
  console.log(
    `| points | a change every | change points | here | ruptures ${VERSION} | its time | times as long | its change points |\n|---|---|---|---|---|---|---|---|`,
  );
  for (const [length, every] of CASES) {
    const values = made(length, every);
    const penalty = 2 * Math.log(length);
    const mine = ours(values, penalty);
    const row = `| ${length.toLocaleString("en")} | ${every} | ${mine.indices.length} | ${timed(mine.seconds)} `;
    if ("lacks" in found) console.log(`${row}| skipped | – | – | – |`);
    else {
      const data = join(folder, "values.json");
      writeFileSync(data, JSON.stringify({ values, penalty }));
      for (const which of ["KernelCPD", "Pelt"] as const)
        console.log(`${row}| ${which} | ${beside(mine, theirs(found.path, which, data, most), most)} |`);
    }
  }
  rmSync(folder, { recursive: true, force: true });
}

main();
