import type { Analysis } from "../analysis/analysis.js";
import type { Chart } from "./chart.js";
import { outageWindowChart } from "./outage-window-chart.js";
import { statementWindowsChart } from "./statement-windows-chart.js";

/**
 * Every chart that the findings support, in the order of the report. A chart whose findings are missing is left out, not drawn empty.
 */
export function allCharts(analysis: Analysis): readonly Chart[] {
  const single = [outageWindowChart, statementWindowsChart].map((draw) => draw(analysis));
  return single.filter((chart) => chart !== null);
}
