import { createHash } from "node:crypto";
import { createReadStream, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { isAbsolute, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { deserialize, serialize } from "node:v8";
import { PostmortemError } from "../errors/errors.js";
import { fileInside, filesMatching } from "../files/glob.js";
import { openIncident } from "../incident/yaml/open.js";
import { writeWhole } from "../files/write-whole.js";
import type { AnalysisWithRejects } from "./analysis.js";
import { correctedFile } from "./inputs.js";
import type { AnalyzeOptions } from "./inputs.js";
import { version } from "./version.js";

/** Names a folder, by its whole path, in which finished analyses are kept, so that seven notebooks on one incident read it once. */
export const CACHE_VARIABLE = "POSTMORTEM_CACHE";

/** What the product itself writes into an incident's folder. */
const OWN_OUTPUT = /(?:^|[/\\])(?:analysis\.json|truth\.json|.*\.rejects\.jsonl|.*\.html|\.[^/\\]*)$/;
const KEPT_MS = 7 * 86_400_000;

/** The files that the incident names or defaults to, whatever they are called. */
async function namedFiles(folder: string): Promise<readonly string[]> {
  const incident = await openIncident(folder);
  const beside = correctedFile(incident);
  return [
    ...incident.sources.flatMap(({ files }) => filesMatching(incident.folder, files)),
    ...(incident.statement === undefined ? [] : [fileInside(incident.folder, incident.statement)]),
    ...(beside === undefined ? [] : [beside]),
  ];
}

/** Content hash of every file of the folder that can be an input, links included, of the options, and of this program. */
async function keyOf(given: string, options: AnalyzeOptions): Promise<string> {
  // A relative folder and a whole path name the same files, once each and in one order.
  const folder = resolve(given);
  const hash = createHash("sha256");
  const { onProgress: _progress, ...choices } = options;
  const built = statSync(fileURLToPath(import.meta.url)).mtimeMs;
  hash.update(JSON.stringify([version(), built, process.version, folder, choices]));
  const listed = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() || entry.isSymbolicLink())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter(
      (file) =>
        !OWN_OUTPUT.test(relative(folder, file)) && statSync(file, { throwIfNoEntry: false })?.isFile() === true,
    );
  for (const file of [...new Set([...listed, ...(await namedFiles(folder))])].sort()) {
    hash.update(`\0${relative(folder, file)}\0${statSync(file).size}\0`);
    for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  }
  return hash.digest("hex");
}

/** An entry begins with the digest of the rest. */
const DIGEST_BYTES = 32;

function digestOf(bytes: Uint8Array): Buffer {
  return createHash("sha256").update(bytes).digest();
}

/** A kept analysis; `undefined` where there is none or its bytes are damaged, so that it is computed again. */
function keptIn(file: string): AnalysisWithRejects | undefined {
  try {
    const bytes = readFileSync(file);
    const content = bytes.subarray(DIGEST_BYTES);
    if (!digestOf(content).equals(bytes.subarray(0, DIGEST_BYTES))) return undefined;
    return deserialize(content) as AnalysisWithRejects;
  } catch {
    return undefined;
  }
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
  const kept = keptIn(file);
  if (kept) return kept;
  const result = await compute();
  if (result.analysis.dataQuality.length > 0 && result.analysis.provenance.engine === "duckdb") {
    sweep(cache);
    const content = serialize(result);
    writeWhole(file, Buffer.concat([digestOf(content), content]));
  }
  return result;
}
