// Which part broke: planted slices against what explainBySlices finds, and parts where nothing stands out.
import { explainBySlices } from "../src/rates/slices/explain-by-slices.js";
import type { SliceCell } from "../src/rates/slices/cell-table.js";
import { seededRandom } from "../src/stats/random/random.js";
import { type Case, plantCase } from "./slices/plant.js";
import { FAMILIES, plantTable } from "./slices/tables.js";
import { wanderingTable, WANDERS } from "./slices/wander.js";
import { type Aim, aimTable, isQuick, isStarted, percent, share } from "./aim.js";

/** Two parts are the same when their attempts overlap by this share: a host and its only pod are one part. */
const SAME = 0.95;
/** Causes that stand out by at least so many standard errors are expected to be found. */
const CLEAR_ERRORS = 5;

type Where = Readonly<Record<string, string>>;

const holds = ({ values }: SliceCell, where: Where): boolean =>
  Object.entries(where).every(([column, value]) => values[column] === value);

function overlap(cells: readonly SliceCell[], a: Where, b: Where): number {
  let [both, either] = [0, 0];
  for (const cell of cells) {
    const [inA, inB] = [holds(cell, a), holds(cell, b)];
    if (inA && inB) both += cell.during.attempts;
    if (inA || inB) either += cell.during.attempts;
  }
  return either === 0 ? 0 : both / either;
}

interface Tally {
  hits: number;
  exact: number;
  found: number;
  clear: number;
  top: number;
  cases: number;
  covered: number;
  judged: number;
}

function scoreCase(one: Case, tally: Tally): void {
  const { found } = explainBySlices(one.cells);
  const clear = one.causes.filter(({ errors }) => errors >= CLEAR_ERRORS);
  if (clear.length === 0) return;
  tally.cases += 1;
  tally.clear += clear.length;
  const same = found.map(({ where }) => one.causes.find((cause) => overlap(one.cells, where, cause.where) >= SAME));
  // a faint cause that is found is no false finding, and one that is missed no miss
  tally.found += same.filter((cause) => cause === undefined || clear.includes(cause)).length;
  tally.hits += clear.filter((cause) => same.includes(cause)).length;
  const largest = [...clear].sort((a, b) => b.excess - a.excess)[0];
  if (same[0] === largest) tally.top += 1;
  found.forEach((slice, index) => {
    const cause = same[index];
    if (!cause) return;
    const words = (where: Where): string => JSON.stringify(Object.entries(where).sort());
    if ([slice.where, ...slice.sameAs].some((name) => words(name) === words(cause.where))) tally.exact += 1;
    tally.judged += 1;
    const common = one.causes.length > 0 ? cause.excess / one.excess : 0;
    const [low, high] = slice.excessShare.interval;
    if (low <= common && common <= high) tally.covered += 1;
  });
  if (process.argv.includes("--misses") && (same.includes(undefined) || clear.some((cause) => !same.includes(cause))))
    console.log(
      JSON.stringify({
        n: one.cells.length,
        size: one.clusterSize,
        truth: one.causes.map((c) => [c.where, c.added.toFixed(3), c.errors.toFixed(1), c.attempts]),
        found: found.map((s) => [s.where, s.failures, s.attempts, s.adjustedP.toExponential(1)]),
      }),
    );
}

function falseFindings(planted: "nothing" | "alike-added" | "alike-multiplied", count: number): number {
  let wrong = 0;
  for (let seed = 0; seed < count; seed += 1) {
    const { found } = explainBySlices(plantCase(seed, planted).cells);
    if (found.length > 0) wrong += 1;
  }
  return wrong;
}

/** Milliseconds of a search over many cells. */
function speed(columns: number, values: number, cells: number): number {
  let state = 1;
  const next = (limit: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) ** 2 * limit);
  };
  const names = Array.from({ length: columns }, (_, column) => `column-${column}`);
  const made: SliceCell[] = Array.from({ length: cells }, () => {
    const values_ = Object.fromEntries(names.map((name) => [name, `v${next(values)}`]));
    const hit = values_[names[0] as string] === "v3" && values_[names[1] as string] === "v1";
    return {
      values: values_,
      before: { failures: next(2), attempts: 40 },
      during: { failures: hit ? 9 : next(2), attempts: 20 },
    };
  });
  explainBySlices(made.slice(0, 2000));
  const start = performance.now();
  explainBySlices(made);
  return performance.now() - start;
}

/** Rows that are reduced to cells, and how many different ones they make. */
const [REDUCED_ROWS, REDUCED_CELLS] = [10_000_000, 100_000];

/** Time of the search over that of the plain reduction of rows to its cells, by the key of eight columns. */
function overReduction(searchMs: number): number {
  const random = seededRandom(7);
  const width = 40;
  const codes = Array.from({ length: 8 }, () =>
    Uint8Array.from({ length: REDUCED_CELLS }, () => random.integer(width)),
  );
  const start = performance.now();
  const cells = new Map<number, number>();
  for (let row = 0; row < REDUCED_ROWS; row += 1) {
    const from = (row * 7919) % REDUCED_CELLS;
    let key = 0;
    for (const column of codes) key = key * width + (column[from] as number);
    cells.set(key, (cells.get(key) ?? 0) + 1);
  }
  return searchMs / (performance.now() - start);
}

