import { mkdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PostmortemError } from "../errors/errors.js";
import { sweepLeftovers, temporaryName } from "./leftovers.js";

const PREFIX = "postmortem-";

const live = new Set<string>();
let watching = false;

/** Removes at the end of the process what its finished work did not: an interrupted run leaves nothing behind. */
export function removeAtExit(path: string): void {
  if (!watching) {
    watching = true;
    process.once("exit", () => {
      for (const folder of live) rmSync(folder, { recursive: true, force: true });
    });
  }
  live.add(path);
}

/**
 * A new private folder in the system's temporary folder; what killed runs left there goes.
 *
 * @throws PostmortemError `engine` when it cannot be made
 */
export function temporaryFolder(): string {
  const path = join(tmpdir(), temporaryName(PREFIX));
  try {
    sweepLeftovers(tmpdir(), PREFIX);
    mkdirSync(path, { recursive: true, mode: 0o700 });
    removeAtExit(path);
    return path;
  } catch (cause) {
    throw new PostmortemError(
      "engine",
      `a temporary folder in ${tmpdir()} could not be made (${(cause as Error).message}); free space there or set TMPDIR`,
      { cause },
    );
  }
}
