import { type Random, seededRandom } from "../../src/index.js";
import type { Fact, Kind, Truth } from "./fact.js";
import { fill, isPlain, KINDS, makeFact, type Setting } from "./make-fact.js";
import { PARAGRAPHS, type Paragraph } from "./prose.js";
import { choose, styleOf } from "./style.js";
import type { World } from "./world.js";

export interface Planted extends Fact {
  readonly quote: string;
  /** `[from, to)` in UTF-16 units of the report. */
  readonly at: readonly [number, number];
}

export interface Report {
  readonly id: string;
  readonly incident: string;
  readonly byHand: boolean;
  readonly text: string;
  readonly planted: readonly Planted[];
}

const SECTIONS = ["what", "impact", "slices", "recovery", "after"] as const;
/** Assertions of a report in templates; prose has as many as its paragraphs. */
const LEAST = 5;
const SPREAD = 6;
/** Of reports about an outage, those that have its window wrong. */
const WRONG_WINDOW = 0.35;

/** Sentences that assert nothing. */
const FILLERS = [
  "We are sorry for the trouble this caused.",
  "Thank you for your patience.",
  "We know how much you rely on us.",
  "We would like to explain what happened.",
  "Please contact support if you have questions.",
  "We take reliability seriously.",
  "The details follow.",
];

/** Collects the text of a report and where its assertions lie. */
class Draft {
  text = "";
  readonly planted: Planted[] = [];

  add(text: string): void {
    this.text += text;
  }

  plant(fact: Fact, words: string): void {
    const from = this.text.length;
    this.text += words;
    this.planted.push({ ...fact, quote: words, at: [from, this.text.length] });
  }
}

/** How often each kind and truth was planted so far, so that rare ones come first. */
export type Counts = Map<string, number>;
const keyOf = (kind: string, truth: Truth): string => `${kind} ${truth}`;

/** What a draw weighs: undecidable kinds have one truth, others two. */
function nextFact(setting: Setting, counts: Counts, used: Set<string>): { fact: Fact; wording: string } | null {
  const { random } = setting;
  const open = random.next() < 0.22;
  const wanted = Object.entries(KINDS)
    .filter(([name, { truths }]) => !used.has(name) && truths.includes("undecidable") === open)
    .flatMap(([name, { truths }]) =>
      truths.map((truth) => ({ name, truth, rank: (counts.get(keyOf(name, truth)) ?? 0) + 3 * random.next() })),
    )
    .sort((a, b) => a.rank - b.rank);
  for (const { name, truth } of wanted) {
    const wordings = (KINDS[name] as Kind).say.filter((wording) => isPlain(name, wording, setting));
    if (wordings.length === 0) continue;
    const fact = makeFact(name, truth, setting);
    if (fact) return { fact, wording: choose(random, wordings) };
  }
  return null;
}

const MONTHS = ["January", "February", "March"];

function dateWords(date: string, random: Random): string {
  const [year, month, day] = date.split("-").map(Number) as [number, number, number];
  const name = MONTHS[month - 1] as string;
  return choose(random, [`${day} ${name} ${year}`, `${name} ${day}, ${year}`, date]);
}

type Layout = "headings" | "letter" | "bullets" | "table";

function openReport(draft: Draft, { world, random }: Setting, layout: Layout): void {
  const { plan } = world;
  const date = dateWords(plan.date, random);
  const zone = plan.zoneWord === "" ? "local time" : plan.zoneWord;
  if (layout === "letter")
    draft.add(`Dear customer,\n\n${choose(random, FILLERS)} This is about ${date} (times in ${zone}).\n\n`);
  else if (layout === "bullets") draft.add(`${plan.title}, ${date}, times in ${zone}\n\n`);
  else draft.add(`# ${plan.title}\n\n**Date:** ${date} (all times ${zone})\n\n`);
}

const HEADINGS: Readonly<Record<Kind["section"], readonly string[]>> = {
  what: ["What happened", "Summary", "Incident"],
  impact: ["Impact", "Customer impact", "Scope"],
  slices: ["Who was hit", "Breakdown", "By part"],
  recovery: ["Recovery", "What we did", "Mitigation"],
  after: ["Afterwards", "Aftermath", "Remarks"],
};

