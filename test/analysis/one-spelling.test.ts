import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { JSDOM } from "jsdom";
import { describe, expect, it } from "vitest";
import { summaryMarkdown } from "../../src/analysis/brief/markdown.js";
import { terminalText } from "../../src/analysis/brief/terminal.js";
import { vendorLetter } from "../../src/analysis/letter.js";
import { summaryText } from "../../src/analysis/summary.js";
import { reportHtml } from "../../src/report/report-html.js";
import { bundledAnalysis } from "../run-cache.js";

/** A number as a text writes it, with its sign of per cent; no part of a time, a date, a name or a hash. */
const NUMBER = /(?<![\w.,:#/=-])\d[\d,]*(?:\.\d+)?(?:\s?%)?(?![\w:/=-]|\.\d|,\d)/g;
/** From this value on a count is written with its thousands apart; years are no counts. */
const THOUSAND = 1000;
const isYear = (text: string): boolean => /^20[0-3]\d$/.test(text);

/** What a reader reads of a page: no code, no data, and no words of the vendor. */
function readable(page: string): string {
  const { document } = new JSDOM(page).window;
  for (const node of document.querySelectorAll("script,style,pre,code,q,blockquote,.hash,.quotes")) node.remove();
  const texts = [...document.querySelectorAll("body *")].flatMap((element) =>
    [...element.childNodes].filter(({ nodeType }) => nodeType === 3).map(({ textContent }) => textContent ?? ""),
  );
  return texts.join("\n");
}

/** The numbers that are written in more than one way, in all texts together. */
function spelledTwice(texts: Readonly<Record<string, string>>): string[] {
  const found = new Map<string, Map<string, string>>();
  for (const [name, text] of Object.entries(texts))
    for (const [match] of text.matchAll(NUMBER)) {
      const spelled = match.replace(/\s/g, "").replace(/,$/, "");
      const value = Number(spelled.replace(/[,%]/g, ""));
      if (value < THOUSAND || !Number.isInteger(value) || isYear(spelled)) continue;
      const own = found.get(String(value)) ?? new Map<string, string>();
      found.set(String(value), own.set(spelled, name));
    }
  return [...found.values()]
    .filter((spellings) => spellings.size > 1)
    .map((spellings) => [...spellings].map(([spelled, name]) => `${spelled} in ${name}`).join(", "));
}

/** Shares whose sign of per cent is written in another way than everywhere else, such as `25%` or an interval that repeats it. */
function otherPercents(texts: Readonly<Record<string, string>>): string[] {
  return Object.entries(texts).flatMap(([name, text]) =>
    [...text.matchAll(/\d%|\[[\d.,]+\s?%, [\d.,]+\s?%\]/g)].map(
      ({ 0: match, index }) =>
        `${match} in ${name}: ${text.slice(Math.max(0, index - 40), index + 20).replace(/\s+/g, " ")}`,
    ),
  );
}

describe("one spelling of every number", () => {
  it("is that of page, letter, terminal, details, summary and notebooks", async () => {
    const analysis = await bundledAnalysis("data/twilio-13002");
    const notebooks = readdirSync("docs/notebooks")
      .filter((name) => /^0[1-4].*\.md$/.test(name))
      .map((name) => readFileSync(join("docs", "notebooks", name), "utf8").replace(/```.*?```/gs, ""))
      .join("\n");
    // Quotations keep the vendor's own spelling.
    const unquoted = (text: string): string => text.replace(/"[^"]*"|“[^”]*”/g, "");
    const texts = {
      page: unquoted(readable(await reportHtml(analysis, { key: "k" }))),
      letter: unquoted(vendorLetter(analysis)),
      terminal: terminalText(analysis, { width: 200 }),
      details: unquoted(summaryText(analysis)),
      summary: summaryMarkdown(analysis),
    };
    expect(spelledTwice({ ...texts, notebooks: unquoted(notebooks) })).toEqual([]);
    const { terminal, summary, details } = texts;
    expect(otherPercents({ terminal, summary, details })).toEqual([]);
  });
});
