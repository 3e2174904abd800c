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
 * Complains of everything that a schema check found, each with file, line and next step.
 */
export function complainOfIssues(document: YamlDocument, issues: readonly Issue[]): void {
  for (const issue of issues) complainOf(document, issue);
}

function complainOf(document: YamlDocument, issue: Issue): void {
  const path = issue.path.map((part) => (typeof part === "number" ? part : String(part)));
  const where = path.join(".");
  if (issue.code === "unrecognized_keys" && issue.keys) {
    for (const unknown of issue.keys)
      document.complain(path, `unknown key "${unknown}"${where ? ` in ${where}` : ""}; ${known(path)}`, unknown);
    return;
  }
  const got = document.source(path);
  const last = String(path.at(-1) ?? "");
  const text =
    got === undefined && ADVICE[last]
      ? `${where} is missing; ${ADVICE[last]}`
      : `${where || "the file"} requires ${requirement(issue)}${got === undefined ? "" : `, got "${got}"`}; correct it and run again`;
  document.complain(path, text);
}
