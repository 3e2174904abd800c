import { copyFile, mkdir, open, rm, stat } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { PostmortemError } from "../../errors/errors.js";
import { filesMatching } from "../../files/glob.js";
import type { Incident } from "../../incident/incident.js";
import { temporaryFolder } from "../../files/temporary.js";
import type { IncidentData } from "../incident-data.js";
import type { OpenDataOptions } from "../open-data.js";
import { openDataBounded } from "./open-limited.js";

/** How growing files are followed. */
export interface FollowOptions extends OpenDataOptions {
  /** Ends the following; what is there then is read whole. */
  readonly signal: AbortSignal;
  /** Called with the data of each update, which are closed when it returns. */
  readonly onUpdate: (data: IncidentData) => Promise<void> | void;
  /** Seconds between looks, 5 unless set; never less than five times what the last update took. */
  readonly everySeconds?: number;
}

const CHUNK = 1 << 20;
const LF = 10;

/** One file and the part of it that is copied. */
interface Followed {
  readonly path: string;
  readonly copy: string;
  readonly text: boolean;
  copied: number;
}

async function appended(
  source: FileHandle,
  target: FileHandle,
  from: number,
  to: number,
  whole: boolean,
): Promise<number> {
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
  const end = whole ? at : rowEnd;
  await target.truncate(end);
  return end;
}

/** Brings a copy up to date: text grows by whole lines (at the end by all there is), anything else is copied anew. */
async function refresh(file: Followed, ended: boolean): Promise<boolean> {
  const { size } = await stat(file.path);
  if (size < file.copied)
    throw new PostmortemError(
      "input",
      `file "${file.path}" became shorter while it was followed; analyze it again without --follow`,
    );
  if (size === file.copied) return false;
  if (!file.text) {
    await copyFile(file.path, file.copy);
    file.copied = size;
    return true;
  }
  const [source, target] = [await open(file.path, "r"), await open(file.copy, file.copied === 0 ? "w" : "r+")];
  try {
    const before = file.copied;
    file.copied = await appended(source, target, before, size, ended);
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
      return { path, copy, text: !/\.(gz|parquet)$/i.test(path), copied: 0 };
    }),
  );
}

async function refreshAll(files: readonly Followed[], ended: boolean): Promise<boolean> {
  let grown = false;
  for (const file of files) grown = (await refresh(file, ended)) || grown;
  return grown;
}

/**
 * Follows an incident whose files still grow: opens them again whenever whole lines were added, and once more, whole, at the end.
 *
 * Every update reads a copy that does not change meanwhile, so its rows balance like any other; the last one is what `openData` on the
 * finished files gives. Rows that are half written are left for the next update. New files are not picked up.
 *
 * @returns the data at the end; close them
 * @throws PostmortemError as `openData` does for the last reading; damage seen on the way waits for more to come. `input` when a file shrinks
 */
export async function followData(incident: Incident, options: FollowOptions): Promise<IncidentData> {
  const { signal, onUpdate, everySeconds = 5, ...rest } = options;
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
      if (await refreshAll(files, false)) {
        const begun = performance.now();
        await update(copied, rest, onUpdate);
        pause = Math.max(everySeconds, (5 * (performance.now() - begun)) / 1000);
      }
      await delay(pause * 1000, undefined, { signal }).catch(() => undefined);
    }
    await refreshAll(files, true);
    const data = await openDataBounded(copied, rest);
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
    data = await openDataBounded(incident, options);
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
