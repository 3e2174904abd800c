import { safeJson } from "../../errors/plain-text.js";
import { print, readText, stepSeconds, text, usageError, type Values } from "../arguments.js";
import { endProgress, progress } from "../progress.js";

/** Something in the text is contradicted by the data. */
const CONTRADICTED = 5;

/** `postmortem check`. */
export async function checkCommand(values: Values, positionals: readonly string[]): Promise<void> {
  const [file, folder] = positionals;
  if (file === undefined || folder === undefined || positionals.length > 2)
    throw usageError(`postmortem check requires a report and an incident folder, got ${positionals.length} of them.`);
  if (values["json"] === true && values["sarif"] === true)
    throw usageError("postmortem check takes --json or --sarif, got both.");
  const [{ check }, { checkSarif, checkText }, { requireWords }, { version }] = await Promise.all([
    import("../../analysis/check.js"),
    import("../../analysis/check-text.js"),
    import("../../statement/text/readable.js"),
    import("../../analysis/version.js"),
  ]);
  const given = readText(file);
  requireWords(given, file);
  if (given.trim() === "")
    throw usageError(`A report in words is required, got an empty file "${file}"; give the report's text.`);
  const checked = await check(given, folder, {
    engine: text(values, "engine"),
    stepSeconds: stepSeconds(values),
    zone: text(values, "zone"),
    onProgress: progress,
  });
  endProgress();
  for (const warning of checked.warnings) process.stderr.write(`${file}: ${warning}.\n`);
  if (values["json"] === true) print(safeJson(checked, 2));
  else if (values["sarif"] === true) process.stdout.write(checkSarif(checked, given, file, version()));
  else print(checkText(checked, given, file));
  if (checked.assertions.some(({ verdict }) => verdict === "contradicted")) process.exitCode = CONTRADICTED;
}
