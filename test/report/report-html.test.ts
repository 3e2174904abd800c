import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { JSDOM } from "jsdom";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Analysis } from "../../src/analysis/analysis.js";
import { allCharts } from "../../src/charts/all-charts.js";
import { pageProgram } from "../../src/notebook/page-program.js";
import { reportHtml } from "../../src/report/report-html.js";
import { writeReport } from "../../src/report/write-report.js";
import { sampleAnalysis } from "./sample-analysis.js";

const analysis = sampleAnalysis();
/** The sample without an outage, a statement or a rate. */
const bare: Analysis = {
  ...analysis,
  window: null,
  windows: [],
  windowReason: "no rise",
  rates: {},
  reconciliation: null,
  remediations: [],
  whatIf: [],
  statement: null,
  milestones: {},
  claims: [],
  serviceLevel: [],
  stability: [],
  evidence: [],
  dataQuality: [],
  series: { ...analysis.series, values: [] },
};
const notebooks = [
  {
    name: "01-window.ipynb",
    notebook: {
      cells: [
        { cell_type: "code", source: ['const caller = "+14155552671";\n', "show(caller)"] },
        { cell_type: "markdown", source: "# words" },
      ],
    },
  },
];
const folder = mkdtempSync(join(tmpdir(), "report-"));
let page = "";
let document: Document;

beforeAll(async () => {
  page = await reportHtml(analysis, { key: "k", notebooks });
  ({ document } = new JSDOM(page).window);
});
afterAll(() => rmSync(folder, { recursive: true }));

const texts = (selector: string): string[] =>
  [...document.querySelectorAll(selector)].map(({ textContent }) => (textContent ?? "").replace(/\s+/g, " ").trim());

