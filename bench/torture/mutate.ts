import type { Random } from "../../src/stats/random/random.js";

const PIECES = [
  '"',
  "'",
  '""',
  ",",
  ";",
  "\t",
  "|",
  "\n",
  "\r",
  "\r\n",
  "\n\n\n",
  "\\",
  "\0",
  "\u00ef\u00bb\u00bf",
  "\u00ff\u00fe",
  "\u0080",
  "\u00c3",
  "{",
  "}",
  "[",
  "]",
  ":",
  "#",
  "- ",
  "&a ",
  "*a",
  "null",
  "true",
  "NaN",
  "-1",
  "1e999",
  "9".repeat(30),
  "__proto__",
  "constructor",
  "=cmd()",
  "<script>",
  "2025-03-31T25:61:00Z",
  "0000-00-00",
  "a".repeat(500),
  "' OR 1=1 --",
  "${x}",
  "%s",
  "\u001e",
];

function edited(bytes: Buffer, random: Random): Buffer {
  const from = random.integer(bytes.length + 1);
  const length = Math.floor(random.next() ** 3 * 400);
  const [before, piece, after] = [
    bytes.subarray(0, from),
    bytes.subarray(from, from + length),
    bytes.subarray(from + length),
  ];
  switch (random.integer(7)) {
    case 0:
      return Buffer.concat([before, after]);
    case 1:
      return Buffer.concat([before, ...new Array<Buffer>(1 + random.integer(6)).fill(piece), after]);
    case 2:
      return Buffer.concat([
        before,
        Buffer.from(
          (PIECES[random.integer(PIECES.length)] as string).repeat(1 + Math.floor(random.next() ** 6 * 60)),
          "latin1",
        ),
        piece,
        after,
      ]);
    case 3:
      return Buffer.concat([after, piece, before]);
    case 4:
      return before.length > 0 ? Buffer.from(before) : bytes;
    case 5: {
      const copy = Buffer.from(bytes);
      if (copy.length > 0) copy[random.integer(copy.length)] = random.integer(256);
      return copy;
    }
    default:
      return Buffer.concat([before, Buffer.from([random.integer(256), random.integer(256)]), after]);
  }
}

/** A file with one to eight random edits: bytes flipped, cut, doubled, moved, odd pieces put in. */
export function mutated(text: string, random: Random): Buffer {
  let bytes: Buffer = Buffer.from(text, "utf8");
  for (let edits = 1 + Math.floor(random.next() ** 2 * 8); edits > 0; edits -= 1) bytes = edited(bytes, random);
  return bytes;
}
