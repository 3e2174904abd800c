import { statSync } from "node:fs";
import type { Stats } from "node:fs";
import { PostmortemError } from "../errors/errors.js";

function kindOf(stats: Stats): string {
  if (stats.isDirectory()) return "a folder";
  if (stats.isFIFO()) return "a pipe";
  if (stats.isSocket()) return "a socket";
  return "a device";
}

/**
 * The state of a file that is about to be read whole. Pipes, devices and sockets may never end, or answer each reader differently.
 *
 * @param asked - who asks, for the message, as in `readTable`
 * @throws PostmortemError (usage) when it is not there or no regular file
 */
export function requireRegularFile(path: string, asked: string): Stats {
  // A path with NUL is none, and the system says so by an error of its own kind.
  const stats = path.includes("\0") ? undefined : statSync(path, { throwIfNoEntry: false });
  if (stats === undefined)
    throw new PostmortemError("usage", `${asked} requires a file that exists, got "${path}"; correct the path`);
  if (!stats.isFile())
    throw new PostmortemError(
      "usage",
      `${asked} requires a regular file, got "${path}", which is ${kindOf(stats)}; save its content as a file and name that`,
    );
  return stats;
}
