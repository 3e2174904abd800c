// Runs the cells of one notebook in a process of its own: `node cell-process.js`, the job on standard input, messages on descriptor 3.
// Messages are written synchronously, so that what a cell said before a kill or process.exit() has reached the parent.
import { readSync, writeSync } from "node:fs";
import * as modules from "node:module";
import { join } from "node:path";
import { inspect } from "node:util";
import type { CellJob, CellMessage } from "./cell-message.js";
import { displayTo } from "../display.js";
import type { CellOutput, MimeBundle } from "../notebook.js";
import { askedParameters } from "../params.js";

const CHANNEL = 3;
const pause = new Int32Array(new SharedArrayBuffer(4));

function send(message: CellMessage): void {
  const bytes = Buffer.from(`${JSON.stringify(message)}\n`);
  for (let at = 0; at < bytes.length; ) {
    try {
      at += writeSync(CHANNEL, bytes, at);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") process.exit(1);
      Atomics.wait(pause, 0, 0, 2);
    }
  }
}

function receiveJob(): CellJob {
  const chunks: Buffer[] = [];
  const chunk = Buffer.alloc(65_536);
  for (;;) {
    let read = 0;
    try {
      read = readSync(0, chunk);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
      Atomics.wait(pause, 0, 0, 2);
      continue;
    }
    chunks.push(Buffer.from(chunk.subarray(0, read)));
    if (read === 0 || chunk.subarray(0, read).includes(10))
      return JSON.parse(Buffer.concat(chunks).toString("utf8")) as CellJob;
  }
}

const output = (each: CellOutput): void => send({ type: "output", output: each });
const display = (data: MimeBundle): void => output({ output_type: "display_data", data, metadata: {} });

/** The frames of a stack that belong to the reader: cells and files, not the kernel that runs them. */
function ownFrames(stack: string): string[] {
  const lines = stack.split("\n");
  return lines.filter(
    (line) =>
      !/^\s+at /.test(line) || !/tslab[/\\]dist|node:internal|node:vm|cell-process\.js|async Promise\.race/.test(line),
  );
}

function failure(error: unknown): CellOutput {
  if (!(error instanceof Error) && !inspect(error).includes("Error")) {
    return { output_type: "error", ename: "Thrown", evalue: inspect(error), traceback: [`Thrown: ${inspect(error)}`] };
  }
  const { name = "Error", message = "", stack } = error as Error;
  return { output_type: "error", ename: name, evalue: message, traceback: ownFrames(stack ?? `${name}: ${message}`) };
}

/** The executor reports through this console: a result by `log`, a thrown value by `error` alone, a compile error by `error` with a format. */
function cellConsole(state: { count: number; diagnostics: string[] }): Pick<Console, "log" | "error"> {
  return {
    log: (value: unknown) => {
      const data = { "text/plain": typeof value === "string" ? value : inspect(value) };
      output({ output_type: "execute_result", execution_count: state.count, data, metadata: {} });
    },
    error: (first: unknown, ...rest: unknown[]) => {
      if (typeof first === "string" && first.startsWith("%s%d:%d - %s")) {
        const [file, line, column, text] = rest;
        state.diagnostics.push(`${String(file)}${String(line)}:${String(column)} - ${String(text)}`);
      } else {
        output(failure(first));
      }
    },
  };
}

interface Tslab {
  readonly execute: (source: string) => Promise<boolean>;
  readonly interrupt: () => void;
}

/** The compiler that tslab brings and shares with its converter. */
const COMPILER = "@tslab/typescript-for-tslab";

interface CompilerSystem {
  getDirectories(path: string): string[];
  watchFile: unknown;
  watchDirectory: unknown;
}

/**
 * A run compiles each cell once, so nothing is watched; and of the global types only Node's are loaded. Every package under `@types` would
 * cost a fifth of the run, a browser's types among them; what a cell imports is found all the same.
 */
function lightCompiler(system: CompilerSystem): void {
  const directories = system.getDirectories.bind(system);
  system.getDirectories = (path) =>
    /[/\\]@types[/\\]?$/.test(path) ? directories(path).filter((name) => name === "node") : directories(path);
  const watched = { close: () => {} };
  system.watchFile = () => watched;
  system.watchDirectory = () => watched;
}

function openTslab(job: CellJob, console: Pick<Console, "log" | "error">): Tslab {
  const require = modules.createRequire(join(job.tslab, "converter.js"));
  lightCompiler(require(COMPILER).sys as CompilerSystem);
  const { createConverter } = require(join(job.tslab, "converter.js"));
  const { createExecutor } = require(join(job.tslab, "executor.js"));
  const jupyter = require(join(job.tslab, "jupyter.js"));
  // tslab's own `display` then works in cells too.
  jupyter.lastWriteDisplayData = ({ data }: { data: MimeBundle }) => display(data);
  const node = createConverter({ isJS: false, isBrowser: false });
  return createExecutor(process.cwd(), { node, browser: node, close: () => {} }, console);
}

const turn = (): Promise<void> => new Promise((done) => setImmediate(done));

async function runCells(job: CellJob): Promise<void> {
  const state = { count: 0, diagnostics: [] as string[] };
  const late: unknown[] = [];
  let interrupted = false;
  const tslab = openTslab(job, cellConsole(state));
  process.on("SIGINT", () => {
    interrupted = true;
    tslab.interrupt();
  });
  process.on("uncaughtException", (error) => late.push(error));
  process.on("unhandledRejection", (reason) => late.push(reason));
  send({ type: "ready" });
  for (const { cell, source, mayFail } of job.cells) {
    const started = performance.now();
    state.count++;
    state.diagnostics = [];
    send({ type: "start", cell });
    let ok = await tslab.execute(source);
    // What the cell left behind without awaiting it may fail in the next turns; it is this cell's failure.
    await turn();
    await turn();
    for (const error of late.splice(0)) {
      output(failure(error));
      ok = false;
    }
    if (state.diagnostics.length > 0) {
      output({
        output_type: "error",
        ename: "TypeScript",
        evalue: state.diagnostics[0] as string,
        traceback: state.diagnostics,
      });
    }
    send({ type: "end", cell, ok, interrupted, seconds: (performance.now() - started) / 1000 });
    if (interrupted || (!ok && !mayFail)) break;
  }
  send({ type: "done", asked: [...askedParameters()] });
}

function main(): void {
  // From Node 22 on the compiler's code is kept compiled between runs.
  (modules as { enableCompileCache?: () => unknown }).enableCompileCache?.();
  const job = receiveJob();
  process.chdir(job.folder);
  // A parent that went away closes the pipe: nobody waits for the result.
  process.stdin
    .on("end", () => process.exit(130))
    .on("error", () => process.exit(130))
    .resume();
  for (const name of ["stdout", "stderr"] as const) {
    process[name].write = ((text: string | Uint8Array, encoding?: unknown, written?: unknown) => {
      output({
        output_type: "stream",
        name,
        text: typeof text === "string" ? text : Buffer.from(text).toString("utf8"),
      });
      const callback = typeof encoding === "function" ? encoding : written;
      if (typeof callback === "function") process.nextTick(callback as () => void);
      return true;
    }) as typeof process.stdout.write;
  }
  displayTo(display);
  void runCells(job).then(() => process.exit(0));
}

main();
