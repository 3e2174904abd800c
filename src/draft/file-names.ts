import { countColumns } from "./counts.js";
import { yamlText } from "./proposal.js";
import type { FileSurvey } from "./survey.js";

/** What a file of counts counts: a file called after its failures would read as if failures failed. */
export function countedName(survey: FileSurvey, stem: string): string {
  if (!/^(errors?|failures?|failed|fails|5xx)(_|-|$)/i.test(stem)) return stem;
  const found = countColumns(stem, survey, []);
  if (!found || !("value" in found.attempts)) return stem;
  const attempts = found.attempts.value;
  return /^[a-z]+$/i.test(attempts) && !/^(total|count)$/i.test(attempts) ? attempts.toLowerCase() : "attempts";
}

/** The value of `file:` for files of one series: a glob where it fits nothing else, else a list. */
export function filePattern(files: readonly string[], all: readonly string[]): string {
  const [first = ""] = files;
  if (files.length === 1) return yamlText(first);
  let start = 0;
  while (files.every((file) => file[start] === first[start]) && start < first.length) start += 1;
  let end = 0;
  while (files.every((file) => file.length - end > start && file.at(-1 - end) === first.at(-1 - end))) end += 1;
  const prefix = first.slice(0, start).replace(/\d+$/, "");
  const suffix = first.slice(first.length - end).replace(/^\d+/, "");
  const inside = (file: string): boolean =>
    file.startsWith(prefix) &&
    file.endsWith(suffix) &&
    !file.slice(prefix.length, file.length - suffix.length).includes("/");
  const alone = all.every((file) => files.includes(file) || !inside(file)) && files.every(inside);
  return alone ? JSON.stringify(`${prefix}*${suffix}`) : `[${files.map(yamlText).join(", ")}]`;
}
