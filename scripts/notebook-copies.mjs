// Writes docs/notebooks: each notebook with its outputs as Markdown, for those who read on a code host: node scripts/notebook-copies.mjs [name…]
// A test holds the copies to the notebooks.
import "./setup.mjs";
import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";

const out = join("docs", "notebooks");
const wanted = process.argv.slice(2);
mkdirSync(out, { recursive: true });
for (const name of readdirSync("notebooks")
  .filter((each) => each.endsWith(".ipynb"))
  .map((each) => each.replace(".ipynb", ""))) {
  if (wanted.length > 0 && !wanted.some((each) => name.startsWith(each))) continue;
  for (const old of readdirSync(out)) if (old.startsWith(name)) rmSync(join(out, old));
  const { status } = spawnSync(
    process.execPath,
    ["dist/cli.js", "run", join("notebooks", `${name}.ipynb`), "-o", join(out, `${name}.md`)],
    { stdio: "inherit" },
  );
  if (status !== 0) process.exit(status ?? 1);
}
