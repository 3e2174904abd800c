import { Worker } from "node:worker_threads";
import { PostmortemError } from "../incident/errors.js";
import { ROW_BALANCE_WORKER } from "./row-balance-worker.js";

/** What a file holds physically, counted without the loader. */
export interface RowBalance {
  /** Line feeds. */
  readonly lines: number;
  /** Records: ends of line outside quotes, and a last one without its end. */
  readonly records: number;
  /** Empty records among them. */
  readonly blank: number;
  readonly quotes: number;
  readonly bytes: number;
  /** Carriage returns. */
  readonly returns: number;
  /** Whether a quote is still open at the end. */
  readonly open: boolean;
  readonly sha256: string | null;
}

/**
 * Counts a file's records in a worker thread, while the loader reads it.
 *
 * @param path - plain UTF-8 text
 * @param quote - the quote character, `""` for none
 * @param hash - whether to hash the bytes too
 * @throws PostmortemError (input) when the file cannot be read
 */
export function rowBalance(path: string, quote: string, hash: boolean): Promise<RowBalance> {
  return new Promise((done, failed) => {
    const worker = new Worker(ROW_BALANCE_WORKER, { eval: true, workerData: { path, quote: quote === "" ? -1 : quote.charCodeAt(0), hash } });
    worker.once("message", done);
    worker.once("error", (cause) => failed(new PostmortemError("input", `file "${path}" could not be read: ${cause.message}`, { cause })));
  });
}
