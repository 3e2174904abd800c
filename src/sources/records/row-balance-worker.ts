// Counts one file in a thread of its own and sends back what it holds.
import { parentPort, workerData } from "node:worker_threads";
import { type CountTask, countBytes } from "./count-bytes.js";

parentPort?.postMessage(countBytes(workerData as CountTask));
