// Ends its process by a signal once the process holds more memory than it may; a thread of its own, which no reading blocks.
import { workerData } from "node:worker_threads";

/** What the thread is given. */
export interface MemoryCeiling {
  readonly bytes: number;
  /** The signal that tells the parent why the process ended. */
  readonly signal: NodeJS.Signals;
}

const LOOK_MS = 100;

const { bytes, signal } = workerData as MemoryCeiling;
setInterval(() => {
  if (process.memoryUsage.rss() > bytes) process.kill(process.pid, signal);
}, LOOK_MS);
