import { safeJson } from "../../errors/plain-text.js";
import { PostmortemError } from "../../errors/errors.js";
import type { InitResult } from "../../draft/init-incident.js";
import { only, parameters, print, type Values } from "../arguments.js";

/** The files of the folder, one a line. */
function fileLines({ files }: InitResult): string[] {
  return files.map(({ file, used, why }) => `  ${file}: ${used === null ? "not used" : used} (${why})`);
}

/** What a run with nothing to write, or with questions open, ends in. */
async function ended(folder: string, { path, files, questions }: InitResult): Promise<void> {
  if (path === null)
    throw new PostmortemError(
      "input",
      files.length === 0
        ? `"${folder}" is empty; copy the exports into it and run again`
        : `No file in "${folder}" can be used yet; the list above says why each is not, and what would make it one.`,
    );
  if (questions.length === 0) return;
  const { answerOption } = await import("../../draft/answers.js");
  const options = questions.map(({ setting, candidates }) => answerOption(setting, candidates[0] ?? "…")).join(" ");
  throw new PostmortemError(
    "input",
    `${questions.length === 1 ? "1 question needs your answer" : `${questions.length} questions need your answers`}. Correct the ${questions.length === 1 ? "answer" : "answers"} in this line, then run it: postmortem init ${folder} ${options}`,
  );
}

async function printed(folder: string, result: InitResult, json: boolean): Promise<void> {
  const { path, questions, files, incident, notes } = result;
  if (json) {
    const asked = questions.map(({ setting, question, candidates }) => ({ setting, why: question, candidates }));
    print(safeJson({ files, questions: asked, incident, notes }, 2));
  } else {
    const { questionLine } = await import("../../draft/answers.js");
    if (files.length > 0) print("Files");
    for (const line of fileLines(result)) print(line);
    for (const note of notes) print(`Note: ${note}`);
    if (questions.length > 0) print("Questions");
    for (const question of questions) print(`  ${questionLine(question)}`);
    if (path !== null)
      print(
        questions.length > 0
          ? `Wrote ${path} with what is open as comments.`
          : `Wrote ${path}. Check it, then run: postmortem analyze ${folder}`,
      );
  }
  await ended(folder, result);
}

/** `postmortem init`. */
export async function initCommand(values: Values, positionals: readonly string[]): Promise<void> {
  const folder = only(positionals, "folder");
  const [{ initIncident }, { createInterface }] = await Promise.all([
    import("../../draft/init-incident.js"),
    import("node:readline/promises"),
  ]);
  const json = values["json"] === true;
  const terminal = !json && process.stdin.isTTY === true && process.stdout.isTTY === true;
  const answers = parameters(values, "answer", "--answer");
  if (!terminal) return printed(folder, await initIncident(folder, { terminal, answers }), json);
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  try {
    await printed(
      folder,
      await initIncident(folder, { terminal, answers, ask: (question) => lines.question(`${question} `) }),
      json,
    );
  } finally {
    lines.close();
  }
}
