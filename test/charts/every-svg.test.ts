import { JSDOM } from "jsdom";
import { describe, expect, it } from "vitest";
import { allCharts } from "../../src/charts/all-charts.js";
import { staticSvg } from "../../src/charts/static-svg.js";
import { sampleAnalysis } from "../report/sample-analysis.js";
import { golden } from "./golden-file.js";

const charts = allCharts(sampleAnalysis());
const EM = 0.56;
const SHARE_LEFT: Readonly<Record<string, number>> = { start: 0, middle: 0.5, end: 1 };

/** How far an element is moved by the groups around it; a turned text is left out of the judgement. */
function moved(element: Element): number {
  let x = 0;
  for (let one: Element | null = element; one; one = one.parentElement)
    x += Number(/translate\((-?[\d.]+)/.exec(one.getAttribute("transform") ?? "")?.[1] ?? 0);
  return x;
}

/** Texts that reach out of a picture of this width, by a rough width of their letters. */
function outside(svg: string, width: number): string[] {
  const { document } = new JSDOM(svg, { contentType: "image/svg+xml" }).window;
  return [...document.querySelectorAll("text")].flatMap((text) => {
    const line = text.textContent ?? "";
    const wide = line.length * EM * Number(text.getAttribute("font-size") ?? 13) * 0.9;
    const left =
      moved(text) +
      Number(text.getAttribute("x") ?? 0) -
      wide * (SHARE_LEFT[text.getAttribute("text-anchor") ?? "start"] ?? 0);
    return left < -4 || left + wide > width + 4
      ? [`${line} (${Math.round(left)} to ${Math.round(left + wide)} of ${width})`]
      : [];
  });
}

describe("the pictures of the family", () => {
  it.each(charts.map((chart) => [chart.id, chart] as const))(
    "%s: the picture it was, and no text out of it on a wide and a narrow page",
    async (id, chart) => {
      const wide = await staticSvg(chart, 720);
      const narrow = await staticSvg(chart, 340);
      expect([...outside(wide.svg, 720), ...outside(narrow.svg, 340)]).toEqual([]);
      expect(wide.cursor.length).toBe(chart.cursor?.at.length);
      const { expected, actual } = golden(`${id}.svg`, `${wide.svg.replace(/></g, ">\n<")}\n`);
      expect(actual === expected, `${id}.svg differs; see ${id}-changed.svg beside it`).toBe(true);
    },
    120_000,
  );
});
