import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { documentFacts } from "../src/statement/document-facts.js";
import { passages } from "../src/statement/passages.js";
import { EventReader } from "../src/statement/read-events.js";
import { rolesInOrder } from "../src/statement/roles-in-order.js";
import { roleFeatures } from "../src/statement/role-features.js";
import { sourceText } from "../src/statement/source-text.js";
import { writtenReports } from "../test/statement/written-reports.js";
import type { Gold } from "../test/statement/statement-score.js";

const SECONDS: Readonly<Record<string, number>> = { second: 1, minute: 60, hour: 3600, day: 86_400 };
const rows: unknown[] = [];
function dump(set: string, report: string, text: string, zone: string | null, gold: Gold): void {
  const source = sourceText(text);
  const { facts, items } = documentFacts(passages(source.text), zone);
  const raw = new EventReader(items, facts, zone).read().map((e) => e);
  const events = rolesInOrder(raw);
  const features = roleFeatures(events);
  const pairs: [number, number, number][] = [];
  gold.events.forEach((g, i) => events.forEach((e, j) => {
    if (g.at === null || e.time.at === null) return;
    const d = Math.abs(Date.parse(g.at) - Date.parse(e.time.at)) / 1000;
    const limit = SECONDS[g.precision ?? "minute"] as number;
    const q = (g.quote ?? "").replace(/\W/g, "").slice(0, 30);
    const quote = source.text.slice(...e.quoteSpan).replace(/\W/g, "");
    if (d < limit || d === 0) pairs.push([limit * 1e6 + d + (q !== "" && quote.includes(q) ? 0 : 30) + (g.role.split("|").includes(e.role) ? 0 : 0.5), i, j]);
  }));
  pairs.sort((a, b) => a[0] - b[0]);
  const [G, F] = [new Set<number>(), new Map<number, number>()];
  for (const [, i, j] of pairs) if (!G.has(i) && !F.has(j)) { G.add(i); F.set(j, i); }
  events.forEach((e, j) => { const i = F.get(j); rows.push({ set, report, j, at: e.time.at, role: e.role, gold: i === undefined ? null : gold.events[i]?.role, f: features[j], q: source.text.slice(...e.quoteSpan).slice(0, 120) }); });
}
function folder(set: string, path: string): void {
  for (const file of readdirSync(path).filter((f) => f.endsWith(".txt")).sort()) {
    const text = readFileSync(join(path, file), "utf8").replace(/^[^\n]*\n/, "");
    let gold: Gold;
    try { gold = JSON.parse(readFileSync(join(path, file.replace(/\.txt$/, ".gold.json")), "utf8")) as Gold; } catch { continue; }
    dump(set, file, text, /^moj-|^rfo-20/.test(file) ? "Europe/London" : null, gold);
  }
}
for (const argument of process.argv.slice(2)) { const [set, path] = argument.split("=") as [string, string]; if (set === "written") for (const { name, text, zone, gold } of writtenReports(path)) dump(set, name, text, zone ?? null, gold); else folder(set, path); }
writeFileSync("/tmp/roles/rows.json", JSON.stringify(rows));
console.log(rows.length, rows.filter((r) => (r as { gold: unknown }).gold).length);
