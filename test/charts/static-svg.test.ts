import { describe, expect, it } from "vitest";
import { allCharts } from "../../src/charts/all-charts.js";
import { staticSvg } from "../../src/charts/static-svg.js";
import { DARK } from "../../src/charts/theme.js";
import { sampleAnalysis } from "../report/sample-analysis.js";

const [first] = allCharts(sampleAnalysis()).filter(({ id }) => id === "outage-window");
if (!first) throw new Error("the sample has a window");
const chart = first;

function luminance(color: string): number {
  const parts = [1, 3, 5]
    .map((i) => Number.parseInt(color.slice(i, i + 2), 16) / 255)
    .map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * (parts[0] ?? 0) + 0.7152 * (parts[1] ?? 0) + 0.0722 * (parts[2] ?? 0);
}

function contrast(a: string, b: string): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

describe("staticSvg", () => {
  it("gives the same bytes for the same figure, whatever was drawn between", async () => {
    const one = await staticSvg(chart);
    await staticSvg(chart, 340);
    expect((await staticSvg(chart)).svg === one.svg).toBe(true);
  });

  it("carries its own size, no style, class, script or link, and colours that follow the page", async () => {
    const { svg } = await staticSvg(chart);
    expect(svg).toMatch(/^<svg [^>]*viewBox="0 0 720 \d+"/);
    expect(svg).not.toMatch(/ style=| class=|<script|<a |<image|<style|http(?!:\/\/www\.w3\.org\/2000\/svg)/);
    expect(svg).toContain("var(--c0072b2,#0072b2)");
    expect(svg.length).toBeLessThan(14_000);
  });

  it("knows where the rows of the table lie", async () => {
    const {
      cursor,
      plot: [left, , right],
    } = await staticSvg(chart);
    expect(cursor.length).toBe(chart.table.rows.length);
    expect(cursor[0]).toBeGreaterThanOrEqual(left - 0.5);
    expect(cursor[cursor.length - 1]).toBeLessThanOrEqual(right + 0.5);
    for (let i = 1; i < cursor.length; i++) expect(cursor[i]).toBeGreaterThan(cursor[i - 1] ?? 0);
  });

  it("draws in colours that can be told from the paper in both themes", () => {
    for (const [light, dark] of Object.entries(DARK)) {
      if (light === "#ffffff" || light === "#dde1e5") continue;
      expect(contrast(dark, DARK["#ffffff"] ?? "")).toBeGreaterThan(4.5);
    }
    for (const ink of ["#1c2126", "#565f68"]) expect(contrast(ink, "#ffffff")).toBeGreaterThan(4.5);
  });
});
