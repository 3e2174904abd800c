import { join } from "node:path";

/** The folder of public reference data that `POSTMORTEM_REFERENCE` names, or a name that is nowhere: tests on it are skipped then. */
export function referenceFolder(...parts: readonly string[]): string {
  const root = process.env["POSTMORTEM_REFERENCE"];
  return root === undefined || root === "" ? "/no/reference/data" : join(root, ...parts);
}
