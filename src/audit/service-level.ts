import { Temporal } from "temporal-polyfill";
import type { ServiceLevelPolicy } from "../incident/incident.js";
import { PostmortemError } from "../errors/errors.js";
import type { ServiceLevelFinding } from "./audit-finding.js";
import { requireFields } from "../errors/argument.js";

/** Policies that `incident.yaml` may name. Which reading applies is a legal question; the arithmetic is not. */
export const SERVICE_LEVEL_POLICIES: readonly ServiceLevelPolicy[] = [
  {
    id: "twilio",
    title: "99.95 % a calendar month, 10 % credit",
    period: "month",
    rule: "share",
    tiers: [{ below: 0.9995, credit: 0.1 }],
    claimWithinDays: 30,
  },
  {
    id: "twilio-enterprise",
    title: "99.99 % a calendar month, 10 % credit",
    period: "month",
    rule: "share",
    tiers: [{ below: 0.9999, credit: 0.1 }],
    claimWithinDays: 30,
  },
  {
    id: "tiered-cloud",
    title: "99.9 % / 99 % / 95 % a calendar month",
    period: "month",
    rule: "threshold",
    threshold: 0.05,
    consecutive: 5,
    tiers: [
      { below: 0.999, credit: 0.1 },
      { below: 0.99, credit: 0.25 },
      { below: 0.95, credit: 1 },
    ],
  },
];

/** A window over which downtime is counted, under the name it goes by. */
export interface DowntimeWindow {
  readonly label: string;
  readonly start: string;
  readonly minutes: number;
}

/** A share by which minutes may be weighed: a failure rate with its interval, under the name it goes by. */
export interface DowntimeShare {
  readonly label: string;
  readonly value: number;
  readonly interval: readonly [number, number];
}

/** The input of `serviceLevel`. */
export interface ServiceLevelInput {
  readonly policy: string | ServiceLevelPolicy;
  readonly windows: readonly DowntimeWindow[];
  /** Besides these, every policy is also read with each minute wholly down. */
  readonly shares: readonly DowntimeShare[];
  /** For policies by threshold: failures and attempts per minute over the period's part for which there are data. */
  readonly perMinute?: { readonly failures: readonly number[]; readonly attempts: readonly number[] };
}

function policyNamed(policy: string | ServiceLevelPolicy): ServiceLevelPolicy {
  if (typeof policy !== "string") return policy;
  const found = SERVICE_LEVEL_POLICIES.find(({ id }) => id === policy);
  if (found) return found;
  const names = SERVICE_LEVEL_POLICIES.map(({ id }) => id).join(", ");
  throw new PostmortemError(
    "usage",
    `serviceLevel requires a known policy (${names}) or an inline one, got "${policy}"; write the policy out under serviceLevel in incident.yaml.`,
  );
}

function checkInput({ windows, shares }: ServiceLevelInput): void {
  for (const { label, minutes } of windows) {
    if (!(minutes >= 0 && Number.isFinite(minutes)))
      throw new PostmortemError(
        "data",
        `serviceLevel requires minutes ≥ 0 of a window, got ${minutes} for "${label}".`,
      );
  }
  for (const { label, value } of shares) {
    if (!(value >= 0 && value <= 1))
      throw new PostmortemError("data", `serviceLevel requires shares in 0…1, got ${value} for "${label}".`);
  }
}

interface Period {
  readonly minutes: number;
  readonly claimBy: string | null;
}

/** The calendar month or quarter that holds `start`, in the policy's zone: its minutes, and the last day to claim. */
function periodOf(start: string, { period, zone, claimWithinDays }: ServiceLevelPolicy): Period {
  const local = Temporal.Instant.from(start)
    .toZonedDateTimeISO(zone ?? "UTC")
    .with({ day: 1 })
    .startOfDay();
  const first = period === "month" ? local : local.subtract({ months: (local.month - 1) % 3 });
  const next = first.add({ months: period === "month" ? 1 : 3 });
  const lastDay = next.toPlainDate().subtract({ days: 1 });
  return {
    minutes: (next.epochMilliseconds - first.epochMilliseconds) / 60_000,
    claimBy: claimWithinDays === undefined ? null : lastDay.add({ days: Math.floor(claimWithinDays) }).toString(),
  };
}

