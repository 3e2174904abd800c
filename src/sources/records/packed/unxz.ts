import { createHash } from "node:crypto";
import { BytesOut } from "./bytes-out.js";
import { Lzma2 } from "./lzma2.js";

const HEAD = 12;
const FILTER = 0x21;
/** Bytes of the check behind each block, by its kind. */
const CHECKS: ReadonlyMap<number, number> = new Map([
  [0, 0],
  [1, 4],
  [4, 8],
  [10, 32],
]);

const CRC32 = Uint32Array.from({ length: 256 }, (_one, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value >>> 0;
});
const CRC64 = BigUint64Array.from({ length: 256 }, (_one, index) => {
  let value = BigInt(index);
  for (let bit = 0; bit < 8; bit += 1) value = value & 1n ? (value >> 1n) ^ 0xc96c5795d7870f42n : value >> 1n;
  return value;
});
const CRC64_LOW = Uint32Array.from(CRC64, (value) => Number(value & 0xffffffffn));
const CRC64_HIGH = Uint32Array.from(CRC64, (value) => Number(value >> 32n));

/** CRC-32 of bytes. */
export function crc32Of(bytes: Buffer): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (CRC32[(crc ^ byte) & 0xff] as number) ^ (crc >>> 8);
  return ~crc >>> 0;
}

/** CRC-64 in two halves, since numbers have no 64 bits. */
function crc64Holds(bytes: Buffer, check: Buffer): boolean {
  let [low, high] = [0xffffffff, 0xffffffff];
  for (const byte of bytes) {
    const at = (low ^ byte) & 0xff;
    low = ((low >>> 8) | (high << 24)) ^ (CRC64_LOW[at] as number);
    high = (high >>> 8) ^ (CRC64_HIGH[at] as number);
  }
  return ~low >>> 0 === check.readUInt32LE(0) && ~high >>> 0 === check.readUInt32LE(4);
}

function holds(kind: number, bytes: Buffer, check: Buffer): boolean {
  if (kind === 1) return crc32Of(bytes) === check.readUInt32LE(0);
  if (kind === 4) return crc64Holds(bytes, check);
  return kind === 0 || createHash("sha256").update(bytes).digest().equals(check);
}

function variable(bytes: Buffer, from: number): { value: number; at: number } {
  let [value, factor, at] = [0, 1, from];
  for (;;) {
    const byte = bytes[at];
    if (byte === undefined) throw new RangeError("it ends early");
    value += (byte & 0x7f) * factor;
    factor *= 128;
    at += 1;
    if (byte < 0x80) return { value, at };
  }
}

/** Only one filter, LZMA2, is known: others are written for programs, not for tables. */
function requireFilter(bytes: Buffer, at: number): void {
  const flags = bytes[at + 1] as number;
  let next = at + 2;
  if (flags & 0x40) next = variable(bytes, next).at;
  if (flags & 0x80) next = variable(bytes, next).at;
  if ((flags & 3) !== 0 || variable(bytes, next).value !== FILTER)
    throw new RangeError("it is packed in a way that is not read");
}

function indexEnd(bytes: Buffer, from: number): number {
  const { value: records, at: first } = variable(bytes, from + 1);
  let at = first;
  for (let record = 0; record < 2 * records; record += 1) at = variable(bytes, at).at;
  return from + 4 * Math.ceil((at - from) / 4) + 4;
}

/** Reads one stream from `from` on; gives the place after it. */
function stream(bytes: Buffer, from: number, out: BytesOut): number {
  if (bytes.subarray(from, from + 6).toString("latin1") !== "\u00fd7zXZ\u0000")
    throw new RangeError("bytes follow its end");
  const kind = (bytes[from + 7] as number) & 0x0f;
  const size = CHECKS.get(kind);
  if (size === undefined) throw new RangeError("it has a check that is not known");
  let at = from + HEAD;
  for (;;) {
    const length = bytes[at];
    if (length === undefined) throw new RangeError("it ends early");
    if (length === 0) {
      const end = indexEnd(bytes, at) + HEAD;
      if (end > bytes.length) throw new RangeError("it ends early");
      return end;
    }
    requireFilter(bytes, at);
    const begin = at + 4 * (length + 1);
    const written = out.length;
    const end = new Lzma2(out).read(bytes, begin);
    const check = begin + 4 * Math.ceil((end - begin) / 4);
    if (check + size > bytes.length) throw new RangeError("it ends early");
    if (!holds(kind, out.bytes.subarray(written, out.length), bytes.subarray(check, check + size)))
      throw new RangeError("a checksum does not hold");
    at = check + size;
  }
}

/**
 * What an xz file holds.
 *
 * @param most - bytes beyond which it is refused
 * @throws RangeError where it is cut, or its checksums do not hold
 */
export function unxz(packed: Buffer, most: number): Buffer {
  const out = new BytesOut(most, 8 * packed.length);
  let at = 0;
  while (at < packed.length) {
    at = stream(packed, at, out);
    // Streams may be padded with zeros.
    while (at + 4 <= packed.length && packed.readUInt32LE(at) === 0) at += 4;
  }
  return out.taken();
}
