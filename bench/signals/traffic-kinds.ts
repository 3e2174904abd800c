import type { Random } from "../../src/index.js";
import {
  between,
  csv,
  DAY,
  isoTime,
  logBetween,
  MONDAY,
  pick,
  place,
  type PlantedFolder,
  shareInside,
  wander,
} from "./planted.js";

type Kind = (random: Random, happens: boolean) => PlantedFolder;

interface Traffic {
  readonly stepSeconds: number;
  /** Expected attempts of every bin without an incident. */
  readonly expected: readonly number[];
  readonly length: number;
  /** What attempts are multiplied with in the incident. */
  readonly factor: number;
  /** Standard deviation of what whole bins scatter by beyond counting, in logarithms, and how it hangs together. */
  readonly scatter: number;
  readonly carry: number;
  /** Bins in which an incident may begin. */
  readonly open?: (bin: number) => boolean;
}

const CARRY = 0.5;

function trafficFolder(random: Random, traffic: Traffic, happens: boolean): PlantedFolder {
  const { stepSeconds, expected, length, factor, scatter, carry, open } = traffic;
  const bins = expected.length;
  let span = place(random, bins, length, false);
  for (let tries = 0; open && tries < 200 && !(open(Math.floor(span[0])) && open(Math.floor(span[1]))); tries += 1)
    span = place(random, bins, length, false);
  const shared = wander(random, bins, scatter, carry);
  const counts = { failures: [] as number[], attempts: [] as number[] };
  const rows = expected.map((usual, bin) => {
    const inside = happens ? shareInside(bin, span) : 0;
    const attempts = random.poisson(usual * Math.exp(shared[bin] as number) * (1 + inside * (factor - 1)));
    const errors = random.binomial(attempts, 0.006);
    counts.attempts.push(attempts);
    counts.failures.push(errors);
    return [isoTime(MONDAY + bin * stepSeconds * 1000), attempts, errors];
  });
  let nats = 0;
  for (let bin = Math.ceil(span[0]); bin < Math.floor(span[1]); bin += 1) {
    const usual = expected[bin] as number;
    const counted = usual * (factor === 0 ? 1 : factor * Math.log(factor) - factor + 1);
    const design = 1 + usual * scatter ** 2 * ((1 + carry) / (1 - carry));
    nats += counted / design;
  }
  return {
    files: { "requests.csv": csv(["time", "requests", "errors"], rows) },
    sources:
      "  requests:\n    file: requests.csv\n    kind: counts\n    time: { column: time }\n    attempts: requests\n    failures: errors\n",
    input: {
      outcomes: [
        {
          kind: "outcomes",
          source: "requests",
          startMs: MONDAY,
          stepSeconds,
          ...counts,
          covered: expected.map(() => true),
        },
      ],
    },
    truth: happens
      ? {
          source: "requests",
          measure: "attempts",
          fromMs: MONDAY + span[0] * stepSeconds * 1000,
          toMs: MONDAY + span[1] * stepSeconds * 1000,
          clear: Math.sqrt(2 * nats),
        }
      : null,
    stepSeconds,
  };
}

/** A day's course that is 1 on average: `swing` from the middle to the highest hour. */
const dayCourse = (bin: number, stepSeconds: number, swing: number): number =>
  Math.exp(swing * Math.sin((2 * Math.PI * (bin * stepSeconds - 9 * 3600)) / DAY)) / Math.exp(swing ** 2 / 4);

const lost = (random: Random): number => (random.next() < 0.3 ? 0 : 1 - between(random, 0.2, 1));

const flat = (random: Random): Omit<Traffic, "factor"> => {
  const stepSeconds = pick(random, [10, 60, 60, 300]);
  const bins = pick(random, [180, 360, 900]);
  const perBin = (logBetween(random, 5, 3000) * stepSeconds) / 60;
  return {
    stepSeconds,
    expected: new Array<number>(bins).fill(perBin),
    length: Math.min(bins * 0.25, logBetween(random, 4, 50)),
    scatter: between(random, 0, 0.1),
    carry: CARRY,
  };
};

const byDay = (random: Random): Omit<Traffic, "factor"> => {
  const stepSeconds = pick(random, [300, 600, 3600]);
  const bins = (pick(random, [2, 5, 8]) * DAY) / stepSeconds;
  const perBin = (logBetween(random, 2, 1000) * stepSeconds) / 60;
  const swing = between(random, 0.3, 1.2);
  return {
    stepSeconds,
    expected: Array.from({ length: bins }, (_, bin) => perBin * dayCourse(bin, stepSeconds, swing)),
    length: (between(random, 1, 6) * 3600) / stepSeconds,
    scatter: between(random, 0.02, 0.08),
    carry: CARRY,
  };
};

const office = (random: Random): Omit<Traffic, "factor"> => {
  const stepSeconds = pick(random, [300, 900, 3600]);
  const perBin = (logBetween(random, 2, 200) * stepSeconds) / 60;
  const [opens, closes] = [7 + random.integer(3), 17 + random.integer(4)];
  const hour = (bin: number): number => ((bin * stepSeconds) % DAY) / 3600;
  const day = (bin: number): number => Math.floor((bin * stepSeconds) / DAY) % 7;
  const isOpen = (bin: number): boolean => day(bin) < 5 && hour(bin) >= opens && hour(bin) < closes;
  const atNight = pick(random, [0, 0.02]);
  return {
    stepSeconds,
    expected: Array.from({ length: (10 * DAY) / stepSeconds }, (_, bin) => perBin * (isOpen(bin) ? 1 : atNight)),
    length: (between(random, 1, 4) * 3600) / stepSeconds,
    scatter: between(random, 0.02, 0.1),
    carry: CARRY,
    open: isOpen,
  };
};

/** Every kind of traffic by name. */
export const TRAFFIC_KINDS: Readonly<Record<string, Kind>> = {
  "calls missing": (random, happens) => trafficFolder(random, { ...flat(random), factor: lost(random) }, happens),
  "missing by day": (random, happens) => trafficFolder(random, { ...byDay(random), factor: lost(random) }, happens),
  "missing in opening hours": (random, happens) =>
    trafficFolder(random, { ...office(random), factor: lost(random) }, happens),
  retries: (random, happens) => trafficFolder(random, { ...flat(random), factor: between(random, 1.5, 5) }, happens),
  "retries by day": (random, happens) =>
    trafficFolder(random, { ...byDay(random), factor: between(random, 1.5, 5) }, happens),
};
