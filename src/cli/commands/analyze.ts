import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { redactor } from "../../redaction/pseudonym.js";
import { plainText } from "../../errors/plain-text.js";
import { requireFilePlace, standing } from "../../files/write-whole.js";
import { analysisOf } from "../analysis-of.js";
import { only, print, printStyled, stepSeconds, text, type Values, wholeNumber } from "../arguments.js";

/** What a terminal shows: it is copied into chats and tickets as a report is. */
function shown(summary: string, values: Values): string {
  return values["no-redact"] === true ? summary : redactor(randomBytes(16).toString("hex"))(summary);
}

/** Follows growing files until Ctrl-C, which asks for the findings of what is there; a second one interrupts. */
async function followed(folder: string, values: Values) {
  const [{ followAnalysis }, { summaryText }] = await Promise.all([
    import("../../analysis/follow.js"),
    import("../../analysis/summary.js"),
  ]);
  const ending = new AbortController();
  process.removeAllListeners("SIGINT");
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => ending.abort());
  return followAnalysis(folder, {
    stepSeconds: stepSeconds(values),
    seed: wholeNumber(values, "seed", 1),
    signal: ending.signal,
    onReplaced: (file) =>
      void process.stderr.write(`${plainText(file)} was replaced or written anew; it is read anew\n`),
    onFindings: (analysis) => {
      if (text(values, "json") !== "-") print(`${shown(summaryText(analysis), values)}\n`);
    },
  });
}

/** The SQL that a server would be asked, with the rows it would read. */
async function plannedText(folder: string): Promise<string> {
  const [{ openIncident }, { plannedQueries }] = await Promise.all([
    import("../../incident/yaml/open.js"),
    import("../../sources/answers/planned-queries.js"),
  ]);
  const planned = await plannedQueries(await openIncident(folder));
  if (planned.length === 0) return "No source of this incident lives on a server; its files are read here.";
  return planned
    .map(
      ({ source, engine, what, sql, estimatedRows }) =>
        `-- ${source} on ${engine}: ${what}, about ${estimatedRows ?? "an unknown number of"} rows\n${sql}`,
    )
    .join("\n\n");
}

/** `postmortem analyze`. */
export async function analyzeCommand(values: Values, positionals: readonly string[]): Promise<void> {
  const folder = only(positionals, "incident folder");
  const [{ summaryText }, { writeAnalysis, analysisJson }] = await Promise.all([
    import("../../analysis/summary.js"),
    import("../../analysis/write-analysis.js"),
  ]);
  if (values["dry-run"] === true) return print(await plannedText(folder));
  const target = text(values, "json") ?? join(folder, "analysis.json");
  if (target !== "-") requireFilePlace(target, "analysis.json");
  const follows = values["follow"] === true;
  // Who follows for hours writes the last word whatever others wrote meanwhile.
  const before = follows || target === "-" ? undefined : standing(target);
  const { analysis, rejects } = follows ? await followed(folder, values) : await analysisOf(folder, values);
  writeAnalysis(target === "-" ? null : target, folder, analysis, rejects, before);
  if (target === "-") return void process.stdout.write(analysisJson(analysis));
  const { terminalText } = await import("../../analysis/brief/terminal.js");
  const { terminal } = await import("../terminal.js");
  printStyled(shown(terminalText(analysis, terminal()), values));
  if (values["details"] === true) print(`\n${shown(summaryText(analysis), values)}`);
  print(`\nFindings: ${target}${values["details"] === true ? "" : "; more with --details"}`);
}
