import { createHash } from "node:crypto";
import { createReadStream, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { isAbsolute, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { deserialize, serialize } from "node:v8";
import { PostmortemError } from "../errors/errors.js";
import { writeWhole } from "../files/write-whole.js";
import type { AnalysisWithRejects } from "./analysis.js";
import type { AnalyzeOptions } from "./inputs.js";
import { version } from "./version.js";

/** Names a folder, by its whole path, in which finished analyses are kept, so that seven notebooks on one incident read it once. */
export const CACHE_VARIABLE = "POSTMORTEM_CACHE";

const OWN_OUTPUT = /(?:^|[/\\])(?:analysis\.json|truth\.json|.*\.rejects\.jsonl|.*\.html|\.[^/\\]*)$/;
const KEPT_MS = 7 * 86_400_000;

/** Content hash of every file of the folder that can be an input, of the options, and of this program. */
async function keyOf(folder: string, options: AnalyzeOptions): Promise<string> {
  const hash = createHash("sha256");
  const { onProgress: _progress, ...choices } = options;
  const built = statSync(fileURLToPath(import.meta.url)).mtimeMs;
  hash.update(JSON.stringify([version(), built, process.version, resolve(folder), choices]));
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !OWN_OUTPUT.test(relative(folder, file)))
    .sort();
  for (const file of files) {
    hash.update(`\0${relative(folder, file)}\0${statSync(file).size}\0`);
    for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  }
  return hash.digest("hex");
}

function sweep(cache: string): void {
  for (const name of readdirSync(cache)) {
    const file = join(cache, name);
    if (name.endsWith(".analysis") && Date.now() - statSync(file).mtimeMs > KEPT_MS) rmSync(file, { force: true });
  }
}

/** The folder that the environment names; `undefined` when it names none or switches the cache off. A path that depends on where one stands would leave folders about. */
function cacheFolder(): string | undefined {
  const given = process.env[CACHE_VARIABLE]?.trim() ?? "";
  if (/^(|0|off|no|none|false)$/i.test(given)) return undefined;
  if (isAbsolute(given)) return given;
  throw new PostmortemError(
    "usage",
    `${CACHE_VARIABLE} requires the whole path of a folder, or 0 for no cache, got "${given}"; correct the environment variable`,
  );
}

/**
 * An analysis from the cache that the environment names, or computed and kept there. Nothing is kept unless `POSTMORTEM_CACHE` is set; an entry
 * counts only for the same bytes of every input, the same options and the same build.
 *
 * @throws PostmortemError `usage` when the variable is neither a whole path nor `0`
 */
export async function cachedAnalysis(
  folder: string,
  options: AnalyzeOptions,
  compute: () => Promise<AnalysisWithRejects>,
): Promise<AnalysisWithRejects> {
  const cache = cacheFolder();
  if (cache === undefined || !existsSync(join(folder, "incident.yaml"))) return compute();
  mkdirSync(cache, { recursive: true });
  const file = join(cache, `${await keyOf(folder, options)}.analysis`);
  if (existsSync(file)) return deserialize(readFileSync(file)) as AnalysisWithRejects;
  const result = await compute();
  if (result.analysis.dataQuality.length > 0 && result.analysis.provenance.engine === "duckdb") {
    sweep(cache);
    writeWhole(file, serialize(result));
  }
  return result;
}
