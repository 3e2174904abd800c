import { spawn, spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { PostmortemError } from "../errors/errors.js";
import { writeWhole } from "../files/write-whole.js";
import { requireTslab } from "./run/tslab-modules.js";
import { installKernel } from "./kernel.js";

/** What the environment holds: JupyterLab, the classic view, export, and plotly for its extension that draws charts in cells. */
const LAB_PACKAGES: readonly string[] = [
  "jupyterlab>=4.2,<5",
  "notebook>=7.2,<8",
  "nbconvert>=7.16,<8",
  "plotly>=6,<8",
];

export interface LabOptions {
  /** Folder that holds `.venv` and is the root of what JupyterLab shows. Default: the clone, or the current folder of a consumer. */
  readonly root?: string;
  readonly print?: (line: string) => void;
}

export interface OpenLabOptions extends LabOptions {
  /** Notebook or folder to open, relative to the root. Default: the first notebook. */
  readonly open?: string;
  /** More arguments for `jupyter lab`. Default: none. */
  readonly args?: readonly string[];
}

/** The programs of the lab's own Python environment. */
export interface Lab {
  readonly root: string;
  readonly environment: string;
  readonly python: string;
  readonly jupyter: string;
}

/** The clone this file was built in, or the current folder when the library is a dependency. */
function defaultRoot(): string {
  const root = resolve(dirname(fileURLToPath(import.meta.url)), "..", "..");
  return existsSync(join(root, "notebooks")) ? root : process.cwd();
}

/** Where the lab is, whether or not it has been made. */
export function labPlace(root: string = defaultRoot()): Lab {
  const environment = join(root, ".venv");
  const programs = join(environment, process.platform === "win32" ? "Scripts" : "bin");
  const suffix = process.platform === "win32" ? ".exe" : "";
  return { root, environment, python: join(programs, `python${suffix}`), jupyter: join(programs, `jupyter${suffix}`) };
}

const OLDEST_PYTHON = [3, 9] as const;

/** A Python that can make the environment: `POSTMORTEM_PYTHON`, or the first of the usual names; `null` when there is none. */
export function findPython(): { readonly command: string; readonly version: string } | null {
  const names = process.env.POSTMORTEM_PYTHON ? [process.env.POSTMORTEM_PYTHON] : ["python3", "python"];
  for (const command of names) {
    const { status, stdout } = spawnSync(
      command,
      ["-c", "import sys, venv; print('%d.%d.%d' % sys.version_info[:3])"],
      { encoding: "utf8" },
    );
    if (status !== 0) continue;
    const version = stdout.trim();
    const [major = 0, minor = 0] = version.split(".").map(Number);
    if (major > OLDEST_PYTHON[0] || (major === OLDEST_PYTHON[0] && minor >= OLDEST_PYTHON[1]))
      return { command, version };
  }
  return null;
}

function run(command: string, args: readonly string[], what: string): void {
  const { status, stderr, error } = spawnSync(command, args, {
    encoding: "utf8",
    stdio: ["ignore", "ignore", "pipe"],
    maxBuffer: 1 << 26,
  });
  if (status === 0) return;
  const reason = error?.message ?? stderr?.trim().split("\n").at(-1) ?? `exit code ${status}`;
  throw new PostmortemError(
    "engine",
    `${what} failed (${reason}); mend that, or remove the folder .venv, and run this again.`,
  );
}

const stampOf = (lab: Lab): string => join(lab.environment, "postmortem-lab.json");
const wanted = JSON.stringify({ packages: LAB_PACKAGES });

/** True if the environment is there with the packages that this version asks for. */
export function labReady(lab: Lab): boolean {
  const stamp = stampOf(lab);
  return existsSync(lab.jupyter) && existsSync(stamp) && readFileSync(stamp, "utf8") === wanted;
}

/**
 * Makes the lab's own Python environment (`.venv` in the root) with JupyterLab, installs the TypeScript kernel into it, and
 * returns where its programs are. What is there already stays; nothing is made where tslab is missing.
 *
 * @param kernelIn - the folder of the kernel, or an error that says how to have it
 * @throws PostmortemError `engine` when there is no Python 3.9 or later, when its packages cannot be had, or tslab is missing
 */
export function setupLab(options: LabOptions = {}, kernelIn: (folder: string) => string = requireTslab): Lab {
  const lab = labPlace(options.root);
  kernelIn(lab.root);
  if (!labReady(lab)) {
    const python = findPython();
    if (!python) {
      throw new PostmortemError(
        "engine",
        "JupyterLab requires Python 3.9 or later with its venv module, got none; install Python (Debian: apt install python3-venv), or set POSTMORTEM_PYTHON. Without it, `postmortem run` executes the notebooks.",
      );
    }
    options.print?.(`Making the Python environment ${lab.environment} (a minute or two, once) …`);
    if (!existsSync(lab.python)) run(python.command, ["-m", "venv", lab.environment], "Making the Python environment");
    run(
      lab.python,
      ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", ...LAB_PACKAGES],
      "Installing JupyterLab",
    );
    writeWhole(stampOf(lab), wanted);
  }
  installKernel(join(lab.environment, "share", "jupyter"), lab.root);
  return lab;
}

function firstNotebook(root: string): string {
  const folder = join(root, "notebooks");
  const first = existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => name.endsWith(".ipynb"))
        .sort()[0]
    : undefined;
  return first === undefined ? root : join(folder, first);
}

/**
 * Opens the notebooks in JupyterLab, making its environment first where that is missing; settles when JupyterLab ends.
 *
 * @throws PostmortemError `engine` as {@link setupLab}, and when JupyterLab ends with an error
 */
export async function openLab(options: OpenLabOptions = {}): Promise<void> {
  const lab = setupLab(options);
  const open = options.open === undefined ? firstNotebook(lab.root) : resolve(lab.root, options.open);
  options.print?.("Opening JupyterLab; end it with Ctrl-C, twice.");
  const child = spawn(lab.jupyter, ["lab", `--ServerApp.root_dir=${lab.root}`, open, ...(options.args ?? [])], {
    cwd: lab.root,
    stdio: "inherit",
  });
  const code = await new Promise<number>((settle) => {
    child.on("error", () => settle(1));
    child.on("exit", (status) => settle(status ?? 0));
  });
  if (code !== 0)
    throw new PostmortemError("engine", `JupyterLab ended with exit code ${code}; the lines above say why.`);
}
