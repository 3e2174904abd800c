import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import type { Analysis } from "../analysis/analysis.js";
import { CACHE_VARIABLE } from "../analysis/cache.js";
import { analyzeWithRejects } from "../analysis/analyze.js";
import { terminalText, type TerminalOptions } from "../analysis/brief/terminal.js";
import { writeAnalysis } from "../analysis/write-analysis.js";
import { PostmortemError } from "../errors/errors.js";
import type { ExecutedNotebook } from "../notebook/run/executed-notebook.js";
import { runNotebook } from "../notebook/run/run-notebook.js";
import { writeReport } from "../report/write-report.js";

/** Where the demonstration says what it does. */
export interface DemoOptions extends TerminalOptions {
  readonly print: (line: string) => void;
  readonly onProgress: (line: string) => void;
}

interface Finished {
  readonly analysis: Analysis;
  readonly report: string;
  readonly failed: readonly string[];
  /** The notebooks that asked for the incident folder; the others are the same for every incident. */
  readonly own: readonly string[];
}

const INCIDENTS = ["twilio-13002", "twilio-13002-customer"];
/** Notebooks run at once: each takes a processor of its own. */
const SIDE_BY_SIDE = 2;

function notebooksIn(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".ipynb"))
    .sort()
    .map((name) => join(folder, name));
}

async function executed(
  files: readonly string[],
  incident: string,
  onProgress: (line: string) => void,
): Promise<ExecutedNotebook[]> {
  const found: ExecutedNotebook[] = new Array(files.length);
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < files.length) {
      const index = next++;
      onProgress(`notebook ${index + 1} of ${files.length}`);
      found[index] = await runNotebook(files[index] as string, { incident });
    }
  };
  await Promise.all(Array.from({ length: Math.min(SIDE_BY_SIDE, files.length) }, work));
  return found;
}

async function finish(
  root: string,
  id: string,
  notebooks: readonly string[],
  { onProgress }: DemoOptions,
): Promise<Finished> {
  const folder = join(root, "data", id);
  const { analysis, rejects } = await analyzeWithRejects(folder, {
    onProgress: (line) => onProgress(`${id}: ${line}`),
  });
  writeAnalysis(join(folder, "analysis.json"), folder, analysis, rejects);
  const runs = await executed(notebooks, folder, (line) => onProgress(`${id}: ${line}`));
  const report = join(root, "reports", `${id}.html`);
  onProgress(`${id}: writing the report`);
  await writeReport(report, analysis, {
    notebooks: runs.map(({ file, notebook }) => ({ name: relative(root, file), notebook })),
  });
  const own = runs.filter(({ unusedParameters }) => !unusedParameters.includes("incident")).map(({ file }) => file);
  return {
    analysis,
    report,
    own,
    failed: runs
      .filter(({ status }) => status !== "done")
      .map(({ file, problem }) => `${relative(root, file)}: ${problem}`),
  };
}

/**
 * The bundled incident from files to reports, as the carrier sees it and as one customer does: analysis, executed notebooks, report.
 *
 * @throws PostmortemError `usage` outside a clone, `engine` when a notebook does not finish
 */
export async function demo(options: DemoOptions): Promise<void> {
  const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
  if (!existsSync(join(root, "notebooks"))) {
    throw new PostmortemError(
      "usage",
      "The demonstration requires a clone of the project, got the installed package; run postmortem analyze on a folder of your own.",
    );
  }
  mkdirSync(join(root, "reports"), { recursive: true });
  process.env[CACHE_VARIABLE] ??= join(root, ".cache", "analyses");
  const reports: string[] = [];
  let notebooks: readonly string[] = notebooksIn(join(root, "notebooks"));
  for (const id of INCIDENTS) {
    const { analysis, report, failed, own } = await finish(root, id, notebooks, options);
    notebooks = own;
    options.onProgress("");
    options.print(terminalText(analysis, options));
    options.print("");
    if (failed.length > 0) throw new PostmortemError("engine", `A notebook did not finish: ${failed.join("; ")}.`);
    reports.push(relative(process.cwd(), report));
  }
  options.print(`Reports:\n${reports.map((report) => `  ${report}`).join("\n")}`);
}
