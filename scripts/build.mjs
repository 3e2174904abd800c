// Compiles src/ to dist/ with the clone's own TypeScript (tslab brings another `tsc`, which is not used).
// The new tree replaces the old one only when it is whole.
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, renameSync, rmSync, utimesSync } from "node:fs";

const fresh = `dist.${process.pid}`;
const { status } = spawnSync(
  process.execPath,
  ["node_modules/typescript/bin/tsc", "-p", "tsconfig.json", "--outDir", fresh],
  {
    stdio: "inherit",
  },
);
if (status !== 0) {
  rmSync(fresh, { recursive: true, force: true });
  process.exit(status ?? 1);
}
chmodSync(`${fresh}/cli.js`, 0o755);
utimesSync(`${fresh}/cli.js`, new Date(), new Date());
const old = `${fresh}.old`;
if (existsSync("dist")) renameSync("dist", old);
renameSync(fresh, "dist");
rmSync(old, { recursive: true, force: true });
