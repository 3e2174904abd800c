// Which change fits: simulated histories of deploys, flags and scalings around an onset, half of them with a true cause.
import type { Change, ChangeFinding } from "../src/remediation/changes/change.js";
import { judgeChanges } from "../src/remediation/changes/judge-changes.js";
import { type PartCounts, placeFit } from "../src/remediation/changes/place-fit.js";
import { type Random, seededRandom } from "../src/stats/random/random.js";
import type { WindowFinding } from "../src/window/window-finding.js";
import { type Aim, aimTable, isQuick, isStarted, share } from "./aim.js";

const START = Date.UTC(2026, 0, 12);
const MINUTE = 60_000;
const LEVEL = 0.95;
const clock = (minute: number): string => new Date(START + minute * MINUTE).toISOString();

interface History {
  readonly changes: readonly Change[];
  /** The true cause; `null` where nothing that is known caused it. */
  readonly cause: string | null;
  /** The last change before the onset, planted where the failures are not. */
  readonly decoy: string | null;
  readonly findings: readonly ChangeFinding[];
}

function windowAt(random: Random, onset: number, minutes: number): WindowFinding {
  const [early, late] = [random.integer(4), random.integer(3)];
  const recovery = onset + minutes;
  return {
    onset: clock(onset),
    recoveryStart: clock(recovery - 5),
    recovery: clock(recovery),
    onsetInterval: [clock(onset - early), clock(onset + late)],
    recoveryInterval: [clock(recovery - 3), clock(recovery + 3)],
    level: LEVEL,
    minutes: { value: minutes, interval: [minutes - 5, minutes + 5], level: LEVEL },
    shape: { onsetRampMinutes: 0, recoveryRampMinutes: 5 },
    source: "requests",
    method: "simulated",
  };
}

/** Failures by service, before and during: those of `failing` rise, `null` = all alike. */
function countsOf(
  random: Random,
  services: readonly string[],
  failing: string | null,
): ReadonlyMap<string, PartCounts> {
  const added = 0.05 + 0.6 * random.next();
  return new Map(
    services.map((service, rank) => {
      const attempts = Math.round((400 + random.integer(3000)) / (rank + 1));
      const rate = 0.002 + 0.02 * random.next();
      const during = failing === null || failing === service ? rate + added : rate;
      return [
        service,
        {
          before: { failures: random.binomial(8 * attempts, rate), attempts: 8 * attempts },
          during: { failures: random.binomial(attempts, during), attempts },
        },
      ];
    }),
  );
}

function sum(parts: readonly PartCounts[]): PartCounts {
  const total = (span: "before" | "during", of: "failures" | "attempts"): number =>
    parts.reduce((all, part) => all + part[span][of], 0);
  return {
    before: { failures: total("before", "failures"), attempts: total("before", "attempts") },
    during: { failures: total("during", "failures"), attempts: total("during", "attempts") },
  };
}

/** One history: what changed over some days, an onset, and how each change is judged. */
export function simulateHistory(seed: number, withCause: boolean): History {
  const random = seededRandom(seed).fork(withCause ? "cause" : "none");
  const services = Array.from({ length: 3 + random.integer(6) }, (_, index) => `service-${index + 1}`);
  const days = 2 + random.integer(6);
  const onset = Math.round(days * 1440 * (0.6 + 0.3 * random.next()));
  const pick = (): string => services[random.integer(services.length)] as string;
  const failing = withCause || random.next() < 0.5 ? pick() : null;
  const changes: Change[] = [];
  const add = (minute: number, service: string | null, kind: string): Change => {
    const id = `${kind}-${changes.length + 1}`;
    const place: Record<string, string> = service === null ? {} : { service };
    const change = {
      id,
      at: clock(minute),
      what: `${kind} ${service ?? ""}`.trim(),
      sources: [kind],
      place,
      rollback: false,
    };
    changes.push(change);
    return change;
  };
  const perDay = [1, 4, 12][random.integer(3)] as number;
  for (let n = random.poisson(perDay * days); n > 0; n -= 1)
    add(Math.round(random.next() * days * 1440), pick(), "deploy");
  for (let n = random.poisson(0.7 * days); n > 0; n -= 1) add(Math.round(random.next() * days * 1440), null, "flag");
  const lag = Math.min(45, 1 + random.exponential(4));
  const flagged = withCause && random.next() < 0.2;
  const cause = withCause
    ? add(onset - Math.round(lag), flagged ? null : failing, flagged ? "flag" : "deploy").id
    : null;
  const others = services.filter((service) => service !== failing);
  const decoy =
    random.next() < 0.6
      ? add(
          onset - 1 - random.integer(Math.max(1, Math.round(lag) - 1)),
          others[random.integer(others.length)] as string,
          "deploy",
        ).id
      : null;
  const counts = countsOf(random, services, flagged ? null : failing);
  const places = changes.map(({ place }) => {
    const service = new Map(Object.entries(place)).get("service");
    if (service === undefined) return { fit: "unknown" as const, share: null, why: "" };
    const rest = services.filter((other) => other !== service).map((other) => counts.get(other) as PartCounts);
    return placeFit(place, counts.get(service) as PartCounts, sum(rest), [], 1, LEVEL);
  });
  const findings = judgeChanges({
    changes,
    window: windowAt(random, onset, 30 + random.integer(60)),
    windowReason: null,
    onsetSeen: true,
    stepMinutes: 1,
    places,
    history: [START, START + days * 1440 * MINUTE],
  });
  return { changes, cause, decoy, findings };
}