/** F1 of causes named in their own words, over the families of additive tables. */
function tableScore(perFamily: number): { f1: number; of: string } {
  let [hits, found, causes] = [0, 0, 0];
  const words = (where: Where): string => JSON.stringify(Object.entries(where).sort());
  for (const family of FAMILIES)
    for (let seed = 0; seed < perFamily; seed += 1) {
      const table = plantTable(seed, family);
      const planted = new Set(table.causes.map(words));
      const slices = explainBySlices(table.cells).found;
      hits += slices.filter(({ where, sameAs }) => [where, ...sameAs].some((one) => planted.has(words(one)))).length;
      found += slices.length;
      causes += planted.size;
    }
  return { f1: (2 * hits) / (found + causes), of: `${FAMILIES.length * perFamily} tables, ${causes} causes` };
}

/** A number after an option of the command, else the default. */
function asked(option: string, usual: number): number {
  const at = process.argv.indexOf(option);
  return at < 0 ? usual : Number(process.argv[at + 1]);
}

export function sliceAims(quick: boolean): readonly Aim[] {
  const [cases, nulls] = quick ? [200, 60] : [asked("--cases", 1500), asked("--nulls", 1000)];
  const tally: Tally = { hits: 0, exact: 0, found: 0, clear: 0, top: 0, cases: 0, covered: 0, judged: 0 };
  for (let seed = 0; seed < cases; seed += 1) scoreCase(plantCase(seed, "causes"), tally);
  const [precision, recall] = [tally.hits / Math.max(1, tally.found), tally.hits / tally.clear];
  const f1 = (2 * precision * recall) / (precision + recall);
  const wrong = (["nothing", "alike-added", "alike-multiplied"] as const).map((planted) =>
    falseFindings(planted, nulls),
  );
  const wandering = WANDERS.map((wander) => {
    const tables = Array.from({ length: nulls }, (_, seed) => wanderingTable(seed, wander));
    return tables.filter((cells) => explainBySlices(cells).found.length > 0).length;
  });
  const tables = tableScore(quick ? 2 : 20);
  const fast = speed(8, 40, 100_000);
  const wide = speed(4, 2000, 100_000);
  const ratio = overReduction(fast);
  const of = `${tally.cases} cases, ${tally.clear} causes`;
  const aims: Aim[] = [
    {
      aim: "F1, causes of 5 standard errors and more",
      asked: "≥ .85",
      measured: f1.toFixed(3),
      met: f1 >= 0.85,
      cases: of,
    },
    { aim: "recall", asked: "–", measured: share(tally.hits, tally.clear), met: null, cases: of },
    {
      aim: "precision",
      asked: "–",
      measured: share(tally.hits, tally.found),
      met: null,
      cases: `${tally.found} found`,
    },
    { aim: "largest cause named first", asked: "–", measured: share(tally.top, tally.cases), met: null, cases: of },
    {
      aim: "in the planted words exactly, other names of the same part included",
      asked: "–",
      measured: share(tally.exact, tally.judged),
      met: null,
      cases: `${tally.judged} right`,
    },
    {
      aim: "interval of excessShare holds the planted share",
      asked: "94–97 %",
      measured: share(tally.covered, tally.judged),
      met: tally.covered / tally.judged >= 0.94 && tally.covered / tally.judged <= 0.97,
      cases: `${tally.judged} right`,
    },
    ...(["nothing happened", "all rates added to alike", "all rates multiplied alike"] as const).map((aim, index) => ({
      aim: `any finding where ${aim}`,
      asked: "≤ 5 %",
      measured: share(wrong[index] as number, nulls),
      met: (wrong[index] as number) / nulls <= 0.05,
      cases: `${nulls} cases`,
    })),
    ...WANDERS.map(({ name }, index) => ({
      aim: `any finding where nothing broke, ${name}`,
      asked: "≤ 5 %",
      measured: share(wandering[index] as number, nulls),
      met: (wandering[index] as number) / nulls <= 0.05,
      cases: `${nulls} cases`,
    })),
    {
      aim: "F1 on additive tables of forecasts and values, in the planted words",
      asked: "≥ .65",
      measured: tables.f1.toFixed(3),
      met: tables.f1 >= 0.65,
      cases: tables.of,
    },
    {
      aim: "100,000 cells, 8 columns of 40 values",
      asked: "≤ 50 ms",
      measured: `${fast.toFixed(0)} ms`,
      met: fast <= 50,
      cases: "1 search",
    },
    {
      aim: "the same search over reducing 10,000,000 rows to its cells",
      asked: "≤ 1 ×",
      measured: `${ratio.toFixed(2)} ×`,
      met: ratio <= 1,
      cases: "1 search",
    },
    {
      aim: "100,000 cells, 4 columns of 2,000 values",
      asked: "≤ 1 s",
      measured: `${wide.toFixed(0)} ms`,
      met: wide <= 1000,
      cases: "1 search",
    },
  ];
  return aims;
}

if (isStarted(import.meta.url)) {
  const started = Date.now();
  console.log(aimTable(sliceAims(isQuick())));
  console.log(
    `\n${((Date.now() - started) / 1000).toFixed(0)} s; ${percent(SAME)} of attempts shared counts as the same part`,
  );
}