/** The best tier reached, no more than the policy's cap. */
function creditAt(availability: number, { tiers, mostCredit = 1 }: ServiceLevelPolicy): number {
  return Math.min(
    mostCredit,
    Math.max(0, ...tiers.filter(({ below }) => availability < below).map(({ credit }) => credit)),
  );
}

/** Minutes in runs of at least `consecutive` whose failure rate passes the threshold. */
function minutesOverThreshold(input: ServiceLevelInput, policy: ServiceLevelPolicy): number | null {
  const { perMinute } = input;
  if (!perMinute || policy.threshold === undefined) return null;
  const { threshold, consecutive = 1 } = policy;
  let run = 0;
  let total = 0;
  const close = (): void => {
    if (run >= consecutive) total += run;
    run = 0;
  };
  perMinute.attempts.forEach((attempts, minute) => {
    if (attempts > 0 && (perMinute.failures[minute] ?? 0) / attempts >= threshold) run += 1;
    else close();
  });
  close();
  return total;
}

/**
 * Availability and credit of a service-level policy under every reading of "downtime" that can be argued for.
 *
 * Availability = (period − downtime) ÷ period over the calendar month or quarter. Readings: each minute of a window wholly down, each
 * minute weighed by a failure share, and, for policies by threshold, the minutes whose rate passes it. `breakEvenFailureShare` is the share
 * at which the first credit begins for that window; `null` when even a full outage of that length earns none.
 *
 * @param input - policy by name or inline; windows in minutes; shares 0…1 with their intervals
 * @returns one finding a window and reading, windows in the order given
 * @throws PostmortemError `usage` when the policy's name is unknown, `data` when minutes are negative or no number, or a share lies outside 0…1
 */
export function serviceLevel(input: ServiceLevelInput): readonly ServiceLevelFinding[] {
  requireFields("serviceLevel", "{ policy, windows, shares }", input, ["policy", "windows", "shares"]);
  checkInput(input);
  const policy = policyNamed(input.policy);
  const all: DowntimeShare = { label: "every minute down", value: 1, interval: [1, 1] };
  const findings: ServiceLevelFinding[] = [];
  for (const window of input.windows) {
    const { minutes: period, claimBy } = periodOf(window.start, policy);
    const allowed = period * (1 - Math.max(...policy.tiers.map(({ below }) => below)));
    const finding = (
      reading: string,
      minutes: number,
      interval: readonly [number, number],
      byRule: boolean,
    ): ServiceLevelFinding => ({
      policy: policy.id,
      reading: `${window.label}, ${reading}`,
      windowMinutes: window.minutes,
      downtimeMinutes: minutes,
      availability: 1 - minutes / period,
      availabilityInterval: [1 - interval[1] / period, 1 - interval[0] / period],
      credit: creditAt(1 - minutes / period, policy),
      breakEvenFailureShare: window.minutes > 0 && allowed < window.minutes ? allowed / window.minutes : null,
      byRule,
      claimBy,
    });
    for (const share of [all, ...input.shares]) {
      const { label, value, interval } = share;
      findings.push(
        finding(
          label,
          window.minutes * value,
          [window.minutes * interval[0], window.minutes * interval[1]],
          policy.rule === (share === all ? "minutes" : "share"),
        ),
      );
    }
  }
  const counted = minutesOverThreshold(input, policy);
  const [first] = input.windows;
  if (counted !== null && first) {
    const { minutes: period, claimBy } = periodOf(first.start, policy);
    findings.push({
      policy: policy.id,
      reading: "minutes over the policy's threshold",
      windowMinutes: first.minutes,
      downtimeMinutes: counted,
      availability: 1 - counted / period,
      availabilityInterval: [1 - counted / period, 1 - counted / period],
      credit: creditAt(1 - counted / period, policy),
      breakEvenFailureShare: null,
      byRule: policy.rule === "threshold",
      claimBy,
    });
  }
  return findings;
}
