import type { Random } from "../../src/index.js";
import type { Making } from "./fact.js";
import { choose, type Style } from "./style.js";
import type { Span, World } from "./world.js";

/** The words that a report has for what was tried and what failed, as slots of every wording. */
export function subjectWords({ plan }: World): Record<string, string> {
  return plan.kind === "calls"
    ? {
        things: "calls",
        failed: "were dropped",
        fail: "drop",
        failing: "dropped",
        failures: "dropped calls",
        rate: "drop rate",
      }
    : {
        things: "requests",
        failed: "failed",
        fail: "fail",
        failing: "failed",
        failures: "failed requests",
        rate: "error rate",
      };
}

/** "The outage", or "the first wave" where there were two. */
export function outageWords(world: World, random: Random): string {
  if (world.windows.length > 1) return choose(random, ["the first wave", "the first outage"]);
  return choose(random, ["the outage", "the incident", "the disruption"]);
}

export const between = (style: Style, { from, to }: Span, random: Random): string =>
  choose(random, [
    `between ${style.clock(from)} and ${style.clock(to)}`,
    `from ${style.clock(from)} to ${style.clock(to)}`,
  ]);

/** The span of the first wave in words: by name, or by its clocks. */
export function duringWords({ world, random, style, wave }: Making, explicit: boolean): string {
  if (explicit || random.next() < 0.25) return between(style, wave, random);
  if (world.windows.length > 1) return choose(random, ["in the first wave", "during the first wave"]);
  return choose(random, [
    "during the outage",
    "during the incident",
    "over the course of the outage",
    "while the outage lasted",
  ]);
}

/** A value of a column as a report speaks of it: [name, "in …", "… calls"]. */
export function sliceWords(column: string, value: string, things: string): { name: string; within: string } {
  if (column === "direction") return { name: `${value} ${things}`, within: `among ${value} ${things}` };
  if (column === "region") return { name: value, within: `in ${value}` };
  return { name: value, within: `on ${value}` };
}
