import { LineCounter, isAlias, isMap, isNode, isPair, isScalar, parseDocument, visit } from "yaml";
import type { Document, Node, Pair, Scalar, YAMLError } from "yaml";
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
  /** The text at `path`, as the file writes it; `undefined` where there is none. */
  text(path: YamlPath): string | undefined;
  /** 1-based line and column of the character `at` of the text at `path`. */
  place(path: YamlPath, at: number): { readonly line: number; readonly column: number };
  /** Notes a complaint that names file and line; {@link YamlDocument.settle} raises it. */
  complain(path: YamlPath, message: string, key?: string, at?: number): void;
  /** Raises a usage error that names file and line. */
  fail(path: YamlPath, message: string, key?: string): never;
  /** What a reading gives, or `undefined` after noting the complaint that it raised. */
  attempt<T>(read: () => T): T | undefined;
  /** Raises what was complained of, a line each in the order of the file; nothing where nothing was. */
  settle(): void;
}

const VERBATIM = new Set(["failed", "where", "on"]);
const NUMERIC = new Set(["atLeast", "atMost", "within"]);
/** More complaints than this are one mistake seen many times. */
const MOST_COMPLAINTS = 20;

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

/** What is wrong with a text that is no YAML, and what to do, by the parser's code. */
const YAML_PROBLEMS: Readonly<Record<string, string>> = {
  BAD_ALIAS: "an unquoted * begins a reference to another place; put the text in quotes",
  BAD_INDENT: "its indentation fits no line above it; align it with the lines that it belongs to",
  BAD_DQ_ESCAPE:
    "a backslash inside double quotes begins an escape that does not exist; write it twice, or use single quotes",
  BAD_SCALAR_START: "it begins with a character that means something in YAML; put the text in quotes",
  BLOCK_AS_IMPLICIT_KEY: "a colon is not allowed here; put the text in quotes",
  BLOCK_IN_FLOW: "a list or map over several lines is inside brackets; close the bracket first",
  DUPLICATE_KEY: "its key is there already; keep one of the two",
  MISSING_CHAR: "a closing quote, bracket or brace, or the colon after a key, is missing",
  MULTILINE_IMPLICIT_KEY: "a colon is not allowed here, or an earlier line is not closed",
  TAB_AS_INDENT: "it is indented with tabs; use spaces",
  UNEXPECTED_TOKEN: "something is not allowed here; put texts with : # [ { , in quotes",
};

function yamlProblem(error: YAMLError): string {
  const known = YAML_PROBLEMS[error.code] ?? "it does not follow the rules of YAML; put texts with : # [ { * in quotes";
  return `is not valid YAML: ${known}`;
}

interface Complaint {
  readonly line: number;
  readonly message: string;
}

/** Complaints in the order of the file, one a line, raised together. */
class Complaints {
  private readonly found: Complaint[] = [];

  constructor(private readonly file: string) {}

  add(line: number, message: string, column?: number): void {
    const place = column === undefined ? `line ${line}` : `line ${line} column ${column}`;
    this.found.push({ line, message: `${this.file} ${place}: ${message}` });
  }

  error(): PostmortemError | undefined {
    const ordered = [...this.found].sort((a, b) => a.line - b.line).map(({ message }) => message);
    const messages = [...new Set(ordered)];
    if (messages.length === 0) return undefined;
    const more = messages.length - MOST_COMPLAINTS;
    return new PostmortemError("usage", [
      ...messages.slice(0, MOST_COMPLAINTS),
      ...(more > 0 ? [`${more} more complaints of ${this.file} follow from here on.`] : []),
    ]);
  }
}

/** An unquoted text that begins with `*`, with its line. */
function strayAliases(document: Document, lineOf: (at: number) => number, complaints: Complaints): void {
  const anchors = new Set<string>();
  visit(document, {
    Node(_key, node) {
      if (!isAlias(node) && node.anchor) anchors.add(node.anchor);
    },
  });
  visit(document, {
    Alias(_key, node) {
      if (anchors.has(node.source)) return;
      complaints.add(
        lineOf(node.range?.[0] ?? 0),
        `the unquoted text *${node.source} begins with *, which YAML takes for a reference; put it in quotes: "*${node.source}"`,
      );
    },
  });
}

/** The value of a document, or a complaint where it refers to itself or expands without end. */
function valueOf(document: Document, complaints: Complaints): unknown {
  try {
    return document.toJS();
  } catch {
    complaints.add(1, "its references (& and *) lead nowhere or expand without end; write the values out instead");
    return undefined;
  }
}

