// Compiles src/ and bench/ aside and runs benches in turn: node bench/run.mjs <name…> [-- options]
import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, symlinkSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
process.chdir(root);
await import("../scripts/setup.mjs");

const given = process.argv.slice(2);
const split = given.indexOf("--");
const before = split < 0 ? given : given.slice(0, split);
const names = before.filter((argument) => !argument.startsWith("--"));
const options = [...before.filter((argument) => argument.startsWith("--")), ...(split < 0 ? [] : given.slice(split + 1))];
const out = ".cache/bench";

mkdirSync(out, { recursive: true });
copyFileSync("package.json", join(out, "package.json"));
// The native compiler where `npm ci --prefix bench` brought it: several times as fast.
const native = "bench/node_modules/typescript-native/bin/tsc";
const compiler = existsSync(native) ? native : "node_modules/typescript/bin/tsc";
const tsc = [compiler, "-p", "tsconfig.test.json", "--noEmit", "false", "--outDir", out, "--rootDir", ".", "--sourceMap", "false"];
if (spawnSync(process.execPath, tsc, { stdio: "inherit" }).status !== 0) process.exit(4);
spawnSync(process.execPath, ["scripts/copy-data.mjs", join(out, "src")], { stdio: "inherit" });
if (existsSync("bench/node_modules") && !existsSync(join(out, "bench/node_modules"))) symlinkSync(resolve("bench/node_modules"), join(out, "bench/node_modules"), "junction");

let failed = 0;
for (const name of names) {
  console.log(`\n== ${name} ${options.join(" ")}`);
  const { status } = spawnSync(process.execPath, [join(out, "bench", `${name}.js`), ...options], { stdio: "inherit" });
  if (status !== 0) failed += 1;
}
process.exit(failed > 0 ? 1 : 0);