const shortlist = ({ findings }: History): readonly ChangeFinding[] =>
  findings.filter(({ verdict }) => verdict === "supported" || verdict === "possible");

export function changeAims(quick: boolean): readonly Aim[] {
  const count = quick ? 250 : 2000;
  const made = (withCause: boolean): History[] =>
    Array.from({ length: count }, (_, seed) => simulateHistory(seed, withCause));
  const [caused, uncaused] = [made(true), made(false)];
  const all = [...caused, ...uncaused];
  const wrong = all.filter(({ findings, cause }) =>
    findings.some(({ id, verdict }) => verdict === "supported" && id !== cause),
  ).length;
  const kept = caused.filter((one) => shortlist(one).some(({ id }) => id === one.cause)).length;
  const supported = caused.filter(({ findings, cause }) =>
    findings.some(({ id, verdict }) => verdict === "supported" && id === cause),
  ).length;
  const none = uncaused.filter((one) => shortlist(one).length === 0).length;
  const length = caused.reduce((total, one) => total + shortlist(one).length, 0) / count;
  const decoys = all.filter(({ decoy }) => decoy !== null);
  const blamed = decoys.filter(({ findings, decoy }) =>
    findings.some(({ id, verdict }) => id === decoy && verdict === "supported"),
  ).length;
  return [
    {
      aim: "a wrong change supported",
      asked: "≤ 2 %",
      measured: share(wrong, all.length),
      met: wrong / all.length <= 0.02,
      cases: `${all.length} histories`,
    },
    {
      aim: "a planted decoy supported",
      asked: "0",
      measured: share(blamed, decoys.length),
      met: blamed === 0,
      cases: `${decoys.length} decoys`,
    },
    {
      aim: "true cause supported or possible",
      asked: "≥ 90 %",
      measured: share(kept, count),
      met: kept / count >= 0.9,
      cases: `${count} histories with a cause`,
    },
    {
      aim: "true cause supported",
      asked: "–",
      measured: share(supported, count),
      met: null,
      cases: `${count} histories with a cause`,
    },
    {
      aim: "supported or possible changes, on average",
      asked: "≤ 2",
      measured: length.toFixed(2),
      met: length <= 2,
      cases: `${count} histories with a cause`,
    },
    {
      aim: "none where there is none",
      asked: "≥ 90 %",
      measured: share(none, count),
      met: none / count >= 0.9,
      cases: `${count} histories without`,
    },
  ];
}

if (isStarted(import.meta.url)) {
  console.log(aimTable(changeAims(isQuick())));
  if (process.argv.includes("--misses"))
    for (let seed = 0; seed < 60; seed += 1) {
      const one = simulateHistory(seed, true);
      if (!shortlist(one).some(({ id }) => id === one.cause))
        console.log(seed, JSON.stringify(one.findings.filter(({ id }) => id === one.cause)));
      const other = simulateHistory(seed, false);
      if (shortlist(other).length > 0) console.log(seed, JSON.stringify(shortlist(other)));
    }
}
