import { createHash } from "node:crypto";
import type { Analysis } from "../analysis/analysis.js";
import { brief } from "../analysis/brief/brief.js";
import type { Chart } from "../charts/chart.js";
import { outageWindowChart } from "../charts/figures/outage-window-chart.js";
import { FIRST_CHART_HEIGHTS } from "./drawing-sizes.js";
import { pageStyle } from "./page-style.js";

/** The first chart without its mark of synthetic data, which the line above the title carries. */
function withoutMark(chart: Chart): Chart {
  const annotations = (chart.figure.layout["annotations"] ?? []) as readonly { readonly name?: string }[];
  const kept = annotations.filter(({ name }) => name !== "synthetic-mark");
  return { ...chart, figure: { ...chart.figure, layout: { ...chart.figure.layout, annotations: kept } } };
}

/** The first chart at each height of a width, the lowest first; empty where there is no series. */
export function firstCharts(analysis: Analysis, size: "wide" | "narrow"): readonly Chart[] {
  return FIRST_CHART_HEIGHTS[size].flatMap((height) => {
    const chart = outageWindowChart(analysis, { height });
    // An axis with days under its clocks makes the figure taller than what is asked for.
    const over = Number(chart?.figure.layout["height"] ?? height) - height;
    const fitted = over > 0 ? outageWindowChart(analysis, { height: height - over }) : chart;
    return fitted ? [withoutMark(fitted)] : [];
  });
}

/** A hash of all that the first screen is drawn from: its words, its chart, its style. A picture of it is fresh as long as this stays. */
export function firstScreenHash(analysis: Analysis): string {
  const { facts, title, account, ended, tiles } = brief(analysis);
  const chart = firstCharts(analysis, "wide").at(-1);
  const shown = {
    facts,
    title,
    account,
    ended,
    tiles,
    headline: chart?.headline,
    subtitle: chart?.subtitle,
    figure: chart?.figure,
  };
  return createHash("sha256").update(JSON.stringify(shown)).update(pageStyle).digest("hex");
}
