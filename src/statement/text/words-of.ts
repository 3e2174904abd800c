import { isUtf8 } from "node:buffer";
import { PostmortemError } from "../../errors/errors.js";
import { detectEncoding } from "../../files/encoding.js";

/** What a file is by its first bytes where it is no plain text, and how its words are had. */
const KINDS: readonly (readonly [bytes: string, what: string])[] = [
  ["%PDF", "a PDF"],
  ["PK\u0003\u0004", "a document of Word or another packed file"],
  ["PK\u0005\u0006", "a packed file"],
  ["\u00d0\u00cf\u0011\u00e0", "a document of an old office program"],
  ["{\\rtf", "a document in rich text"],
  ["\u001f\u008b", "a packed file"],
  ["\u0089PNG", "a picture"],
  ["\u00ff\u00d8\u00ff", "a picture"],
  ["GIF8", "a picture"],
  ["SQLite format 3", "a database"],
  ["PAR1", "a table in Parquet"],
];
/** Controls that no text has more of than this share of its characters. */
const MOST_CONTROLS = 0.01;
/** Letters that do not decode, in a text of which a part is torn. */
const MOST_UNREAD = 0.1;
/** Bytes beyond ASCII in a text of Western Europe that is not UTF-8: never half of it. */
const MOST_HIGH = 0.3;
/** So much of a file is looked at. */
const LOOKED_AT = 64 * 1024;
/** Bytes that tell UTF-16, an even number of them. */
const HEAD = 4096;

function noText(file: string, what: string): never {
  throw new PostmortemError(
    "usage",
    `"${file}" is ${what}, and a report in words is required; copy its text into a file such as statement.md and give that`,
  );
}

/** The encoding by which any text file is read, but for a letter of Western Europe or two: a report has few lines to tell it by. */
function encodingOf(bytes: Uint8Array): string {
  const { name } = detectEncoding(Buffer.from(bytes.subarray(0, HEAD))) ?? { name: "utf-8" };
  if (name !== "utf-8") return name;
  return isUtf8(bytes) || mostlyUtf8(bytes) ? "utf-8" : "windows-1252";
}

/** True if letters beyond ASCII are written as UTF-8 oftener than bytes are not: a torn copy of such a text. */
function mostlyUtf8(bytes: Uint8Array): boolean {
  const beyond = new TextDecoder().decode(bytes.subarray(0, LOOKED_AT)).match(/[^\0-\x7f]/g) ?? [];
  const torn = beyond.filter((letter) => letter === "\ufffd").length;
  return torn <= beyond.length - torn;
}

/**
 * The words of a report's file: UTF-8, UTF-16, or the encoding of Western Europe.
 *
 * @param file - names it in messages
 * @throws PostmortemError (`usage`) when it is no text, says what it is instead, or holds nothing
 */
export function wordsOf(bytes: Uint8Array, file: string): string {
  const start = Buffer.from(bytes.subarray(0, 16)).toString("latin1");
  const known = KINDS.find(([mark]) => start.startsWith(mark));
  if (known) noText(file, known[1]);
  const encoding = encodingOf(bytes);
  const text = new TextDecoder(encoding, { ignoreBOM: encoding === "utf-8" }).decode(bytes);
  const head = text.slice(0, LOOKED_AT);
  const controls = head.match(/[\0-\x08\x0e-\x1a\x1c-\x1f\x7f]/g)?.length ?? 0;
  const unread = head.match(/\ufffd/g)?.length ?? 0;
  const high = encoding === "windows-1252" ? bytes.subarray(0, LOOKED_AT).filter((byte) => byte >= 0x80).length : 0;
  if (controls > MOST_CONTROLS * head.length || unread > MOST_UNREAD * head.length || high > MOST_HIGH * head.length)
    noText(file, "no text (its bytes are no letters)");
  if (text.trim() === "")
    throw new PostmortemError(
      "usage",
      `"${file}" is empty, and a report in words is required; put its words into it, or take the file away`,
    );
  return text;
}
