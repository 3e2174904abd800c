import { isUtf8 } from "node:buffer";

/** An encoding as `TextDecoder` names it, and the bytes of its mark. */
export interface Encoding {
  readonly name: "utf-8" | "utf-16le" | "utf-16be";
  readonly markBytes: number;
}

/** Share of zero bytes at even and at odd places. */
function zeros(bytes: Buffer): { even: number; odd: number } {
  let even = 0;
  let odd = 0;
  for (let index = 0; index < bytes.length; index += 1) {
    if (bytes[index] !== 0) continue;
    if (index % 2 === 0) even += 1;
    else odd += 1;
  }
  const half = Math.max(1, bytes.length / 2);
  return { even: even / half, odd: odd / half };
}

/**
 * The encoding of a text file by its mark, or by the zero bytes that UTF-16 leaves between ASCII characters.
 *
 * Bytes that are not UTF-8 do not change the answer: rows that hold them are rejected by line.
 *
 * @param head - the first bytes of the file
 * @returns `undefined` when zero bytes stand where no known encoding has them
 */
export function detectEncoding(head: Buffer): Encoding | undefined {
  if (head[0] === 0xff && head[1] === 0xfe) return { name: "utf-16le", markBytes: 2 };
  if (head[0] === 0xfe && head[1] === 0xff) return { name: "utf-16be", markBytes: 2 };
  const markBytes = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? 3 : 0;
  const { even, odd } = zeros(head);
  if (even === 0 && odd === 0) return { name: "utf-8", markBytes };
  if (odd > 0.3 && even < 0.05) return { name: "utf-16le", markBytes: 0 };
  if (even > 0.3 && odd < 0.05) return { name: "utf-16be", markBytes: 0 };
  return even + odd < 0.02 && isUtf8(head.subarray(0, head.lastIndexOf(10) + 1)) ? { name: "utf-8", markBytes } : undefined;
}
