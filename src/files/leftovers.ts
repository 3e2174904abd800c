import { createHash, randomBytes } from "node:crypto";
import { readdirSync, rmSync, statSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";

/** Age from which a temporary file of another host is taken for a leftover: no write of ours takes an hour. */
const STALE_MS = 3_600_000;
const HOST = createHash("sha256").update(hostname()).digest("hex").slice(0, 8);

function runs(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** A name for something temporary that tells whose it is: machine, process, and eight random bytes. */
export function temporaryName(prefix: string, suffix = ""): string {
  return `${prefix}${HOST}-${process.pid}-${randomBytes(8).toString("hex")}${suffix}`;
}

/**
 * Removes temporary files and folders that a killed process left: named by `temporaryName` on this machine by a process that is gone,
 * or, from other machines, an hour old. What cannot be removed is left.
 */
export function sweepLeftovers(folder: string, prefix: string, suffix = ""): void {
  for (const name of readdirSync(folder)) {
    if (!name.startsWith(prefix) || !name.endsWith(suffix)) continue;
    const [host, pid, random] = name.slice(prefix.length, name.length - suffix.length).split("-");
    if (random === undefined || !/^\d+$/.test(pid as string)) continue;
    const path = join(folder, name);
    try {
      if (host === HOST ? runs(Number(pid)) : Date.now() - statSync(path).mtimeMs < STALE_MS) continue;
      rmSync(path, { recursive: true, force: true });
    } catch {
      // Another process swept it meanwhile, or it belongs to another user.
    }
  }
}
