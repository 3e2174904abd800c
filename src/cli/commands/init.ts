import { only, parameters, print, type Values } from "../arguments.js";

/** `postmortem init`. */
export async function initCommand(values: Values, positionals: readonly string[]): Promise<void> {
  const folder = only(positionals, "folder");
  const [{ initIncident }, { createInterface }] = await Promise.all([
    import("../../draft/init-incident.js"),
    import("node:readline/promises"),
  ]);
  const terminal = process.stdin.isTTY === true && process.stdout.isTTY === true;
  const answers = parameters(values, "answer", "--answer");
  const written = (file: string): void => print(`Wrote ${file}. Check it, then run: postmortem analyze ${folder}`);
  if (!terminal) return written(await initIncident(folder, { terminal, answers }));
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  try {
    written(await initIncident(folder, { terminal, answers, ask: (question) => lines.question(`${question} `) }));
  } finally {
    lines.close();
  }
}
