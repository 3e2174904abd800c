import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { PostmortemError } from "../../errors/errors.js";
import { requireRegularFile } from "../../files/regular-file.js";
import { writeWhole } from "../../files/write-whole.js";
import { type CellChild, type ChildEnd, startCells } from "./cell-child.js";
import { CellLog } from "./cell-log.js";
import type { CellMessage } from "./cell-message.js";
import type { ExecutedNotebook } from "./executed-notebook.js";
import { cellTags, type Notebook, notebookText, parseNotebook } from "../notebook.js";
import { INCIDENT_VARIABLE, PARAMETERS_VARIABLE, type ParameterValue } from "../params.js";
import { requireTslab } from "./tslab-modules.js";
import type { Redactor } from "../../redaction/pseudonym.js";
import { redactedNotebook } from "../redacted-notebook.js";
import { requireString } from "../../errors/argument.js";

/** One step of a run, for a progress line. */
export interface NotebookProgress {
  readonly file: string;
  /** Code cells finished, of how many; `finished === cells` when the run is over. */
  readonly finished: number;
  readonly cells: number;
  /** First line of the running cell's text; `null` when no cell is running. */
  readonly running: string | null;
  /** Seconds since the run began. */
  readonly seconds: number;
}

/** The options for running a notebook. */
export interface RunNotebookOptions {
  /** Folder for the parameter `incident`; relative to the current folder. Default: what the notebook says. */
  readonly incident?: string;
  /** Values for `params()`; a name that the notebook does not ask for is reported. Default: none. */
  readonly parameters?: Readonly<Record<string, ParameterValue>> | ReadonlyMap<string, ParameterValue>;
  /** A cell that runs longer is killed, and the run ends. Default: 600; `null`: no limit. */
  readonly timeoutSeconds?: number | null;
  /** Where to keep the executed notebook (`.ipynb`) once it has ended. Default: nowhere. */
  readonly out?: string;
  /** Replaces what identifies persons in the notebook that is written. Default: nothing is replaced. */
  readonly redact?: Redactor;
  /** Interrupts the run: the running cell first, one second later its process. Default: never. */
  readonly signal?: AbortSignal;
  /** Told when a cell starts and ends. */
  readonly onProgress?: (progress: NotebookProgress) => void;
}

const INTERRUPT_GRACE_MS = 1000;

/** One run: the messages of the child go in, the state of the run comes out. */
class NotebookRun {
  readonly log: CellLog;
  readonly #codeCells: number;
  readonly #started = performance.now();
  asked: readonly string[] | null = null;
  status: ExecutedNotebook["status"] = "done";
  problem: string | null = null;
  child: CellChild | null = null;
  #finished = 0;
  #timer: NodeJS.Timeout | undefined;
  #cellStarted = 0;

  constructor(
    readonly file: string,
    readonly notebook: Notebook,
    readonly options: RunNotebookOptions,
  ) {
    this.log = new CellLog(notebook);
    this.#codeCells = this.log.runs().length;
  }

  seconds(): number {
    return (performance.now() - this.#started) / 1000;
  }

  take(message: CellMessage): void {
    this.log.take(message);
    if (message.type === "start") this.#begin(message.cell);
    else if (message.type === "end") this.#end(message);
    else if (message.type === "done") this.asked = message.asked;
  }

  #begin(cell: number): void {
    this.#cellStarted = performance.now();
    this.#report(cell);
    const limit = this.options.timeoutSeconds === undefined ? 600 : this.options.timeoutSeconds;
    if (limit !== null) this.#timer = setTimeout(() => this.#expire(cell, limit), limit * 1000);
  }

  #expire(cell: number, limit: number): void {
    this.#stop(cell, "timeout", "CellTimeout", `ran longer than ${limit} s and was stopped`);
    this.child?.kill();
  }

  /** A cell that did not end by itself: its outputs stay, and say what happened. */
  #stop(cell: number, status: "timeout" | "interrupted" | "failed", name: string, what: string): void {
    clearTimeout(this.#timer);
    this.log.add(cell, { output_type: "error", ename: name, evalue: what, traceback: [`${name}: this cell ${what}`] });
    this.log.end(cell, status, (performance.now() - this.#cellStarted) / 1000);
    if (this.status === "done") {
      this.status = status;
      this.problem = `${basename(this.file)}, cell ${cell + 1} ${what}.`;
    }
  }

  #end({ cell, ok, interrupted, seconds }: CellMessage & { type: "end" }): void {
    clearTimeout(this.#timer);
    if (interrupted && !ok) return void this.#stop(cell, "interrupted", "Interrupted", "was interrupted");
    const mayFail = cellTags(this.notebook.cells[cell] as Notebook["cells"][number]).has("raises-exception");
    this.log.end(cell, ok ? "done" : mayFail ? "allowed" : "failed", seconds);
    this.#finished++;
    if (!ok && !mayFail) {
      this.status = "failed";
      this.problem = `${basename(this.file)}, cell ${cell + 1} failed: ${this.log.lastError(cell) ?? "no reason given"}`;
    }
    this.#report(null);
  }

  #report(cell: number | null): void {
    const running =
      cell === null ? null : (this.notebook.cells[cell]?.source.split("\n").find((line) => line.trim() !== "") ?? "");
    this.options.onProgress?.({
      file: this.file,
      finished: this.#finished,
      cells: this.#codeCells,
      running,
      seconds: this.seconds(),
    });
  }

  interrupt(): void {
    this.child?.interrupt();
    setTimeout(() => this.child?.kill(), INTERRUPT_GRACE_MS).unref();
  }

  /** This process is about to exit: the child must not stay behind, and what it gave so far is kept. */
  abandon(): void {
    this.child?.kill();
    if (this.log.running !== null) this.#stop(this.log.running, "interrupted", "Interrupted", "was interrupted");
    this.save();
  }

  /** The process is gone: anything but "done" before it is a failure, exit code 0 included. */
  close(end: ChildEnd): void {
    const how = end.signal ? `by ${end.signal}` : `with exit code ${end.code}`;
    const aborted = this.options.signal?.aborted === true;
    if (this.log.running !== null) {
      if (aborted) this.#stop(this.log.running, "interrupted", "Interrupted", "was interrupted");
      else
        this.#stop(this.log.running, "failed", "ProcessEnded", `ended the process ${how} before the notebook was done`);
    } else if (this.status === "done" && aborted && this.#finished < this.#codeCells) {
      this.status = "interrupted";
      this.problem = `${basename(this.file)} was interrupted.`;
    } else if (this.status === "done" && this.asked === null) {
      this.status = "failed";
      this.problem = `${basename(this.file)}: the process ended ${how} before the notebook was done.`;
    }
    this.#report(null);
    this.save();
  }

  /** Writes the notebook once, at the end: a run that is killed leaves what was there before. */
  save(): void {
    const { out, redact } = this.options;
    if (out === undefined) return;
    const notebook = this.log.notebook();
    writeWhole(out, notebookText(redact ? redactedNotebook(notebook, redact) : notebook));
  }
}

