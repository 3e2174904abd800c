import { createWriteStream, renameSync, rmSync } from "node:fs";
import { once } from "node:events";
import { createGzip } from "node:zlib";
import { finished } from "node:stream/promises";
import { PostmortemError } from "../../errors/errors.js";
import { removeAtExit } from "../../files/temporary.js";

const CHUNK = 1 << 16;

/** A text file that is written row by row and appears whole or not at all. */
export interface RowFile {
  write(row: string): void;
  /** Waits until what was written has left for the disk; call it now and then. */
  drained(): Promise<void>;
  /** Finishes the file and moves it to its name. */
  close(): Promise<void>;
  /** Removes what was written. */
  abandon(): void;
}

/**
 * Opens a file for rows; gzip when its name ends in `.gz`, with a zero time in its header so that equal rows give equal content.
 *
 * @throws PostmortemError `engine` from `close` when the disk refuses
 */
export function rowFile(path: string): RowFile {
  const part = `${path}.part`;
  removeAtExit(part);
  const target = createWriteStream(part);
  const packed = path.endsWith(".gz") ? createGzip({ level: 9 }) : null;
  const sink = packed ?? target;
  if (packed) packed.pipe(target);
  const done = finished(target).catch((cause: unknown) => {
    rmSync(part, { force: true });
    throw new PostmortemError(
      "engine",
      `Writing ${path} failed (${cause instanceof Error ? cause.message : String(cause)}); free space or choose another folder.`,
      { cause },
    );
  });
  done.catch(() => undefined);
  let rows: string[] = [];
  let size = 0;
  let full = false;
  const flush = (): void => {
    if (rows.length > 0) full = !sink.write(`${rows.join("\n")}\n`);
    [rows, size] = [[], 0];
  };
  return {
    write: (row) => {
      rows.push(row);
      size += row.length;
      if (size >= CHUNK) flush();
    },
    drained: async () => {
      if (full && !target.destroyed) await Promise.race([once(sink, "drain"), done]);
      full = false;
    },
    close: async () => {
      flush();
      sink.end();
      await done;
      renameSync(part, path);
    },
    abandon: () => {
      target.destroy();
      rmSync(part, { force: true });
    },
  };
}
