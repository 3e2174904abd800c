import { seededRandom } from "../src/stats/random/random.js";
import { outageWindows } from "../src/window/outage-window.js";
import { aimTable, isQuick, isStarted } from "./aim.js";
import type { Aim } from "./aim.js";

/** Weeks without an outage: how often `outageWindows` finds one all the same. */

const MINUTES = 7 * 1440;
const ATTEMPTS = [20, 200, 2000] as const;
const DISPERSIONS = [0, 0.01, 0.05] as const;
const SEASONS = [0, 0.3, 0.6] as const;
/** A minute in about this many fails as a whole would: deployments, a node that restarts. */
const SPIKE_EVERY = 2000;

interface Quiet {
  readonly attempts: number;
  readonly dispersion: number;
  /** Amplitude of the daily season of the rate. */
  readonly season: number;
  /** Standard deviation of ln(rate) that wanders with a memory of an hour. */
  readonly drift: number;
}

function week(
  { attempts: mean, dispersion, season, drift }: Quiet,
  seed: string,
): { failures: number[]; attempts: number[] } {
  const random = seededRandom(seed);
  const baseline = 0.002 + 0.008 * random.next();
  const failures: number[] = [];
  const attempts: number[] = [];
  let wander = 0;
  for (let t = 0; t < MINUTES; t++) {
    wander = 0.98 * wander + drift * Math.sqrt(1 - 0.98 * 0.98) * random.normal();
    const course = (1 + season * Math.sin((2 * Math.PI * t) / 1440)) * Math.exp(wander);
    const rate = random.next() < 1 / SPIKE_EVERY ? 0.5 : Math.min(0.5, baseline * course);
    const n = random.poisson(mean * (1 + season * Math.cos((2 * Math.PI * t) / 1440)));
    const size = (1 - dispersion) / dispersion;
    failures.push(random.binomial(n, dispersion > 0 ? random.beta(rate * size, (1 - rate) * size) : rate));
    attempts.push(n);
  }
  return { failures, attempts };
}

function falseWindows(cells: readonly Quiet[], weeks: number, period: number | undefined): number {
  let found = 0;
  for (const cell of cells) {
    for (let i = 0; i < weeks; i++) {
      const windows = outageWindows(
        week(cell, `${cell.attempts}/${cell.dispersion}/${cell.season}/${cell.drift}/${i}`),
        period === undefined ? {} : { period },
      );
      found += windows.length;
    }
  }
  return found;
}

/** Windows found where there is no outage, in weeks of minutes; with a drifting rate they are reported, not asked for. */
export function quietAims({
  quick,
  weeks = quick ? 1 : 4,
}: {
  readonly quick: boolean;
  readonly weeks?: number;
}): Aim[] {
  const steady = ATTEMPTS.flatMap((attempts) =>
    DISPERSIONS.flatMap((dispersion) => SEASONS.map((season) => ({ attempts, dispersion, season, drift: 0 }))),
  );
  const drifting = ATTEMPTS.flatMap((attempts) =>
    DISPERSIONS.map((dispersion) => ({ attempts, dispersion, season: 0.3, drift: 0.25 })),
  );
  const told = falseWindows(steady, weeks, 1440);
  const untold = falseWindows(steady, weeks, undefined);
  const wandering = falseWindows(drifting, weeks, 1440);
  return [
    {
      aim: "Quiet weeks with spikes and a daily season: windows found, period given; not given",
      asked: "0",
      measured: `${told}; ${untold}`,
      met: told + untold === 0,
      cases: `${steady.length * weeks} weeks, twice`,
    },
    {
      aim: "Quiet weeks whose rate wanders to half or twice for an hour: windows found",
      asked: "–",
      measured: String(wandering),
      met: null,
      cases: `${drifting.length * weeks} weeks`,
    },
  ];
}

if (isStarted(import.meta.url)) console.log(aimTable(quietAims({ quick: isQuick() })));
