import { isUtf8 } from "node:buffer";
import { createHash } from "node:crypto";
import { closeSync, openSync, readSync } from "node:fs";
import { rowBalanceModule } from "./row-balance-wasm.js";

/** Memory of the counter: a read fills it, and larger ones gain nothing. */
const PAGES = 8;
const BYTES_AT_ONCE = PAGES * 65_536;

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
  /** True if a quote is still open at the end. */
  readonly open: boolean;
  /** True if all bytes are UTF-8. */
  readonly utf8: boolean;
  /** The last byte; 10 in an empty file. */
  readonly last: number;
  /** Counting stopped in a line that is longer than {@link CountTask.endlessBytes}. */
  readonly endless: boolean;
  readonly sha256: string | null;
}

/** What a count needs; a thread is given the same. */
export interface CountTask {
  readonly path: string;
  /** The byte of the quote. */
  readonly quote: number;
  readonly hash: boolean;
  /** Counting stops in a line of more bytes. */
  readonly endlessBytes: number;
}

const LINE_FEED = 10;
/** The counter takes so many bytes at a step; what a read leaves of the last step is emptied. */
const STEP_BYTES = 64;
const NEVER = -(2n ** 63n);

type Global = WebAssembly.Global<"i64">;
interface Counter {
  readonly memory: WebAssembly.Memory;
  readonly count: (bytes: number, quote: number) => void;
  readonly lines: Global;
  readonly records: Global;
  readonly blank: Global;
  readonly quotes: Global;
  readonly returns: Global;
  readonly open: Global;
  readonly lastLf: Global;
}

let compiled: WebAssembly.Module | undefined;

function compiledCounter(): WebAssembly.Module {
  compiled ??= new WebAssembly.Module(rowBalanceModule(PAGES));
  return compiled;
}

/** Bytes read into the memory; fewer than it holds only at the end of the file. */
function filled(file: number, memory: Buffer): number {
  let got = 0;
  while (got < memory.length) {
    const more = readSync(file, memory, got, memory.length - got, null);
    if (more === 0) break;
    got += more;
  }
  return got;
}

/** Says whether chunks that follow one another are UTF-8: a character torn by a chunk's end is judged with the next chunk. */
class Utf8Check {
  private torn = Buffer.alloc(0);
  private valid = true;

  add(chunk: Buffer, last: boolean): void {
    if (!this.valid) return;
    const end = last ? chunk.length : chunk.lastIndexOf(LINE_FEED) + 1;
    const whole = chunk.subarray(0, end);
    this.valid = end > 0 && isUtf8(this.torn.length === 0 ? whole : Buffer.concat([this.torn, whole]));
    this.torn = Buffer.from(chunk.subarray(end));
  }

  settled(): boolean {
    return this.valid && (this.torn.length === 0 || isUtf8(this.torn));
  }
}

function sumsOf(counter: Counter): Pick<RowBalance, "lines" | "records" | "blank" | "quotes" | "returns"> {
  const { lines, records, blank, quotes, returns } = counter;
  return {
    lines: Number(lines.value),
    records: Number(records.value),
    blank: Number(blank.value),
    quotes: Number(quotes.value),
    returns: Number(returns.value),
  };
}

/**
 * The physical lines and records of a file, by line ends outside quotes and nothing that is known of columns; whether its bytes are UTF-8; and
 * their hash, on the way.
 *
 * @throws the file system's error when the file cannot be read
 */
export function countBytes({ path, quote, hash, endlessBytes }: CountTask): RowBalance {
  const counter = new WebAssembly.Instance(compiledCounter()).exports as unknown as Counter;
  counter.lastLf.value = NEVER;
  const memory = Buffer.from(counter.memory.buffer, 0, BYTES_AT_ONCE);
  const digest = hash ? createHash("sha256") : undefined;
  const utf8 = new Utf8Check();
  let [bytes, last, unended] = [0, LINE_FEED, 0];
  const file = openSync(path, "r");
  try {
    for (let got = filled(file, memory); got > 0 && unended <= endlessBytes; got = filled(file, memory)) {
      const chunk = memory.subarray(0, got);
      bytes += got;
      last = chunk[got - 1] ?? LINE_FEED;
      digest?.update(chunk);
      utf8.add(chunk, got < BYTES_AT_ONCE);
      const stepped = Math.ceil(got / STEP_BYTES) * STEP_BYTES;
      memory.fill(0, got, stepped);
      const ends = counter.lines.value + counter.returns.value;
      counter.count(stepped, quote);
      unended = counter.lines.value + counter.returns.value === ends ? unended + got : 0;
    }
  } finally {
    closeSync(file);
  }
  const open = counter.open.value !== 0n;
  const sums = sumsOf(counter);
  const unfinished = open || (bytes > 0 && last !== LINE_FEED);
  return {
    ...sums,
    records: sums.records + (unfinished ? 1 : 0),
    bytes,
    open,
    utf8: utf8.settled(),
    last,
    endless: unended > endlessBytes,
    sha256: digest?.digest("hex") ?? null,
  };
}
