import { describe, expect, it } from "vitest";
import { wordsOf } from "../../../src/statement/text/words-of.js";

/** Bytes without an order, always the same. */
function noise(length: number): Buffer {
  let state = 7;
  return Buffer.from(Array.from({ length }, () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) >>> 24));
}

const WORDS = "Between 08:00 and 08:30 UTC, 40 % of the café’s calls failed.\n";

describe("the words of a report's file", () => {
  it.each([
    ["UTF-8", Buffer.from(WORDS)],
    ["UTF-16 with its mark", Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(WORDS, "utf16le")])],
    ["UTF-16 without one", Buffer.from(WORDS, "utf16le")],
    ["the encoding of Western Europe", Buffer.from(WORDS.replace("’", "'"), "latin1")],
  ])("are read from %s", (_name, bytes) => {
    expect(wordsOf(bytes, "report.txt")).toContain("the café");
  });

  it("stay in UTF-8 where a copy is torn in a letter", () => {
    expect(wordsOf(Buffer.from(WORDS).subarray(0, Buffer.from(WORDS).indexOf(0x80) + 1), "report.txt")).toContain(
      "café",
    );
  });

  it.each([
    ["a PDF", Buffer.from("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")],
    ["a document of Word", Buffer.from("PK\u0003\u0004\u0014\u0000\u0006\u0000")],
    ["a picture", Buffer.from("\u0089PNG\r\n\u001a\n", "latin1")],
    ["no text", Buffer.from([...Array(2000).keys()].map((n) => (n * 7919) % 256))],
    ["no text", noise(4000)],
    ["no text", Buffer.alloc(500)],
    ["empty", Buffer.alloc(0)],
    ["empty", Buffer.from(" \n\n\t")],
  ])("are missed where a file is %s: it is named, with what to do", (what, bytes) => {
    expect(() => wordsOf(bytes, "report.bin")).toThrow(
      expect.objectContaining({
        code: "usage",
        message: expect.stringMatching(new RegExp(`^"report.bin" is ${what}.*;`)),
      }),
    );
  });
});
