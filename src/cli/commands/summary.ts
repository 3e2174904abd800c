import { randomBytes } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { analysisOf } from "../analysis-of.js";
import { only, print, text, type Values } from "../arguments.js";

/** The chart that goes beside the outage itself: what was done against it, else what was stated, else where it failed. */
const SECOND = ["remediation-1", "statement-windows", "rates-by-dimension", "timeline", "verbs-and-calls", "coverage"];
/** Pixels of a picture in a chat for each of the drawing. */
const CHAT_SCALE = 2;

/** `postmortem summary`. */
export async function summaryCommand(values: Values, positionals: readonly string[]): Promise<void> {
  const folder = only(positionals, "incident folder");
  const out = resolve(text(values, "output") ?? join(folder, "summary"));
  const [{ allCharts }, { chartPng }, { redactAnalysis }, { writeWhole }, { summaryMarkdown }] = await Promise.all([
    import("../../charts/all-charts.js"),
    import("../../charts/picture.js"),
    import("../../redaction/redact.js"),
    import("../../files/write-whole.js"),
    import("../../analysis/brief/markdown.js"),
  ]);
  const { analysis } = await analysisOf(folder, values);
  const shown = values["no-redact"] === true ? analysis : redactAnalysis(analysis, randomBytes(16).toString("hex"));
  const charts = allCharts(shown);
  const named = (id: string) => charts.find((chart) => chart.id === id);
  const second = SECOND.map(named).find((chart) => chart !== undefined);
  const pictures = [named("outage-window"), second].filter((chart) => chart !== undefined);
  mkdirSync(out, { recursive: true });
  for (const chart of pictures) writeWhole(join(out, `${chart.id}.png`), await chartPng(chart, { scale: CHAT_SCALE }));
  const markdown = summaryMarkdown(
    shown,
    pictures.map(({ id, headline }) => ({ file: `${id}.png`, says: headline })),
  );
  writeWhole(join(out, "summary.md"), markdown);
  print(markdown.trimEnd());
}
