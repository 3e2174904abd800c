// `npm start`: sets up what is missing, then runs the bundled incident from files to findings, as the carrier and as one customer see it.
import "./setup.mjs";
import { spawnSync } from "node:child_process";

const { status } = spawnSync(process.execPath, ["dist/cli.js", "demo"], { stdio: "inherit" });
process.exit(status ?? 1);
