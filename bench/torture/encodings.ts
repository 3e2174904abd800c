import { inFolder, onPurpose } from "./folder.js";
import type { TortureLine } from "./line.js";
import { readTable } from "../../src/sources/records/read-table.js";

/** The bytes of every character of an encoding, from its decoder. */
function encoder(name: string): (text: string) => Buffer {
  const decoder = new TextDecoder(name, { fatal: true });
  const bytes = new Map<string, number[]>();
  const learn = (code: number[]): void => {
    try {
      const text = decoder.decode(Uint8Array.from(code));
      if ([...text].length === 1 && !bytes.has(text)) bytes.set(text, code);
    } catch {
      // These bytes are none of its characters.
    }
  };
  for (let one = 0; one < 256; one += 1) learn([one]);
  for (let one = 0x81; one < 256; one += 1) for (let two = 0x40; two < 256; two += 1) learn([one, two]);
  return (text) => Buffer.from([...text].flatMap((character) => bytes.get(character) ?? [0x3f]));
}

function utf32(text: string, little: boolean, mark: boolean): Buffer {
  const points = [...(mark ? "\ufeff" : ""), ...text].map((character) => character.codePointAt(0) as number);
  const buffer = Buffer.alloc(points.length * 4);
  points.forEach((point, index) =>
    little ? buffer.writeUInt32LE(point, index * 4) : buffer.writeUInt32BE(point, index * 4),
  );
  return buffer;
}

const utf16be = (text: string): Buffer => Buffer.from(text, "utf16le").swap16();
const marked = (bytes: readonly number[], rest: Buffer): Buffer => Buffer.concat([Buffer.from(bytes), rest]);

/** Ten encodings; what a text cannot hold becomes a question mark in the file itself. */
const ENCODINGS: readonly (readonly [name: string, encode: (text: string) => Buffer])[] = [
  ["UTF-8", (text) => Buffer.from(text)],
  ["UTF-8 with its mark", (text) => marked([0xef, 0xbb, 0xbf], Buffer.from(text))],
  ["UTF-16LE with its mark", (text) => marked([0xff, 0xfe], Buffer.from(text, "utf16le"))],
  ["UTF-16BE with its mark", (text) => marked([0xfe, 0xff], utf16be(text))],
  ["UTF-16LE", (text) => Buffer.from(text, "utf16le")],
  ["UTF-16BE", utf16be],
  ["UTF-32LE with its mark", (text) => utf32(text, true, true)],
  ["UTF-32BE", (text) => utf32(text, false, false)],
  ["Windows-1252", encoder("windows-1252")],
  ["ISO-8859-1", encoder("iso-8859-1")],
  ["Windows-1251", encoder("windows-1251")],
  ["Shift_JIS", encoder("shift_jis")],
  ["GB18030", encoder("gbk")],
];

const TEXTS: readonly (readonly [what: string, notes: readonly string[]])[] = [
  ["ASCII", ["plain", "text", "only", "here"]],
  ["accents", ["café fermé", "Zürich – Süd", "Ñandú", "garçon naïf"]],
  ["Cyrillic and Japanese", ["сбой связи", "東京都", "отказ", "障害発生"]],
  ["astral signs and quoted line ends", ["🚨 alarm", "a,b\nc", 'said "no"', "naïve 😀"]],
];

const table = (notes: readonly string[]): string[][] =>
  notes.map((note, index) => [`2025-03-31T12:00:0${index}Z`, note, `${200 + index}`]);
const cell = (value: string): string => (/[",\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);

/** Cells as written, a refusal, or rejects; never other cells. */
async function judged(bytes: Buffer, rows: readonly string[][]): Promise<string | null> {
  return inFolder({ "t.csv": bytes }, async (folder) => {
    const read = await readTable(`${folder}/t.csv`).catch((error: unknown) => onPurpose(error, ["input"]));
    if (read instanceof Error)
      return read.message.includes("t.csv") ? null : `the refusal does not name the file: ${read.message}`;
    if (read.rejects.some(({ line }) => line === null)) return "a reject without its line";
    const wrong = read.rows.find((row) => !rows.some((one) => JSON.stringify(one) === JSON.stringify(row)));
    if (wrong) return `read ${JSON.stringify(wrong)}`;
    return read.rows.length + read.rejects.length < rows.length
      ? `${read.rows.length} rows and ${read.rejects.length} rejects of ${rows.length}`
      : null;
  });
}

/** Texts in encodings: right, or rejected by line, or refused with the file's name. */
export async function encodings(): Promise<TortureLine> {
  const failures: string[] = [];
  let count = 0;
  for (const [name, encode] of ENCODINGS) {
    for (const [what, notes] of TEXTS) {
      count += 1;
      const rows = table(notes);
      const bytes = encode(`at,note,code\n${rows.map((row) => row.map(cell).join(",")).join("\n")}\n`);
      const possible = rows.map((row) =>
        row.map((value) => [...value].map((sign) => (encode("?").equals(encode(sign)) ? "?" : sign)).join("")),
      );
      const wrong = await judged(bytes, possible).catch((error: unknown) => String(error));
      if (wrong !== null) failures.push(`${name}, ${what}: ${wrong}`);
    }
  }
  return {
    test: `${ENCODINGS.length} encodings × ${TEXTS.length} texts`,
    pass: "right, or rejected with the line, or refused",
    count,
    failures,
    measured: "",
  };
}
