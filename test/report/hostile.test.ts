import { parse } from "csv-parse/sync";
import { JSDOM } from "jsdom";
import { describe, expect, it } from "vitest";
import { plainText } from "../../src/errors/plain-text.js";
import { allCharts } from "../../src/charts/all-charts.js";
import { staticSvg } from "../../src/charts/static-svg.js";
import { pageBody, reportSections } from "../../src/report/page-body.js";
import { hostileAnalysis } from "./hostile-analysis.js";
import { payloads } from "./payloads.js";

const FORBIDDEN =
  "script,iframe,object,embed,link,base,meta,form,img,video,audio,template,foreignObject,math,image,a[href^='javascript']";

function firsts(): number[] {
  // A third of a round, so that each payload comes to stand in fields that the page shows.
  const step = Math.floor(hostileAnalysis(0).used.length / 3);
  return Array.from({ length: Math.ceil(payloads.length / step) }, (_, i) => i * step);
}

/** A payload as a page shows it. */
function shownAs(payload: string): string {
  return plainText(payload).replace(/\r\n?/g, "\n");
}

/** Markup that a payload would have made, had it been taken for markup. */
function intruders(document: Document): string[] {
  const elements = [...document.querySelectorAll(FORBIDDEN)].map((element) => element.outerHTML);
  const attributes = [...document.querySelectorAll("*")].flatMap((element) =>
    [...element.attributes]
      .filter(
        ({ name, value }) =>
          name.startsWith("on") ||
          name === "srcdoc" ||
          name === "style" ||
          ((name === "href" || name === "src") &&
            !/^(#|data:(text\/csv|text\/markdown|application\/gzip)[;,])/.test(value)),
      )
      .map(({ name, value }) => `${name}=${value}`),
  );
  return [...elements, ...attributes];
}

describe("hostile text in every field", () => {
  it("counts five hundred payloads, all different", () => {
    expect(new Set(payloads).size).toBe(500);
  });

  it("shows as text in the page and makes no element, attribute or link", () => {
    const seen = new Set<string>();
    for (const first of firsts()) {
      const { analysis, used } = hostileAnalysis(first);
      const sections = reportSections(analysis, {
        drawn: [],
        fit: null,
        notebooks: [],
        redacted: false,
        redactText: (text) => text,
        findings: analysis,
      });
      const { document } = new JSDOM(`<!doctype html><body>${pageBody(analysis, sections, []).markup}</body>`).window;
      expect(intruders(document)).toEqual([]);
      // Invisible and control characters are left out, and the parser turns carriage returns into line feeds; nothing else may differ.
      const text = (document.body.textContent ?? "").replace(/\r\n?/g, "\n");
      for (const payload of used) if (text.includes(shownAs(payload))) seen.add(payload);
    }
    expect(seen.size).toBeGreaterThan(0.95 * payloads.length);
  });

  it("shows the text of code cells as text", () => {
    const cells = payloads.map((source) => ({ cell_type: "code", source }));
    const { analysis } = hostileAnalysis(0);
    const sections = reportSections(analysis, {
      drawn: [],
      fit: null,
      notebooks: [{ name: payloads[3] ?? "", notebook: { cells } }],
      redacted: false,
      redactText: (text) => text,
      findings: analysis,
    });
    const { document } = new JSDOM(`<body>${pageBody(analysis, sections, []).markup}</body>`).window;
    const shown = [...document.querySelectorAll("#code pre")].map(({ textContent }) => textContent);
    expect(shown).toEqual(payloads.map(shownAs));
    expect(intruders(document)).toEqual([]);
  });

  it("is escaped in every label of every figure", () => {
    for (const first of firsts()) {
      for (const chart of allCharts(hostileAnalysis(first).analysis)) {
        const { data, layout } = chart.figure;
        const annotations = (layout["annotations"] as { text: string }[]).map(({ text }) => text);
        const ticks = Object.values(layout).flatMap((axis) => (axis as { ticktext?: string[] } | null)?.ticktext ?? []);
        const texts = data
          .flatMap(({ name, text }) => [name, ...(Array.isArray(text) ? text : [text])])
          .filter((text) => typeof text === "string");
        for (const text of [...annotations, ...ticks, ...texts] as string[])
          expect(text).not.toMatch(/[<>\u0000-\u001f\u200b-\u200f\u202a-\u202e\u2066-\u2069]|%\{/);
      }
    }
  });

  it("draws as text in the pictures", async () => {
    const { analysis } = hostileAnalysis(0);
    for (const chart of allCharts(analysis)) {
      const { svg } = await staticSvg(chart, 340);
      const { document } = new JSDOM(`<body>${svg}</body>`).window;
      expect(intruders(document)).toEqual([]);
      expect(document.querySelectorAll("svg").length).toBe(1);
    }
  });

  it("is no formula in any CSV", () => {
    for (const first of firsts()) {
      for (const { csv } of allCharts(hostileAnalysis(first).analysis)) {
        for (const cell of (parse(csv, { bom: false }) as string[][]).flat()) {
          if (!/^-?[\d.]+(e-?\d+)?$/.test(cell)) expect(cell).not.toMatch(/^[\ufeff\u00a0 ]*[=+\-@\t\r]/);
        }
      }
    }
  });
});
