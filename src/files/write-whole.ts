import type { Stats } from "node:fs";
import { closeSync, fsyncSync, openSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { PostmortemError } from "../errors/errors.js";
import { sweepLeftovers, temporaryName } from "./leftovers.js";

/** Makes a rename durable; file systems that cannot sync a folder are left as they are. */
function syncFolder(folder: string): void {
  try {
    const handle = openSync(folder, "r");
    fsyncSync(handle);
    closeSync(handle);
  } catch {
    // Windows refuses to open a folder; the rename itself is still atomic there.
  }
}

/** What stands in a place; one that cannot be looked at holds nothing: the writing itself then says what is wrong. */
function standsAt(place: string): Stats | undefined {
  try {
    return statSync(place, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

/**
 * Refuses a place where a folder or a device stands, before the work whose result would be written there.
 *
 * @param name - a file's name for the advice
 * @throws PostmortemError `usage` when `file` is a folder or a device
 */
export function requireFilePlace(file: string, name = "result"): void {
  const stats = standsAt(file);
  if (stats?.isDirectory()) {
    throw new PostmortemError(
      "usage",
      `a file to write is required, got "${file}", which is a folder; name a file in it, such as ${join(file, name)}.`,
    );
  }
  // A rename would put a file in the place of a device.
  if (stats && !stats.isFile())
    throw new PostmortemError(
      "usage",
      `a file to write is required, got "${file}", which is a device or a pipe; name a file, or leave it out where standard output is the default.`,
    );
}

/** Which file stands in a place, told from any other that is put there later; empty where there is none. */
export function standing(file: string): string {
  const stats = standsAt(file);
  return stats ? `${stats.dev} ${stats.ino} ${stats.size} ${stats.mtimeMs}` : "";
}

/** Of two runs into one place the first to end wins, and the other says so. */
function requireUnwritten(file: string, before: string | undefined): void {
  if (before === undefined || standing(file) === before) return;
  throw new PostmortemError(
    "engine",
    `${file} was written by another run while this one worked; that one stands, and what this one found was not written. Run it again to replace it.`,
  );
}

/**
 * Writes a file whole or not at all: a temporary file beside it, synced, then renamed over the old one.
 *
 * @param file - path to write; its folder must exist
 * @param before - what `standing` said of the place when the work began; where another run has written since, its file stays
 * @throws PostmortemError `engine` naming the file and the cause, the old file then untouched; `usage` where a folder stands
 */
export function writeWhole(file: string, content: string | Uint8Array, before?: string): void {
  requireFilePlace(file);
  requireUnwritten(file, before);
  const folder = dirname(file);
  const prefix = `.${basename(file)}.`;
  const part = join(folder, temporaryName(prefix, ".part"));
  try {
    sweepLeftovers(folder, prefix, ".part");
    const handle = openSync(part, "wx");
    try {
      writeFileSync(handle, content);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    requireUnwritten(file, before);
    renameSync(part, file);
    syncFolder(folder);
  } catch (cause) {
    try {
      rmSync(part, { force: true });
    } catch {
      // The next run sweeps it; what is told is the first cause.
    }
    if (cause instanceof PostmortemError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new PostmortemError(
      "engine",
      `Writing ${file} failed (${reason}); the file is as it was. Free space or choose another place, then run this again.`,
      { cause },
    );
  }
}
