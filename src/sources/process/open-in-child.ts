import { fork } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { PostmortemError } from "../../errors/errors.js";
import type { Incident } from "../../incident/incident.js";
import type { Span } from "../../time/span.js";
import { temporaryFolder } from "../../files/temporary.js";
import type { DataReply, DataRequest, SentError, SentSource } from "./data-message.js";
import { OVER_MEMORY } from "./data-message.js";
import type { IncidentData, SourceData } from "../incident-data.js";
import type { OpenDataOptions } from "../open-data.js";

/** The bounds of a reading process. */
export interface ApartOptions extends OpenDataOptions {
  /** Ceiling of the whole process in MB, 2048 unless set; the engine's own limit (`memoryMb`) lies below it. */
  readonly ceilingMb?: number;
  /** Seconds that reading may take, an hour unless set. */
  readonly timeSeconds?: number;
}

const CEILING_MB = 2048;
const TIME_SECONDS = 3600;

/** The compiled process beside this file; the sources have none, so they use the last build's. */
function processFile(): string | undefined {
  const files = ["./data-process.js", "../../../dist/sources/process/data-process.js"].map((path) =>
    fileURLToPath(new URL(path, import.meta.url)),
  );
  return files.find((file) => existsSync(file));
}

function received({ code, message, stack }: SentError): Error {
  const error = code === null ? new Error(message) : new PostmortemError(code, message);
  error.stack = stack;
  return error;
}

/** The process, what it is waited for, and how it ended. */
class Reader {
  private readonly waiting = new Map<number, { done: (value: unknown) => void; failed: (error: Error) => void }>();
  private next = 1;
  private ended: Error | undefined;
  readonly opened: Promise<DataReply & { kind: "opened" }>;

  constructor(
    private readonly child: ChildProcess,
    private readonly ceilingMb: number,
    onProgress: OpenDataOptions["onProgress"],
  ) {
    this.opened = new Promise((done, failed) => {
      this.waiting.set(0, { done: done as (value: unknown) => void, failed });
    });
    child.on("message", (message: DataReply) => {
      if (message.kind === "progress") onProgress?.(message.progress);
      else if (message.kind === "opened") this.settle(0, (one) => one.done(message));
      else if (message.kind === "failed") this.settle(0, (one) => one.failed(received(message.error)));
      else if (message.kind === "answer") this.settle(message.id, (one) => one.done(message.value));
      else this.settle(message.id, (one) => one.failed(received(message.error)));
    });
    child.on("exit", (code, signal) => this.end(this.reason(code, signal)));
    child.on("error", (cause) =>
      this.end(
        new PostmortemError(
          "engine",
          `reading requires a process of its own, which could not start (${cause.message}); check the installation`,
          { cause },
        ),
      ),
    );
  }

  ask(source: string | null, method: string, parameters: readonly unknown[]): Promise<unknown> {
    if (this.ended) return Promise.reject(this.ended);
    const id = this.next++;
    return new Promise((done, failed) => {
      this.waiting.set(id, { done, failed });
      this.send({ kind: "ask", id, source, method, parameters });
    });
  }

  send(request: DataRequest): void {
    this.child.send(request);
  }

  /** Ends the process for a reason that everything waiting is told. */
  stop(reason: Error): void {
    this.end(reason);
    this.child.kill("SIGKILL");
  }

  private settle(
    id: number,
    how: (one: { done: (value: unknown) => void; failed: (error: Error) => void }) => void,
  ): void {
    const one = this.waiting.get(id);
    this.waiting.delete(id);
    if (one) how(one);
  }

  private end(reason: Error): void {
    this.ended ??= reason;
    for (const id of [...this.waiting.keys()]) this.settle(id, (one) => one.failed(this.ended as Error));
  }

  private reason(code: number | null, signal: NodeJS.Signals | null): Error {
    const memory = signal === OVER_MEMORY || signal === "SIGABRT" || code === 134;
    return memory
      ? new PostmortemError(
          "input",
          `the incident's files require more than ${this.ceilingMb} MB of memory to be read, which is refused; split them, leave columns out, or raise ceilingMb`,
        )
      : new PostmortemError(
          "engine",
          `the process that reads the incident's files ended with ${signal ?? `code ${code}`}; run again, with smaller files if it recurs`,
        );
  }
}

function sourceOf(reader: Reader, { fields, methods }: SentSource): SourceData {
  const name = String(fields["name"]);
  const asking = methods.map(
    (method) => [method, (...parameters: readonly unknown[]) => reader.ask(name, method, parameters)] as const,
  );
  return { ...fields, ...Object.fromEntries(asking) } as unknown as SourceData;
}

function dataOf(reader: Reader, opened: DataReply & { kind: "opened" }, close: () => Promise<void>): IncidentData {
  const sources = opened.sources.map((source) => sourceOf(reader, source));
  return {
    engine: opened.engine,
    sources,
    inputs: opened.inputs,
    rejects: opened.rejects,
    source(name) {
      const found = sources.find((source) => source.name === name);
      if (!found)
        throw new PostmortemError(
          "usage",
          `a source requires one of the names ${sources.map((one) => one.name).join(", ")}, got "${name}"; correct the name`,
        );
      return found;
    },
    profiles: (of: string, by: string, span: Span) =>
      reader.ask(null, "profiles", [of, by, span]) as ReturnType<IncidentData["profiles"]>,
    close,
  };
}

/**
 * Opens the data of an incident in a process of its own, under a ceiling of memory and time: a damaged or hostile file can end that process, not this one.
 *
 * The answers are those of `openData`. Temporary files go into a folder that is removed however the process ends.
 *
 * @throws PostmortemError as `openData`; `input` when the files pass a ceiling, `engine` when the process dies
 */
export async function openInChild(incident: Incident, options: ApartOptions = {}): Promise<IncidentData> {
  const { onProgress, ceilingMb = CEILING_MB, timeSeconds = TIME_SECONDS, ...rest } = options;
  const file = processFile();
  if (file === undefined)
    throw new PostmortemError(
      "engine",
      "reading apart requires the compiled package, got sources alone; run `npm run build`",
    );
  const temporary = temporaryFolder();
  const remove = (): void => rmSync(temporary, { recursive: true, force: true });
  process.once("exit", remove);
  const child = fork(file, [], {
    serialization: "advanced",
    stdio: ["ignore", "ignore", "inherit", "ipc"],
    execArgv: [`--max-old-space-size=${ceilingMb}`],
    env: { ...process.env, TMPDIR: temporary, TEMP: temporary, TMP: temporary },
  });
  const gone = new Promise<void>((done) => void child.once("close", () => done()));
  const reader = new Reader(child, ceilingMb, onProgress);
  const late = setTimeout(
    () =>
      reader.stop(
        new PostmortemError(
          "input",
          `the incident's files require more than ${timeSeconds} s to be read, which is refused; split them, or raise timeSeconds`,
        ),
      ),
    timeSeconds * 1000,
  );
  const close = async (): Promise<void> => {
    child.kill("SIGKILL");
    await gone;
    process.off("exit", remove);
    remove();
  };
  try {
    reader.send({ kind: "open", incident, options: rest, memoryMb: ceilingMb });
    return dataOf(reader, await reader.opened, close);
  } catch (error) {
    await close();
    throw error;
  } finally {
    clearTimeout(late);
  }
}
