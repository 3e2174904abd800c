/**
 * The counting of a file, as the text of a function of `require`, `workerData` and `done`: it must start the same way from compiled, bundled and test code, in a
 * worker or here. It counts physical records by line ends outside quotes, knowing nothing of columns, checks that the bytes are UTF-8, and hashes them on the way.
 */
export const ROW_BALANCE_PROGRAM = `
const { createHash } = require("node:crypto");
const { isUtf8 } = require("node:buffer");
const { openSync, readSync, closeSync } = require("node:fs");
const { path, quote, hash, module, bytesAtOnce, endlessBytes } = workerData;
const wasm = new WebAssembly.Instance(new WebAssembly.Module(module)).exports;
wasm.lastLf.value = -(2n ** 63n);
const memory = Buffer.from(wasm.memory.buffer, 0, bytesAtOnce);
const digest = hash ? createHash("sha256") : undefined;
const file = openSync(path, "r");
let unended = 0;
let bytes = 0, utf8 = true, torn = Buffer.alloc(0), last = 10;
for (;;) {
  let got = 0;
  while (got < bytesAtOnce) {
    const more = readSync(file, memory, got, bytesAtOnce - got, null);
    if (more === 0) break;
    got += more;
  }
  if (got === 0) break;
  const chunk = memory.subarray(0, got);
  bytes += got;
  last = chunk[got - 1];
  if (digest) digest.update(chunk);
  if (utf8) {
    // A character may be torn by the chunk's end: what follows the last line end is judged with the next chunk.
    const end = got < bytesAtOnce ? got : chunk.lastIndexOf(10) + 1;
    utf8 = end > 0 && isUtf8(torn.length === 0 ? chunk.subarray(0, end) : Buffer.concat([torn, chunk.subarray(0, end)]));
    torn = Buffer.from(chunk.subarray(end));
  }
  memory.fill(0, got, Math.ceil(got / 64) * 64);
  const ends = wasm.lines.value + wasm.returns.value;
  wasm.count(Math.ceil(got / 64) * 64, quote);
  unended = wasm.lines.value + wasm.returns.value === ends ? unended + got : 0;
  if (unended > endlessBytes) break;
}
closeSync(file);
if (utf8 && torn.length > 0) utf8 = isUtf8(torn);
const open = wasm.open.value !== 0n;
const sums = {};
for (const name of ["lines", "records", "blank", "quotes", "returns"]) sums[name] = Number(wasm[name].value);
if (open || (bytes > 0 && last !== 10)) sums.records += 1;
done({ ...sums, bytes, open, utf8, last, endless: unended > endlessBytes, sha256: digest ? digest.digest("hex") : null });
`;

/** The same as the source of a worker. */
export const ROW_BALANCE_WORKER = `
const { parentPort, workerData } = require("node:worker_threads");
const done = (balance) => parentPort.postMessage(balance);
${ROW_BALANCE_PROGRAM}`;
