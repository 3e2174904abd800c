import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Paths } from "./files.js";

const VENV = resolve(".cache/bench-venv");
const PYTHON = join(VENV, "bin/python");
const PACKAGES = ["pandas==2.3.3", "polars==1.35.2", "pyarrow==22.0.0"];

/** pandas and polars in an environment of their own; `null`, with the reason, where Python is not there. */
export function pythonPeers(): { python: string; versions: string } | string {
  if (spawnSync("python3", ["-c", "import venv, ensurepip"]).status !== 0) return "python3 with venv is not there";
  const stamp = join(VENV, "installed");
  if (!existsSync(stamp)) {
    mkdirSync(resolve(".cache"), { recursive: true });
    for (const [command, args] of [
      ["python3", ["-m", "venv", VENV]],
      [PYTHON, ["-m", "pip", "install", "--quiet", ...PACKAGES]],
    ] as const) {
      const { status, stderr } = spawnSync(command, args, { encoding: "utf8" });
      if (status !== 0) return `pip could not install them: ${stderr.trim().split("\n").at(-1)}`;
    }
    writeFileSync(stamp, PACKAGES.join("\n"));
  }
  return { python: PYTHON, versions: PACKAGES.join(", ") };
}

/** Arguments after `bench/data/peers.py`, by what is measured. */
export const PYTHON_PEERS: Readonly<Record<string, (paths: Paths) => readonly [string, string]>> = {
  "polars, CSV": ({ csv }) => ["polars", csv],
  "polars, Parquet": ({ parquet }) => ["polars", parquet],
  "pandas, tuned (pyarrow, three columns)": ({ csv }) => ["pandas-tuned", csv],
  "pandas, as usually written": ({ csv }) => ["pandas", csv],
};
