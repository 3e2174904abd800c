import type { Statement, StatementEvent } from "../../src/statement/statement.js";

/** A dated entry as annotated by hand; `at` is `null` for a time that the text does not settle. */
export interface GoldEvent {
  readonly at: string | null;
  readonly precision: string | null;
  readonly role: string;
  readonly quote?: string | undefined;
}

/** What a person reads in a report. */
export interface Gold {
  readonly events: readonly GoldEvent[];
  readonly windows: readonly { readonly start: string | null; readonly end: string | null }[];
  readonly percentages: readonly { readonly low: number; readonly high: number }[];
  readonly durations?: readonly { readonly minutesLow: number; readonly minutesHigh: number }[];
}

/** Found where it is, annotated, extracted. */
export interface Count {
  readonly hits: number;
  readonly gold: number;
  readonly found: number;
}

export const NONE: Count = { hits: 0, gold: 0, found: 0 };
export const f1 = ({ hits, gold, found }: Count): number => (gold + found === 0 ? 1 : (2 * hits) / (gold + found));
export const plus = (a: Count, b: Count): Count => ({
  hits: a.hits + b.hits,
  gold: a.gold + b.gold,
  found: a.found + b.found,
});

/** A report's score. */
export interface Score {
  readonly instant: Count;
  readonly role: Count;
  readonly windows: Count;
  readonly percentages: Count;
  readonly durations: Count;
  readonly invented: number;
}

const SECONDS: Readonly<Record<string, number>> = { second: 1, minute: 60, hour: 3600, day: 86_400 };
const CONFUSABLE = [new Set(["investigating", "identified", "other"]), new Set(["mitigation-end", "other"])];
/** A gold role may name alternatives, `mitigation-start|mitigation-end`, where people would differ. */
const sameRole = (gold: string, found: string): boolean =>
  gold.split("|").some((role) => role === found || CONFUSABLE.some((set) => set.has(role) && set.has(found)));
const words = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, "");

interface Taken {
  readonly gold: Set<number>;
  readonly found: Set<number>;
}

/** Pairs one to one; those allowed by `fits`, the finest precision and the nearest first. */
function pairs(
  gold: readonly GoldEvent[],
  found: readonly StatementEvent[],
  fits: (g: GoldEvent, f: StatementEvent) => boolean,
  taken: Taken,
): number {
  const candidates: [number, number, number][] = [];
  gold.forEach((g, i) =>
    found.forEach((f, j) => {
      if (g.at === null || f.at === null || taken.gold.has(i) || taken.found.has(j) || !fits(g, f)) return;
      const distance = Math.abs(Date.parse(g.at) - Date.parse(f.at)) / 1000;
      const limit = SECONDS[g.precision ?? "minute"] as number;
      if (distance < limit || distance === 0) candidates.push([limit * 1e6 + distance, i, j]);
    }),
  );
  candidates.sort((a, b) => a[0] - b[0]);
  let hits = 0;
  for (const [, i, j] of candidates) {
    if (taken.gold.has(i) || taken.found.has(j)) continue;
    taken.gold.add(i);
    taken.found.add(j);
    hits++;
  }
  return hits;
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

const near = (a: string | null, b: string | null): boolean =>
  a === null || b === null ? a === b : Math.abs(Date.parse(a) - Date.parse(b)) < 60_000;

/** Scores a statement against its annotation: role and instant are matched first, then instant alone. */
export function statementScore(gold: Gold, statement: Statement): Score {
  const found = statement.events;
  const taken: Taken = { gold: new Set(), found: new Set() };
  const both = pairs(gold.events, found, (g, f) => sameRole(g.role, f.role), taken);
  const any = both + pairs(gold.events, found, () => true, taken);
  const dated = {
    gold: gold.events.filter(({ at }) => at !== null).length,
    found: found.filter(({ at }) => at !== null).length,
  };
  const open = gold.events.filter(({ at, quote }) => at === null && quote !== undefined);
  const invented = found.filter(
    (f, j) =>
      f.at !== null &&
      !taken.found.has(j) &&
      open.some(
        (g) =>
          words(f.quote).includes(words(g.quote ?? "").slice(0, 40)) ||
          words(g.quote ?? "").includes(words(f.quote).slice(0, 40)),
      ),
  ).length;
  return {
    instant: { hits: any, ...dated },
    role: { hits: both, ...dated },
    invented,
    windows: multiset(gold.windows, statement.windows, (g, f) => near(g.start, f.start) && near(g.end, f.end)),
    percentages: multiset(
      gold.percentages,
      statement.percentages,
      (g, f) => Math.abs(g.low - f.low) < 1e-4 && Math.abs(g.high - f.high) < 1e-4,
    ),
    durations: multiset(
      gold.durations ?? [],
      statement.durations,
      (g, f) => Math.abs(g.minutesLow - f.minutesLow) < 0.01 && Math.abs(g.minutesHigh - f.minutesHigh) < 0.01,
    ),
  };
}

/** The differences as lines for whoever works on the reader. */
export function scoreDetail(gold: Gold, statement: Statement): readonly string[] {
  const [any, both]: Taken[] = [
    { gold: new Set(), found: new Set() },
    { gold: new Set(), found: new Set() },
  ];
  const found = statement.events;
  pairs(gold.events, found, (g, f) => sameRole(g.role, f.role), both as Taken);
  pairs(gold.events, found, (g, f) => sameRole(g.role, f.role), any as Taken);
  pairs(gold.events, found, () => true, any as Taken);
  const lines: string[] = [];
  gold.events.forEach((g, i) => {
    if (g.at !== null && !any?.gold.has(i)) lines.push(`   missed  ${g.at} ${g.role} | ${g.quote ?? ""}`);
    else if (g.at !== null && !both?.gold.has(i)) {
      const same = found.filter((f, j) => !both?.found.has(j) && f.at !== null && near(f.at, g.at));
      lines.push(
        `   role    ${g.at} ${g.role}, read as ${same.map(({ role, quote }) => `${role} | ${quote.slice(0, 110)}`).join(" / ")}`,
      );
    }
  });
  found.forEach((f, j) => {
    if (!any?.found.has(j) && f.at !== null) lines.push(`   extra   ${f.at} ${f.role} | ${f.quote.slice(0, 110)}`);
  });
  const shown = (score: Count, name: string, a: readonly unknown[], b: readonly unknown[]): void => {
    if (score.hits !== score.gold || score.hits !== score.found)
      lines.push(`   ${name}: gold ${JSON.stringify(a)}\n${" ".repeat(name.length + 5)}read ${JSON.stringify(b)}`);
  };
  const score = statementScore(gold, statement);
  shown(
    score.windows,
    "windows",
    gold.windows.map(({ start, end }) => `${start}/${end}`),
    statement.windows.map(({ start, end }) => `${start}/${end}`),
  );
  shown(
    score.percentages,
    "shares",
    gold.percentages.map(({ low, high }) => `${low}-${high}`),
    statement.percentages.map(({ low, high, quote }) => `${low}-${high} ${quote.slice(0, 50)}`),
  );
  if (gold.durations)
    shown(
      score.durations,
      "durations",
      gold.durations.map(({ minutesLow, minutesHigh }) => `${minutesLow}-${minutesHigh}`),
      statement.durations.map(({ minutesLow, minutesHigh, quote }) => `${minutesLow}-${minutesHigh} ${quote}`),
    );
  return lines;
}
