import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Names the folder that one run of the suite keeps analyses in, for the files that ask for it. */
export const RUN_CACHE_VARIABLE = "POSTMORTEM_TEST_CACHE";

/** Vitest's global set-up: a new folder for this run, removed after it, so that nothing older than the code is ever read. */
export default function runCache(): () => void {
  const folder = mkdtempSync(join(tmpdir(), "postmortem-run-"));
  process.env[RUN_CACHE_VARIABLE] = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}
