import { PostmortemError } from "../errors/errors.js";

/** The address and credentials of a server, from the environment only: they never appear in `incident.yaml`. */
export interface ServerOptions {
  /** Variables to read, the process's unless set. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Longest a query may take; `POSTMORTEM_QUERY_SECONDS` of the environment, or 300 seconds, unless set. */
  readonly timeoutSeconds?: number;
  /** Lets a password go over plain http to another machine; `POSTMORTEM_INSECURE=1` of the environment says the same. */
  readonly insecure?: boolean;
}

/**
 * The longest a query may take, in seconds.
 *
 * @throws PostmortemError (usage) when the environment's value is no positive number
 */
export function queryTimeoutSeconds({ environment = process.env, timeoutSeconds }: ServerOptions): number {
  const given = environment["POSTMORTEM_QUERY_SECONDS"];
  const seconds = timeoutSeconds ?? (given === undefined || given === "" ? 300 : Number(given));
  if (seconds > 0 && Number.isFinite(seconds)) return seconds;
  throw new PostmortemError(
    "usage",
    `POSTMORTEM_QUERY_SECONDS requires a positive number of seconds, got "${given}"; correct or unset it`,
  );
}
