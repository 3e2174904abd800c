import { gzipSync } from "node:zlib";

/** The 85 signs that write four bytes as five; none of them means anything in HTML. The page reads them in `browser/dom/unpack.ts`. */
const SIGNS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?()[]{}@%$#_,;";

function gzipped(text: string): Buffer {
  const bytes = gzipSync(text, { level: 9 });
  // The tenth byte names the system that packed it.
  bytes[9] = 255;
  return bytes;
}

/** Text as gzip, base64: the same text gives the same bytes on every system. */
export function packed(text: string): string {
  return gzipped(text).toString("base64");
}

/** Text as gzip in base 85, for what only the page itself unpacks: a sixteenth shorter than base 64. The first sign counts the zeros at its end. */
export function packedForPage(text: string): string {
  const bytes = gzipped(text);
  const zeros = (4 - (bytes.length % 4)) % 4;
  const whole = Buffer.concat([bytes, Buffer.alloc(zeros)]);
  const signs = [String(zeros)];
  for (let at = 0; at < whole.length; at += 4) {
    const value = whole.readUInt32BE(at);
    for (const power of [85 ** 4, 85 ** 3, 85 ** 2, 85, 1]) signs.push(SIGNS[Math.floor(value / power) % 85] as string);
  }
  return signs.join("");
}

/** A text as a `data:` link, with as few escapes as the notation allows. */
export function dataLink(type: string, text: string): string {
  const body = text.replace(/[^\w\-.~!$&'()*+,;=:@/?]/gu, (mark) => encodeURIComponent(mark));
  return `data:${type};charset=utf-8,${body}`;
}
