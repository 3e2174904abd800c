import { randomBytes } from "node:crypto";
import { parameters, positive, print, text, usageError, type Values } from "../arguments.js";
import { endProgress, progress } from "../progress.js";

/** `postmortem run`. */
export async function runCommand(values: Values, positionals: readonly string[]): Promise<void> {
  if (positionals.length === 0) throw usageError("postmortem run requires at least one notebook, got none.");
  const [{ runNotebooks }, { redactor }] = await Promise.all([
    import("../../notebook/run/run-notebooks.js"),
    import("../../redaction/pseudonym.js"),
  ]);
  const failed = await runNotebooks(positionals, {
    incident: text(values, "incident"),
    parameters: parameters(values),
    out: text(values, "output"),
    input: values["no-input"] !== true,
    keepFailed: values["keep-failed"] === true,
    ...(values["no-redact"] !== true && { redact: redactor(randomBytes(16).toString("hex")) }),
    timeoutSeconds: positive(values, "timeout", 600),
    onProgress: progress,
    print,
  });
  endProgress();
  if (failed > 0) process.exitCode = 3;
}
