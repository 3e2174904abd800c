import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { PostmortemError } from "../../errors/errors.js";

/** The one version that this library is tested with; the project behind it is dormant. */
export const TSLAB_VERSION = "1.0.22";

/**
 * The folder of the TypeScript kernel (tslab), looked for beside this library and then from the notebook upwards; `null` when it is not installed.
 *
 * @param from - folder of the notebook
 */
export function findTslab(from: string): string | null {
  for (const base of [import.meta.url, join(from, "notebook.js")]) {
    try {
      const folder = dirname(createRequire(base).resolve("tslab/package.json"));
      if (existsSync(join(folder, "dist", "executor.js"))) return folder;
    } catch {
      // Not reachable from there; the next place may have it.
    }
  }
  return null;
}

/** As {@link findTslab}, but its absence is an error that says what to install. */
export function requireTslab(from: string): string {
  const folder = findTslab(from);
  if (folder !== null) return folder;
  throw new PostmortemError(
    "engine",
    `Running a notebook requires tslab, the TypeScript kernel, which is not installed; install it with: npm install tslab@${TSLAB_VERSION}`,
  );
}
