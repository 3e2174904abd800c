import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const known = new Map<string, string>();

/** The text of one program of `src/browser`, compiled by the build; where the sources themselves run, as in tests, compiled now. */
function compiledProgram(name: string): string {
  const compiled = fileURLToPath(new URL(`../browser/${name}.cjs`, import.meta.url));
  if (existsSync(compiled)) return readFileSync(compiled, "utf8");
  const compiler = fileURLToPath(new URL("../../scripts/page-programs.mjs", import.meta.url));
  const { pageProgram } = createRequire(import.meta.url)(compiler) as { pageProgram: (name: string) => string };
  return pageProgram(name);
}

/** The script that a page holds as text: `page` and `what-if` for the report, `table-sort` for a notebook's table. */
export function pageProgram(name: "page" | "what-if" | "table-sort"): string {
  const text = known.get(name) ?? compiledProgram(name);
  known.set(name, text);
  return text;
}
