import { LineCounter, isMap, isNode, isPair, isScalar, parseDocument, visit } from "yaml";
import type { Document, Node, Pair, Scalar } from "yaml";
import { PostmortemError } from "../../errors/errors.js";

/** A path inside a YAML document. */
export type YamlPath = readonly (string | number)[];

/** A YAML file that can say on which line something stands. */
export interface YamlDocument {
  readonly value: unknown;
  /** 1-based line of the value at `path`, or of its nearest parent; of the key where `key` is given. */
  line(path: YamlPath, key?: string): number;
  /** The scalar at `path` as written, for messages. */
  source(path: YamlPath): string | undefined;
  /** Key–value pairs of the map at `path` in order; safe for any key. `undefined` where there is no map. */
  entries(path: YamlPath): readonly (readonly [key: string, value: unknown])[] | undefined;
  /** Raises a usage error that names file and line. */
  fail(path: YamlPath, message: string, key?: string): never;
}

const VERBATIM = new Set(["failed", "where", "on"]);
const NUMERIC = new Set(["atLeast", "atMost", "within"]);

/** Values that rows are compared with stay as written: 0012 is not 12, and a 20-digit id keeps its digits. */
function keepText(document: Document): void {
  visit(document, {
    Scalar(key, node: Scalar, path) {
      if (key === "key" || typeof node.value === "string" || typeof node.source !== "string") return;
      const keys = path.filter(isPair).map((pair) => String((pair as Pair<Scalar>).key?.value));
      if (!keys.some((name) => VERBATIM.has(name)) || keys.some((name) => NUMERIC.has(name))) return;
      if (node.value !== null) node.value = node.source;
    },
  });
}

function entriesOf(node: unknown): readonly (readonly [string, unknown])[] | undefined {
  if (!isMap(node)) return undefined;
  return node.items.map((pair) => {
    const value = pair.value as Node | null;
    return [String(isScalar(pair.key) ? pair.key.value : pair.key), value === null ? null : value.toJSON()] as const;
  });
}

/**
 * Parses a YAML text so that every later complaint can name its line.
 *
 * @param text - the file's content
 * @param file - its name as the user knows it, for messages
 * @throws PostmortemError (usage) when the text is not YAML
 */
export function yamlDocument(text: string, file: string): YamlDocument {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter, prettyErrors: false });
  const failAt = (line: number, message: string): never => {
    throw new PostmortemError("usage", `${file} line ${line}: ${message}`);
  };
  const [broken] = document.errors;
  if (broken)
    failAt(
      counter.linePos(broken.pos[0]).line,
      `is not valid YAML (${broken.message.split("\n")[0]}); correct the line and run again`,
    );
  keepText(document);
  const nodeAt = (path: YamlPath): Node | undefined => {
    for (let length = path.length; length >= 0; length -= 1) {
      const node: unknown = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
      if (isNode(node) && node.range) return node;
    }
    return undefined;
  };
  const keyNode = (path: YamlPath, key: string): Node | undefined => {
    const parent: unknown = path.length === 0 ? document.contents : document.getIn(path, true);
    const pair = isMap(parent)
      ? parent.items.find((item) => isScalar(item.key) && String(item.key.value) === key)
      : undefined;
    return pair && isNode(pair.key) ? pair.key : undefined;
  };
  const line = (path: YamlPath, key?: string): number => {
    const last = path.at(-1);
    const node =
      key !== undefined ? keyNode(path, key) : typeof last === "string" ? keyNode(path.slice(0, -1), last) : undefined;
    const range = (node ?? nodeAt(path))?.range;
    return range ? counter.linePos(range[0]).line : 1;
  };
  let value: unknown;
  try {
    value = document.toJS();
  } catch (cause) {
    failAt(1, `requires plain YAML, got ${(cause as Error).message}; write the values out instead of using aliases`);
  }
  return {
    value,
    line,
    source(path) {
      const node: unknown = document.getIn(path, true);
      return isScalar(node) ? String(node.source ?? node.value) : undefined;
    },
    entries: (path) => entriesOf(document.getIn(path, true)),
    fail: (path, message, key) => failAt(line(path, key), message),
  };
}
