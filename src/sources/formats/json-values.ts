import { cellOf } from "./json-document.js";

const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g;
/** Levels of objects whose keys become paths; what lies deeper stays JSON. */
const DEEPEST_PATH = 8;
/** More keys than this are no columns. */
const MOST_KEYS = 2000;

/** JSON with every digit of long numbers kept, as text. */
export function exactJson(text: string): unknown {
  const exact = /\d{16}/.test(text)
    ? text.replace(TOKEN, (token) => (token[0] !== '"' && token.replace(/\D/g, "").length >= 16 ? `"${token}"` : token))
    : text;
  return JSON.parse(exact) as unknown;
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The object that a text holds as JSON; `undefined` for any other text. */
export function objectText(text: string): Readonly<Record<string, unknown>> | undefined {
  if (!/^\s*\{\s*("|\})/.test(text)) return undefined;
  try {
    const value = exactJson(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Pairs of a name and a value, as OpenTelemetry and others write attributes. */
function namedValues(value: readonly unknown[]): Map<string, unknown> | undefined {
  if (value.length === 0 || !value.every((one) => isRecord(one) && typeof one["key"] === "string" && "value" in one))
    return undefined;
  return new Map(value.map((one) => [(one as { key: string }).key, (one as { value: unknown }).value]));
}

const TYPED = ["stringValue", "intValue", "doubleValue", "boolValue", "int64Value"] as const;

/** A value that says its type, as OpenTelemetry and Google write them. */
function untyped(value: unknown): unknown {
  if (!isRecord(value)) return value;
  const [key, ...more] = Object.keys(value);
  return more.length === 0 && (TYPED as readonly string[]).includes(key ?? "") ? value[key as string] : value;
}

function add(cells: Map<string, string>, path: string, given: unknown, depth: number): void {
  const value = untyped(given);
  const text = typeof value === "string" && depth < DEEPEST_PATH ? objectText(value) : undefined;
  if (text && cells.size <= MOST_KEYS) {
    // The text stays, for those who named it; what is in it joins it by paths.
    cells.set(path, value as string);
    for (const [key, one] of Object.entries(text)) add(cells, path === "" ? key : `${path}.${key}`, one, depth + 1);
    return;
  }
  const pairs = Array.isArray(value) ? namedValues(value) : undefined;
  const inner = pairs ?? (isRecord(value) && depth < DEEPEST_PATH ? Object.entries(value) : undefined);
  if (!inner || cells.size > MOST_KEYS) {
    cells.set(path, cellOf(value));
    return;
  }
  for (const [key, one] of inner) add(cells, path === "" ? key : `${path}.${key}`, one, depth + 1);
}

/** An object's values as text by their paths, `request.status`; lists stay JSON. */
export function flattened(value: unknown, path = ""): Map<string, string> {
  const cells = new Map<string, string>();
  add(cells, path, value, 0);
  return cells;
}

/** The JSON documents that stand one after another in a text, each as its text; the last may be cut. */
export function documentsIn(text: string): string[] {
  const found: string[] = [];
  let [depth, start, quoted] = [0, -1, false];
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (quoted) {
      if (code === 0x5c) at += 1;
      else if (code === 0x22) quoted = false;
    } else if (code === 0x22) quoted = true;
    else if (code === 0x5b || code === 0x7b) {
      if (depth === 0) start = at;
      depth += 1;
    } else if (code === 0x5d || code === 0x7d) {
      depth -= 1;
      if (depth === 0) found.push(text.slice(start, at + 1));
    }
  }
  if (depth > 0) found.push(text.slice(start));
  return found;
}
