import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { writeWhole } from "../files/write-whole.js";
import { requireTslab } from "./run/tslab-modules.js";

/** Where Jupyter of the current user looks for kernels, by platform; `JUPYTER_DATA_DIR` overrides it. */
function userData(): string {
  if (process.env.JUPYTER_DATA_DIR) return process.env.JUPYTER_DATA_DIR;
  if (process.platform === "darwin") return join(homedir(), "Library", "Jupyter");
  if (process.platform === "win32") return join(process.env.APPDATA ?? homedir(), "jupyter");
  return join(process.env.XDG_DATA_HOME ?? join(homedir(), ".local", "share"), "jupyter");
}

const specFile = (data: string): string => join(data, "kernels", "tslab", "kernel.json");

/**
 * Installs the TypeScript kernel for Jupyter: its specification, one JSON file. Times in cells are UTC.
 *
 * @param data - Jupyter's data folder, e.g. `<environment>/share/jupyter`; default: the current user's
 * @param from - where to look for tslab when this library does not bring it; default: the current folder
 * @returns the file that was written
 * @throws PostmortemError `engine` when tslab is not installed or the file cannot be written
 */
export function installKernel(data: string = userData(), from: string = process.cwd()): string {
  const tslab = requireTslab(from);
  const file = specFile(data);
  const spec = {
    argv: [process.execPath, join(tslab, "bin", "tslab"), "kernel", "--config-path", "{connection_file}"],
    display_name: "TypeScript",
    language: "typescript",
    interrupt_mode: "signal",
    env: { TZ: "UTC" },
  };
  mkdirSync(join(data, "kernels", "tslab"), { recursive: true });
  writeWhole(file, `${JSON.stringify(spec, null, 2)}\n`);
  return file;
}

/** True if a kernel specification is there and the programs that it names still are. */
export function kernelInstalled(data: string = userData()): boolean {
  const file = specFile(data);
  if (!existsSync(file)) return false;
  const { argv } = JSON.parse(readFileSync(file, "utf8")) as { argv: string[] };
  return argv.slice(0, 2).every((path) => existsSync(path));
}
