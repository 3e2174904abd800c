import { describe, expect, it } from "vitest";
import { label } from "../../src/charts/label.js";

describe("label", () => {
  it("escapes markup and nothing else", () => {
    expect(label(`<a href="x">R&D's</a>`)).toBe(`&lt;a href="x"&gt;R&amp;D's&lt;/a&gt;`);
  });

  it("breaks a template so that it shows as text", () => {
    expect(label("%{customdata}")).toBe("% {customdata}");
  });

  it("drops control, zero-width and direction marks", () => {
    expect(label("a\u0000b\u202ec\u200bd\n\te")).toBe("a b c d e");
  });

  it("ends at 200 characters, counted as a reader counts them, before escaping", () => {
    expect(label("&".repeat(300))).toBe(`${"&amp;".repeat(199)}…`);
    expect([...label("😀".repeat(300))].length).toBe(200);
    expect(label("abcdef", 4)).toBe("abc…");
  });
});