/** Finds the nodes of a parsed text, and their places in it. */
class Places {
  constructor(
    private readonly document: Document,
    private readonly counter: LineCounter,
    private readonly text: string,
  ) {}

  private at(path: YamlPath): unknown {
    return path.length === 0 ? this.document.contents : this.document.getIn(path, true);
  }

  /** The node at a path, or the nearest one that holds where it would be. */
  private nearest(path: YamlPath): Node | undefined {
    for (let length = path.length; length >= 0; length -= 1) {
      const node = this.at(path.slice(0, length));
      if (isNode(node) && node.range) return node;
    }
    return undefined;
  }

  private keyNode(path: YamlPath, key: string): Node | undefined {
    const parent = this.at(path);
    const pair = isMap(parent)
      ? parent.items.find((item) => isScalar(item.key) && String(item.key.value) === key)
      : undefined;
    return pair && isNode(pair.key) ? pair.key : undefined;
  }

  lineAt(offset: number): number {
    return this.counter.linePos(offset).line;
  }

  line(path: YamlPath, key?: string): number {
    const last = path.at(-1);
    const ofLast = typeof last === "string" ? this.keyNode(path.slice(0, -1), last) : undefined;
    const node = key === undefined ? ofLast : this.keyNode(path, key);
    const range = (node ?? this.nearest(path))?.range;
    return range ? this.lineAt(range[0]) : 1;
  }

  textAt(path: YamlPath): string | undefined {
    const node = this.at(path);
    return isScalar(node) && typeof node.value === "string" ? node.value : undefined;
  }

  source(path: YamlPath): string | undefined {
    const node = this.at(path);
    return isScalar(node) ? String(node.source ?? node.value) : undefined;
  }

  place(path: YamlPath, at: number): { line: number; column: number } {
    const start = this.nearest(path)?.range?.[0] ?? 0;
    const offset = offsetIn(this.text.slice(start), this.textAt(path) ?? "", at);
    const { line, col: column } = this.counter.linePos(start + offset);
    return { line, column };
  }
}

/** What a reading gives; where it raises a usage error at a line of this file, the error becomes a complaint. */
function attempted<T>(read: () => T, file: string, complaints: Complaints): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof PostmortemError) || error.code !== "usage") throw error;
    const found = /^(.*) line (\d+): (.*)$/s.exec(error.message);
    if (!found || found[1] !== file) throw error;
    complaints.add(Number(found[2]), found[3] as string);
    return undefined;
  }
}

/**
 * Parses a YAML text so that every later complaint can name its line.
 *
 * @param text - the file's content
 * @param file - its name as the user knows it, for messages
 * @throws PostmortemError (usage) when the text is not YAML, with every place where it is not
 */
export function yamlDocument(text: string, file: string): YamlDocument {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter, prettyErrors: false });
  const places = new Places(document, counter, text);
  const complaints = new Complaints(file);
  const settle = (): void => {
    const error = complaints.error();
    if (error) throw error;
  };
  for (const broken of document.errors) complaints.add(places.lineAt(broken.pos[0]), yamlProblem(broken));
  if (document.errors.length === 0) strayAliases(document, (at) => places.lineAt(at), complaints);
  settle();
  keepText(document);
  const value = valueOf(document, complaints);
  settle();
  return {
    value,
    line: (path, key) => places.line(path, key),
    source: (path) => places.source(path),
    entries: (path) => entriesOf(document.getIn(path, true)),
    text: (path) => places.textAt(path),
    place: (path, at) => places.place(path, at),
    complain(path, message, key, at) {
      if (at === undefined) return complaints.add(places.line(path, key), message);
      const { line, column } = places.place(path, at);
      complaints.add(line, message, column);
    },
    fail(path, message, key) {
      throw new PostmortemError("usage", `${file} line ${places.line(path, key)}: ${message}`);
    },
    attempt: (read) => attempted(read, file, complaints),
    settle,
  };
}

/** Where the character `at` of a text stands behind the beginning of its YAML: quotes and the marks of a block are passed over. */
function offsetIn(yaml: string, value: string, at: number): number {
  const skipped = /^["']/.test(yaml) ? 1 : (/^[|>][^\n]*\n\s*/.exec(yaml)?.[0].length ?? 0);
  // Escapes and folded lines make the two differ; then the text's beginning has to do.
  return skipped + (yaml.startsWith(value.slice(0, at), skipped) ? at : 0);
}
