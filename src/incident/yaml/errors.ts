import { incidentSchema, sourceSchema } from "./schema.js";
import type { YamlDocument, YamlPath } from "./document.js";

/** What a schema check reports about one place. */
interface Issue {
  readonly code?: string;
  readonly path: PropertyKey[];
  readonly message: string;
  readonly keys?: string[];
  readonly expected?: string;
  readonly values?: unknown[];
  readonly issues?: readonly { readonly message: string }[];
}

const ADVICE: Readonly<Record<string, string>> = {
  id: "add a line such as `id: my-incident`",
  sources: "add `sources:` with at least one named source and its `file:`",
  file: "add `file: <name>.csv`",
};

function known(path: YamlPath): string {
  if (path.length === 0) return `known here: ${Object.keys(incidentSchema.shape).join(", ")}`;
  if (path[0] === "sources" && path.length === 2) return `known here: ${Object.keys(sourceSchema.shape).join(", ")}`;
  return "remove it or correct its spelling";
}

function requirement(issue: Issue): string {
  if (issue.values) return `one of ${issue.values.join(", ")}`;
  if (issue.code === "invalid_type" && issue.expected)
    return `a value of type ${issue.expected === "record" ? "map" : issue.expected}`;
  if (issue.code === "invalid_key") return issue.issues?.[0]?.message ?? "a name";
  return issue.message.replace(/^Invalid input: /, "");
}

/**
 * Raises the first complaint of a schema check with file, line and next step.
 *
 * @throws PostmortemError (usage) always
 */
export function failOnIssue(document: YamlDocument, issues: readonly Issue[]): never {
  const issue = issues[0] as Issue;
  const path = issue.path.map((part) => (typeof part === "number" ? part : String(part)));
  const [unknown] = issue.keys ?? [];
  const where = path.join(".");
  if (unknown !== undefined && issue.code === "unrecognized_keys") {
    return document.fail(path, `unknown key "${unknown}"${where ? ` in ${where}` : ""}; ${known(path)}`, unknown);
  }
  const got = document.source(path);
  const last = String(path.at(-1) ?? "");
  if (got === undefined && ADVICE[last]) return document.fail(path, `${where} is missing; ${ADVICE[last]}`);
  return document.fail(
    path,
    `${where || "the file"} requires ${requirement(issue)}${got === undefined ? "" : `, got "${got}"`}; correct it and run again`,
  );
}
