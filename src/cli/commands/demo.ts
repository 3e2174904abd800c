import { printStyled } from "../arguments.js";
import { progress } from "../progress.js";
import { terminal } from "../terminal.js";

/** `postmortem demo`. */
export async function demoCommand(): Promise<void> {
  const { demo } = await import("../demo.js");
  await demo({ print: printStyled, onProgress: progress, ...terminal() });
}
