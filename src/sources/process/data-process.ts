// Reads the files of one incident in a process of its own: requests and replies over the channel of `fork`.
import { Worker } from "node:worker_threads";
import { PostmortemError } from "../../errors/errors.js";
import type { DataReply, DataRequest, SentError, SentSource } from "./data-message.js";
import { OVER_MEMORY } from "./data-message.js";
import type { MemoryCeiling } from "./memory-watch.js";
import type { IncidentData, SourceData } from "../incident-data.js";
import { openData } from "../open-data.js";

/** Looks at the process's memory from a thread that no reading blocks. */
const WATCH = new URL("./memory-watch.js", import.meta.url);

let data: IncidentData | undefined;

function reply(message: DataReply): void {
  process.send?.(message);
}

function sent(error: unknown): SentError {
  const { message, stack = "" } = error instanceof Error ? error : new Error(String(error));
  return { code: error instanceof PostmortemError ? error.code : null, message, stack };
}

function sentSource(source: SourceData): SentSource {
  const entries = Object.entries(source);
  return {
    fields: Object.fromEntries(entries.filter(([, value]) => typeof value !== "function")),
    methods: entries.filter(([, value]) => typeof value === "function").map(([name]) => name),
  };
}

async function open({ incident, options, memoryMb }: DataRequest & { kind: "open" }): Promise<void> {
  const ceiling: MemoryCeiling = { bytes: memoryMb * 2 ** 20, signal: OVER_MEMORY };
  new Worker(WATCH, { workerData: ceiling, execArgv: [] }).unref();
  try {
    data = await openData(incident, { ...options, onProgress: (progress) => reply({ kind: "progress", progress }) });
    reply({
      kind: "opened",
      engine: data.engine,
      inputs: data.inputs,
      rejects: data.rejects,
      sources: data.sources.map(sentSource),
    });
  } catch (error) {
    reply({ kind: "failed", error: sent(error) });
  }
}

async function answer({ id, source, method, parameters }: DataRequest & { kind: "ask" }): Promise<void> {
  try {
    const target = source === null ? data : data?.source(source);
    const asked = new Map(Object.entries(target ?? {})).get(method);
    if (typeof asked !== "function") throw new Error(`nothing answers ${method}`);
    reply({ kind: "answer", id, value: await (asked as (...all: readonly unknown[]) => unknown)(...parameters) });
  } catch (error) {
    reply({ kind: "refused", id, error: sent(error) });
  }
}

process.on("message", (message: DataRequest) => void (message.kind === "open" ? open(message) : answer(message)));
// An ordinary exit would wait for the engine's threads, which nothing watches any more.
process.on("disconnect", () => process.kill(process.pid, "SIGKILL"));
// The terminal's interrupt reaches the whole group; the parent decides what becomes of the reading.
process.on("SIGINT", () => undefined);
