// Compiles src/ to dist/ with the clone's own TypeScript (tslab brings another `tsc`, which is not used), or with the native compiler where
// `npm ci --prefix bench` brought it: the same program in a fraction of the time.
// The new tree replaces the old one only when it is whole.
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, renameSync, rmSync, utimesSync } from "node:fs";

const native = "bench/node_modules/typescript-native/bin/tsc";
const compiler = existsSync(native) ? native : "node_modules/typescript/bin/tsc";
const fresh = `dist.${process.pid}`;
const compile = (...options) => spawnSync(process.execPath, [compiler, ...options], { stdio: "inherit" }).status;
// What runs in the reader's page is checked against a browser's types, not against Node's; scripts/page-programs.mjs compiles it.
const status = compile("-p", "tsconfig.json", "--outDir", fresh) || compile("-p", "src/browser/tsconfig.json");
if (status !== 0) {
  rmSync(fresh, { recursive: true, force: true });
  process.exit(status ?? 1);
}
spawnSync(process.execPath, ["scripts/copy-data.mjs", fresh], { stdio: "inherit" });
chmodSync(`${fresh}/cli.js`, 0o755);
utimesSync(`${fresh}/cli.js`, new Date(), new Date());
const old = `${fresh}.old`;
if (existsSync("dist")) renameSync("dist", old);
renameSync(fresh, "dist");
rmSync(old, { recursive: true, force: true });
