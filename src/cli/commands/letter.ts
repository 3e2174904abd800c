import { resolve } from "node:path";
import { requireFilePlace } from "../../files/write-whole.js";
import { analysisOf } from "../analysis-of.js";
import { only, print, text, type Values } from "../arguments.js";

/** `postmortem letter`. */
export async function letterCommand(values: Values, positionals: readonly string[]): Promise<void> {
  const folder = only(positionals, "incident folder");
  const given = text(values, "output");
  const file = given === "-" ? undefined : given;
  if (file !== undefined) requireFilePlace(file, "letter.md");
  const [{ vendorLetter }, { redactAnalysis }, { writeWhole }] = await Promise.all([
    import("../../analysis/letter.js"),
    import("../../redaction/redact.js"),
    import("../../files/write-whole.js"),
  ]);
  const { randomBytes } = await import("node:crypto");
  const { analysis } = await analysisOf(folder, values);
  const letter = vendorLetter(
    values["no-redact"] === true ? analysis : redactAnalysis(analysis, randomBytes(16).toString("hex")),
    { redact: false },
  );
  if (file === undefined) return void process.stdout.write(letter);
  writeWhole(resolve(file), letter);
  print(`Letter: ${file}`);
}
