import type { Analysis } from "../analysis/analysis.js";
import { breakEvenChart } from "./break-even-chart.js";
import { capacityChart } from "./capacity-chart.js";
import type { Chart } from "./chart.js";
import { coverageChart } from "./coverage-chart.js";
import { dimensionChart } from "./dimension-chart.js";
import { outageWindowChart } from "./outage-window-chart.js";
import { remediationChart } from "./remediation-chart.js";
import { statementWindowsChart } from "./statement-windows-chart.js";
import { timelineChart } from "./timeline-chart.js";
import { verbsAndCallsChart } from "./verbs-and-calls-chart.js";
import { whatIfChart } from "./what-if-chart.js";
import { requireAnalysis } from "../stats/argument.js";

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
    verbsAndCallsChart(analysis),
    dimensionChart(analysis),
    ...analysis.remediations.map((_, index) => remediationChart(analysis, index)),
    capacityChart(analysis),
    whatIfChart(analysis),
    breakEvenChart(analysis),
    coverageChart(analysis),
  ];
  return charts.filter((chart) => chart !== null);
}
