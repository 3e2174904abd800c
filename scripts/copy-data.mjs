// Puts beside the compiled files what the compiler leaves behind: data files of src/, such as the weights of roles, and the programs of
// pages: node scripts/copy-data.mjs [dist]
import { copyFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { writePagePrograms } from "./page-programs.mjs";

const to = process.argv[2] ?? "dist";
for (const name of readdirSync("src", { recursive: true }))
  if (name.endsWith(".tsv")) copyFileSync(join("src", name), join(to, name));
writePagePrograms(to);
