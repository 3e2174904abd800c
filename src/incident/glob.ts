import { existsSync, readdirSync, realpathSync, statSync } from "node:fs";
import { join, resolve, sep } from "node:path";
import { PostmortemError } from "./errors.js";

const WILD = /[*?]/;

function segmentPattern(segment: string): RegExp {
  const source = segment.replace(/[.+^${}()|[\]\\]/g, "\\$&").replace(/\*+/g, "[^/]*").replace(/\?/g, "[^/]");
  return new RegExp(`^${source}$`, "u");
}

function matches(folder: string, segments: readonly string[]): string[] {
  const [first, ...rest] = segments;
  if (first === undefined) return [folder];
  if (!WILD.test(first)) return matches(join(folder, first), rest);
  const pattern = segmentPattern(first);
  let names: string[];
  try {
    names = readdirSync(folder).sort();
  } catch {
    return [];
  }
  const hidden = first.startsWith(".");
  return names.filter((name) => (hidden || !name.startsWith(".")) && pattern.test(name)).flatMap((name) => matches(join(folder, name), rest));
}

/**
 * The real path of a file that must lie inside a folder.
 *
 * Symbolic links are followed first, so a link out of the folder is refused like `../`.
 *
 * @throws PostmortemError (usage) when it is not there, not a file, or lies outside
 */
export function fileInside(folder: string, path: string): string {
  const root = realpathSync(folder);
  const full = resolve(folder, path);
  if (!existsSync(full)) throw new PostmortemError("usage", `file "${path}" is not in ${folder}; correct the name or add the file`);
  const real = realpathSync(full);
  if (real !== root && !real.startsWith(root + sep)) {
    throw new PostmortemError("usage", `file "${path}" leads out of the incident folder, which is refused; copy it into ${folder}`);
  }
  if (!statSync(real).isFile()) throw new PostmortemError("usage", `"${path}" in ${folder} is not a regular file; name the file itself or a glob such as ${path}/*.csv`);
  return real;
}

/**
 * The files that names and globs stand for, in order, each once.
 *
 * `*` and `?` match inside one path segment. A name that exists literally is taken literally, brackets included: `a[12].csv` is one
 * file, never a pattern.
 *
 * @param folder - absolute path of the incident folder
 * @param patterns - names or globs relative to it
 * @returns absolute real paths
 * @throws PostmortemError (usage) when one matches nothing or leads out of the folder
 */
export function filesMatching(folder: string, patterns: readonly string[]): string[] {
  const found = patterns.flatMap((pattern) => {
    if (!WILD.test(pattern) || existsSync(resolve(folder, pattern))) return [fileInside(folder, pattern)];
    if (pattern.startsWith("/")) throw new PostmortemError("usage", `glob "${pattern}" leads out of the incident folder, which is refused; write it relative to ${folder}`);
    const hits = matches(folder, pattern.split("/").filter((part) => part !== "" && part !== "."));
    const files = hits.filter((path) => existsSync(path) && statSync(path).isFile()).map((path) => fileInside(folder, path));
    if (files.length === 0) throw new PostmortemError("usage", `glob "${pattern}" matches no file in ${folder}; correct it or add the files`);
    return files;
  });
  return [...new Set(found)];
}