describe("reportHtml", () => {
  it("leads with the finding and the hash of the inputs", () => {
    expect(texts("h1")[0]).toMatch(/^1\d\.\d % of calls failed for 90 minutes on 4 June$/);
    const sums = analysis.provenance.inputs
      .map(({ sha256 }) => sha256)
      .sort()
      .join("\n");
    expect(texts("footer .hash")[0]).toBe(createHash("sha256").update(sums).digest("hex").slice(0, 12));
  });

  it("keeps the order in which a reader needs the sections", () => {
    expect([...document.querySelectorAll("main > [id], #details > [id]")].map(({ id }) => id)).toEqual([
      "brief",
      "next",
      "details",
      "claims",
      "timeline",
      "window",
      "rates",
      "where",
      "remediation",
      "what-if",
      "service-level",
      "letter",
      "evidence",
      "stability",
      "data-quality",
      "method",
      "code",
      "data",
    ]);
    expect(texts("nav a").length).toBe(document.querySelectorAll("details.section").length + 1);
  });

  it("opens with a sentence, the account, four tiles and one chart, in ninety words", () => {
    expect([...document.querySelectorAll("[data-tile]")].map((tile) => tile.getAttribute("data-tile"))).toEqual([
      "length",
      "share",
      "hit",
      "account",
    ]);
    expect(texts("[data-account]")[0]).toMatch(/^The vendor's statement holds in \d+ of \d+ points/);
    expect([...document.querySelectorAll("#brief figure")].map(({ id }) => id)).toEqual(["chart-outage-window"]);
    const first = document.querySelector("#brief")?.cloneNode(true) as Element;
    for (const hidden of first.querySelectorAll(".tools,.narrow,.tall-1,.tall-2,.tall-3,script,svg")) hidden.remove();
    const text = [...first.querySelectorAll("*")].flatMap(({ childNodes }) =>
      [...childNodes].flatMap((node) => (node.nodeType === 3 ? (node.textContent ?? "").split(/\s+/) : [])),
    );
    expect(text.filter((word) => /[\p{L}\p{N}]/u.test(word)).length).toBeLessThanOrEqual(84);
  });

  it("says in at most twelve lines what helped, what is open and what to do", () => {
    const lines = texts("#next li");
    expect(lines.length).toBeGreaterThan(2);
    expect(lines.length).toBeLessThanOrEqual(12);
  });

  it("folds every detail to one line with its answer, and cuts no table by a box that scrolls", () => {
    expect(document.querySelectorAll("details[open]").length).toBe(0);
    for (const answer of texts("details.section > summary .answer")) expect(answer).not.toBe("");
    expect(page).not.toMatch(/overflow-x:\s*(?:auto|scroll)/);
    const verdicts = texts("details.claim > summary .verdict");
    expect(verdicts).toEqual([...verdicts].sort((a, b) => "✗?✓".indexOf(a.charAt(0)) - "✗?✓".indexOf(b.charAt(0))));
  });

  it("links to every claim, event, remediation, what-if and chart, and no link leads nowhere", () => {
    expect(document.querySelectorAll(".claim[id]").length).toBe(analysis.claims.length);
    expect(document.querySelectorAll(".events tr.event[id]").length).toBe((analysis.statement?.events.length ?? 0) + 3);
    expect(document.querySelectorAll("figure[id]").length).toBe(allCharts(analysis).length);
    for (const link of document.querySelectorAll("a[href^='#']"))
      expect(document.getElementById(link.getAttribute("href")?.slice(1) ?? "")).not.toBeNull();
    const ids = [...document.querySelectorAll("[id]")].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("says beside every verdict, chart and on the page that the data are synthetic", () => {
    expect(texts(".synthetic").length).toBe(1);
    for (const text of [...texts(".claim"), ...texts("#details figcaption")])
      expect(text.toLowerCase()).toContain("demonstration on synthetic data");
  });

  it("lets run what it carries and nothing else, and names no address to fetch", () => {
    const policy = document.querySelector("meta[http-equiv]")?.getAttribute("content") ?? "";
    expect(policy).toMatch(/^default-src 'none'/);
    expect(policy).not.toContain("unsafe");
    const hash = (text: string): string => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
    const run = [...document.querySelectorAll("script:not([type]),style")].map(({ textContent }) => textContent ?? "");
    const plotly = readFileSync(createRequire(import.meta.url).resolve("plotly.js-basic-dist-min"), "utf8");
    for (const text of [...run, plotly, pageProgram("what-if")]) expect(policy.includes(hash(text))).toBe(true);
    const addresses = [...document.querySelectorAll("[href],[src],[srcset],[action]")].map(
      (element) => element.getAttribute("href") ?? element.getAttribute("src") ?? "other",
    );
    expect(addresses.every((address) => /^(#|data:)/.test(address))).toBe(true);
  });

  it("stays within a megabyte", () => {
    expect(Buffer.byteLength(page)).toBeLessThan(1_000_000);
  });

  it("carries code folded away, without the numbers of people, and the findings whole", () => {
    expect(texts("#code summary")).toEqual(["Code 1 notebook", "01-window.ipynb, 1 cells of code"]);
    expect(texts("#code pre")[0]).toMatch(/^const caller = "\[number [0-9a-f]{6,}\]"; show\(caller\)$/);
    const link = document.getElementById("findings")?.getAttribute("href") ?? "";
    expect(JSON.parse(gunzipSync(Buffer.from(link.split(",")[1] ?? "", "base64")).toString()).window).toEqual(
      analysis.window,
    );
  });

  it("gives the same bytes for the same findings and key, others for another key", async () => {
    const hidden = { ...bare, incident: { ...bare.incident, title: "Calls of +1 415 555 2671" } };
    const one = await reportHtml(hidden, { key: "k" });
    expect((await reportHtml(hidden, { key: "k" })) === one).toBe(true);
    expect((await reportHtml(hidden, { key: "other" })) === one).toBe(false);
    expect(one.includes("555 2671")).toBe(false);
  });

  it("has a page for findings without an outage, a statement or a rate", async () => {
    const text =
      new JSDOM(await reportHtml(bare, { key: "k" })).window.document.querySelector("main")?.textContent ?? "";
    expect(text).toContain("No outage found: no rise.");
    expect(text).not.toMatch(/undefined|NaN|\bnull\b/);
  });
});

describe("writeReport", () => {
  it("replaces the old report whole and leaves nothing beside it", async () => {
    const file = join(folder, "made", "report.html");
    await writeReport(file, bare, { key: "k", notebooks });
    expect(readFileSync(file, "utf8") === (await reportHtml(bare, { key: "k", notebooks }))).toBe(true);
    expect(readdirSync(join(folder, "made"))).toEqual(["report.html"]);
  });

  it("keeps the old file and names the cause when the new one cannot be written", async () => {
    const file = join(folder, "taken");
    writeFileSync(file, "old");
    await expect(writeReport(join(file, "report.html"), bare, { key: "k" })).rejects.toThrow();
    expect(readFileSync(file, "utf8")).toBe("old");
  });
});

/** A page whose scripts run; what browsers have and jsdom lacks comes from Node. */
function opened(html: string, hash = "") {
  const { window } = new JSDOM(html, {
    runScripts: "dangerously",
    url: `https://page.example/${hash}`,
    beforeParse(window) {
      const matchMedia = () => ({ matches: false, addEventListener: () => {} });
      Object.assign(window, { matchMedia, DecompressionStream, Response, Blob, Uint8Array });
      window.Element.prototype.scrollIntoView = () => {};
    },
  });
  return window;
}

describe("a report whose scripts run", () => {
  it("opens the folded details that its address leads into, and bears an address that is none", () => {
    const claim = /<details class="claim[^>]*id="([^"]+)"/.exec(page)?.[1] as string;
    const { document } = opened(page, `#${claim}`);
    expect(document.getElementById(claim)?.closest("details.section")?.hasAttribute("open")).toBe(true);
    expect(opened(page, "#%").document.querySelectorAll("details[open]")).toHaveLength(0);
  });

  it("moves a cursor over a chart by keys and says the row that it is at", () => {
    const { document, KeyboardEvent } = opened(page);
    const chart = document.getElementById("chart-outage-window");
    const press = (key: string) =>
      chart?.querySelector(".drawing")?.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
    const rows = [...(chart?.querySelectorAll("tbody tr") ?? [])];
    const said = () => chart?.querySelector(".reading")?.textContent ?? "";
    press("ArrowRight");
    expect(said()).toContain(rows[0]?.firstElementChild?.textContent ?? "?");
    press("End");
    expect(said()).toContain(rows.at(-1)?.firstElementChild?.textContent ?? "?");
    press("Home");
    press("ArrowRight");
    expect(said()).toContain(rows[1]?.firstElementChild?.textContent ?? "?");
    expect(said()).toMatch(/^\d\d:\d\d: \d+ of [\d,]+ failed, [\d.]+\u00a0%$/);
    const outage = allCharts(analysis).find(({ id }) => id === "outage-window");
    expect(outage?.figure.data[0]?.["text"]).toContain(said());
  });

  it("turns dark and light by its button, whose name says which comes next", () => {
    const { document } = opened(page);
    const button = document.getElementById("theme");
    expect(button?.getAttribute("aria-label")).toBe("Dark theme");
    button?.click();
    expect([document.documentElement.dataset["theme"], button?.getAttribute("aria-label")]).toEqual([
      "dark",
      "Light theme",
    ]);
  });
});
