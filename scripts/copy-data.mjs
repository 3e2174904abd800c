// Copies the data files of src/ that the compiler leaves behind, such as the weights of roles, to a compiled tree: node scripts/copy-data.mjs [dist]
import { copyFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

const to = process.argv[2] ?? "dist";
for (const name of readdirSync("src", { recursive: true }))
  if (name.endsWith(".tsv")) copyFileSync(join("src", name), join(to, name));
