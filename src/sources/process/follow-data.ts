import { copyFile, mkdir, open, rm, stat } from "node:fs/promises";
import type { Stats } from "node:fs";
import type { FileHandle } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { PostmortemError } from "../../errors/errors.js";
import { filesMatching } from "../../files/glob.js";
import type { Incident } from "../../incident/incident.js";
import { temporaryFolder } from "../../files/temporary.js";
import type { IncidentData } from "../incident-data.js";
import type { OpenDataOptions } from "../open-data.js";
import { openLimited } from "./open-limited.js";

/** How growing files are followed. */
export interface FollowOptions extends OpenDataOptions {
  /** Ends the following; what is there then is read whole. */
  readonly signal: AbortSignal;
  /** Called with the data of each update, which are closed when it returns. */
  readonly onUpdate: (data: IncidentData) => Promise<void> | void;
  /** Seconds between looks, 5 unless set; never less than five times what the last update took. */
  readonly everySeconds?: number;
  /** Told when another file stands in the place of one that was followed, or it was written anew; reading starts anew then. */
  readonly onReplaced?: (file: string) => void;
}

const CHUNK = 1 << 20;
const LF = 10;

/** One file and the part of it that is copied. */
interface Followed {
  readonly path: string;
  readonly copy: string;
  readonly text: boolean;
  copied: number;
  /** Of the file as it was last looked at. */
  inode: number;
  changed: number;
}

async function appended(source: FileHandle, target: FileHandle, from: number, to: number): Promise<number> {
  const buffer = Buffer.alloc(CHUNK);
  let at = from;
  let rowEnd = from;
  while (at < to) {
    const { bytesRead } = await source.read(buffer, 0, Math.min(CHUNK, to - at), at);
    if (bytesRead === 0) break;
    await target.write(buffer, 0, bytesRead, at);
    const last = buffer.subarray(0, bytesRead).lastIndexOf(LF);
    if (last >= 0) rowEnd = at + last + 1;
    at += bytesRead;
  }
  await target.truncate(rowEnd);
  return rowEnd;
}

/** Bytes at the beginning and at the end of what was copied that tell whether a file is still the one that was followed. */
const COMPARED = 1 << 16;

/** Bytes of a file at a place; fewer where it ends before. */
async function bytesAt(file: FileHandle, at: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await file.read(buffer, 0, length, at);
  return buffer.subarray(0, bytesRead);
}

/** True if the beginning and the end of what was copied still stand in the file. */
async function sameBytes({ path, copy, copied }: Followed): Promise<boolean> {
  const [source, target] = [await open(path, "r"), await open(copy, "r")];
  try {
    const length = Math.min(COMPARED, copied);
    for (const at of [0, copied - length])
      if (!(await bytesAt(source, at, length)).equals(await bytesAt(target, at, length))) return false;
    return true;
  } finally {
    await source.close();
    await target.close();
  }
}

/** True if another file stands in a followed one's place, as after a rotation, or its text was written anew. */
async function isReplaced(file: Followed, { size, ino, mtimeMs }: Stats): Promise<boolean> {
  if (file.copied === 0) return false;
  if (file.inode !== ino || size < file.copied) return true;
  return file.text && file.changed !== mtimeMs && !(await sameBytes(file));
}

/** Brings a copy up to date: text grows by whole lines, anything else and what was replaced is copied anew. */
async function refresh(file: Followed, replaced: (path: string) => void): Promise<boolean> {
  // Between the two steps of a rotation there is no file for a moment.
  const stats = await stat(file.path).catch(() => undefined);
  if (stats === undefined) return false;
  if (await isReplaced(file, stats)) {
    replaced(file.path);
    file.copied = 0;
  }
  const { size, ino, mtimeMs } = stats;
  if (size === file.copied && (file.text || file.changed === mtimeMs)) return false;
  file.inode = ino;
  file.changed = mtimeMs;
  if (!file.text) {
    await copyFile(file.path, file.copy);
    file.copied = size;
    return true;
  }
  const [source, target] = [await open(file.path, "r"), await open(file.copy, file.copied === 0 ? "w" : "r+")];
  try {
    const before = file.copied;
    file.copied = await appended(source, target, before, size);
    return file.copied > before;
  } finally {
    await source.close();
    await target.close();
  }
}

async function followedFiles(incident: Incident, folder: string): Promise<Followed[]> {
  const paths = [...new Set(incident.sources.flatMap(({ files }) => filesMatching(incident.folder, files)))];
  return Promise.all(
    paths.map(async (path) => {
      const copy = join(folder, relative(incident.folder, path));
      await mkdir(dirname(copy), { recursive: true });
      return { path, copy, text: !/\.(gz|parquet)$/i.test(path), copied: 0, inode: 0, changed: 0 };
    }),
  );
}

async function refreshAll(files: readonly Followed[], replaced: (path: string) => void): Promise<boolean> {
  let grown = false;
  for (const file of files) grown = (await refresh(file, replaced)) || grown;
  return grown;
}

/** Copies all files as they are: what is read at the end owes nothing to what was copied on the way. */
async function copyWhole(files: readonly Followed[]): Promise<void> {
  for (const { path, copy } of files) await copyFile(path, copy);
}

/**
 * Follows an incident whose files still grow: opens them again whenever whole lines were added, and once more, whole, at the end.
 *
 * Every update reads a copy that does not change meanwhile, so its rows balance like any other; the last one is what `openData` on the
 * finished files gives. Rows that are half written are left for the next update. A file that is rotated or
 * written anew is read anew. New files are not picked up.
 *
 * @returns the data at the end; close them
 * @throws PostmortemError as `openData` does for the last reading; damage seen on the way waits for more to come
 */
export async function followData(incident: Incident, options: FollowOptions): Promise<IncidentData> {
  const { signal, onUpdate, everySeconds = 5, onReplaced, ...rest } = options;
  const replaced = (path: string): void => onReplaced?.(relative(incident.folder, path));
  const folder = temporaryFolder();
  const sources = incident.sources.map((source) => ({
    ...source,
    files: source.engine
      ? source.files
      : filesMatching(incident.folder, source.files).map((path) => relative(incident.folder, path)),
  }));
  const copied: Incident = { ...incident, folder, sources };
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    const files = await followedFiles(incident, folder);
    let pause = everySeconds;
    while (!signal.aborted) {
      if (await refreshAll(files, replaced)) {
        const begun = performance.now();
        await update(copied, rest, onUpdate);
        pause = Math.max(everySeconds, (5 * (performance.now() - begun)) / 1000);
      }
      await delay(pause * 1000, undefined, { signal }).catch(() => undefined);
    }
    await copyWhole(files);
    const data = await openLimited(copied, rest);
    return { ...data, close: () => data.close().then(remove) };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function update(
  incident: Incident,
  options: OpenDataOptions,
  onUpdate: FollowOptions["onUpdate"],
): Promise<void> {
  let data: IncidentData;
  try {
    data = await openLimited(incident, options);
  } catch (error) {
    if (error instanceof PostmortemError && error.code === "input") return;
    throw error;
  }
  try {
    await onUpdate(data);
  } finally {
    await data.close();
  }
}
