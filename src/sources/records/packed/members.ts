import { inflateRawSync } from "node:zlib";
import { crc32Of } from "./unxz.js";

/** One file of an archive. */
export interface Member {
  readonly name: string;
  read(): Buffer;
}

const END_MARK = 0x06054b50;
const ENTRY_MARK = 0x02014b50;
const END_LENGTH = 22;
/** A comment behind the directory is at most this long. */
const LONGEST_COMMENT = 0xffff;

function directoryEnd(bytes: Buffer): number {
  for (let at = bytes.length - END_LENGTH; at >= Math.max(0, bytes.length - END_LENGTH - LONGEST_COMMENT); at -= 1)
    if (bytes.readUInt32LE(at) === END_MARK) return at;
  throw new RangeError("it ends early: its directory is missing");
}

function zipMember(bytes: Buffer, at: number, most: number): Member {
  const method = bytes.readUInt16LE(at + 10);
  const encrypted = (bytes.readUInt16LE(at + 8) & 1) === 1;
  const crc = bytes.readUInt32LE(at + 16);
  const size = bytes.readUInt32LE(at + 20);
  const whole = bytes.readUInt32LE(at + 24);
  const name = bytes.subarray(at + 46, at + 46 + bytes.readUInt16LE(at + 28)).toString("utf8");
  const local = bytes.readUInt32LE(at + 42);
  return {
    name,
    read() {
      if (encrypted) throw new RangeError(`${name} is encrypted`);
      if (whole > most || size === 0xffffffff) throw new RangeError("it is larger than is taken");
      const begin = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
      const packed = bytes.subarray(begin, begin + size);
      if (method !== 0 && method !== 8)
        throw new RangeError(`${name} is packed in a way that is not read (method ${method})`);
      const text = method === 0 ? packed : inflateRawSync(packed, { maxOutputLength: Math.max(1, whole) });
      if (text.length !== whole || crc32Of(text) !== crc) throw new RangeError(`the checksum of ${name} does not hold`);
      return text;
    },
  };
}

/** The files of a ZIP archive by its directory. */
export function zipMembers(bytes: Buffer, most: number): Member[] {
  const end = directoryEnd(bytes);
  const members: Member[] = [];
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left -= 1) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== ENTRY_MARK)
      throw new RangeError("its directory is damaged");
    members.push(zipMember(bytes, at, most));
    at += 46 + bytes.readUInt16LE(at + 28) + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return members.filter(({ name }) => !name.endsWith("/"));
}

const TAR_BLOCK = 512;

function tarText(block: Buffer, from: number, length: number): string {
  const part = block.subarray(from, from + length);
  const end = part.indexOf(0);
  return part.subarray(0, end < 0 ? length : end).toString("utf8");
}

/** True if bytes begin as a tar archive does. */
export function isTar(bytes: Buffer): boolean {
  return bytes.length >= TAR_BLOCK && bytes.subarray(257, 262).toString("latin1") === "ustar";
}

/** The files of a tar archive; long names of both kinds are known. */
export function tarMembers(bytes: Buffer): Member[] {
  const members: Member[] = [];
  let longName: string | undefined;
  for (let at = 0; at + TAR_BLOCK <= bytes.length; ) {
    const block = bytes.subarray(at, at + TAR_BLOCK);
    if (block.every((byte) => byte === 0)) break;
    const size = Number.parseInt(tarText(block, 124, 12).trim() || "0", 8);
    const kind = tarText(block, 156, 1);
    const begin = at + TAR_BLOCK;
    const content = bytes.subarray(begin, begin + size);
    if (content.length < size) throw new RangeError("it ends early");
    const prefix = tarText(block, 345, 155);
    const own = `${prefix === "" ? "" : `${prefix}/`}${tarText(block, 0, 100)}`;
    if (kind === "L") longName = content.toString("utf8").replace(/\0.*$/s, "");
    else if (kind === "x") longName = /\d+ path=(.*)\n/.exec(content.toString("utf8"))?.[1] ?? longName;
    else {
      const name = longName ?? own;
      longName = undefined;
      if (kind === "0" || kind === "") members.push({ name, read: () => content });
    }
    at = begin + TAR_BLOCK * Math.ceil(size / TAR_BLOCK);
  }
  return members;
}
