import { existsSync, statSync } from "node:fs";
import { availableParallelism } from "node:os";
import { basename, dirname, extname, join } from "node:path";
import { PostmortemError } from "../../errors/errors.js";
import { writeWhole } from "../../files/write-whole.js";
import type { ExecutedNotebook } from "./executed-notebook.js";
import { notebookMarkdown } from "../notebook-markdown.js";
import { notebookPage } from "../notebook-page.js";
import type { ParameterValue } from "../params.js";
import type { Redactor } from "../../redaction/pseudonym.js";
import { redactedRun } from "../redacted-notebook.js";
import { runNotebook } from "./run-notebook.js";

export interface RunNotebooksOptions {
  readonly incident?: string;
  readonly parameters?: ReadonlyMap<string, ParameterValue>;
  /** `.ipynb` or `.md` (one notebook; pictures beside the latter), `.html` (one page for all), or a folder for one `.ipynb` each. Default: nothing is written. */
  readonly out?: string;
  /** True if a page shows the cells' code. Default: true. */
  readonly input?: boolean;
  /** True if a page is written although a notebook did not finish; it says so at its top. An `.ipynb` always keeps what ran. Default: false. */
  readonly keepFailed?: boolean;
  /** A limit for each cell. Default: 600; `null`: none. */
  readonly timeoutSeconds?: number | null;
  /** How many run at the same time. Default: one a processor, at most 4. */
  readonly sideBySide?: number;
  /** Replaces what identifies persons in what is written; nothing is replaced unless given. */
  readonly redact?: Redactor;
  readonly signal?: AbortSignal;
  readonly onProgress?: (line: string) => void;
  readonly print?: (line: string) => void;
}

const isPage = (out: string): boolean => extname(out) === ".html" || extname(out) === ".md";

function outputFile(out: string | undefined, notebook: string): string | undefined {
  if (out === undefined || isPage(out)) return undefined;
  return extname(out) === ".ipynb" ? out : join(out, basename(notebook));
}

function checkOutput(files: readonly string[], out: string | undefined): void {
  if (out === undefined || extname(out) === ".html") return;
  if (extname(out) === ".ipynb" || extname(out) === ".md") {
    if (files.length > 1)
      throw new PostmortemError(
        "usage",
        `-o requires a folder or an .html file for ${files.length} notebooks, got ${out}.`,
      );
  } else if (!existsSync(out) || !statSync(out).isDirectory()) {
    throw new PostmortemError("usage", `-o requires an .ipynb, .html or .md file or an existing folder, got ${out}.`);
  }
}

/** A page of all notebooks, or one as Markdown with its pictures beside it. */
function writePages(out: string, runs: readonly ExecutedNotebook[], input: boolean): void {
  if (extname(out) === ".html") return void writeWhole(out, notebookPage(runs, { input }));
  const [run] = runs;
  if (extname(out) !== ".md" || !run) return;
  const { text, pictures } = notebookMarkdown(run, input);
  for (const [name, svg] of pictures) writeWhole(join(dirname(out), name), svg);
  writeWhole(out, text);
}

const seconds = (value: number): string => `${value.toFixed(1)} s`;

/** What became of one notebook, for people: a line, and on a failure the sentence that says where. */
function outcome(run: ExecutedNotebook): string {
  const ran = run.runs.filter(({ status }) => status !== "skipped");
  const slowest = [...ran]
    .sort((a, b) => b.seconds - a.seconds)
    .slice(0, 3)
    .filter((each) => each.seconds >= 0.05);
  const times = slowest.map((each) => `cell ${each.cell + 1} ${seconds(each.seconds)}`).join(", ");
  const line = `${basename(run.file)}: ${run.status}, ${ran.length} of ${run.runs.length} cells in ${seconds(run.seconds)}${times ? ` (${times})` : ""}`;
  return run.problem === null ? line : `${line}\n  ${run.problem}`;
}

/** Several at a time, results in the order of `files`. */
async function sideBySide<T>(files: readonly string[], width: number, run: (file: string) => Promise<T>): Promise<T[]> {
  const results: T[] = new Array(files.length);
  let next = 0;
  const work = async (): Promise<void> => {
    for (let index = next++; index < files.length; index = next++) results[index] = await run(files[index] as string);
  };
  await Promise.all(Array.from({ length: Math.min(width, files.length) }, work));
  return results;
}

/** Names that were given but that none of the notebooks asks for. */
function nowhereUsed(runs: readonly ExecutedNotebook[]): string[] {
  const [first, ...rest] = runs.filter(({ status }) => status === "done");
  return (first?.unusedParameters ?? []).filter(
    (name) => name !== "incident" && rest.every((run) => run.unusedParameters.includes(name)),
  );
}

/**
 * Runs notebooks, several side by side, writes what was asked for, and prints what became of each. Where one fails the others go on,
 * and no page is written unless `keepFailed`; as an `.ipynb` it is written as far as it came.
 *
 * @param files - paths of `.ipynb` files
 * @returns how many did not finish
 * @throws PostmortemError `usage` for a wrong output or a parameter that no notebook asks for; as `runNotebook`
 */
export async function runNotebooks(files: readonly string[], options: RunNotebooksOptions = {}): Promise<number> {
  const { incident, parameters, out, timeoutSeconds, signal, onProgress, print } = options;
  checkOutput(files, out);
  const width = options.sideBySide ?? Math.min(4, availableParallelism());
  const runs = await sideBySide(files, width, async (file) => {
    const run = await runNotebook(file, {
      ...(incident === undefined ? {} : { incident }),
      ...(parameters === undefined ? {} : { parameters }),
      ...(signal === undefined ? {} : { signal }),
      ...(options.redact === undefined ? {} : { redact: options.redact }),
      ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }),
      ...(outputFile(out, file) === undefined ? {} : { out: outputFile(out, file) as string }),
      onProgress: ({ finished, cells, running }) =>
        onProgress?.(`${basename(file)}: ${finished} of ${cells} cells${running ? ` · ${running.slice(0, 60)}` : ""}`),
    });
    print?.(outcome(run));
    return run;
  });
  const unused = nowhereUsed(runs);
  if (unused.length > 0) {
    throw new PostmortemError(
      "usage",
      `-p requires the name of a parameter that a notebook asks for, got ${unused.join(", ")}; params() in its first cells lists them.`,
    );
  }
  const failed = runs.filter(({ status }) => status !== "done").length;
  const { redact, keepFailed = false } = options;
  const shown = redact ? runs.map((run) => redactedRun(run, redact)) : runs;
  if (out !== undefined && (failed === 0 || keepFailed)) writePages(out, shown, options.input ?? true);
  else if (out !== undefined && isPage(out))
    print?.(
      `${out} was not written, because ${failed === 1 ? "a notebook" : `${failed} notebooks`} did not finish; --keep-failed writes it, marked as unfinished.`,
    );
  return failed;
}
