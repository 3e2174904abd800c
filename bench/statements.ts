import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { parseStatement } from "../src/statement/parse-statement.js";
import type { Statement } from "../src/statement/statement.js";

interface GoldEvent { at: string | null; precision: string | null; role: string; quote: string }
interface GoldWindow { start: string | null; end: string | null }
interface GoldShare { low: number; high: number }
interface Gold { events: GoldEvent[]; windows: GoldWindow[]; percentages: GoldShare[] }
interface Count { hits: number; gold: number; found: number }
interface Score { file: string; instant: Count; role: Count; windows: Count; percentages: Count; invented: number }

const SECONDS: Readonly<Record<string, number>> = { second: 1, minute: 60, hour: 3600, day: 86_400 };
const CONFUSABLE = [new Set(["investigating", "identified", "other"]), new Set(["mitigation-end", "other"])];
const sameRole = (a: string, b: string): boolean => a === b || CONFUSABLE.some((set) => set.has(a) && set.has(b));
const words = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, "");

/** Pairs one to one; those allowed by `fits`, nearest first. */
function pairs(gold: readonly GoldEvent[], found: Statement["events"], fits: (g: GoldEvent, f: Statement["events"][number]) => boolean, takenGold: Set<number>, takenFound: Set<number>): number {
  const candidates: [number, number, number][] = [];
  gold.forEach((g, i) => found.forEach((f, j) => {
    if (g.at === null || f.at === null || takenGold.has(i) || takenFound.has(j) || !fits(g, f)) return;
    const distance = Math.abs(Date.parse(g.at) - Date.parse(f.at)) / 1000;
    const limit = SECONDS[g.precision ?? "minute"] as number;
    if (distance < limit || distance === 0) candidates.push([limit * 1e6 + distance, i, j]);
  }));
  candidates.sort((a, b) => a[0] - b[0]);
  let hits = 0;
  for (const [, i, j] of candidates) {
    if (takenGold.has(i) || takenFound.has(j)) continue;
    takenGold.add(i);
    takenFound.add(j);
    hits++;
  }
  return hits;
}

function events(gold: readonly GoldEvent[], found: Statement["events"]): { instant: Count; role: Count; invented: number; takenGold: Set<number>; takenFound: Set<number> } {
  const [takenGold, takenFound] = [new Set<number>(), new Set<number>()];
  const both = pairs(gold, found, (g, f) => sameRole(g.role, f.role), takenGold, takenFound);
  const any = both + pairs(gold, found, () => true, takenGold, takenFound);
  const dated = { gold: gold.filter(({ at }) => at !== null).length, found: found.filter(({ at }) => at !== null).length };
  const open = gold.filter(({ at }) => at === null);
  const invented = found.filter((f, j) => f.at !== null && !takenFound.has(j)
    && open.some((g) => words(f.quote).includes(words(g.quote).slice(0, 40)) || words(g.quote).includes(words(f.quote).slice(0, 40)))).length;
  return { instant: { hits: any, ...dated }, role: { hits: both, ...dated }, invented, takenGold, takenFound };
}

function multiset<G, F>(gold: readonly G[], found: readonly F[], equal: (g: G, f: F) => boolean): Count {
  const rest = [...found];
  let hits = 0;
  for (const g of gold) {
    const place = rest.findIndex((f) => equal(g, f));
    if (place < 0) continue;
    rest.splice(place, 1);
    hits++;
  }
  return { hits, gold: gold.length, found: found.length };
}

const near = (a: string | null, b: string | null): boolean => (a === null || b === null ? a === b : Math.abs(Date.parse(a) - Date.parse(b)) < 60_000);

