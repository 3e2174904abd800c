import { jsonObject } from "./json-object.js";
import { physicalLines } from "./physical-lines.js";

/** Text of JSON lines that is parsed for keys; of more, evenly spread lines are. */
const PARSED_BYTES = 256 << 20;

/**
 * The keys of a file of JSON lines, in the order in which they are first seen: some are written only on few lines, as an error's code is.
 *
 * @returns `undefined` where the file does not begin with an object
 */
export async function jsonKeys(path: string, head: string, bytes: number): Promise<readonly string[] | undefined> {
  if (!head.trimStart().startsWith("{")) return undefined;
  const keys = new Set<string>();
  const every = Math.max(1, Math.ceil(bytes / PARSED_BYTES));
  for await (const line of physicalLines(path)) {
    if (line.cut || (line.number % every !== 0 && line.number > 1000)) continue;
    for (const key of jsonObject(line.bytes.toString("utf8"))?.keys() ?? []) keys.add(key);
  }
  return [...keys];
}
