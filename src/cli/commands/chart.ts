import { randomBytes } from "node:crypto";
import { resolve } from "node:path";
import { requireFilePlace } from "../../files/write-whole.js";
import { analysisOf } from "../analysis-of.js";
import { print, text, usageError, type Values } from "../arguments.js";

/** `postmortem chart`. */
export async function chartCommand(values: Values, positionals: readonly string[]): Promise<void> {
  const [folder, name, more] = positionals;
  const file = text(values, "output");
  if (folder === undefined || name === undefined || more !== undefined)
    throw usageError(
      "postmortem chart requires an incident folder and the name of a chart; see postmortem chart --help.",
    );
  if (file === undefined || !/\.(?:svg|png)$/i.test(file))
    throw usageError(`postmortem chart requires -o with a file that ends in .svg or .png, got ${file ?? "none"}.`);
  requireFilePlace(file, "chart.svg");
  const [{ allCharts }, { chartPng, chartSvg }, { redactAnalysis }, { writeWhole }] = await Promise.all([
    import("../../charts/all-charts.js"),
    import("../../charts/picture.js"),
    import("../../redaction/redact.js"),
    import("../../files/write-whole.js"),
  ]);
  const { analysis } = await analysisOf(folder, values);
  const shown = values["no-redact"] === true ? analysis : redactAnalysis(analysis, randomBytes(16).toString("hex"));
  const charts = allCharts(shown);
  const chart = charts.find(({ id }) => id === name);
  if (!chart)
    throw usageError(`This incident has no chart "${name}"; it has ${charts.map(({ id }) => id).join(", ")}.`);
  writeWhole(resolve(file), /\.svg$/i.test(file) ? await chartSvg(chart) : await chartPng(chart));
  print(`Chart: ${file}`);
}
