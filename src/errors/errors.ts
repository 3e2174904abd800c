/** The kind of failure of an error; it decides the exit code of the command line. */
export type ErrorCode = "usage" | "input" | "engine" | "data";

const EXIT_CODES: Readonly<Record<ErrorCode, number>> = { usage: 2, input: 3, engine: 4, data: 2 };

/** Longer messages keep their beginning and their end: a file's text can be of any length. */
const LONGEST = 1900;

/** Line ends and terminal codes from a file's text would break the one sentence, or the reader's terminal. */
function oneLine(message: string): string {
  const line = message.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, " ");
  return line.length <= LONGEST ? line : `${line.slice(0, LONGEST / 2)} … ${line.slice(-LONGEST / 2)}`;
}

/**
 * Every error that this library raises on purpose. The message is one sentence that says what was required, what was
 * got and what to do next; `exitCode` is what the command line exits with.
 *
 * - `usage`: unknown option, invalid `incident.yaml`, a column or file it names that is not there (exit 2)
 * - `input`: damaged input, over its error budget, zone unknown (exit 3)
 * - `engine`: the engine or the environment failed (exit 4)
 * - `data`: a function was called with values it cannot work on (exit 2)
 */
export class PostmortemError extends Error {
  readonly code: ErrorCode;
  readonly exitCode: number;

  /** @param message - one sentence, or several of one kind, each a line of its own */
  constructor(code: ErrorCode, message: string | readonly string[], options?: { cause?: unknown }) {
    super(typeof message === "string" ? oneLine(message) : message.map(oneLine).join("\n"), options);
    this.name = "PostmortemError";
    this.code = code;
    this.exitCode = EXIT_CODES[code];
  }
}
