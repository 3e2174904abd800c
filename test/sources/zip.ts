import { deflateRawSync } from "node:zlib";
import { crc32Of } from "../../src/sources/records/packed/unxz.js";

const u16 = (value: number): Buffer => Buffer.from([value & 0xff, value >> 8]);
const u32 = (value: number): Buffer =>
  Buffer.from([value & 0xff, (value >> 8) & 0xff, (value >> 16) & 0xff, value >>> 24]);

/** A ZIP archive of texts by their names. */
export function zip(files: Readonly<Record<string, string>>): Buffer {
  const [parts, directory]: [Buffer[], Buffer[]] = [[], []];
  let offset = 0;
  for (const [name, text] of Object.entries(files)) {
    const [plain, packed] = [Buffer.from(text), deflateRawSync(text)];
    const common = Buffer.concat([
      u16(20),
      u16(0),
      u16(8),
      u32(0),
      u32(crc32Of(plain)),
      u32(packed.length),
      u32(plain.length),
      u16(Buffer.byteLength(name)),
      u16(0),
    ]);
    parts.push(u32(0x04034b50), common, Buffer.from(name), packed);
    directory.push(u32(0x02014b50), u16(20), common, Buffer.alloc(10), u32(offset), Buffer.from(name));
    offset += 30 + Buffer.byteLength(name) + packed.length;
  }
  const central = Buffer.concat(directory);
  const count = u16(Object.keys(files).length);
  return Buffer.concat([
    ...parts,
    central,
    u32(0x06054b50),
    u32(0),
    count,
    count,
    u32(central.length),
    u32(offset),
    u16(0),
  ]);
}
