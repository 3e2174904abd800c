import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { open, stat } from "node:fs/promises";
import { basename, join, relative } from "node:path";
import { Transform } from "node:stream";
import type { TransformCallback } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { PostmortemError } from "../../errors/errors.js";
import { systemFailure } from "../../errors/system-failure.js";
import { jsonKeys } from "./json-keys.js";
import { quoteEvidence } from "./quote-evidence.js";
import type { QuoteEvidence } from "./quote-evidence.js";
import { declaredEncoding, detectEncoding, type Encoding } from "../../files/encoding.js";
import { packingOf, requireReadable, unpackArchive } from "./packed/unpack-archive.js";
import { BOMB } from "../limits.js";
import { unwatched } from "../progress.js";
import type { DuringStage } from "../progress.js";

/** A file made ready for the loader: plain UTF-8 text or Parquet. */
export interface PreparedFile {
  /** Path relative to the incident folder, as the user knows it. */
  readonly file: string;
  readonly original: string;
  /** What the loader reads: the original, or its unpacked or transcoded copy. */
  readonly path: string;
  readonly layout: "text" | "parquet";
  /** The beginning, decoded; `""` for Parquet. */
  readonly head: string;
  readonly bytes: number;
  /** How quotes are used in the whole of it; nothing is said of Parquet. */
  readonly quotes?: QuoteEvidence;
  /** Keys of the whole file where it holds JSON lines. */
  readonly keys?: readonly string[] | undefined;
  /** Known when a copy was made; else the row balance hashes the file. */
  readonly sha256: string | null;
  /** Identifies the state of the file; compared again after reading. */
  readonly stamp: string;
}

const HEAD_BYTES = 1 << 18;
/** Bytes that are read, unpacked and hashed at once: four times as much as usual takes a third of the time. */
export const CHUNK = { highWaterMark: 1 << 18 };
async function stampOf(path: string): Promise<string> {
  const { size, mtimeNs, ino } = await stat(path, { bigint: true });
  return `${size}:${mtimeNs}:${ino}`;
}

