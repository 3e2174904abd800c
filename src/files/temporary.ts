import { mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PostmortemError } from "../errors/errors.js";
import { sweepLeftovers, temporaryName } from "./leftovers.js";

const PREFIX = "postmortem-";

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
    return path;
  } catch (cause) {
    throw new PostmortemError(
      "engine",
      `a temporary folder in ${tmpdir()} could not be made (${(cause as Error).message}); free space there or set TMPDIR`,
      { cause },
    );
  }
}
