import { isAbsolute, resolve } from "node:path";
import { PostmortemError } from "../errors/errors.js";
import { requireFields } from "../errors/argument.js";

/** The types that a notebook's parameter can have. */
export type ParameterValue = string | number | boolean | null;

/** The type of a parameter is that of its default, not the default's own value. */
export type Parameters<T> = {
  [K in keyof T]: T[K] extends string ? string : T[K] extends number ? number : T[K] extends boolean ? boolean : T[K];
};

/** Where a run leaves the values for the cells to find: the environment reaches every kernel. */
export const PARAMETERS_VARIABLE = "POSTMORTEM_PARAMETERS";
export const INCIDENT_VARIABLE = "POSTMORTEM_INCIDENT";

const asked = Symbol.for("postmortem-lab.askedParameters");

/** Names that cells of this process asked for; a run compares them with what was given. */
export function askedParameters(): Set<string> {
  const holder = globalThis as unknown as Record<symbol, Set<string> | undefined>;
  return (holder[asked] ??= new Set());
}

function given(): Map<string, unknown> {
  const text = process.env[PARAMETERS_VARIABLE];
  const values = new Map<string, unknown>();
  if (text) {
    try {
      for (const [name, value] of Object.entries(JSON.parse(text) as object)) values.set(name, value);
    } catch (cause) {
      throw new PostmortemError(
        "usage",
        `${PARAMETERS_VARIABLE} requires a JSON object of names and values, got ${JSON.stringify(text.slice(0, 80))}.`,
        { cause },
      );
    }
  }
  const folder = process.env[INCIDENT_VARIABLE];
  if (folder) values.set("incident", isAbsolute(folder) ? folder : resolve(folder));
  return values;
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

function asTypeOf(fallback: ParameterValue, value: unknown, name: string): ParameterValue {
  if (value === null || fallback === null) return value as ParameterValue;
  if (typeof value === typeof fallback) return value as ParameterValue;
  const text = String(value).trim();
  if (typeof fallback === "string") return text;
  if (typeof fallback === "number" && NUMBER.test(text)) return Number(text);
  if (typeof fallback === "boolean" && /^(true|false)$/i.test(text)) return text.toLowerCase() === "true";
  throw new PostmortemError(
    "usage",
    `The parameter ${name} requires a ${typeof fallback}, got ${JSON.stringify(value)}.`,
  );
}

/**
 * The parameters of a notebook: the defaults written in the cell, replaced by what the run was given.
 *
 * `postmortem run notebook.ipynb -p name=value --incident folder` gives values, and so do the environment variables
 * `POSTMORTEM_PARAMETERS` (a JSON object) and `POSTMORTEM_INCIDENT` (a folder, for the parameter `incident`) under any
 * kernel. A value is read as the type of its default. Values for other names are left alone.
 *
 * @param defaults - name → default; string, number, boolean or null
 * @throws PostmortemError `usage` when a value cannot be read as its default's type
 */
export function params<T extends Readonly<Record<string, ParameterValue>>>(defaults: T): Parameters<T> {
  requireFields("params", "an object of names and defaults", defaults, []);
  const values = given();
  const entries = Object.entries(defaults).map(([name, fallback]) => {
    askedParameters().add(name);
    return [name, values.has(name) ? asTypeOf(fallback, values.get(name), name) : fallback] as const;
  });
  return Object.fromEntries(entries) as Parameters<T>;
}
