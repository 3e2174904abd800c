import { describe, expect, it } from "vitest";
import { cellText } from "../../src/notebook/cell-text.js";
import { tableOutput } from "../../src/notebook/table.js";

const estimate = (value: number, low: number, high: number) => ({ value, interval: [low, high] as const, level: 0.95 });
const html = (x: unknown, options?: object): string => String(tableOutput(x, options)["text/html"]);
const plain = (x: unknown, options?: object): string => String(tableOutput(x, options)["text/plain"]);

describe("cellText", () => {
  it.each([
    [null, "", "–"],
    [undefined, "", "–"],
    [Number.NaN, "", "–"],
    [true, "", "yes"],
    [0.251, "%", "25.1"],
    [0.0012, "%", "0.12"],
    [-0.023, "%", "−2.3"],
    [0.99979, "%", "99.98"],
    [1, "%", "100.0"],
    [0, "%", "0.0"],
    [12_345, "", "12,345"],
    [12_345.678, "", "12,346"],
    [3.14159, "", "3.142"],
    [0.000123, "", "0.000123"],
    [estimate(0.25, 0.24, 0.26), "%", "25 (24 to 26)"],
    [estimate(88, 86.5857, 88), "min", "88 (87 to 88)"],
    ["2025-03-31T15:09:00.000Z", "", "2025-03-31 15:09"],
    ["2025-03-31T15:09:30Z", "", "2025-03-31 15:09:30"],
    [{ from: "2025-03-31T15:09:00Z", to: null }, "", "2025-03-31 15:09 – open"],
    ["0012", "", "0012"],
    [["2025-03-31T15:09:00Z", "2025-03-31T15:10:00Z"], "", "2025-03-31 15:09 to 2025-03-31 15:10"],
    ["line\nbreak\u202e\u0007", "", "line break"],
  ])("%j in %j reads %j", (value, unit, text) => expect(cellText(value, unit)).toBe(text));

  it("caps a text at 200 characters", () => expect([...cellText("x".repeat(5000))].length).toBe(200));
});

describe("tableOutput", () => {
  it("takes records, columns with rows, maps, named things, frames and charts' tables", () => {
    expect(plain([{ a: 1 }, { b: "x" }])).toBe("a  b\n1  –\n–  x");
    expect(plain({ columns: ["a"], rows: [["0012"]] })).toBe("a\n0012");
    expect(plain({ columns: [{ name: "share failing", format: "share" }], rows: [[0.25]] })).toBe(
      "share failing (%)\n             25.0",
    );
    expect(plain(new Map([["k", 2]]))).toBe("name  value\nk         2");
    expect(plain({ timeToDetect: { minutes: 3 } })).toContain("minutes (min)");
    expect(plain({ timeToDetect: { minutes: 3 } })).toContain("time to detect");
    expect(plain({ $columns: ["a"], $data: [[1]] })).toBe("a\n1");
    expect(() => tableOutput(5)).toThrow("A table requires rows");
    expect(plain([])).toBe("nothing to list.");
  });

  it("keeps a column named __proto__ and a missing field of that name apart", () => {
    expect(plain({ columns: ["__proto__", "a"], rows: [["x", "y"]] })).toBe("__proto__  a\nx          y");
    expect(plain([{ constructor: 1 }, {}])).toBe("constructor\n          1\n          –");
  });

  it("shows a screenful and says how much there is", () => {
    const output = plain(Array.from({ length: 1234 }, (_, n) => ({ n })));
    expect(output.split("\n").length).toBe(22);
    expect(output).toContain("20 of 1,234 rows");
  });

  it("lets a row say its own unit", () => {
    expect(
      plain([
        { value: estimate(0.25, 0.2, 0.3), unit: "share" },
        { value: estimate(3.26, 2, 4), unit: "minutes" },
      ]),
    ).toContain("25 % (20 to 30)");
  });

  it("sorts by number, missing last: cells carry their keys", () => {
    expect(html([{ rate: estimate(0.25, 0.2, 0.3) }, { rate: null }])).toMatch(
      /data-k="0.25">25 \(20 to 30\)<\/td>.*<td class="n">–<\/td>/s,
    );
  });

  const HOSTILE = [
    "<script>alert(1)</script>",
    "</script><img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)',
    "' style='x'",
    "<style>*{display:none}</style>",
    "<!--",
    "&lt;b&gt;",
    "</td></tr></table><iframe src=//x>",
    "javascript:alert(1)",
    "`${1}`",
    "\u0000<b>",
    "<svg/onload=alert(1)>",
  ];
  it.each(HOSTILE)("keeps %j text, as cell, heading and title", (payload) => {
    const constant = html([{ safe: "safe" }], { title: "safe" });
    const markup = (text: string): string[] =>
      text.match(/<[^>]*>/g)?.map((tag) => tag.replace(/ data-k="[^"]*"| class="\w"/g, "")) ?? [];
    expect(markup(html([{ [payload]: payload }], { title: payload }))).toEqual(markup(constant));
  });
});
