import { createHash } from "node:crypto";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { rowBalance } from "../../../src/sources/records/row-balance.js";
import type { RowBalance } from "../../../src/sources/records/count-bytes.js";
import { folderWith } from "../incident-folder.js";

/** The same counts, byte by byte. */
function plainly(text: Buffer, quote: number): Omit<RowBalance, "sha256" | "utf8" | "last" | "endless"> {
  let [lines, records, blank, quotes, returns, length] = [0, 0, 0, 0, 0, 0];
  let open = false;
  for (const byte of text) {
    if (byte === quote) {
      quotes += 1;
      open = !open;
    }
    if (byte === 13) returns += 1;
    if (byte === 10) {
      lines += 1;
      if (!open) records += 1;
      if (!open && length === 0) blank += 1;
      length = 0;
    } else if (byte !== 13) length += 1;
  }
  if (open || (text.length > 0 && text.at(-1) !== 10)) records += 1;
  return { lines, records, blank, quotes, returns, bytes: text.length, open };
}

async function counted(text: Buffer, quote = '"'): Promise<RowBalance> {
  return rowBalance(join(folderWith({ "x.csv": text }), "x.csv"), quote, true);
}

describe("rowBalance", () => {
  it("counts records, blanks, quotes and line ends of a small file", async () => {
    const text = 'a,b\n1,"two\nlines"\n\n"x ""y""",2\r\n\r\nlast';
    expect(await counted(Buffer.from(text))).toEqual({
      lines: 6,
      records: 6,
      blank: 2,
      quotes: 8,
      bytes: text.length,
      returns: 2,
      open: false,
      utf8: true,
      last: 116,
      endless: false,
      sha256: createHash("sha256").update(text).digest("hex"),
    });
  });

  it("agrees with a count byte by byte on texts of every length around its step, and past its buffer", async () => {
    let state = 7;
    const random = (): number => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
    for (const length of [1, 15, 16, 63, 64, 65, 127, 128, 1000, 524_287, 524_288, 524_289, 1_200_003]) {
      const text = Buffer.from(
        Array.from({ length }, () => '\n\n\r""abcdefgh,,'.charCodeAt(Math.floor(random() * 15))),
      );
      const { sha256: _sha256, utf8: _utf8, last: _last, endless: _endless, ...sums } = await counted(text);
      // A blank line is one line end right after another, with at most one carriage return between them.
      const { blank: _blank, ...expected } = plainly(text, 34);
      expect(sums).toMatchObject(expected);
    }
  });

  it("counts blank lines like the byte-by-byte count where lines end in one way", async () => {
    const text = Buffer.from(
      Array.from({ length: 5000 }, (_line, index) => (index % 7 === 0 ? "\r\n" : `row ${index}\r\n`)).join(""),
    );
    expect((await counted(text)).blank).toBe(plainly(text, 34).blank);
  });

  it("notices an open quote, and bytes that are not UTF-8 beyond the first buffer", async () => {
    expect((await counted(Buffer.from('a\n"b\nc\n'))).open).toBe(true);
    const long = Buffer.from("äöü,1\n".repeat(100_000));
    expect((await counted(long)).utf8).toBe(true);
    long[600_000] = 0xff;
    expect((await counted(long)).utf8).toBe(false);
  });

  it("quotes nothing when there is no quote character", async () => {
    expect(await counted(Buffer.from('a\n5" pipe\nb\n'), "")).toMatchObject({ records: 3, quotes: 0, open: false });
  });
});
