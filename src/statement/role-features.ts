import { eventRole, rolesThatFit } from "./event-role.js";
import type { ReadEvent } from "./read-event.js";
import { isKnownSection } from "./section-name.js";
import type { EventRole } from "./statement.js";

/** A word without its ending: "restarted", "restarts" and "restarting" are one. */
function stem(word: string): string {
  if (/\d/.test(word)) return /^\d+(?:[.,]\d+)?%?$/.test(word) ? "#" : "#x";
  if (word.length < 5) return word;
  return word.replace(/(?:ied|ies)$/, "y").replace(/(?:ing|edly|ed|es|s|ly|e)$/, "").replace(/([b-df-hj-np-tv-z])\1$/, "$1");
}

const words = (text: string, most: number): string[] => (text.toLowerCase().match(/[a-z0-9%][a-z0-9%.,'’]*/g) ?? []).slice(0, most).map((word) => stem(word.replace(/[.,'’]+$/, "").replace(/['’]s$/, ""))).filter((word) => word !== "");

/** The first sentence where it says enough, else all. */
const opening = (text: string): string => /^[\s\S]{12,}?[.!?](?=\s|$)/.exec(text)?.[0] ?? text;

function textFeatures({ told }: ReadEvent): string[] {
  const own = words(opening(told.own), 30);
  const pairs = own.slice(1).map((word, index) => `b:${own[index]} ${word}`);
  return [...own.map((word) => `w:${word}`), ...pairs, `f:${own[0] ?? ""}`, `f2:${own[0] ?? ""} ${own[1] ?? ""}`, `l:${own.at(-1) ?? ""}`,
    ...words(told.around, 60).map((word) => `v:${word}`),
    ...rolesThatFit(opening(told.own)).map((role) => `m:${role}`), ...rolesThatFit(told.around).map((role) => `M:${role}`), `o:${eventRole(told.own)}`, `O:${eventRole(told.around)}`];
}

function shapeFeatures({ role, kind, until, open, time, section, mention }: ReadEvent, isEnd: boolean, status: string | null): string[] {
  const shape = isEnd ? "end" : until ? "start" : open ? "open" : "point";
  return [`r:${role}`, `k:${kind}`, `h:${shape}`, `r^h:${role} ${shape}`, `r^k:${role} ${kind}`, `p:${time.precision}`, mention.clock === null ? "day" : "clock",
    `s:${isKnownSection(section) ? section : "own"}`, `s^r:${isKnownSection(section) ? section : "own"} ${role}`, ...(status === null ? [] : [`t:${status}`])];
}

/** Where an event stands among those of its list, or of the text, by time. */
function placeFeatures(event: ReadEvent, peers: readonly ReadEvent[], rolesOf: (event: ReadEvent) => EventRole): string[] {
  const at = peers.indexOf(event);
  const place = at === 0 ? "first" : at === peers.length - 1 ? "last" : at === 1 ? "second" : at === peers.length - 2 ? "last but one" : "inside";
  const before = new Set(peers.slice(0, at).map(rolesOf));
  const after = new Set(peers.slice(at + 1).map(rolesOf));
  const neighbour = (step: number): string => { const peer = peers[at + step]; return peer ? rolesOf(peer) : "none"; };
  return [`a:${place}`, `a^r:${place} ${event.role}`, `q:${Math.min(4, Math.floor((4 * at) / Math.max(1, peers.length - 1)))}`, ...[...before].map((role) => `B:${role}`), ...[...after].map((role) => `A:${role}`), `P:${neighbour(-1)}`, `N:${neighbour(1)}`,
    ...(["onset", "detected", "mitigation-start", "recovered"] as const).filter((role) => !before.has(role)).map((role) => `nb:${role}`)];
}

/** What tells the roles of events: a list of names each, that hold or do not. */
export function roleFeatures(events: readonly ReadEvent[], rolesOf: (event: ReadEvent) => EventRole = ({ role }) => role): readonly (readonly string[])[] {
  const ends = new Set(events.flatMap(({ until }) => until ?? []));
  const lists = new Map<string, ReadEvent[]>();
  const listOf = ({ kind, block }: ReadEvent): string => `${kind} ${kind === "prose" ? "" : block}`;
  for (const event of events) lists.set(listOf(event), [...(lists.get(listOf(event)) ?? []), event]);
  for (const list of lists.values()) if (list.every(({ time }) => time.at !== null)) list.sort((a, b) => (a.time.at as string).localeCompare(b.time.at as string));
  return events.map((event) => [...new Set([...textFeatures(event), ...shapeFeatures(event, ends.has(event), event.status), ...placeFeatures(event, lists.get(listOf(event)) ?? [event], rolesOf)])]);
}
