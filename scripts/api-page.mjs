// Writes docs/api.md from the docstrings of everything that src/index.ts exports: node scripts/api-page.mjs
// A test holds the page to the sources.
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import ts from "typescript";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const INDEX = join(root, "src", "index.ts");

/** The compiler's view of the public door. */
export function program() {
  const { config } = ts.readConfigFile(join(root, "tsconfig.json"), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  return ts.createProgram([INDEX], { ...options, noEmit: true, declaration: false });
}

/** The rooms in the order of the index: each starts with a comment "room: what it holds". */
function rooms(source, checker) {
  const found = [];
  for (const statement of source.statements) {
    if (!ts.isExportDeclaration(statement)) continue;
    const [comment] = (ts.getLeadingCommentRanges(source.text, statement.pos) ?? []).slice(-1);
    const title = comment && /^\/\/ ([a-z]+): (.*)/.exec(source.text.slice(comment.pos, comment.end));
    if (title) found.push({ name: title[1], holds: title[2], symbols: [] });
    for (const element of statement.exportClause?.elements ?? [])
      found.at(-1)?.symbols.push(checker.getAliasedSymbol(checker.getSymbolAtLocation(element.name)));
  }
  return found;
}

const words = (parts) => ts.displayPartsToString(parts).trim();
const linked = (text) => text.replace(/\{@link ([\w.]+)\s*\}/g, "`$1`");
const indented = (text) => text.replace(/\s*\n\s*/g, " ").replace(/^- /, "");

/** The tags of a docstring as they are written: the compiler takes the first word of some for a name. */
function tagLines(symbol) {
  const tags = symbol.declarations.flatMap((declaration) => ts.getJSDocTags(declaration));
  const text = (tag) =>
    tag
      .getText()
      .replace(/^@\w+\s*/, "")
      .replace(/\n\s*\*/g, " ")
      .trim();
  const of = (name) => tags.filter((tag) => tag.tagName.text === name).map((tag) => linked(text(tag)));
  const parameters = of("param").map((text) => text.replace(/^(\w+)\s*-?\s*/, (_, name) => `\`${name}\`: `));
  return [
    ...parameters.map((text) => `- ${indented(text)}`),
    ...of("returns").map((text) => `- returns ${indented(text)}`),
    ...of("throws").map((text) => `- throws ${indented(text)}`),
    ...of("see").map((text) => `- see ${indented(text)}`),
  ];
}

const PLAIN =
  ts.TypeFormatFlags.NoTruncation |
  ts.TypeFormatFlags.UseAliasDefinedOutsideCurrentScope |
  ts.TypeFormatFlags.WriteArrowStyleSignature;

/** A function's head as it is written: its parameters with their defaults, without the body. */
function head(declaration, name) {
  const text = declaration.getText();
  const end = declaration.body ? declaration.body.pos - declaration.getStart() : text.length;
  return text
    .slice(0, end)
    .replace(/^export (async )?function /, "")
    .replace(new RegExp(`^${name}`), name)
    .replace(/\s*\{?\s*$/, "")
    .trim();
}

function callable(symbol, checker) {
  const [declaration] = symbol.declarations;
  if (ts.isFunctionDeclaration(declaration)) {
    const heads = symbol.declarations.filter((one) => !one.body || symbol.declarations.length === 1);
    return heads.map((one) => head(one, symbol.name));
  }
  return [
    `const ${symbol.name}: ${checker.typeToString(checker.getTypeOfSymbolAtLocation(symbol, declaration), declaration, PLAIN)}`,
  ];
}

function declared(symbol) {
  return symbol.declarations.map((declaration) => declaration.getText().replace(/^export /, "")).join("\n");
}

function isValue(symbol) {
  return (symbol.flags & (ts.SymbolFlags.Function | ts.SymbolFlags.Variable)) !== 0;
}

function entry(symbol, checker) {
  const code = isValue(symbol) ? callable(symbol, checker).join("\n") : declared(symbol);
  const text = linked(words(symbol.getDocumentationComment(checker)));
  const file = relative(root, symbol.declarations[0].getSourceFile().fileName).replace(/\\/g, "/");
  const lines = isValue(symbol) ? tagLines(symbol) : [];
  return [
    `### ${symbol.name}`,
    "",
    ...(text ? [text, ""] : []),
    "```ts",
    code,
    "```",
    "",
    ...(lines.length > 0 ? [...lines, ""] : []),
    `[${file}](../${file})`,
    "",
  ];
}

const HEAD = `# API

Everything that \`import … from "postmortem-lab"\` gives, made from the docstrings by \`node scripts/api-page.mjs\`. Shapes of results are in
[the method's pages](method.md); words in [the glossary](glossary.md).
`;

/** The page's text, from the sources as they are. */
export function apiPage(whole = program()) {
  const checker = whole.getTypeChecker();
  const found = rooms(whole.getSourceFile(INDEX), checker);
  const ordered = found.map((room) => ({
    ...room,
    symbols: [...room.symbols.filter(isValue), ...room.symbols.filter((symbol) => !isValue(symbol))],
  }));
  const seen = new Map();
  const anchors = new Map(
    ordered
      .flatMap(({ symbols }) => symbols)
      .map((symbol) => {
        // Code hosts number the headings that differ in capitals only.
        const name = symbol.name.toLowerCase();
        const times = seen.get(name) ?? 0;
        seen.set(name, times + 1);
        return [symbol, times === 0 ? name : `${name}-${times}`];
      }),
  );
  const contents = ordered.map(
    ({ name, holds, symbols }) =>
      `- **${name}** (${holds}): ${symbols.map((symbol) => `[${symbol.name}](#${anchors.get(symbol)})`).join(", ")}`,
  );
  const body = ordered.flatMap(({ name, holds, symbols }) => [
    `## ${name}: ${holds}`,
    "",
    ...symbols.flatMap((symbol) => entry(symbol, checker)),
  ]);
  return `${[HEAD, ...contents, "", ...body].join("\n").trimEnd()}\n`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const file = join(root, "docs", "api.md");
  writeFileSync(file, apiPage());
  console.log(`docs/api.md, ${readFileSync(file, "utf8").split("\n").length} lines`);
}
