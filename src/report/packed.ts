import { gzipSync } from "node:zlib";

/** Text as gzip, base64: the same text gives the same bytes on every system. */
export function packed(text: string): string {
  const bytes = gzipSync(text, { level: 9 });
  // The tenth byte names the system that packed it.
  bytes[9] = 255;
  return bytes.toString("base64");
}

/** A text as a `data:` link, with as few escapes as the notation allows. */
export function dataLink(type: string, text: string): string {
  const body = text.replace(/[^\w\-.~!$&'()*+,;=:@/?]/gu, (mark) => encodeURIComponent(mark));
  return `data:${type};charset=utf-8,${body}`;
}
