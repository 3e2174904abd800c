import { print, type Values } from "../arguments.js";

/** `postmortem lab`. */
export async function labCommand(values: Values): Promise<void> {
  const { openLab, setupLab } = await import("../../notebook/lab.js");
  if (values["setup"] === true) return void setupLab({ print });
  await openLab({ print });
}