async function headOf(path: string, length = HEAD_BYTES): Promise<Buffer> {
  const handle = await open(path, "r");
  try {
    const buffer = Buffer.alloc(length);
    const { bytesRead } = await handle.read(buffer, 0, length, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

function hashing(hash: ReturnType<typeof createHash>): Transform {
  return new Transform({
    ...CHUNK,
    transform(chunk: Buffer, _encoding, done: TransformCallback) {
      hash.update(chunk);
      done(null, chunk);
    },
  });
}

function capped(file: string, packedSoFar: () => number): Transform {
  let bytes = 0;
  return new Transform({
    ...CHUNK,
    transform(chunk: Buffer, _encoding, done: TransformCallback) {
      bytes += chunk.length;
      const bomb = bytes > BOMB.bytes && bytes > packedSoFar() * BOMB.ratio;
      done(
        bomb
          ? new PostmortemError(
              "input",
              `file "${file}" unpacks to more than ${BOMB.ratio} times its size, which is refused; unpack it yourself if it is genuine`,
            )
          : null,
        chunk,
      );
    },
  });
}

/** Unpacks through zlib, which notices a cut end and a wrong checksum where the loader does not. */
async function gunzip(
  file: string,
  original: string,
  target: string,
  size: number,
  during: DuringStage,
): Promise<string> {
  const hash = createHash("sha256");
  const unpack = createGunzip({ chunkSize: CHUNK.highWaterMark });
  try {
    const unpacking = (): Promise<void> =>
      pipeline(
        createReadStream(original, CHUNK),
        hashing(hash),
        unpack,
        capped(file, () => unpack.bytesWritten),
        createWriteStream(target, CHUNK),
      );
    await during("unpacking", () => unpack.bytesWritten / size, unpacking);
  } catch (cause) {
    if (cause instanceof PostmortemError || !(cause as NodeJS.ErrnoException).code?.startsWith("Z_"))
      throw systemFailure(cause);
    throw new PostmortemError(
      "input",
      `file "${file}" is damaged gzip near byte ${unpack.bytesWritten}: ${(cause as Error).message}; fetch it again`,
      { cause },
    );
  }
  if (unpack.bytesWritten < size)
    throw new PostmortemError(
      "input",
      `file "${file}" holds bytes after the end of its gzip data at byte ${unpack.bytesWritten}; fetch it again`,
    );
  return hash.digest("hex");
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path, CHUNK)) hash.update(chunk as Buffer);
  return hash.digest("hex");
}

function decoding(file: string, encoding: Encoding): Transform {
  const decoder = new TextDecoder(encoding.name, { fatal: true });
  let bytes = 0;
  const fail = (cause: unknown): PostmortemError =>
    new PostmortemError(
      "input",
      `file "${file}" is not ${encoding.name} near byte ${bytes}; save it as UTF-8 and run again`,
      { cause },
    );
  return new Transform({
    ...CHUNK,
    transform(chunk: Buffer, _encoding, done: TransformCallback) {
      try {
        const text = decoder.decode(chunk, { stream: true });
        bytes += chunk.length;
        done(null, text);
      } catch (cause) {
        done(fail(cause));
      }
    },
    flush(done: TransformCallback) {
      try {
        done(null, decoder.decode());
      } catch (cause) {
        done(fail(cause));
      }
    },
  });
}

const ESCAPE = 0x1b;
/** Orders to a terminal, such as colours, in the letters of Latin-1. */
const COLOURS = /\x1b\[[\d;]{0,20}[mK]/g;
/** Share of lines with such orders from which on a file is the record of a terminal. */
const COLOURED = 0.5;

/** True if most lines of a file's beginning carry colours of a terminal. */
function isColoured(head: Buffer): boolean {
  if (!head.includes(ESCAPE)) return false;
  const lines = head
    .toString("latin1")
    .split("\n")
    .filter((line) => line.trim() !== "");
  return lines.filter((line) => line.search(COLOURS) >= 0).length >= COLOURED * lines.length;
}

/** Leaves out what orders colours; one that is cut by the end of a chunk waits for the next. */
function uncoloured(): Transform {
  let rest = "";
  return new Transform({
    ...CHUNK,
    transform(chunk: Buffer, _encoding, done: TransformCallback) {
      const text = (rest + chunk.toString("latin1")).replace(COLOURS, "");
      const open = text.lastIndexOf("\x1b", text.length);
      const cut = open >= 0 && text.length - open < 24 ? open : text.length;
      rest = text.slice(cut);
      done(null, Buffer.from(text.slice(0, cut), "latin1"));
    },
    flush(done: TransformCallback) {
      done(null, Buffer.from(rest, "latin1"));
    },
  });
}

/** Raises when a file is not in the state in which it was first seen. */
export async function requireUnchanged(prepared: PreparedFile): Promise<void> {
  if ((await stampOf(prepared.original)) === prepared.stamp) return;
  throw new PostmortemError(
    "input",
    `file "${prepared.file}" changed while it was read; wait until its writer is done, or use --follow`,
  );
}

/**
 * Makes one file ready: unpacks gzip and archives of one table or like ones, transcodes UTF-16, leaves plain UTF-8 and Parquet where they are.
 *
 * @param original - absolute real path
 * @param folder - the incident folder, for names in messages
 * @param temporary - folder for copies
 * @param during - watches the unpacking; `encoding` goes before what the bytes look like, `sheet` names one of a workbook
 * @throws PostmortemError (input) when the archive is cut or corrupt, or bytes do not decode, with file and place
 */
export async function unpackFile(
  original: string,
  folder: string,
  temporary: string,
  index: number,
  {
    during = unwatched,
    encoding: declared,
    sheet,
  }: { during?: DuringStage; encoding?: string | undefined; sheet?: string | undefined } = {},
): Promise<PreparedFile> {
  const file = relative(folder, original) || basename(original);
  const stamp = await stampOf(original);
  const { size: bytes } = await stat(original);
  if (bytes === 0)
    throw new PostmortemError("input", `file "${file}" is empty; export it again or remove it from incident.yaml`);
  const first = await headOf(original);
  const named = /\.gz$/i.test(original);
  const packed = first[0] === 0x1f && first[1] === 0x8b;
  if (named && !packed)
    throw new PostmortemError("input", `file "${file}" is named .gz but is not gzip; rename it or fetch it again`);
  if (first.subarray(0, 4).toString("latin1") === "PAR1")
    return { file, original, path: original, layout: "parquet", head: "", bytes, sha256: null, stamp };
  let path = original;
  let sha256: string | null = null;
  if (packed) {
    path = join(temporary, `unpacked-${index}`);
    sha256 = await gunzip(file, original, path, bytes, during);
  }
  requireReadable(file, first);
  const before = packed ? await headOf(path) : first;
  const archive = packingOf(before) !== undefined;
  if (archive) {
    const target = join(temporary, `archive-${index}`);
    await unpackArchive(file, path, target, sheet);
    sha256 ??= await hashOf(original);
    path = target;
  }
  let head = archive ? await headOf(path) : before;
  const encoding = declared === undefined ? detectEncoding(head) : declaredEncoding(declared, head);
  if (!encoding)
    throw new PostmortemError(
      "input",
      `file "${file}" has zero bytes where no known text encoding has them; save it as UTF-8 and run again`,
    );
  if (encoding.name !== "utf-8") {
    const target = join(temporary, `decoded-${index}`);
    const hash = createHash("sha256");
    await pipeline(
      createReadStream(path, CHUNK),
      hashing(hash),
      decoding(file, encoding),
      createWriteStream(target, CHUNK),
    );
    sha256 ??= hash.digest("hex");
    path = target;
  }
  if (encoding.name === "utf-8" && isColoured(head)) {
    const target = join(temporary, `plain-${index}`);
    sha256 ??= await hashOf(path);
    await pipeline(createReadStream(path, CHUNK), uncoloured(), createWriteStream(target, CHUNK));
    path = target;
    head = await headOf(path);
  }
  const text = encoding.name === "utf-8" ? head.subarray(encoding.markBytes) : await headOf(path);
  const decoded = new TextDecoder("utf-8").decode(text);
  const quotes = await quoteEvidence(path);
  const keys = await jsonKeys(path, decoded, (await stat(path)).size);
  return { file, original, path, layout: "text", head: decoded, bytes, quotes, keys, sha256, stamp };
}
