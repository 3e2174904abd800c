import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import type { Gold, GoldEvent } from "./statement-score.js";

/** A report written for these tests, with what a person reads in it. */
export interface WrittenReport {
  readonly name: string;
  readonly text: string;
  readonly zone: string | undefined;
  readonly gold: Gold & { readonly durations: NonNullable<Gold["durations"]> };
  /** The codes that the lint should raise, each once. */
  readonly inconsistencies: readonly string[];
}

interface Written {
  readonly zone?: string;
  readonly text: string;
  readonly events: readonly string[];
  readonly windows: readonly { readonly start: string | null; readonly end: string | null }[];
  readonly percentages: readonly (readonly [number, number])[];
  readonly durations: readonly (readonly [number, number])[];
  readonly inconsistencies: readonly string[];
}

/** `2024-05-06T10:00Z onset` or `2024-05-06T00:00Z other day`; `? onset` where nothing settles the time. */
function goldEvent(line: string): GoldEvent {
  const [at = "?", role = "other", precision = "minute"] = line.split(" ");
  return { at: at === "?" ? null : at, role, precision };
}

function written(file: string, name: string): WrittenReport {
  const { text, zone, events, windows, percentages, durations, inconsistencies } = parse(
    readFileSync(file, "utf8"),
  ) as Written;
  return {
    name,
    text,
    zone,
    inconsistencies,
    gold: {
      events: events.map(goldEvent),
      windows,
      percentages: percentages.map(([low, high]) => ({ low, high })),
      durations: durations.map(([minutesLow, minutesHigh]) => ({ minutesLow, minutesHigh })),
    },
  };
}

/** The reports of `reports/`, by name. */
export function writtenReports(folder = join(import.meta.dirname, "reports")): readonly WrittenReport[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith(".yaml"))
    .sort()
    .map((file) => written(join(folder, file), file.replace(/\.yaml$/, "")));
}
