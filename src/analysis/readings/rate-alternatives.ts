import type { RateReading } from "../../audit/audit.js";
import { PostmortemError } from "../../errors/errors.js";
import type { Span } from "../../time/span.js";
import type { IncidentData, SourceData, UnitProfile } from "../../sources/incident-data.js";
import { proportion } from "../../stats/rates/proportion.js";

/** Names of columns that tell which step of a call flow, or which call to an interface, an attempt was. */
const STEP_COLUMN = /verb|action|step|method|operation|endpoint|command|route/i;
/** A part with fewer attempts is no reading of its own. */
const LEAST_ATTEMPTS = 30;
const MOST_PARTS = 12;

/** A reading of plain counts, its interval widened by a design effect. */
export function plainReading(
  label: string,
  source: string,
  span: Span,
  failures: number,
  attempts: number,
  level: number,
  designEffect: number,
): RateReading {
  const { value, interval } = proportion(failures, attempts, { level });
  const spread = Math.sqrt(Math.max(1, designEffect));
  const [low, high] = [
    Math.max(0, value - (value - interval[0]) * spread),
    Math.min(1, value + (interval[1] - value) * spread),
  ];
  return { label, source, span, failures, attempts, designEffect, rate: { value, interval: [low, high], level } };
}

/** Where a text has lost which steps it speaks of, or speaks of some: each step alone. The design effect of the whole stands in for that of its parts. */
async function byStep(source: SourceData, own: RateReading, level: number): Promise<RateReading[]> {
  const found: RateReading[] = [];
  for (const dimension of source.dimensions.filter((name) => STEP_COLUMN.test(name))) {
    const parts = await source.breakdown(dimension, own.span);
    if (parts.length < 2 || parts.length > MOST_PARTS) continue;
    for (const { value, failures, attempts } of parts) {
      if (attempts >= LEAST_ATTEMPTS)
        found.push(
          plainReading(
            `only ${dimension} ${value}`,
            source.name,
            own.span,
            failures,
            attempts,
            level,
            own.designEffect,
          ),
        );
    }
  }
  return found;
}

/** The rate without what fails on ordinary days; the baseline's error adds in squares. */
async function overBaseline(
  source: SourceData,
  own: RateReading,
  baseline: Span,
  level: number,
): Promise<RateReading[]> {
  let [failures, attempts] = [0, 0];
  for (const cluster of await source.clusters(baseline))
    [failures, attempts] = [failures + cluster.failures * cluster.n, attempts + cluster.attempts * cluster.n];
  if (attempts === 0 || failures === 0) return [];
  const usual = proportion(failures, attempts, { level });
  const {
    value,
    interval: [low, high],
  } = own.rate;
  const down = Math.hypot(value - low, usual.interval[1] - usual.value);
  const up = Math.hypot(high - value, usual.value - usual.interval[0]);
  const excess = value - usual.value;
  return [
    {
      ...own,
      label: "less the failures of ordinary days",
      rate: { value: excess, interval: [Math.max(0, excess - down), Math.min(1, excess + up)], level },
    },
  ];
}

async function profilesOf(
  data: IncidentData,
  of: string,
  by: string,
  span: Span,
): Promise<readonly UnitProfile[] | null> {
  try {
    return await data.profiles(of, by, span);
  } catch (error) {
    // The two sources declare no keys to join them by: then there is no such reading.
    if (error instanceof PostmortemError && error.code === "usage") return null;
    throw error;
  }
}

const total = (profiles: readonly UnitProfile[], of: (profile: UnitProfile) => number): number =>
  profiles.reduce((sum, profile) => sum + of(profile) * profile.n, 0);

/** Units that went through a step at all, instead of all units. */
async function ofExposed(
  data: IncidentData,
  own: RateReading,
  others: readonly string[],
  level: number,
): Promise<RateReading[]> {
  const found: RateReading[] = [];
  for (const by of others) {
    const profiles = await profilesOf(data, own.source, by, own.span);
    if (!profiles) continue;
    const exposed = profiles.filter(({ attempts }) => attempts > 0);
    const units = total(exposed, () => 1);
    if (units >= LEAST_ATTEMPTS && units < own.attempts)
      found.push(
        plainReading(
          `of ${own.source} with ${by} only`,
          own.source,
          own.span,
          total(exposed, ({ failed }) => (failed ? 1 : 0)),
          units,
          level,
          own.designEffect,
        ),
      );
  }
  return found;
}

/** Attempts that the same units would have made on ordinary days, instead of those they came to make. */
async function ofPlanned(
  data: IncidentData,
  own: RateReading,
  others: readonly string[],
  baseline: Span,
  level: number,
): Promise<RateReading[]> {
  const found: RateReading[] = [];
  for (const of of others) {
    const [during, before] = [
      await profilesOf(data, of, own.source, own.span),
      await profilesOf(data, of, own.source, baseline),
    ];
    if (!during || !before) continue;
    const usual =
      total(before, ({ attempts }) => attempts) /
      Math.max(
        1,
        total(before, () => 1),
      );
    const planned = Math.round(usual * total(during, () => 1));
    if (planned > own.failures && planned !== own.attempts)
      found.push(
        plainReading(
          `of planned ${own.source}, those cut short included`,
          own.source,
          own.span,
          own.failures,
          planned,
          level,
          own.designEffect,
        ),
      );
  }
  return found;
}

/** Units counted as failed only where a step of theirs failed too: what else ended them is put down to something else. */
export async function attributedToSteps(
  data: IncidentData,
  own: RateReading,
  level: number,
): Promise<readonly RateReading[]> {
  const found: RateReading[] = [];
  for (const { kind, name } of data.sources) {
    if (kind !== "outcomes" || name === own.source) continue;
    const profiles = await profilesOf(data, own.source, name, own.span);
    if (!profiles || total(profiles, ({ attempts }) => attempts) === 0) continue;
    const units = total(profiles, () => 1);
    const attributed = total(profiles, ({ failed, failures }) => (failed && failures > 0 ? 1 : 0));
    if (units >= LEAST_ATTEMPTS)
      found.push(
        plainReading(
          `only failures of ${own.source} in which one of ${name} failed`,
          own.source,
          own.span,
          attributed,
          units,
          level,
          own.designEffect,
        ),
      );
  }
  return found;
}

/**
 * Other ways to read one rate over its own span: each step alone, less the ordinary failures, over the units exposed, over the attempts planned.
 *
 * @param own - the reading that decides
 * @param baseline - ordinary time; `null` leaves out the readings that need it
 */
export async function rateAlternatives(
  data: IncidentData,
  own: RateReading,
  baseline: Span | null,
  level: number,
): Promise<readonly RateReading[]> {
  if (own.attempts === 0) return [];
  const source = data.source(own.source);
  const others = data.sources
    .filter(({ kind, name }) => kind === "outcomes" && name !== own.source)
    .map(({ name }) => name);
  return [
    ...(await byStep(source, own, level)),
    ...(baseline ? await overBaseline(source, own, baseline, level) : []),
    ...(await ofExposed(data, own, others, level)),
    ...(baseline ? await ofPlanned(data, own, others, baseline, level) : []),
  ];
}
