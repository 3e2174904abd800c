/** What text a file of a size on disk stands for, in bytes. */
export interface UnpackedSize {
  /** As logs commonly pack. */
  readonly usual: number;
  /** As logs pack well: where a wrong guess would cost memory. */
  readonly cautious: number;
  /** What it can hold without being refused as a bomb. */
  readonly most: number;
}

/** Unpacked, a log of more bytes than this at more than this ratio is not a log. */
export const BOMB = { bytes: 2 ** 28, ratio: 200 };
/** Text up to this size is read in the calling process: reading it costs less than starting another one. */
export const READ_HERE_BYTES = 64 * 2 ** 20;
/** In files that stand for this much text or more, only declared dimensions are kept: each is a column of text in memory. */
export const DECLARED_COLUMNS_ONLY_BYTES = 256 * 2 ** 20;
/** From this size on, the compact tables lie in a file, compressed, instead of in memory. */
export const TABLES_ON_DISK_BYTES = 4 * 2 ** 30;

/** What gzip can make of one byte at most. */
const GZIP_RATIO = 1032;
/** What text of logs takes beside its packed form: commonly, and where it packs well. */
const TEXT_RATIO = { usual: 5, cautious: 10 };
/** Parquet is packed by columns; its reader meets no text, and always works in a process of its own. */
const PARQUET_RATIO = 4;

const GZIP = /\.gz$/i;
const ARCHIVE = /\.(zip|tgz|bz2|xz|zst|xlsx)$/i;
const PARQUET = /\.parquet$/i;

function mostBytes(path: string, size: number): number {
  if (ARCHIVE.test(path)) return size * BOMB.ratio;
  return GZIP.test(path) ? Math.max(size * BOMB.ratio, Math.min(size * GZIP_RATIO, BOMB.bytes)) : size;
}

/** The text that a file of this name and size stands for: the one place where packed sizes are guessed. */
export function unpackedSize(path: string, size: number): UnpackedSize {
  const most = mostBytes(path, size);
  if (PARQUET.test(path)) return { usual: size * PARQUET_RATIO, cautious: size * PARQUET_RATIO, most };
  if (!GZIP.test(path) && !ARCHIVE.test(path)) return { usual: size, cautious: size, most };
  return { usual: size * TEXT_RATIO.usual, cautious: size * TEXT_RATIO.cautious, most };
}
