import { describe, expect, it } from "vitest";
import { csvText } from "../../src/charts/csv-text.js";

describe("csvText", () => {
  it("writes numbers as they are, missing cells empty and quotes only what needs it", () => {
    expect(
      csvText(
        ["a", "b"],
        [
          [1.5, null],
          ["x,y", 'say "hi"'],
          ["line\nbreak", Number.NaN],
        ],
      ),
    ).toBe('a,b\r\n1.5,\r\n"x,y","say ""hi"""\r\n"line\nbreak",\r\n');
  });

  it.each(["=1+1", "+cmd", "-2+3", "@SUM(1)", "\t=1", "\r=1", "  =1", "\ufeff=1", "\u00a0@x"])(
    "keeps a spreadsheet from running %j",
    (text) => {
      expect(
        csvText(["h"], [[text]])
          .split("\r\n")[1]
          ?.replace(/^"/, "")
          .startsWith("'"),
      ).toBe(true);
    },
  );

  it.each(["-5", "+3.2", "-1e-3", ".5"])("leaves the number %s alone", (text) => {
    expect(csvText(["h"], [[text]])).toBe(`h\r\n${text}\r\n`);
  });

  it("guards the header too", () => {
    expect(csvText(["=x"], [])).toBe("'=x\r\n");
  });
});
