/**
 * The worker's source, as text: it must start the same way from compiled, bundled and test code. It counts physical records by line ends
 * outside quotes, knowing nothing of columns, and hashes the bytes on the way.
 */
export const ROW_BALANCE_WORKER = `
const { parentPort, workerData } = require("node:worker_threads");
const { createHash } = require("node:crypto");
const { openSync, readSync, closeSync } = require("node:fs");
const { path, quote, hash } = workerData;
const digest = hash ? createHash("sha256") : undefined;
const chunk = Buffer.allocUnsafe(1 << 20);
const file = openSync(path, "r");
let lines = 0, records = 0, blank = 0, quotes = 0, bytes = 0, inside = 0, length = 0, returns = 0;
for (;;) {
  const got = readSync(file, chunk, 0, chunk.length, null);
  if (got === 0) break;
  if (digest) digest.update(chunk.subarray(0, got));
  bytes += got;
  for (let index = 0; index < got; index += 1) {
    const byte = chunk[index];
    if (byte === 10) {
      lines += 1;
      if (inside === 0) { records += 1; if (length === 0) blank += 1; }
      length = 0;
    } else if (byte === quote) { quotes += 1; inside ^= 1; length += 1; }
    else if (byte === 13) returns += 1;
    else length += 1;
  }
}
closeSync(file);
if (length > 0 || inside === 1) records += 1;
parentPort.postMessage({ lines, records, blank, quotes, bytes, returns, open: inside === 1, sha256: digest ? digest.digest("hex") : null });
`;
