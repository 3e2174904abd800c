import { PostmortemError } from "../errors/errors.js";
import type { ServerOptions } from "./server-options.js";

const HERE = /^(localhost|127(\.\d{1,3}){3}|\[::1\]|.*\.localhost)$/i;

/**
 * The address of a server from the environment, checked before anything is sent to it.
 *
 * @param variable - such as `CLICKHOUSE_URL`
 * @param secret - the password that would be sent; none is empty
 * @throws PostmortemError (usage) when it is no http address, or when a password would cross the network readable and nobody said that it may
 */
export function serverAddress(
  variable: string,
  fallback: string,
  secret: string | undefined,
  { environment = process.env, insecure }: ServerOptions,
): string {
  const given = environment[variable]?.trim() || fallback;
  const address = URL.canParse(given) ? new URL(given) : undefined;
  if (!address || !/^https?:$/.test(address.protocol))
    throw new PostmortemError(
      "usage",
      `${variable} requires an address such as https://server.example:8443, got "${given.replace(/\/\/[^@/]*@/, "//…@")}"; correct the environment variable`,
    );
  const guarded = (secret ?? "") !== "" || address.password !== "";
  const allowed = insecure === true || environment["POSTMORTEM_INSECURE"] === "1";
  if (guarded && address.protocol === "http:" && !HERE.test(address.hostname) && !allowed)
    throw new PostmortemError(
      "usage",
      `${variable} requires https, since its password would cross the network readable on the way to ${address.hostname}; use https, or say --insecure`,
    );
  return given;
}
