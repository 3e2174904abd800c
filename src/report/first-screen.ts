import { createHash } from "node:crypto";
import type { Analysis } from "../analysis/analysis.js";
import { brief } from "../analysis/brief/brief.js";
import { type Chart, SYNTHETIC_MARK } from "../charts/chart.js";
import { outageWindowChart } from "../charts/figures/outage-window-chart.js";
import { firstChartHeight } from "./first-chart-size.js";
import { pageStyle } from "./page-style.js";
import { warningsAbove } from "./sections/brief.js";

/** The first chart without its mark of synthetic data, which the line above the title carries. */
function withoutMark(chart: Chart): Chart {
  const annotations = (chart.figure.layout["annotations"] ?? []) as readonly { readonly name?: string }[];
  const kept = annotations.filter(({ name }) => name !== "synthetic-mark");
  return { ...chart, figure: { ...chart.figure, layout: { ...chart.figure.layout, annotations: kept } } };
}

/** The first chart, as tall as the first screen has room for; `null` where there is no series. */
export function firstChart(analysis: Analysis, size: "wide" | "narrow"): Chart | null {
  const chart = outageWindowChart(analysis);
  if (!chart) return null;
  const told = brief(analysis);
  const [first] = warningsAbove(analysis);
  const height = firstChartHeight(
    size,
    { ...told, facts: [...told.facts, ...(analysis.incident.synthetic ? [SYNTHETIC_MARK] : [])] },
    {
      headline: chart.headline,
      subtitle: chart.subtitle.split(" · ")[0] ?? "",
      warning: first ? `Read this first. ${first.text}.` : "",
    },
  );
  const sized = outageWindowChart(analysis, { height });
  return sized && withoutMark(sized);
}

/** A hash of all that the first screen is drawn from: its words, its chart, its style. A picture of it is fresh as long as this stays. */
export function firstScreenHash(analysis: Analysis): string {
  const { facts, title, account, tiles } = brief(analysis);
  const chart = firstChart(analysis, "wide");
  const shown = {
    facts,
    title,
    account,
    tiles,
    headline: chart?.headline,
    subtitle: chart?.subtitle,
    figure: chart?.figure,
  };
  return createHash("sha256").update(JSON.stringify(shown)).update(pageStyle).digest("hex");
}
