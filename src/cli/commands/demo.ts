import { print } from "../arguments.js";
import { progress } from "../progress.js";

/** `postmortem demo`. */
export async function demoCommand(): Promise<void> {
  const { demo } = await import("../demo.js");
  await demo({ print, onProgress: progress });
}
