import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { kernelInstalled } from "./kernel.js";
import { findPython, labPlace, labReady } from "./lab.js";
import { findTslab, TSLAB_VERSION } from "./run/tslab-modules.js";

/** One thing that this library uses, whether it is here, and how to get it. */
interface EnvironmentItem {
  readonly name: string;
  readonly serves: string;
  /** What was found, with its version where it tells; `null` when it is missing. */
  readonly found: string | null;
  readonly get: string;
}

/** The version of a package, from here or the current folder; packages may hide their manifest, so it is looked for upwards. */
function packageVersion(name: string): string | null {
  for (const base of [import.meta.url, join(process.cwd(), "package.json")]) {
    try {
      for (
        let folder = dirname(createRequire(base).resolve(name));
        folder !== dirname(folder);
        folder = dirname(folder)
      ) {
        const file = join(folder, "package.json");
        const manifest = existsSync(file)
          ? (JSON.parse(readFileSync(file, "utf8")) as { name?: string; version?: string })
          : {};
        if (manifest.name === name && manifest.version) return manifest.version;
      }
    } catch {
      // Not reachable from there.
    }
  }
  return null;
}

function programVersion(commands: readonly string[]): string | null {
  for (const command of commands) {
    const { status, stdout } = spawnSync(command, ["--version"], { encoding: "utf8", timeout: 20_000 });
    if (status === 0) return (stdout.trim().split("\n")[0] ?? command).trim();
  }
  return null;
}

function tslabItem(): EnvironmentItem {
  const folder = findTslab(process.cwd());
  const found =
    folder === null
      ? null
      : (JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as { version: string }).version;
  return {
    name: "tslab",
    serves: "running notebooks, the TypeScript kernel",
    found,
    get: `npm install tslab@${TSLAB_VERSION}`,
  };
}

/** Everything that this library can use on this machine, found or missing. */
function environment(): readonly EnvironmentItem[] {
  const lab = labPlace();
  const python = findPython();
  const data = join(lab.environment, "share", "jupyter");
  return [
    { name: "Node", serves: "everything (20.19 or later)", found: process.versions.node, get: "https://nodejs.org" },
    { name: "DuckDB", serves: "reading large files", found: packageVersion("@duckdb/node-api"), get: "npm install" },
    tslabItem(),
    {
      name: "danfojs-node",
      serves: "toDanfo and fromDanfo",
      found: packageVersion("danfojs-node"),
      get: "npm install danfojs-node@1.2.0, with the two overrides of this package's package.json",
    },
    {
      name: "@clickhouse/client",
      serves: "sources in ClickHouse",
      found: packageVersion("@clickhouse/client"),
      get: "npm install @clickhouse/client",
    },
    {
      name: "Python",
      serves: "JupyterLab",
      found: python?.version ?? null,
      get: "Python 3.9 or later with venv (Debian: apt install python3-venv), or POSTMORTEM_PYTHON",
    },
    {
      name: "JupyterLab",
      serves: "notebooks in a browser",
      found: labReady(lab) ? lab.environment : null,
      get: "npm run lab (postmortem lab), which makes its environment",
    },
    {
      name: "TypeScript kernel",
      serves: "notebooks in a browser",
      found: kernelInstalled(data) ? data : kernelInstalled() ? "for this user" : null,
      get: "npm run lab (postmortem lab), which installs it",
    },
    {
      name: "Chromium",
      serves: "browser tests and screenshots",
      found: programVersion(["chromium", "google-chrome", "chromium-browser"]),
      get: "Debian: apt install chromium",
    },
    {
      name: "Deno",
      serves: "a second kernel for the notebooks",
      found: programVersion(["deno"]),
      get: "npm install --prefix bench",
    },
  ];
}

/** What is installed, what is missing and how to get it, a line each, as `postmortem doctor` prints it. */
export async function environmentReport(): Promise<string> {
  const items = environment();
  const width = Math.max(...items.map(({ name }) => name.length));
  const lines = items.map(({ name, serves, found, get }) =>
    found === null
      ? `missing  ${name.padEnd(width)}  for ${serves}. Get it: ${get}`
      : `found    ${name.padEnd(width)}  ${found} (${serves})`,
  );
  return lines.join("\n");
}
