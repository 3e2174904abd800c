import type { Random } from "../../src/index.js";
import {
  between,
  csv,
  DAY,
  isoTime,
  logBetween,
  meanSd,
  MONDAY,
  pick,
  place,
  type PlantedFolder,
  shareInside,
  wander,
} from "./planted.js";

interface GaugeCourse {
  readonly stepSeconds: number;
  readonly values: readonly number[];
  readonly span: readonly [number, number];
  readonly clear: number;
  readonly digits: number;
}

function gaugeFolder(name: string, course: GaugeCourse, happens: boolean): PlantedFolder {
  const { stepSeconds, values, span, clear, digits } = course;
  const rows = values.map((value, bin) => [isoTime(MONDAY + bin * stepSeconds * 1000), value.toFixed(digits)]);
  return {
    files: { [`${name}.csv`]: csv(["time", name], rows) },
    sources: `  ${name}:\n    file: ${name}.csv\n    kind: gauge\n    time: { column: time }\n    value: ${name}\n`,
    input: {
      values: [
        {
          kind: "values",
          source: name,
          startMs: MONDAY,
          stepSeconds,
          values: values.map((value) => Number(value.toFixed(digits))),
        },
      ],
    },
    truth: happens
      ? {
          source: name,
          measure: "value",
          fromMs: MONDAY + span[0] * stepSeconds * 1000,
          toMs: MONDAY + span[1] * stepSeconds * 1000,
          clear,
        }
      : null,
    stepSeconds,
  };
}

/** The part of a departure that holds at a bin: up over `up` bins from the start, away over `down` bins after the plateau; a sample is taken at a bin's start. */
function ramped(bin: number, [from, to]: readonly [number, number], up: number, down: number): number {
  if (bin < from || bin >= to) return 0;
  return Math.min(1, (bin - from) / Math.max(up, 1e-9), (to - bin) / Math.max(down, 1e-9));
}

function sizes(random: Random): { stepSeconds: number; bins: number; length: number; span: readonly [number, number] } {
  const stepSeconds = pick(random, [10, 60, 60, 300, 900]);
  const bins = pick(random, [200, 288, 600, 1200]);
  const length = Math.min(bins * 0.25, logBetween(random, 4, 60));
  return { stepSeconds, bins, length, span: place(random, bins, length, false) };
}

type Kind = (random: Random, happens: boolean) => PlantedFolder;

/** A level with noise that hangs together, and a step of so many standard deviations. */
const step: Kind = (random, happens) => {
  const { stepSeconds, bins, length, span } = sizes(random);
  const carry = pick(random, [0, 0.3, 0.6, 0.9]);
  const size = between(random, 3, 12) * pick(random, [-1, 1]);
  const values = wander(random, bins, 2, carry).map(
    (noise, bin) => 60 + noise + (happens ? 2 * size * ramped(bin, span, 0, 0) : 0),
  );
  return gaugeFolder(
    "load",
    { stepSeconds, values, span, clear: Math.abs(size) / meanSd(1, carry, length), digits: 2 },
    happens,
  );
};

/** A queue near empty that fills in a straight line and drains. */
const queue: Kind = (random, happens) => {
  const { stepSeconds, bins, length, span } = sizes(random);
  const usual = pick(random, [0.3, 2, 8]);
  const peak = logBetween(random, 20, 2000) + 10 * usual;
  const up = length * between(random, 0.2, 0.6);
  const values = Array.from({ length: bins }, (_, bin) =>
    random.poisson(usual * Math.exp(0.3 * random.normal()) + (happens ? peak * ramped(bin, span, up, length - up) : 0)),
  );
  const clear = ((peak / 2) * Math.sqrt(length)) / Math.sqrt(usual + 0.1 * usual ** 2 + 0.05);
  return gaugeFolder("queue_depth", { stepSeconds, values, span, clear, digits: 0 }, happens);
};

/** Memory that leaks and falls back at once when the process restarts. */
const memory: Kind = (random, happens) => {
  const { stepSeconds, bins, length, span } = sizes(random);
  const rise = between(random, 10, 35);
  const values = wander(random, bins, 1, 0.8).map(
    (noise, bin) => 55 + noise + (happens ? rise * ramped(bin, span, length, 0) : 0),
  );
  return gaugeFolder(
    "memory_pct",
    { stepSeconds, values, span, clear: rise / 2 / meanSd(1, 0.8, length), digits: 1 },
    happens,
  );
};

/** Availability in percent: mostly 100, now and then a little under it; a dip to 40–97. */
const availability: Kind = (random, happens) => {
  const { stepSeconds, bins, length, span } = sizes(random);
  const busy = between(random, 0.05, 0.4);
  const depth = logBetween(random, 3, 60);
  const values = Array.from({ length: bins }, (_, bin) => {
    const usual = random.next() < busy ? 100 - Math.min(2, random.exponential(0.4)) : 100;
    return Math.max(0, usual - (happens ? depth * shareInside(bin, span) * between(random, 0.8, 1.2) : 0));
  });
  return gaugeFolder(
    "availability",
    { stepSeconds, values, span, clear: (depth * Math.sqrt(length)) / 0.5, digits: 2 },
    happens,
  );
};

/** A temperature with a day's season, a step or a slow return. */
const temperature: Kind = (random, happens) => {
  const stepSeconds = pick(random, [300, 600]);
  const days = pick(random, [2, 4, 6]);
  const bins = (days * DAY) / stepSeconds;
  const length = (between(random, 1, 6) * 3600) / stepSeconds;
  const span = place(random, bins, length, false);
  const size = between(random, 4, 20);
  const swing = between(random, 0.5, 3);
  const noise = between(random, 0.2, 0.6);
  const slow = random.next() < 0.5;
  const values = wander(random, bins, noise, 0.5).map((own, bin) => {
    const season = swing * Math.sin((2 * Math.PI * bin * stepSeconds) / DAY);
    return 22 + season + own + (happens ? size * ramped(bin, span, slow ? length / 4 : 0, slow ? length / 2 : 0) : 0);
  });
  return gaugeFolder(
    "temperature",
    { stepSeconds, values, span, clear: (0.6 * size) / (meanSd(noise, 0.5, length) + 0.1), digits: 1 },
    happens,
  );
};

/** Throughput that dips for a few samples. */
const dip: Kind = (random, happens) => {
  const { stepSeconds, bins } = sizes(random);
  const length = between(random, 3, 10);
  const span = place(random, bins, length, false);
  const lost = between(random, 0.3, 0.95);
  const noise = between(random, 0.02, 0.08);
  const values = wander(random, bins, noise, 0.5).map(
    (own, bin) => 850 * Math.exp(own) * (1 - (happens ? lost * shareInside(bin, span) : 0)),
  );
  return gaugeFolder(
    "throughput",
    { stepSeconds, values, span, clear: -Math.log(1 - lost) / meanSd(noise, 0.5, length), digits: 1 },
    happens,
  );
};

/** Every kind of gauge by name. */
export const GAUGE_KINDS: Readonly<Record<string, Kind>> = {
  "gauge steps": step,
  "queue fills and drains": queue,
  "memory leaks": memory,
  "availability dips": availability,
  "temperature by day": temperature,
  "throughput dips": dip,
};
