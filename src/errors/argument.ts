/** A value of the wrong shape, as a message calls it. */
function called(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === "object") return `an object with ${Object.keys(value).slice(0, 6).join(", ") || "no fields"}`;
  return typeof value === "string" ? `the text "${value.slice(0, 40)}"` : `${typeof value} ${String(value)}`;
}

function refuse(name: string, what: string, value: unknown): never {
  throw new TypeError(`${name} requires ${what}, got ${called(value)}`);
}

/** Refuses anything but a list (or a typed array). */
export function requireList(name: string, what: string, value: unknown): void {
  if (!Array.isArray(value) && !(ArrayBuffer.isView(value) && !(value instanceof DataView))) refuse(name, what, value);
}

/** Refuses anything but a list of two numbers: failures and attempts. */
export function requirePair(name: string, what: string, value: unknown): void {
  if (!Array.isArray(value) || value.length !== 2) refuse(name, what, value);
}

/** Refuses anything but a list of clusters. */
export function requireClusters(name: string, value: unknown): void {
  const what = "a list of { failures, attempts }";
  requireList(name, what, value);
  for (const one of value as unknown[]) requireFields(name, what, one, ["failures", "attempts"]);
}

/** Refuses anything but an object that has these fields. */
export function requireFields(name: string, what: string, value: unknown, fields: readonly string[]): void {
  if (typeof value !== "object" || value === null || Array.isArray(value) || fields.some((field) => !(field in value)))
    refuse(name, what, value);
}

/** Refuses anything but the findings of an incident. */
export function requireAnalysis(name: string, value: unknown): void {
  requireFields(name, "an analysis as analyze gives it", value, ["incident", "rates", "claims"]);
}

/** Refuses anything but text. */
export function requireString(name: string, what: string, value: unknown): void {
  if (typeof value !== "string") refuse(name, what, value);
}
