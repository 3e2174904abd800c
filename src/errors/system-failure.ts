import { PostmortemError } from "./errors.js";

/** What the machine lacks, whatever file it was about. */
const ENVIRONMENT = new Set(["ENOSPC", "EDQUOT", "EMFILE", "ENFILE", "ENOMEM", "EROFS", "EAGAIN"]);

/**
 * An error of the operating system as one of ours, anything else as it is.
 *
 * @returns `engine` where the machine is out of space, files or memory, `input` where a file could not be read
 */
export function systemFailure(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof PostmortemError) return error;
  const { code, syscall, path } = error as NodeJS.ErrnoException;
  // A name with NUL is refused before the system sees it.
  if (code === "ERR_INVALID_ARG_VALUE" && /null bytes/.test(error.message))
    return new PostmortemError("usage", "a path requires a name without a NUL character; correct the name", {
      cause: error,
    });
  if (code === undefined || syscall === undefined || !/^E[A-Z0-9]+$/.test(code)) return error;
  const what = path === undefined ? "a file" : `"${path}"`;
  return ENVIRONMENT.has(code)
    ? new PostmortemError(
        "engine",
        `the machine could not open or write ${what} (${error.message}); free disk space (or set TMPDIR to a folder that has some) or open files, then run this again`,
        { cause: error },
      )
    : new PostmortemError(
        "input",
        `${what} could not be read (${error.message}); check that it is there and readable, then run this again`,
        { cause: error },
      );
}

/** Runs something whose errors of the operating system become ours. */
export async function withSystemFailures<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    throw systemFailure(error);
  }
}
