// Prints what a reviewer may want to look at: long files, long and branching functions, thresholds without a word. Nothing fails by it.
// node scripts/sizes.mjs [how many of each]
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import ts from "typescript";

const MOST = Number(process.argv[2] ?? 15);
const files = readdirSync("src", { withFileTypes: true, recursive: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
  .map((entry) => join(entry.parentPath, entry.name));

const BRANCHES = new Set([
  ts.SyntaxKind.IfStatement,
  ts.SyntaxKind.ForStatement,
  ts.SyntaxKind.ForOfStatement,
  ts.SyntaxKind.ForInStatement,
  ts.SyntaxKind.WhileStatement,
  ts.SyntaxKind.DoStatement,
  ts.SyntaxKind.CaseClause,
  ts.SyntaxKind.CatchClause,
  ts.SyntaxKind.ConditionalExpression,
]);
const JOINS = new Set([
  ts.SyntaxKind.AmpersandAmpersandToken,
  ts.SyntaxKind.BarBarToken,
  ts.SyntaxKind.QuestionQuestionToken,
]);

function complexity(body) {
  let count = 1;
  const visit = (node) => {
    if (node !== body && ts.isFunctionLike(node)) return;
    if (BRANCHES.has(node.kind)) count += 1;
    if (ts.isBinaryExpression(node) && JOINS.has(node.operatorToken.kind)) count += 1;
    ts.forEachChild(node, visit);
  };
  visit(body);
  return count;
}

const lengths = [];
const functions = [];
const thresholds = [];
for (const file of files) {
  const text = readFileSync(file, "utf8");
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
  const lineOf = (at) => source.getLineAndCharacterOfPosition(at).line + 1;
  lengths.push({ place: relative("src", file), lines: text.split("\n").length - 1 });
  const visit = (node) => {
    if (ts.isFunctionLike(node) && node.body) {
      const named = node.name?.getText(source) ?? node.parent?.name?.getText?.(source) ?? "(unnamed)";
      const lines = lineOf(node.end) - lineOf(node.getStart(source)) + 1;
      const place = `${relative("src", file)}:${lineOf(node.getStart(source))} ${named}`;
      functions.push({ place, lines, branches: complexity(node), parameters: node.parameters.length });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  for (const statement of source.statements) {
    if (!ts.isVariableStatement(statement)) continue;
    const said = ts.getLeadingCommentRanges(text, statement.getFullStart())?.length ?? 0;
    for (const { name, initializer } of statement.declarationList.declarations) {
      const scalar = initializer && (ts.isNumericLiteral(initializer) || ts.isPrefixUnaryExpression(initializer));
      if (scalar && said === 0)
        thresholds.push(`${relative("src", file)}:${lineOf(statement.getStart(source))} ${name.getText(source)}`);
    }
  }
}

const list = (title, rows) => console.log(`\n${title}\n${rows.map((row) => `  ${row}`).join("\n")}`);
const folders = new Map();
for (const file of files) {
  const folder = relative("src", join(file, ".."));
  folders.set(folder, [...(folders.get(folder) ?? []), file]);
}
console.log(`${files.length} files, ${lengths.reduce((sum, { lines }) => sum + lines, 0)} lines`);
list(
  "Folders with most files",
  [...folders]
    .sort((a, b) => b[1].length - a[1].length)
    .slice(0, MOST)
    .map(([name, inside]) => `${inside.length} ${name || "src"}`),
);
const long = lengths.filter(({ lines }) => lines > 300);
list(
  `Files over 300 lines: ${long.length}`,
  long
    .sort((a, b) => b.lines - a.lines)
    .slice(0, MOST)
    .map(({ place, lines }) => `${lines} ${place}`),
);
const longest = functions.filter(({ lines }) => lines > 40);
list(
  `Functions over 40 lines: ${longest.length}`,
  longest
    .sort((a, b) => b.lines - a.lines)
    .slice(0, MOST)
    .map(({ place, lines }) => `${lines} ${place}`),
);
const branching = functions.filter(({ branches }) => branches > 20);
list(
  `Functions of complexity over 20: ${branching.length}`,
  branching
    .sort((a, b) => b.branches - a.branches)
    .slice(0, MOST)
    .map(({ place, branches }) => `${branches} ${place}`),
);
const many = functions.filter(({ parameters }) => parameters > 4);
list(
  `Functions of more than four parameters: ${many.length}`,
  many.slice(0, MOST).map(({ place, parameters }) => `${parameters} ${place}`),
);
list(`Thresholds without a word: ${thresholds.length}`, thresholds.slice(0, MOST));
