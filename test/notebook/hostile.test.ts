import { JSDOM } from "jsdom";
import { beforeAll, describe, expect, it } from "vitest";
import { plainText } from "../../src/errors/plain-text.js";
import { cellText } from "../../src/notebook/cell-text.js";
import type { ExecutedNotebook } from "../../src/notebook/run/executed-notebook.js";
import { notebookMarkdown } from "../../src/notebook/notebook-markdown.js";
import { notebookPage } from "../../src/notebook/notebook-page.js";
import { tableOutput } from "../../src/notebook/table.js";
import { payloads } from "../report/payloads.js";
import { hostileNotebook } from "./hostile-notebook.js";
import { pageProgram } from "../../src/notebook/page-program.js";

const OURS = new Set([
  "html",
  "head",
  "meta",
  "title",
  "body",
  "main",
  "article",
  "section",
  "p",
  "pre",
  "code",
  "div",
  "figure",
  "picture",
  "strong",
  "br",
  "small",
  "table",
  "caption",
  "thead",
  "tbody",
  "tr",
  "th",
  "td",
]);

/** A drawing inside the page itself, and nothing else. */
const DRAWING = /^data:image\/svg\+xml;base64,[\w+/=]+$/;

/** What a reader's program would make of the markup beyond what this library writes. */
function intruders(document: Document): string[] {
  const found: string[] = [];
  for (const element of document.querySelectorAll("*")) {
    const name = element.localName;
    const own =
      name === "style"
        ? !/https?:|@import/.test(element.textContent ?? "")
        : name === "script"
          ? element.textContent === pageProgram("table-sort")
          : name === "img"
            ? DRAWING.test(element.getAttribute("src") ?? "")
            : name === "source"
              ? DRAWING.test(element.getAttribute("srcset") ?? "") && element.getAttribute("src") === null
              : OURS.has(name);
    if (!own) found.push(element.outerHTML.slice(0, 200));
    for (const attribute of element.attributes)
      if (/^on|^srcdoc$|^href$/.test(attribute.name)) found.push(`${attribute.name}=${attribute.value}`);
  }
  return found;
}

describe("hostile text through every output of a notebook", () => {
  let run: ExecutedNotebook;
  beforeAll(async () => {
    // Every fifth text with a picture of its own: drawing is what takes the time.
    run = await hostileNotebook((index) => index % 5 === 0);
  });

  it("stays text in all five hundred tables, as cell, heading and title", () => {
    for (const payload of payloads) {
      const { document } = new JSDOM(
        `<body>${String(tableOutput([{ [payload]: payload }], { title: payload })["text/html"])}</body>`,
      ).window;
      expect(intruders(document)).toEqual([]);
      expect(document.querySelector("td")?.textContent).toBe(cellText(payload));
      expect(document.querySelector("caption")?.textContent).toBe(cellText(payload));
    }
  });

  it("makes no element, attribute or link in the page of the headless runner", () => {
    const { document } = new JSDOM(notebookPage([run])).window;
    expect(intruders(document)).toEqual([]);
    const text = document.body.textContent ?? "";
    // Characters that control or hide are shown as marks; the rest of each text is there to the letter.
    for (const cell of run.notebook.cells) expect(text).toContain(plainText(cell.source));
  });

  it("makes no markup in the copy for code hosts", () => {
    const { text, pictures } = notebookMarkdown(run);
    const outsideCode = text.replace(/^(`{3,})[^\n]*\n[\s\S]*?\n\1$/gm, "");
    const tags = outsideCode.match(/(?<!\\)<[^>]*>/g) ?? [];
    for (const tag of tags) expect(tag).toMatch(/^<\/?(table|caption|thead|tbody|tr|th|td|br)( align="right")?>$/);
    expect(outsideCode).not.toMatch(/(?<!\\)\]\((?!hostile-\d+\.svg\))/);
    expect(pictures.size).toBe(run.notebook.cells.length);
    for (const svg of pictures.values()) {
      const { document } = new JSDOM(svg, { contentType: "image/svg+xml" }).window;
      expect(
        [...document.querySelectorAll("script,a,image,foreignObject,style,iframe")].map(({ outerHTML }) => outerHTML),
      ).toEqual([]);
    }
  });
});
