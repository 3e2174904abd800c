import { requireFields } from "../../errors/argument.js";
import { Clocks } from "./clocks.js";
import type { EventOrder, Timeline, TimelineEntry } from "./timeline.js";

/** From this chance on an order is likely. */
const LIKELY = 0.9;

/** The chance that a sum of evenly spread quantities, each over a width, lies below a limit; all begin at 0. */
function chanceBelow(limit: number, widths: readonly number[]): number {
  const spread = widths.filter((width) => width > 0);
  if (spread.length === 0) return limit > 0 ? 1 : limit < 0 ? 0 : 0.5;
  if (limit <= 0) return 0;
  if (limit >= spread.reduce((sum, width) => sum + width, 0)) return 1;
  let [sum, size] = [0, 1];
  for (let subset = 0; subset < 2 ** spread.length; subset += 1) {
    const taken = spread.filter((_width, index) => ((subset >> index) & 1) === 1);
    const left = limit - taken.reduce((total, width) => total + width, 0);
    if (left > 0) sum += (taken.length % 2 === 0 ? 1 : -1) * left ** spread.length;
  }
  spread.forEach((width, index) => {
    size *= width * (index + 1);
  });
  return Math.min(1, Math.max(0, sum / size));
}

/** Seconds from one entry to another, as little and as much as precision and clocks allow, and the chance that they are more than none. */
function between(a: TimelineEntry, b: TimelineEntry, clocks: Clocks) {
  const seconds = (at: string): number => Date.parse(at) / 1000;
  const [aFrom, aTo, bFrom, bTo] = [...a.span, ...b.span].map(seconds) as [number, number, number, number];
  const [low, high] = clocks.difference(b.source, a.source);
  const [least, most] = [bFrom - aTo - high, bTo - aFrom - low];
  if (!Number.isFinite(high - low)) return { least, most, chance: 0.5 };
  const chance = 1 - chanceBelow(-least, [bTo - bFrom, aTo - aFrom, high - low]);
  return { least, most, chance };
}

function duration(seconds: number): string {
  if (seconds < 1) return "less than a second";
  if (seconds < 90) return `${Math.round(seconds)} s`;
  return seconds < 5400 ? `${Math.round(seconds / 60)} minutes` : `${Math.round(seconds / 3600)} hours`;
}

const named = ({ what, source }: TimelineEntry): string => `“${what}” (${source})`;

function reason(first: TimelineEntry, second: TimelineEntry, order: EventOrder["order"], least: number): string {
  const both = `${named(first)}, ${named(second)}`;
  if (order === "certain")
    return `${named(first)} came before ${named(second)}, by ${duration(least)} at least: clocks and rounding cannot turn that round.`;
  if (order === "likely")
    return `${named(first)} probably came before ${named(second)}; clocks and rounding leave the other order possible.`;
  return `These data cannot say which came first: ${both}. Clocks and rounding leave both orders open.`;
}

/**
 * The order of two entries, given how finely each time is written and how far its clock may be off: *certain* where no clock and no rounding within their
 * bounds turns it round, *likely* from a chance of 90 % on, else *unknown*.
 */
export function eventOrder(a: TimelineEntry, b: TimelineEntry, clocks: Clocks): EventOrder {
  const { least, most, chance } = between(a, b, clocks);
  const turned = chance < 0.5;
  const [first, second] = turned ? [b, a] : [a, b];
  const seconds = (turned ? [-most, -least] : [least, most]) as [number, number];
  const order = seconds[0] >= 0 ? "certain" : Math.max(chance, 1 - chance) >= LIKELY ? "likely" : "unknown";
  return {
    first: first.id,
    second: second.id,
    order,
    probability: order === "certain" ? 1 : Math.max(chance, 1 - chance),
    seconds,
    why: reason(first, second, order, seconds[0]),
  };
}

/**
 * The order of two entries of a timeline, by their ids.
 *
 * @returns `null` where the timeline holds no such entry
 */
export function orderOf(timeline: Timeline, first: string, second: string): EventOrder | null {
  requireFields("orderOf", "the timeline of an analysis", timeline, ["entries", "clocks", "differences"]);
  const [a, b] = [first, second].map((id) => timeline.entries.find((entry) => entry.id === id));
  return a && b ? eventOrder(a, b, new Clocks(timeline.clocks, timeline.differences)) : null;
}