function readNotebook(file: string): Notebook {
  let text: string;
  try {
    if (existsSync(file)) requireRegularFile(file, "A run");
    text = readFileSync(file, "utf8");
  } catch (cause) {
    if (cause instanceof PostmortemError) throw cause;
    throw new PostmortemError(
      "usage",
      `A run requires a notebook file, got ${file}, which cannot be read (${(cause as NodeJS.ErrnoException).code}).`,
      { cause },
    );
  }
  const notebook = parseNotebook(text, basename(file));
  const language = (notebook.metadata.kernelspec as { language?: unknown } | undefined)?.language;
  if (language !== undefined && language !== "typescript") {
    throw new PostmortemError(
      "usage",
      `${basename(file)} requires another kernel: it is written in ${String(language)}; only TypeScript notebooks run here.`,
    );
  }
  return notebook;
}

/**
 * Runs a TypeScript notebook without Jupyter and returns it with its outputs.
 *
 * The cells run in tslab's compiler and executor, in a process of their own whose current folder is the notebook's. Tags
 * as nbconvert has them: a cell tagged `raises-exception` may fail, one tagged `skip-execution` is not run. The first other
 * failure ends the run. Whatever happens, the outputs so far are kept. An error thrown later by work that a cell did not
 * await fails the cell that is running then. A run counts as done only when the process says so after the last cell.
 *
 * @param file - path of an `.ipynb` file
 * @returns the executed notebook; look at `status` and `problem`: a failing cell does not reject
 * @throws PostmortemError `usage` or `input` when the file is not a TypeScript notebook, `engine` when tslab is missing
 */
export async function runNotebook(file: string, options: RunNotebookOptions = {}): Promise<ExecutedNotebook> {
  requireString("runNotebook", "the path of a notebook", file);
  const path = resolve(file);
  const notebook = readNotebook(path);
  const folder = dirname(path);
  const tslab = join(requireTslab(folder), "dist");
  const parameters = Object.fromEntries(
    options.parameters instanceof Map ? options.parameters : Object.entries(options.parameters ?? {}),
  );
  if (options.incident !== undefined) parameters.incident = resolve(options.incident);
  const cells = notebook.cells.flatMap((each, cell) => {
    const tags = cellTags(each);
    if (each.cell_type !== "code" || tags.has("skip-execution")) return [];
    return [{ cell, source: each.source, mayFail: tags.has("raises-exception") }];
  });

  const run = new NotebookRun(path, notebook, options);
  const variables: Record<string, string> = { TZ: "UTC" };
  if (Object.keys(parameters).length > 0) variables[PARAMETERS_VARIABLE] = JSON.stringify(parameters);
  if (parameters.incident !== undefined) variables[INCIDENT_VARIABLE] = String(parameters.incident);
  run.child = startCells({ folder, tslab, cells }, variables, {
    message: (message) => run.take(message),
    text: (name, text) => run.log.addText(name, text),
  });
  const interrupt = (): void => run.interrupt();
  if (options.signal?.aborted) interrupt();
  options.signal?.addEventListener("abort", interrupt, { once: true });
  const abandon = (): void => run.abandon();
  process.once("exit", abandon);
  run.close(await run.child.end);
  process.off("exit", abandon);
  options.signal?.removeEventListener("abort", interrupt);

  const unused = run.asked === null ? [] : Object.keys(parameters).filter((name) => !run.asked?.includes(name));
  const { status, problem, log } = run;
  return {
    file: path,
    notebook: log.notebook(),
    status,
    problem,
    runs: log.runs(),
    seconds: run.seconds(),
    parameters,
    unusedParameters: unused,
  };
}
