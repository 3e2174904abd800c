// Mutates the decisions of src and counts how many mutants the tests notice, a line a room: npm run bench:mutation -- [options]
//   --rooms window,audit   only these rooms             --files n   at most n files a room (seeded choice)
//   --lines n              of these files only n lines a room that decide something (seeded choice), and only mutants of decisions
//   --seed n               which files and lines are chosen
//   --floor 0.7            fails where a room's share of noticed mutants is below
// Needs Stryker: npm install --prefix bench --no-save @stryker-mutator/core@9.6.1 @stryker-mutator/vitest-runner@9.6.1. It with vitest does the work; the whole of it takes hours, a subsample minutes.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";

const AIMS = { stats: 0.85, window: 0.85, rates: 0.85, remediation: 0.85, audit: 0.85, statement: 0.85 };
const ELSEWHERE = 0.75;
/** Status words of Stryker that count as noticed. */
const NOTICED = new Set(["Killed", "Timeout"]);
const COUNTED = new Set(["Killed", "Timeout", "Survived", "NoCoverage"]);

const option = (name, fallback) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? fallback : process.argv[at + 1];
};
const seed = Number(option("seed", "1"));
const most = Number(option("files", "3"));
const linesARoom = Number(option("lines", "0"));
const floor = Number(option("floor", "0"));
const rooms = option("rooms", Object.keys(AIMS).join(",")).split(",");

/** A small seeded generator, so that a subsample can be drawn again. */
function drawn(state) {
  let next = state >>> 0;
  return () => {
    next = (Math.imul(next, 1664525) + 1013904223) >>> 0;
    return next / 2 ** 32;
  };
}

function filesOf(room) {
  const random = drawn(seed);
  return readdirSync(join("src", room), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map((entry) => relative(".", join(entry.parentPath, entry.name)))
    .map((file) => ({ file, at: random() }))
    .sort((a, b) => a.at - b.at)
    .slice(0, most)
    .map(({ file }) => file);
}

/** A line that compares, joins conditions or chooses: what a threshold or a rule is made of. */
const DECIDES = /[<>]=?\s|[!=]==|&&|\|\||\s\?\s/;
const NO_DECISION = /^\s*(?:\*|\/\/|\/\*|import |export (?:interface|type) |readonly )|=>\s*$|: string\b.*=/;
/** Mutations that change no decision. */
const OTHER_MUTATIONS = ["StringLiteral", "ObjectLiteral", "ArrayDeclaration", "BlockStatement", "Regex", "OptionalChaining", "MethodExpression", "ArrowFunction"];

/** So many lines of the files that decide something, as Stryker takes them: `file:from-to`. */
function decidingLines(files) {
  const random = drawn(seed + 1);
  return files
    .flatMap((file) =>
      readFileSync(file, "utf8")
        .split("\n")
        .flatMap((line, at) => (DECIDES.test(line) && !NO_DECISION.test(line) ? [`${file}:${at + 1}-${at + 1}`] : [])),
    )
    .map((place) => ({ place, at: random() }))
    .sort((a, b) => a.at - b.at)
    .slice(0, linesARoom)
    .map(({ place }) => place);
}

/** A room's decisions are held by the room's own tests, so only those run: a mutant that only a whole analysis notices counts as survived. */
function testsOf(room) {
  const file = resolve(`.cache/mutation/${room}.vitest.config.mjs`);
  const include = JSON.stringify([`test/${room}/**/*.test.ts`]);
  writeFileSync(file, `export default { test: { include: ${include}, testTimeout: 120000, pool: "forks", isolate: false, root: process.cwd() } };\n`);
  return file;
}

const stryker = resolve("bench/node_modules/@stryker-mutator/core/bin/stryker.js");
if (!existsSync(stryker)) {
  console.error("bench:mutation requires Stryker; run npm install --prefix bench --no-save @stryker-mutator/core@9.6.1 @stryker-mutator/vitest-runner@9.6.1");
  process.exit(4);
}
mkdirSync(".cache/mutation", { recursive: true });
const rows = [];
for (const room of rooms) {
  const files = filesOf(room);
  const mutate = linesARoom > 0 ? decidingLines(files) : files;
  const report = resolve(`.cache/mutation/${room}.json`);
  const config = {
    testRunner: "vitest",
    plugins: [resolve("bench/node_modules/@stryker-mutator/vitest-runner/dist/src/index.js")],
    mutate,
    ...(linesARoom > 0 && { mutator: { excludedMutations: OTHER_MUTATIONS } }),
    concurrency: Number(option("workers", "2")),
    coverageAnalysis: "perTest",
    ignoreStatic: true,
    disableTypeChecks: false,
    inPlace: false,
    symlinkNodeModules: true,
    tempDirName: ".cache/stryker",
    ignorePatterns: ["bench", "docs", "reports", ".venv", ".cache", "data/*/analysis*"],
    reporters: ["json"],
    jsonReporter: { fileName: report },
    vitest: { configFile: testsOf(room), related: false },
  };
  const file = resolve(`.cache/mutation/${room}.config.json`);
  writeFileSync(file, JSON.stringify(config));
  const { status } = spawnSync(process.execPath, [stryker, "run", file], { stdio: ["ignore", "inherit", "inherit"] });
  if (status !== 0 || !existsSync(report)) {
    rows.push({ room, note: "Stryker did not finish" });
    continue;
  }
  const mutants = Object.entries(JSON.parse(readFileSync(report, "utf8")).files).flatMap(([path, each]) =>
    each.mutants.map((mutant) => ({ ...mutant, path })),
  );
  const counted = mutants.filter(({ status: one }) => COUNTED.has(one));
  const noticed = counted.filter(({ status: one }) => NOTICED.has(one)).length;
  for (const { path, location, replacement, status: one } of counted)
    if (!NOTICED.has(one)) console.log(`not noticed: ${path}:${location.start.line} ${replacement} (${one})`);
  rows.push({ room, files: files.length, mutants: counted.length, noticed, aim: AIMS[room] ?? ELSEWHERE });
}
console.log(`\nroom          files  mutants  noticed  share   aim   (seed ${seed})`);
for (const { room, files, mutants, noticed, aim, note } of rows) {
  const share = mutants > 0 ? `${((100 * noticed) / mutants).toFixed(0)} %` : "–";
  console.log(note ? `${room.padEnd(13)} ${note}` : [room.padEnd(13), String(files).padStart(5), String(mutants).padStart(8), String(noticed).padStart(8), share.padStart(7), `${100 * aim} %`].join(" "));
}
const low = rows.filter(({ mutants, noticed }) => mutants > 0 && noticed / mutants < floor);
if (floor > 0 && (low.length > 0 || rows.some(({ note }) => note))) process.exit(1);
