import { filesMatching } from "../../files/glob.js";
import type { SourceConfig } from "../../incident/incident.js";
import { BOTH } from "../columns/column-roles.js";
import type { Sides } from "../columns/column-roles.js";

/** A file of a source with the sides of counts that it holds. */
export interface SourceFile {
  readonly path: string;
  readonly sides: Sides;
}

/** The files of a source in order, each once: its own, and those that a side of counts names. */
export function sourceFiles(folder: string, { files, selections }: SourceConfig): SourceFile[] {
  if (!selections) return filesMatching(folder, files).map((path) => ({ path, sides: BOTH }));
  const found = new Map<string, { failures: boolean; attempts: boolean }>();
  for (const side of ["failures", "attempts"] as const) {
    const own = selections[side].files;
    for (const path of filesMatching(folder, own.length > 0 ? own : files))
      found.set(path, { failures: false, attempts: false, ...found.get(path), [side]: true });
  }
  return [...found].map(([path, sides]) => ({ path, sides }));
}
