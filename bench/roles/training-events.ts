import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { documentFacts } from "../../src/statement/times/document-facts.js";
import { passages } from "../../src/statement/passages/passages.js";
import type { DraftEvent } from "../../src/statement/draft-event.js";
import { EventReader } from "../../src/statement/events/read-events.js";
import { roleFeatures } from "../../src/statement/roles/features.js";
import { rolesInOrder } from "../../src/statement/roles/by-order.js";
import { sourceText } from "../../src/statement/text/source-text.js";
import type { EventRole } from "../../src/statement/statement.js";
import type { Gold, GoldEvent } from "../../test/statement/statement-score.js";
import { carrierText } from "../../test/statement/carrier-text.js";
import { writtenReports } from "../../test/statement/written-reports.js";

/** A time with what speaks for its role, and the role that a person gave it. */
export interface TrainingEvent {
  /** Where it comes from, for leaving out whole groups. */
  readonly group: string;
  readonly features: readonly string[];
  readonly role: string;
  /** What the rules alone say. */
  readonly byRules: EventRole;
}

const SECONDS: Readonly<Record<string, number>> = { second: 1, minute: 60, hour: 3600, day: 86_400 };
const letters = (text: string): string => text.replace(/[^A-Za-z0-9]/g, "").toLowerCase();
const start = ({ quote }: GoldEvent): string => letters(quote ?? "").slice(0, 34);

interface Report {
  readonly group: string;
  readonly text: string;
  readonly zone: string | null;
  readonly gold: readonly GoldEvent[];
}

/** How far apart an annotated time and a read one are; `null` where they cannot be the same. A clock reading whose zone was not found still tells its role. */
function distance(gold: GoldEvent, event: DraftEvent, quote: string, all: readonly GoldEvent[]): number | null {
  const inQuote = start(gold) !== "" && quote.includes(start(gold));
  const limit = SECONDS[gold.precision ?? "minute"] as number;
  const apart =
    gold.at === null || event.time.at === null
      ? Number.POSITIVE_INFINITY
      : Math.abs(Date.parse(gold.at) - Date.parse(event.time.at)) / 1000;
  if (apart < limit || apart === 0) return limit * 1e6 + apart + (inQuote ? 0 : 30);
  if (!inQuote || (gold.precision === "day") !== (event.mention.clock === null)) return null;
  const sameMinute =
    gold.at !== null &&
    event.time.minutes !== null &&
    (new Date(gold.at).getUTCMinutes() - event.time.minutes) % 30 === 0;
  return sameMinute || (gold.at === null && all.filter((other) => start(other) === start(gold)).length === 1)
    ? 1e15
    : null;
}

function eventsOf({ group, text, zone, gold }: Report): TrainingEvent[] {
  const source = sourceText(text);
  const { facts, items } = documentFacts(passages(source.text), zone);
  const events = rolesInOrder(new EventReader(items, facts, zone).read());
  const featuresOf = roleFeatures(events);
  const pairs: [number, number, number][] = [];
  events.forEach((event, j) => {
    const quote = letters(source.text.slice(...event.quoteSpan));
    gold.forEach((g, i) => {
      const apart = distance(g, event, quote, gold);
      if (apart !== null) pairs.push([apart, i, j]);
    });
  });
  pairs.sort((a, b) => a[0] - b[0] || Math.abs(a[1] - a[2]) - Math.abs(b[1] - b[2]));
  const taken = { gold: new Set<number>(), read: new Set<number>() };
  return pairs.flatMap(([, i, j]) => {
    if (taken.gold.has(i) || taken.read.has(j) || events[j]?.settled) return [];
    taken.gold.add(i);
    taken.read.add(j);
    return [
      {
        group,
        features: featuresOf(events[j] as DraftEvent),
        role: (gold[i] as GoldEvent).role.split("|")[0] as string,
        byRules: (events[j] as DraftEvent).role,
      },
    ];
  });
}

/** A folder of texts, each with its source in the first line and its annotations beside it. */
export function annotatedReports(folder: string): readonly Report[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith(".txt"))
    .sort()
    .map((file) => {
      const gold = JSON.parse(readFileSync(join(folder, file.replace(/\.txt$/, ".gold.json")), "utf8")) as Gold;
      return {
        group: `${folder} ${file}`,
        text: readFileSync(join(folder, file), "utf8").replace(/^[^\n]*\n/, ""),
        zone: /^moj-|^rfo-20/.test(file) ? "Europe/London" : null,
        gold: gold.events,
      };
    });
}