function detail(gold: Gold, statement: Statement, text: string): void {
  const { takenGold, takenFound } = events(gold.events, statement.events);
  void text;
  gold.events.forEach((g, i) => { if (!takenGold.has(i)) console.log(`   missed  ${g.at} ${g.role} | ${g.quote}`); });
  statement.events.forEach((f, j) => { if (!takenFound.has(j) ) console.log(`   extra   ${f.at} ${f.role} | ${f.quote.slice(0, 90)}`); });
  const [tg, tf] = [new Set<number>(), new Set<number>()];
  pairs(gold.events, statement.events, (g, f) => sameRole(g.role, f.role), tg, tf);
  const roleLess = gold.events.filter((_, i) => takenGold.has(i) && !tg.has(i));
  for (const g of roleLess) console.log(`   role    ${g.at} gold ${g.role}, got ${statement.events.filter((f, j) => !tf.has(j) && f.at && Math.abs(Date.parse(f.at) - Date.parse(g.at as string)) < 86_400_000).map((f) => f.at === g.at ? f.role : "").filter(Boolean).join("/")} | ${g.quote}`);
  console.log(`   windows gold ${gold.windows.map((w) => `${w.start}–${w.end}`).join(" ; ")}\n           got  ${statement.windows.map((w) => `${w.start}–${w.end}`).join(" ; ")}`);
  console.log(`   shares  gold ${gold.percentages.map((p) => `${p.low}–${p.high}`).join(" ; ")}\n           got  ${statement.percentages.map((p) => `${p.low}–${p.high} «${p.quote}»`).join(" ; ")}`);
}

const f1 = ({ hits, gold, found }: Count): number => (gold + found === 0 ? 1 : (2 * hits) / (gold + found));
const cell = (count: Count): string => `${count.hits}/${count.gold}/${count.found}`.padStart(11) + ` ${f1(count).toFixed(2)}`;
const plus = (a: Count, b: Count): Count => ({ hits: a.hits + b.hits, gold: a.gold + b.gold, found: a.found + b.found });
const NONE: Count = { hits: 0, gold: 0, found: 0 };

function total(file: string, scores: readonly Score[]): Score {
  const sum = (key: "instant" | "role" | "windows" | "percentages"): Count => scores.reduce((all, score) => plus(all, score[key]), NONE);
  return { file, instant: sum("instant"), role: sum("role"), windows: sum("windows"), percentages: sum("percentages"), invented: scores.reduce((all, { invented }) => all + invented, 0) };
}

const line = (score: Score): string => `${score.file.slice(0, 44).padEnd(44)} ${cell(score.instant)} ${cell(score.role)} ${cell(score.windows)} ${cell(score.percentages)} ${score.invented}`;

function scoreFile(folder: string, file: string, show: boolean): Score {
  const text = readFileSync(join(folder, file), "utf8").replace(/^[^\n]*\n/, "");
  const gold = JSON.parse(readFileSync(join(folder, file.replace(/\.txt$/, ".gold.json")), "utf8")) as Gold;
  const zone = file.startsWith("moj-") || file.startsWith("rfo-20") ? "Europe/London" : undefined;
  const statement = parseStatement(text, { zone });
  const { instant, role, invented } = events(gold.events, statement.events);
  const score = {
    file, instant, role, invented,
    windows: multiset(gold.windows, statement.windows, (g, f) => near(g.start, f.start) && near(g.end, f.end)),
    percentages: multiset(gold.percentages, statement.percentages, (g, f) => Math.abs(g.low - f.low) < 1e-9 && Math.abs(g.high - f.high) < 1e-9),
  };
  if (show) {
    console.log(line(score));
    detail(gold, statement, text);
  }
  return score;
}

function main(): void {
  const folder = join(process.env["POSTMORTEM_REFERENCE"] ?? "../shared/reference", "statements");
  const half = process.argv.includes("--half") ? Number(process.argv[process.argv.indexOf("--half") + 1]) : null;
  const files = readdirSync(folder).filter((file) => file.endsWith(".txt")).sort();
  console.log(`${"hits/gold/found and F1".padEnd(44)} ${"by instant".padStart(16)} ${"and role".padStart(16)} ${"windows".padStart(16)} ${"percentages".padStart(16)} invented`);
  const scores = files.map((file, index) => scoreFile(folder, file, half !== null && index % 2 === half));
  for (const score of scores) if (half === null) console.log(line(score));
  console.log(line(total("developed on (even places)", scores.filter((_, index) => index % 2 === 0))));
  console.log(line(total("held out (odd places)", scores.filter((_, index) => index % 2 === 1))));
  console.log(line(total("all", scores)));
}

main();
