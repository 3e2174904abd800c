import { existsSync, statSync } from "node:fs";
import { Worker } from "node:worker_threads";
import { PostmortemError } from "../../errors/errors.js";
import { type CountTask, countBytes, type RowBalance } from "./count-bytes.js";
import { ENDLESS_LINE } from "./physical-lines.js";

/** Smaller files are counted here: a worker takes thirty milliseconds to start, which thousands of files would feel. */
const WORKER_BYTES = 2 << 20;

/** The compiled program of the thread; where the sources themselves run, as in tests, there is none. */
const THREAD = new URL("./row-balance-worker.js", import.meta.url);

/**
 * Counts a file's records in a worker thread, while the loader reads it; small files are counted at once.
 *
 * @param path - plain UTF-8 text
 * @param quote - the quote character, `""` for none
 * @param hash - whether to hash the bytes too
 * @throws PostmortemError (input) when the file cannot be read
 */
export function rowBalance(path: string, quote: string, hash: boolean): Promise<RowBalance> {
  return new Promise((done, failed) => {
    // Where nothing is quoted, a byte that no UTF-8 text holds stands for the quote.
    const quoteByte = quote === "" ? 0xff : quote.charCodeAt(0);
    const task: CountTask = {
      path,
      quote: quoteByte,
      hash,
      endlessBytes: ENDLESS_LINE,
    };
    const unreadable = (cause: Error): void =>
      failed(new PostmortemError("input", `file "${path}" could not be read: ${cause.message}`, { cause }));
    try {
      if (statSync(path).size < WORKER_BYTES || !existsSync(THREAD)) return done(countBytes(task));
    } catch (cause) {
      return unreadable(cause as Error);
    }
    const worker = new Worker(THREAD, { workerData: task, execArgv: [] });
    worker.once("message", done);
    worker.once("error", unreadable);
  });
}

/** Physical lines of a counted file, a last one without its end included. */
export function physicalLineCount({ lines, returns, last }: RowBalance, newline: "\n" | "\r\n" | "\r"): number {
  const end = newline === "\r" ? 13 : 10;
  return (newline === "\r" ? returns : lines) + (last === end || (last === 10 && lines === 0 && returns === 0) ? 0 : 1);
}
