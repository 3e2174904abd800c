import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { StringDecoder } from "node:string_decoder";
import { fileURLToPath } from "node:url";
import type { Readable, Writable } from "node:stream";
import type { CellJob, CellMessage } from "./cell-message.js";

/** How the process that ran the cells ended. */
export interface ChildEnd {
  readonly code: number | null;
  readonly signal: string | null;
}

export interface ChildListener {
  message(message: CellMessage): void;
  text(name: "stdout" | "stderr", text: string): void;
}

/** A process that runs the cells of one notebook. */
export interface CellChild {
  /** Settles when the process is gone and everything it wrote has been read. */
  readonly end: Promise<ChildEnd>;
  interrupt(): void;
  /** Ends the process and everything it started, at once. */
  kill(): void;
}

/** The compiled child beside this file; the sources have none, so they use the last build's. */
function childFile(): string {
  const beside = fileURLToPath(new URL("./cell-process.js", import.meta.url));
  return existsSync(beside)
    ? beside
    : fileURLToPath(new URL("../../../dist/notebook/run/cell-process.js", import.meta.url));
}

function readLines(stream: Readable, take: (line: string) => void): void {
  const decoder = new StringDecoder("utf8");
  let rest: string[] = [];
  stream.on("data", (chunk: Buffer) => {
    const parts = decoder.write(chunk).split("\n");
    rest.push(parts[0] as string);
    for (let index = 1; index < parts.length; index++) {
      take(rest.join(""));
      rest = [parts[index] as string];
    }
  });
}

function readText(stream: Readable, take: (text: string) => void): void {
  const decoder = new StringDecoder("utf8");
  stream.on("data", (chunk: Buffer) => take(decoder.write(chunk)));
}

function signalTree(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    // The child leads a process group of its own, so what its cells started ends with it.
    if (process.platform === "win32") child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch {
    child.kill(signal);
  }
}

/**
 * Starts the process that runs `job`, with `variables` added to its environment. It is a process group of its own: an
 * interrupt of the terminal reaches this process, which passes it on.
 */
export function startCells(
  job: CellJob,
  variables: Readonly<Record<string, string>>,
  listener: ChildListener,
): CellChild {
  const child = spawn(process.execPath, ["--enable-source-maps", childFile()], {
    cwd: job.folder,
    env: { ...process.env, ...variables },
    stdio: ["pipe", "pipe", "pipe", "pipe"],
    detached: process.platform !== "win32",
  });
  const [input, stdout, stderr, channel] = child.stdio as unknown as [Writable, Readable, Readable, Readable];
  readLines(channel, (line) => {
    if (line.startsWith("{")) listener.message(JSON.parse(line) as CellMessage);
  });
  readText(stdout, (text) => listener.text("stdout", text));
  readText(stderr, (text) => listener.text("stderr", text));
  input.on("error", () => {});
  input.write(`${JSON.stringify(job)}\n`);
  const end = new Promise<ChildEnd>((settle) => {
    child.on("error", () => settle({ code: null, signal: null }));
    child.on("close", (code, signal) => settle({ code, signal }));
    // Something that a cell started may hold the pipes open after the process itself is gone.
    child.on("exit", (code, signal) =>
      setTimeout(() => {
        signalTree(child, "SIGKILL");
        settle({ code, signal });
      }, 500).unref(),
    );
  });
  return { end, interrupt: () => signalTree(child, "SIGINT"), kill: () => signalTree(child, "SIGKILL") };
}
