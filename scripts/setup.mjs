// Sets up what is missing in a clone: the packages and the compiled library. Plain JavaScript, because it runs before either is there.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
process.chdir(root);

const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(
    `postmortem-lab requires Node 20.19 or later, got ${process.versions.node}; install a current Node and run this again.`,
  );
  process.exit(4);
}

function run(command, args, what) {
  const { status, error } = spawnSync(command, args, {
    stdio: ["ignore", "inherit", "inherit"],
    shell: process.platform === "win32",
  });
  if (status === 0) return;
  console.error(
    `${what} failed${error ? ` (${error.message})` : ""}; the lines above say why. Mend that and run this again.`,
  );
  process.exit(4);
}

const modified = (file) => (existsSync(file) ? statSync(file).mtimeMs : 0);
if (modified("node_modules/.package-lock.json") < modified("package-lock.json")) {
  console.error("Installing packages (about a minute, once) …");
  run("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], "npm ci");
}

function newest(folder) {
  let latest = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    latest = Math.max(latest, entry.isDirectory() ? newest(path) : statSync(path).mtimeMs);
  }
  return latest;
}

if (modified("dist/cli.js") < Math.max(newest("src"), statSync("tsconfig.json").mtimeMs)) {
  console.error("Compiling …");
  run(process.execPath, ["scripts/build.mjs"], "The build");
}
