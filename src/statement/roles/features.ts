import { eventRole, rolesThatFit } from "./by-words.js";
import type { DraftEvent } from "../draft-event.js";
import { isKnownSection } from "../text/section-name.js";

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

function textFeatures({ words: told }: DraftEvent): string[] {
  const own = words(opening(told.clause), 30);
  const [fits, wide] = [rolesThatFit(opening(told.clause)), rolesThatFit(told.context)];
  const pairs = own.slice(1).map((word, index) => `b:${own[index]} ${word}`);
  return [
    ...own.map((word) => `w:${word}`),
    ...pairs,
    `f:${own[0] ?? ""}`,
    `f2:${own[0] ?? ""} ${own[1] ?? ""}`,
    `l:${own.at(-1) ?? ""}`,
    ...words(told.context, 60).map((word) => `v:${word}`),
    ...fits.map((role) => `m:${role}`),
    ...wide.map((role) => `M:${role}`),
    `o:${fits[0] ?? eventRole(told.clause)}`,
    `O:${eventRole(told.context)}`,
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

/**
 * What tells the roles of events: of each, when asked, the names of what holds of it.
 *
 * Where an event is in its list is left out on purpose: with it an unrelated line more or less changed the roles of its neighbours.
 */
export function roleFeatures(events: readonly DraftEvent[]): (event: DraftEvent) => readonly string[] {
  const ends = new Set(events.flatMap(({ until }) => until ?? []));
  return (event) => [...new Set([...textFeatures(event), ...shapeFeatures(event, ends.has(event))])];
}
