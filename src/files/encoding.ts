import { isUtf8 } from "node:buffer";

/** An encoding as `TextDecoder` names it, and the bytes of its mark. */
export interface Encoding {
  readonly name: string;
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

/** Letters of Western European languages, and the quotes, dashes and signs that Windows adds, as bytes of Windows-1252. */
const WESTERN = new Set(
  [
    ..."\xc0\xc1\xc2\xc4\xc5\xc6\xc7\xc8\xc9\xca\xcb\xcd\xd1\xd3\xd4\xd6\xd8\xda\xdc\xdf\xe0\xe1\xe2\xe3\xe4\xe5\xe6\xe7\xe8\xe9\xea\xeb\xec\xed\xee\xef\xf1\xf2\xf3\xf4\xf5\xf6\xf8\xf9\xfa\xfb\xfc\x80\x85\x91\x92\x93\x94\x95\x96\x97\xa0\xa3\xa7\xa9\xab\xae\xb0\xb4\xb5\xba\xbb",
  ].map((letter) => letter.charCodeAt(0)),
);
/** Lines with such letters that tell the encoding: so many, or so large a share of a short file. */
const WESTERN_LINES = { fewest: 2, most: 3, share: 0.2 };

/**
 * True if bytes that are not UTF-8 are clearly Windows-1252 (or Latin-1, its part): no valid UTF-8 beyond ASCII anywhere, letters of that
 * encoding on several lines, most of them alone between ASCII as accents are.
 */
function clearlyWestern(bytes: Buffer): boolean {
  const lines = new Set<number>();
  const count = { high: 0, fitting: 0, alone: 0, line: 0 };
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] as number;
    if (byte === 10 || byte === 13) count.line += 1;
    if (byte < 0x80) continue;
    const next = bytes[at + 1] ?? 0;
    if (byte >= 0xc2 && byte <= 0xf4 && isUtf8(bytes.subarray(at, at + (byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4))))
      return false;
    count.high += 1;
    if ((bytes[at - 1] ?? 0) < 0x80 && next < 0x80) count.alone += 1;
    if (!WESTERN.has(byte)) continue;
    count.fitting += 1;
    lines.add(count.line);
  }
  return (
    lines.size >= Math.min(WESTERN_LINES.most, Math.max(WESTERN_LINES.fewest, WESTERN_LINES.share * count.line)) &&
    count.fitting >= 0.95 * count.high &&
    count.alone >= 0.5 * count.high
  );
}

/**
 * The encoding of a text file by its mark, by the zero bytes that UTF-16 leaves between ASCII characters, or as Windows-1252 where that is clear.
 *
 * A few other bytes that are not UTF-8 do not change the answer: rows that hold them are rejected by line.
 *
 * @param head - the first bytes of the file
 * @returns `undefined` when zero bytes stand where no known encoding has them
 */
export function detectEncoding(head: Buffer): Encoding | undefined {
  if (head[0] === 0xff && head[1] === 0xfe) return { name: "utf-16le", markBytes: 2 };
  if (head[0] === 0xfe && head[1] === 0xff) return { name: "utf-16be", markBytes: 2 };
  const markBytes = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? 3 : 0;
  const { even, odd } = zeros(head);
  if (even === 0 && odd === 0)
    return { name: markBytes === 0 && clearlyWestern(head) ? "windows-1252" : "utf-8", markBytes };
  if (odd > 0.3 && even < 0.05) return { name: "utf-16le", markBytes: 0 };
  if (even > 0.3 && odd < 0.05) return { name: "utf-16be", markBytes: 0 };
  return even + odd < 0.02 && isUtf8(head.subarray(0, head.lastIndexOf(10) + 1))
    ? { name: "utf-8", markBytes }
    : undefined;
}

/** A declared encoding, by the name that `TextDecoder` has for it, with the bytes of its mark. */
export function declaredEncoding(name: string, head: Buffer): Encoding {
  const known = new TextDecoder(name).encoding;
  const marked =
    known === "utf-8"
      ? head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf
      : known.startsWith("utf-16") && (head[0] === 0xff || head[0] === 0xfe);
  return { name: known, markBytes: marked ? (known === "utf-8" ? 3 : 2) : 0 };
}
