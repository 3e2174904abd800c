import { existsSync, readdirSync, realpathSync, statSync } from "node:fs";
import { join, resolve, sep } from "node:path";
import { PostmortemError } from "../errors/errors.js";

const WILD = /[*?]/;

/** True if a name matches `*` and `?`, in time that grows with the product of both lengths whatever the pattern. */
function segmentMatches(pattern: readonly string[], name: readonly string[]): boolean {
  let [at, from] = [0, 0];
  let star = -1;
  let resume = 0;
  while (from < name.length) {
    if (pattern[at] === "*") {
      star = at;
      at += 1;
      resume = from;
    } else if (pattern[at] === "?" || pattern[at] === name[from]) {
      at += 1;
      from += 1;
    } else if (star < 0) return false;
    else {
      at = star + 1;
      resume += 1;
      from = resume;
    }
  }
  return pattern.slice(at).every((character) => character === "*");
}

function matches(folder: string, segments: readonly string[]): string[] {
  const [first, ...rest] = segments;
  if (first === undefined) return [folder];
  if (!WILD.test(first)) return matches(join(folder, first), rest);
  const pattern = [...first];
  let names: string[];
  try {
    names = readdirSync(folder).sort();
  } catch {
    return [];
  }
  const hidden = first.startsWith(".");
  return names
    .filter((name) => (hidden || !name.startsWith(".")) && segmentMatches(pattern, [...name]))
    .flatMap((name) => matches(join(folder, name), rest));
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
  if (!existsSync(full))
    throw new PostmortemError("usage", `file "${path}" is not in ${folder}; correct the name or add the file`);
  const real = realpathSync(full);
  if (real !== root && !real.startsWith(root + sep)) {
    throw new PostmortemError(
      "usage",
      `file "${path}" leads out of the incident folder, which is refused; copy it into ${folder}`,
    );
  }
  if (!statSync(real).isFile())
    throw new PostmortemError(
      "usage",
      statSync(real).isDirectory()
        ? `"${path}" in ${folder} is not a regular file; name the file itself or a glob such as ${path}/*.csv`
        : `"${path}" in ${folder} is not a regular file but a pipe, a socket or a device; save its content as a file and name that`,
    );
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
    if (pattern.startsWith("/"))
      throw new PostmortemError(
        "usage",
        `glob "${pattern}" leads out of the incident folder, which is refused; write it relative to ${folder}`,
      );
    const hits = matches(
      folder,
      pattern.split("/").filter((part) => part !== "" && part !== "."),
    );
    const files = hits
      .filter((path) => existsSync(path) && statSync(path).isFile())
      .map((path) => fileInside(folder, path));
    if (files.length === 0)
      throw new PostmortemError("usage", `glob "${pattern}" matches no file in ${folder}; correct it or add the files`);
    return files;
  });
  return [...new Set(found)];
}
