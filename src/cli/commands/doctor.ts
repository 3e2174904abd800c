import { print } from "../arguments.js";

/** `postmortem doctor`. */
export async function doctorCommand(): Promise<void> {
  const { environmentReport } = await import("../../notebook/environment-report.js");
  print(await environmentReport());
}
