import { join } from "node:path";
import { requireFilePlace } from "../../files/write-whole.js";
import { analysisOf } from "../analysis-of.js";
import { only, print, text, type Values } from "../arguments.js";

/** `postmortem report`. */
export async function reportCommand(values: Values, positionals: readonly string[]): Promise<void> {
  const folder = only(positionals, "incident folder");
  const file = text(values, "output") ?? join(folder, "report.html");
  requireFilePlace(file, "report.html");
  const { writeReport } = await import("../../report/write-report.js");
  const { analysis } = await analysisOf(folder, values);
  await writeReport(file, analysis, {
    redact: values["no-redact"] !== true,
    full: values["full"] === true,
  });
  print(`Report: ${file}`);
}
