import type { Analysis } from "../analysis/analysis.js";
import { breakEvenChart } from "./figures/break-even-chart.js";
import { capacityChart } from "./figures/capacity-chart.js";
import type { Chart } from "./chart.js";
import { coverageChart } from "./figures/coverage-chart.js";
import { dimensionChart } from "./figures/dimension-chart.js";
import { outageWindowChart } from "./figures/outage-window-chart.js";
import { remediationChart } from "./figures/remediation-chart.js";
import { departedCharts } from "./figures/signal-chart.js";
import { slicesChart } from "./figures/slices-chart.js";
import { statementWindowsChart } from "./figures/statement-windows-chart.js";
import { timelineChart } from "./figures/timeline-chart.js";
import { verbsAndCallsChart } from "./figures/verbs-and-calls-chart.js";
import { whatIfChart } from "./figures/what-if-chart.js";
import { requireAnalysis } from "../errors/argument.js";

/**
 * Every chart that the findings support, in the order of the report. A chart whose findings are missing is left out, not drawn empty.
 *
 * @param analysis - the findings
 * @returns charts with distinct ids; remediations are numbered as in the findings
 */
export function allCharts(analysis: Analysis): readonly Chart[] {
  requireAnalysis("allCharts", analysis);
  const charts = [
    statementWindowsChart(analysis),
    timelineChart(analysis),
    outageWindowChart(analysis),
    ...departedCharts(analysis),
    verbsAndCallsChart(analysis),
    slicesChart(analysis),
    dimensionChart(analysis),
    ...analysis.remediations.map((_, index) => remediationChart(analysis, index)),
    capacityChart(analysis),
    whatIfChart(analysis),
    breakEvenChart(analysis),
    coverageChart(analysis),
  ];
  return charts.filter((chart) => chart !== null);
}
