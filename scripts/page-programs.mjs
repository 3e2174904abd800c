// Compiles what runs in the reader's page: each file that lies in src/browser itself, with the files that it imports, becomes one classic
// script that a page holds as text: node scripts/page-programs.mjs [dist]. Types are checked by tsc -p src/browser/tsconfig.json.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import ts from "typescript";

const SRC = join(dirname(fileURLToPath(import.meta.url)), "..", "src");
const BROWSER = join(SRC, "browser");

function compiled(file) {
  const { outputText } = ts.transpileModule(readFileSync(file, "utf8"), {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.CommonJS, removeComments: true },
  });
  return outputText.replace(/^"use strict";\n/, "").replace(/^Object\.defineProperty\(exports, "__esModule".*\n/m, "");
}

/** The compiled text of a file and of every file that it imports, by its path in src, those that are imported first. */
function modulesOf(file, found = new Map()) {
  const id = (path) => relative(SRC, path).replaceAll("\\", "/").replace(/\.ts$/, "");
  if (found.has(id(file))) return found;
  const text = compiled(file).replace(/\brequire\("(\.[^"]+)"\)/g, (_, path) => {
    const target = resolve(dirname(file), path.replace(/\.js$/, ".ts"));
    modulesOf(target, found);
    return `require("${id(target)}")`;
  });
  return found.set(id(file), text);
}

// No text of src/browser runs over several lines, so what a line begins with is only how it is laid out; and `</` would end the script.
const packed = (text) => text.replace(/^\s+/gm, "").trimEnd().replaceAll("</", "<\\/");

/** One program of src/browser as the text of a classic script that leaves nothing behind in the page. */
export function pageProgram(name) {
  const modules = [...modulesOf(join(BROWSER, `${name}.ts`))];
  const [, main] = modules.pop();
  if (modules.length === 0) return packed(`(()=>{"use strict";\n${main}})();`);
  const table = modules.map(([id, text]) => `${JSON.stringify(id)}(exports,require){\n${text}},\n`).join("");
  return packed(`(()=>{"use strict";
const modules={\n${table}};
const made={};
const require=(id)=>{
if(!made[id])modules[id](made[id]={},require);
return made[id];
};
${main}})();`);
}

/** Writes every program into the compiled tree. */
export function writePagePrograms(to) {
  mkdirSync(join(to, "browser"), { recursive: true });
  for (const file of readdirSync(BROWSER).filter((each) => each.endsWith(".ts")))
    writeFileSync(join(to, "browser", file.replace(/\.ts$/, ".cjs")), pageProgram(file.replace(/\.ts$/, "")));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) writePagePrograms(process.argv[2] ?? "dist");
