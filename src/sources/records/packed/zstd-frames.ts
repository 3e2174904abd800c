const FRAME = 0xfd2fb528;
const SKIPPABLE = 0x184d2a50;
const DICTIONARY_BYTES = [0, 1, 2, 4] as const;
const SIZE_BYTES = [0, 2, 4, 8] as const;

/** The place after one frame. */
function frameEnd(bytes: Buffer, from: number): number {
  const flags = bytes.readUInt8(from + 4);
  const single = (flags & 0x20) !== 0;
  const sizes = flags >> 6;
  let at = from + 5 + (single ? 0 : 1) + (DICTIONARY_BYTES[(flags & 3) as 0 | 1 | 2 | 3] ?? 0);
  at += sizes === 0 && single ? 1 : (SIZE_BYTES[sizes as 0 | 1 | 2 | 3] ?? 0);
  for (;;) {
    const head = bytes.readUIntLE(at, 3);
    const [last, type, size] = [head & 1, (head >> 1) & 3, head >> 3];
    if (type === 3) throw new RangeError("a block is damaged");
    at += 3 + (type === 1 ? 1 : size);
    if (last) return at + ((flags & 4) !== 0 ? 4 : 0);
  }
}

/**
 * Raises unless zstd frames are whole, by the lengths that their blocks say.
 *
 * @throws RangeError where the file is cut, or goes on after its last frame
 */
export function requireWholeFrames(bytes: Buffer): void {
  let at = 0;
  while (at < bytes.length) {
    if (at + 8 > bytes.length) throw new RangeError("it ends early");
    const mark = bytes.readUInt32LE(at);
    if (mark >>> 4 === SKIPPABLE >>> 4) at += 8 + bytes.readUInt32LE(at + 4);
    else if (mark === FRAME) at = frameEnd(bytes, at);
    else throw new RangeError("bytes follow its end");
  }
  if (at > bytes.length) throw new RangeError("it ends early");
}