function addSection(
  draft: Draft,
  section: Kind["section"],
  lines: readonly { fact: Fact; wording: string }[],
  layout: Layout,
  random: Random,
): void {
  if (layout !== "letter") draft.add(layout === "bullets" ? "" : `## ${choose(random, HEADINGS[section])}\n\n`);
  if (layout === "table") draft.add("| # | Finding |\n|---|---|\n");
  lines.forEach(({ fact, wording }, index) => {
    const words = fill(wording, fact.slots);
    if (layout === "table") draft.add(`| ${"abcdefgh".charAt(index)} | `);
    else if (layout === "bullets") draft.add("- ");
    draft.plant(fact, layout === "table" ? words.replace(/\.$/, "") : words);
    if (layout === "table") draft.add(" |\n");
    else if (layout === "bullets") draft.add("\n");
    else draft.add(index === lines.length - 1 ? "\n" : " ");
  });
  draft.add("\n");
}

function fromTemplates(draft: Draft, setting: Setting, counts: Counts): void {
  const { random } = setting;
  const layout = choose<Layout>(random, ["headings", "headings", "letter", "bullets", "table"]);
  openReport(draft, setting, layout);
  const used = new Set<string>();
  const chosen: { fact: Fact; wording: string }[] = [];
  const wanted = LEAST + random.integer(SPREAD);
  while (chosen.length < wanted) {
    const next = nextFact(setting, counts, used);
    if (!next) break;
    used.add(next.fact.kind);
    counts.set(keyOf(next.fact.kind, next.fact.truth), (counts.get(keyOf(next.fact.kind, next.fact.truth)) ?? 0) + 1);
    chosen.push(next);
  }
  for (const section of SECTIONS) {
    const lines = chosen.filter(({ fact }) => (KINDS[fact.kind] as Kind).section === section);
    if (lines.length > 0) addSection(draft, section, lines, layout, random);
  }
  draft.add(`${choose(random, FILLERS)}\n`);
}

const MARK = /\[\[([\w-]+): ([\s\S]*?)\]\]/g;

/** Returns the facts for the marks of a paragraph, or null where this report cannot have one of them. */
function factsOf(text: string, setting: Setting, used: ReadonlySet<string>): Fact[] | null {
  const facts: Fact[] = [];
  for (const [, name = "", wording = ""] of text.matchAll(MARK)) {
    if (used.has(name) || !isPlain(name, wording, setting)) return null;
    const first: Truth = setting.random.next() < 0.5 ? "true" : "false";
    const order: Truth[] = KINDS[name]?.truths.includes("undecidable")
      ? ["undecidable"]
      : [first, first === "true" ? "false" : "true"];
    const fact = order.map((truth) => makeFact(name, truth, setting)).find((made) => made !== null);
    if (!fact) return null;
    facts.push(fact);
  }
  return facts;
}

function addParagraph(draft: Draft, text: string, facts: readonly Fact[]): void {
  let last = 0;
  [...text.matchAll(MARK)].forEach((mark, index) => {
    draft.add(text.slice(last, mark.index));
    const fact = facts[index] as Fact;
    draft.plant(fact, fill(mark[2] as string, fact.slots));
    last = (mark.index ?? 0) + mark[0].length;
  });
  draft.add(`${text.slice(last)}\n\n`);
}

const fitsKind = ({ about }: Paragraph, world: World): boolean => about === "any" || about === world.plan.kind;

function fromProse(draft: Draft, setting: Setting, counts: Counts): void {
  const { random, world } = setting;
  openReport(draft, setting, choose<Layout>(random, ["headings", "letter"]));
  const rank = (index: number): number => (counts.get(`paragraph ${index}`) ?? 0) + 2 * random.next();
  const order = PARAGRAPHS.map((paragraph, index) => ({ paragraph, index, rank: rank(index) }))
    .filter(({ paragraph }) => fitsKind(paragraph, world))
    .sort((a, b) => a.rank - b.rank);
  const used = new Set<string>();
  for (const { paragraph, index } of order) {
    if (draft.planted.length >= LEAST + random.integer(3)) break;
    const facts = factsOf(paragraph.text, setting, used);
    if (!facts) continue;
    counts.set(`paragraph ${index}`, (counts.get(`paragraph ${index}`) ?? 0) + 1);
    for (const { kind } of facts) used.add(kind);
    addParagraph(draft, paragraph.text, facts);
  }
}

/** Writes report number `index` about an incident; every third is made of paragraphs written by hand. */
export function writeReport(world: World, index: number, seed: number, counts: Counts): Report {
  const random = seededRandom(seed).fork("report").fork(index);
  const wrongWindow = world.windows.length > 0 && random.next() < WRONG_WINDOW;
  const setting: Setting = { world, random, style: styleOf(world.plan, random), wrongWindow };
  const byHand = index % 3 === 2;
  const draft = new Draft();
  (byHand ? fromProse : fromTemplates)(draft, setting, counts);
  return {
    id: `r${String(index + 1).padStart(3, "0")}`,
    incident: world.plan.id,
    byHand,
    text: draft.text,
    planted: draft.planted,
  };
}
