import { createReadStream } from "node:fs";
import { PostmortemError } from "../../errors/errors.js";

/** One physical line without its end. */
export interface PhysicalLine {
  readonly bytes: Buffer;
  /** 1-based. */
  readonly number: number;
  /** Byte offset of its first byte. */
  readonly offset: number;
  /** The line is longer than the cap; `bytes` holds its beginning only. */
  readonly cut: boolean;
}

/** Longest line that is read whole, in bytes. */
export const LONGEST_LINE = 1 << 20;

/** A line beyond this is no line of a table: reading ends. */
export const ENDLESS_LINE = 1 << 26;

const LF = 10;
const CR = 13;

/** Without the carriage returns before its line feed, of which some writers put two. */
function trimmed(bytes: Buffer): Buffer {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === CR) end -= 1;
  return bytes.subarray(0, end);
}

/**
 * The physical lines of a file in order. A line without end is capped, so a gigabyte without a line feed costs a megabyte.
 *
 * @param path - plain text
 * @param end - the byte that ends a line: 10, or 13 for files that have no line feed
 */
export async function* physicalLines(path: string, end: 10 | 13 = LF): AsyncGenerator<PhysicalLine> {
  let carried: Buffer[] = [];
  let carriedBytes = 0;
  let number = 1;
  let lineOffset = 0;
  let offset = 0;
  const line = (rest: Buffer): PhysicalLine => {
    const whole = carried.length === 0 ? rest : Buffer.concat([...carried, rest]);
    const cut = carriedBytes + rest.length > LONGEST_LINE;
    return {
      bytes: cut ? whole.subarray(0, 2000) : end === LF ? trimmed(whole) : whole,
      number,
      offset: lineOffset,
      cut,
    };
  };
  for await (const data of createReadStream(path, { highWaterMark: 1 << 18 })) {
    const chunk = data as Buffer;
    let start = 0;
    for (let at = chunk.indexOf(end); at >= 0; at = chunk.indexOf(end, start)) {
      yield line(chunk.subarray(start, at));
      carried = [];
      carriedBytes = 0;
      start = at + 1;
      number += 1;
      lineOffset = offset + start;
    }
    const rest = chunk.subarray(start);
    if (rest.length > 0 && carriedBytes <= LONGEST_LINE) carried.push(Buffer.from(rest));
    carriedBytes += rest.length;
    if (carriedBytes > ENDLESS_LINE)
      throw new PostmortemError(
        "input",
        `line ${number} of a file is longer than ${ENDLESS_LINE >> 20} MB, which is refused; check that it is a text table with line ends`,
      );
    offset += chunk.length;
  }
  if (carriedBytes > 0) yield line(Buffer.alloc(0));
}