const clock = (minute: number): string =>
  `${String(8 + Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
const instant = (minute: number): string => `2024-03-05T${clock(minute)}:00Z`;

/** A text of lines as they are in the phrases' files, with its times put in, seven minutes apart. */
function timedReport(group: string, lines: readonly string[]): Report {
  const gold: GoldEvent[] = [];
  const told = (role: string): string => {
    gold.push({ at: instant(7 * gold.length), precision: "minute", role });
    return clock(7 * (gold.length - 1));
  };
  const written = lines.map((line) => {
    const [role, text] = line.split("\t");
    return text === undefined
      ? line.replace(/\{([a-z-]+)\}/g, (_all, name: string) => told(name))
      : `- ${told(role as string)} ${text}`;
  });
  const head = written.some((line) => line.startsWith("- ")) ? "Timeline\n\n" : "";
  return { group, text: `Report of 5 March 2024 (all times UTC)\n\n${head}${written.join("\n")}\n`, zone: "UTC", gold };
}

/**
 * Entries as `role<TAB>text`, and paragraphs with `{role}` where a time stands. Each list is given whole, every fourth in threes too, since an entry means the same in a short list.
 */
export function phraseReports(folder: string): readonly Report[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith(".txt"))
    .sort()
    .flatMap((file) =>
      readFileSync(join(folder, file), "utf8")
        .trim()
        .split(/\n\s*\n/)
        .flatMap((part, index) => {
          const lines = part.split("\n");
          const threes =
            lines.length < 4 || index % 4 !== 0
              ? []
              : lines.flatMap((_, at) => (at % 3 === 0 ? [lines.slice(at, at + 3)] : []));
          return [lines, ...threes].map((some) => timedReport(`${file} ${index}`, some));
        }),
    );
}

const ACCOUNT_ROLES = [
  "onset",
  "recovered",
  "onset",
  "detected",
  "investigating",
  "mitigation-start",
  "communicated",
  "mitigation-end",
  "identified",
  "recovery-start",
  "recovered",
  "prevention-start",
  "prevention-end",
  "onset",
  "recovered",
  "mitigation-end",
  "prevention-end",
];
const CLOCKS = [
  "09:04",
  "09:05",
  "09:08",
  "09:20",
  "10:15",
  "10:22",
  "10:31",
  "10:40",
  "10:41",
  "10:52",
  "15:03",
  "02:11",
] as const;
const PLACES = [0, 8, 0, 2, 3, 4, 5, 6, 7, 7, 9, 10, 11, 1, 7, 9, 11];

/** A carrier's account in the words of the one that this project began with, under other figures. */
function carrierAccounts(): Report[] {
  return ["2021-03-09", "2022-06-14", "2023-10-04", "2024-02-20", "2025-07-01"].map((isoDay) => {
    const isoNextDay = new Date(Date.parse(isoDay) + 86_400_000).toISOString().slice(0, 10);
    const longDay = new Intl.DateTimeFormat("en-US", { dateStyle: "long", timeZone: "UTC" }).format(new Date(isoDay));
    const text = carrierText({
      year: Number(isoDay.slice(0, 4)),
      vendor: "Northwind",
      share: "30",
      drops: "12.7",
      zoneLabel: "UTC",
      longDay,
      isoDay,
      isoNextDay,
      clocks: CLOCKS,
    });
    const gold = PLACES.map((place, index) => ({
      at: `${place === 11 ? isoNextDay : isoDay}T${CLOCKS[place]}:00Z`,
      precision: "minute",
      role: ACCOUNT_ROLES[index] as string,
    }));
    return { group: "carrier account", text, zone: "UTC", gold };
  });
}

/** The reports of the tests, which are also what the rules were made with. */
export const testReports = (folder: string): readonly Report[] => [
  ...carrierAccounts(),
  ...writtenReports(folder).map(({ name, text, zone, gold }) => ({
    group: `written ${name}`,
    text,
    zone: zone ?? null,
    gold: gold.events,
  })),
];

/** All times of reports that are found, with their features and the role that a person gave them. */
export const trainingEvents = (reports: readonly Report[]): readonly TrainingEvent[] => reports.flatMap(eventsOf);
