import { eventRole, rolesThatFit } from "./by-words.js";
import type { DraftEvent } from "../draft-event.js";
import { isKnownSection } from "../text/section-name.js";
import type { EventRole } from "../statement.js";

/** A word without its ending: "restarted", "restarts" and "restarting" are one. */
function stem(word: string): string {
  if (/\d/.test(word)) return /^\d+(?:[.,]\d+)?%?$/.test(word) ? "#" : "#x";
  if (word.length < 5) return word;
  return word
    .replace(/(?:ied|ies)$/, "y")
    .replace(/(?:ing|edly|ed|es|s|ly|e)$/, "")
    .replace(/([b-df-hj-np-tv-z])\1$/, "$1");
}

const words = (text: string, most: number): string[] =>
  (text.toLowerCase().match(/[a-z0-9%][a-z0-9%.,'’]*/g) ?? [])
    .slice(0, most)
    .map((word) => stem(word.replace(/[.,'’]+$/, "").replace(/['’]s$/, "")))
    .filter((word) => word !== "");

/** The first sentence where it says enough, else all. */
const opening = (text: string): string => /^[\s\S]{12,}?[.!?](?=\s|$)/.exec(text)?.[0] ?? text;

function textFeatures({ told }: DraftEvent): string[] {
  const own = words(opening(told.own), 30);
  const [fits, wide] = [rolesThatFit(opening(told.own)), rolesThatFit(told.around)];
  const pairs = own.slice(1).map((word, index) => `b:${own[index]} ${word}`);
  return [
    ...own.map((word) => `w:${word}`),
    ...pairs,
    `f:${own[0] ?? ""}`,
    `f2:${own[0] ?? ""} ${own[1] ?? ""}`,
    `l:${own.at(-1) ?? ""}`,
    ...words(told.around, 60).map((word) => `v:${word}`),
    ...fits.map((role) => `m:${role}`),
    ...wide.map((role) => `M:${role}`),
    `o:${fits[0] ?? eventRole(told.own)}`,
    `O:${eventRole(told.around)}`,
  ];
}

function shapeFeatures(
  { role, kind, until, open, time, section, mention, status }: DraftEvent,
  isEnd: boolean,
): string[] {
  const shape = isEnd ? "end" : until ? "start" : open ? "open" : "point";
  return [
    `r:${role}`,
    `k:${kind}`,
    `h:${shape}`,
    `r^h:${role} ${shape}`,
    `r^k:${role} ${kind}`,
    `p:${time.precision}`,
    mention.clock === null ? "day" : "clock",
    `s:${isKnownSection(section) ? section : "own"}`,
    `s^r:${isKnownSection(section) ? section : "own"} ${role}`,
    ...(status === null ? [] : [`t:${status}`]),
  ];
}

/** The events of one list, or of the prose, by time, with where each role comes first and last. */
interface Peers {
  readonly events: readonly DraftEvent[];
  readonly at: ReadonlyMap<DraftEvent, number>;
  readonly first: ReadonlyMap<EventRole, number>;
  readonly last: ReadonlyMap<EventRole, number>;
}

function peersOf(list: readonly DraftEvent[]): Peers {
  const events = list.every(({ time }) => time.at !== null)
    ? [...list].sort((a, b) => (a.time.at as string).localeCompare(b.time.at as string))
    : list;
  const [first, last] = [new Map<EventRole, number>(), new Map<EventRole, number>()];
  events.forEach(({ role }, index) => {
    if (!first.has(role)) first.set(role, index);
    last.set(role, index);
  });
  return { events, at: new Map(events.map((event, index) => [event, index])), first, last };
}

const TURNS: readonly EventRole[] = ["onset", "detected", "mitigation-start", "recovered"];

/** Where an event stands among its peers. */
function placeFeatures(event: DraftEvent, { events, at: places, first, last }: Peers): string[] {
  const [at, many] = [places.get(event) ?? 0, events.length];
  const place =
    at === 0 ? "first" : at === many - 1 ? "last" : at === 1 ? "second" : at === many - 2 ? "last but one" : "inside";
  const before = [...first].filter(([, index]) => index < at).map(([role]) => role);
  const after = [...last].filter(([, index]) => index > at).map(([role]) => role);
  return [
    `a:${place}`,
    `a^r:${place} ${event.role}`,
    `q:${Math.min(4, Math.floor((4 * at) / Math.max(1, many - 1)))}`,
    ...before.map((role) => `B:${role}`),
    ...after.map((role) => `A:${role}`),
    `P:${events[at - 1]?.role ?? "none"}`,
    `N:${events[at + 1]?.role ?? "none"}`,
    ...TURNS.filter((role) => !before.includes(role)).map((role) => `nb:${role}`),
  ];
}

/** What tells the roles of events: of each, when asked, the names of what holds of it. */
export function roleFeatures(events: readonly DraftEvent[]): (event: DraftEvent) => readonly string[] {
  const ends = new Set(events.flatMap(({ until }) => until ?? []));
  const listOf = ({ kind, block }: DraftEvent): string => (kind === "prose" ? kind : `${kind} ${block}`);
  const lists = new Map<string, DraftEvent[]>();
  for (const event of events) {
    const list = lists.get(listOf(event));
    if (list) list.push(event);
    else lists.set(listOf(event), [event]);
  }
  const peers = new Map([...lists].map(([name, list]) => [name, peersOf(list)]));
  return (event) => [
    ...new Set([
      ...textFeatures(event),
      ...shapeFeatures(event, ends.has(event)),
      ...placeFeatures(event, peers.get(listOf(event)) as Peers),
    ]),
  ];
}
