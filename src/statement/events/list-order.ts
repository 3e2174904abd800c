import type { Day } from "../../time/calendar.js";
import { dayNumber } from "../../time/calendar.js";
import type { DocumentFacts, TimedPassage } from "../times/document-facts.js";
import { passageShape } from "./passage-shape.js";
import type { TimeMention } from "../times/time-mention.js";

/** The one day that all full dates of a text name. */
export function onlyDay({ fullDates }: DocumentFacts): Day | null {
  const [first] = fullDates;
  return first && fullDates.every(({ day }) => dayNumber(day) === dayNumber(first.day)) ? first.day : null;
}

/** Of each update of a status page the passage that is its stamp. */
export function stampedBlocks(items: readonly TimedPassage[]): ReadonlyMap<number, TimedPassage> {
  const stamps = new Map<number, TimedPassage>();
  for (const item of items) if (item.status !== null && passageShape(item) === "stamp") stamps.set(item.block, item);
  return stamps;
}

/** The stamps of a list from one of its entries or its date line on, up to the next date line. */
function stampsFrom(items: readonly TimedPassage[], index: number): readonly TimeMention[] {
  const { block } = items[index] as TimedPassage;
  const end = items.findIndex(
    (item, place) => place > index && (item.block !== block || passageShape(item) === "dateline"),
  );
  return items.slice(index, end < 0 ? undefined : end).flatMap((item) => {
    const shape = passageShape(item);
    return shape === "entry" || shape === "stamp" ? (item.mentions[0] ?? []) : [];
  });
}

const steps = (stamps: readonly TimeMention[]): number[] => {
  const minutes = stamps.flatMap(({ clock }) => (clock ? [clock.hour * 60 + clock.minute] : []));
  return minutes.slice(1).map((minute, place) => minute - (minutes[place] as number));
};

/** True if a list's readings fall more often than they rise. */
export function newestFirst(items: readonly TimedPassage[], index: number): boolean {
  const all = steps(stampsFrom(items, index));
  const falls = all.filter((step) => step < 0).length;
  return falls > all.filter((step) => step > 0).length && falls > 1;
}

/** The midnights that a list without dates runs back over, newest first; none where it carries dates of its own. */
export function midnights(items: readonly TimedPassage[], index: number): number {
  const stamps = stampsFrom(items, index);
  return stamps.some(({ date }) => date !== null) ? 0 : steps(stamps).filter((step) => step >= 240).length;
}

/** Lines of "name, time" from which on a text is the copy of a chat. */
const FEWEST_SPEAKERS = 3;
/** "Noor  2:03 PM": a name of up to three words, then the time alone. */
const SPEAKER =
  /^\W{0,3}[\p{L}\p{N}][\p{L}\p{N}_.'’-]*(?:\s[\p{L}\p{N}(][\p{L}\p{N}_.'’()-]*){0,2}(?:\s{1,4}APP)?\s{1,4}[[(]?$/u;

/** The passages that are the heads of messages in a copied chat, a name and a time, with the message on the next lines. */
export function speakerLines(items: readonly TimedPassage[]): ReadonlySet<TimedPassage> {
  const heads = items.filter((item, index) => {
    const [mention, second] = item.mentions;
    const next = items[index + 1];
    return (
      item.kind === "text" &&
      mention !== undefined &&
      second === undefined &&
      mention.clock !== null &&
      SPEAKER.test(item.words.slice(0, mention.start)) &&
      !/[\p{L}\p{N}]/u.test(item.words.slice(mention.end)) &&
      next?.kind === "text" &&
      next.block === item.block
    );
  });
  return new Set(heads.length >= FEWEST_SPEAKERS ? heads : []);
}

const indent = ({ words }: TimedPassage): number => words.length - words.trimStart().length;

/** The items of a list that stand one step in below one of its items: "* 07:10" with its text under it. */
export function itemsBelow(items: readonly TimedPassage[], index: number): readonly TimedPassage[] {
  const head = items[index] as TimedPassage;
  const rest = items.slice(index + 1);
  const end = rest.findIndex(
    (item) => item.kind === "heading" || item.block !== head.block || indent(item) <= indent(head),
  );
  return rest.slice(0, end < 0 ? undefined : end);
}

/** The lines of a message in a chat, up to the next head of one. */
export function messageBelow(
  items: readonly TimedPassage[],
  index: number,
  speakers: ReadonlySet<TimedPassage>,
): readonly TimedPassage[] {
  const rest = items.slice(index + 1);
  const { block } = items[index] as TimedPassage;
  const end = rest.findIndex((item) => speakers.has(item) || item.block !== block || item.kind === "heading");
  return rest.slice(0, end < 0 ? undefined : end);
}

/** The words that lead into a list of bare spans: "Calls failed at these times:". */
export function leadIn(item: TimedPassage, block: readonly TimedPassage[]): string | null {
  const before = block.filter(
    (other) =>
      other.start < item.start && other.kind !== "bullet" && other.kind !== "row" && passageShape(other) !== "entry",
  );
  return before.at(-1)?.words ?? null;
}

/** True for a row whose first two cells are a start and an end, by the head of its table. */
export function spansCells(
  item: TimedPassage,
  block: readonly TimedPassage[],
  first: TimeMention,
  second: TimeMention | undefined,
): boolean {
  if (item.kind !== "row" || !second || !/^[\s|]+$/.test(item.words.slice(first.end, second.start))) return false;
  const head = block.find(({ kind }) => kind === "row");
  return (
    head !== undefined &&
    head !== item &&
    /\b(?:start|begin|began|from|onset)\w*\b[^|]*\|[^|]*\b(?:end|finish|until|to|recover|resol|restor)\w*/i.test(
      head.words,
    )
  );
}
