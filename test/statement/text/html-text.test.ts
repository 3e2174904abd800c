import { describe, expect, it } from "vitest";
import { htmlText } from "../../../src/statement/text/html-text.js";
import { TextBuilder } from "../../../src/statement/text/text-builder.js";

const read = (page: string): string => htmlText(page, new TextBuilder()).text.trim();

describe("the words of a page", () => {
  it.each([
    [
      "names of letters",
      "<p>St&ouml;rung in M&uuml;nchen, gro&szlig;e Verz&ouml;gerung</p>",
      "Störung in München, große Verzögerung",
    ],
    ["names of signs", "<p>&ge; 5&nbsp;% &rarr; &euro;3</p>", "≥ 5 % → €3"],
    ["numbers of signs", "<p>&#8364;&#x2013;&#228;</p>", "€–ä"],
    ["a name that is none", "<p>A&B &unknown; C</p>", "A&B &unknown; C"],
    ["a sign of greater inside a quoted value", '<a title="a > b" href="x">10:05 UTC</a> down', "10:05 UTC down"],
    ["an apostrophe inside a tag that opens nothing", "<p class=it's>10:05 UTC</p> down", "10:05 UTC\n\n down"],
    ["a quote that is never closed", '<a title="a>10:05 UTC</a> down', "10:05 UTC down"],
    ["a script, with what it holds", "<script>if (a > b) c()</script><p>10:05 UTC</p>", "10:05 UTC"],
  ])("are read with %s", (_what, page, words) => {
    expect(read(page)).toBe(words);
  });
});
