import type { Analysis } from "../../src/analysis/analysis.js";
import type { ClaimFinding } from "../../src/audit/audit-finding.js";
import type { RemediationFinding } from "../../src/remediation/effect/remediation-finding.js";
import type { Estimate } from "../../src/stats/estimate.js";
import type { WindowFinding } from "../../src/window/window-finding.js";
import { at, estimate, plantedShare, wobble } from "./planted-share.js";

const window: WindowFinding = {
  onset: at(141),
  recoveryStart: at(214),
  recovery: at(231),
  onsetInterval: [at(140), at(143)],
  recoveryInterval: [at(229), at(234)],
  level: 0.95,
  minutes: estimate(90, 3),
  shape: { onsetRampMinutes: 9, recoveryRampMinutes: 17 },
  source: "steps",
  method: "joint posterior over onset and recovery, beta-binomial, linear ramps",
};

function remediation(): RemediationFinding {
  const bins = [...Array(90).keys()].map((k) => 141 + k);
  const predicted = bins.map((i) => (i < 208 ? plantedShare(i) : 0.314));
  return {
    id: "capacity",
    from: at(190),
    to: at(208),
    gauge: "capacity",
    through: null,
    effect: estimate(-0.11, 0.05),
    unit: "share",
    cumulative: estimate(1180, 510),
    counterfactual: {
      times: bins.map(at),
      observed: bins.map((i) => plantedShare(i) * (1 + 0.1 * wobble(i))),
      predicted,
      lower: predicted.map((p, k) => p - 0.01 - Math.max(0, k - 60) * 0.002),
      upper: predicted.map((p, k) => p + 0.01 + Math.max(0, k - 60) * 0.002),
    },
    placebo: { checked: 40, falsePositives: 2 },
    verdict: "helped",
    identification: "design",
    why: "The failure rate fell below what the series without the capacity leads one to expect.",
  };
}

function claim(
  id: string,
  kind: ClaimFinding["kind"],
  verdict: ClaimFinding["verdict"],
  stated: string,
  measured: Estimate | null,
  unit: string | null,
): ClaimFinding {
  return {
    id,
    kind,
    claim: `The statement says: ${stated}.`,
    stated,
    measured,
    unit,
    verdict,
    why:
      verdict === "supported"
        ? "The measured interval holds the stated value."
        : verdict === "contradicted"
          ? "The stated value lies outside the interval."
          : "The rows do not decide it.",
    coverage: 0.982,
    power: verdict === "not-testable" ? "With 400 attempts, a true 30 % would be measured as 21 % to 39 %." : null,
    stability: {
      agreeing: 7,
      readings: 8,
      flippedBy: verdict === "supported" ? [] : ["baseline of the same hour on other days"],
    },
    evidence: [`"${stated}"`, "source steps"],
  };
}

const quality = (source: string, loaded: number): Analysis["dataQuality"][number] => ({
  source,
  seen: loaded + 16,
  loaded,
  rejected: 4,
  duplicates: 11,
  filtered: 0,
  header: 1,
  blank: 0,
  gaps: [{ from: at(30), to: at(36) }],
  coverage: 0.982,
  balanced: true,
  notes: ["Six minutes have no row although traffic would have filled them."],
});

/** The findings of the sample that are not computed from its series. */
export function sampleRest(
  steps: Estimate,
  calls: Estimate,
): Omit<Analysis, "schema" | "incident" | "rates" | "statement" | "series"> {
  const level = (reading: string, share: number, downtime: number) => ({
    policy: "twilio",
    reading,
    windowMinutes: 90,
    downtimeMinutes: downtime,
    availability: 1 - downtime / 43_200,
    availabilityInterval: [1 - downtime / 43_000, 1 - downtime / 43_400] as const,
    credit: downtime > 21.6 ? 0.1 : 0,
    breakEvenFailureShare: share,
  });
  return {
    window,
    assertions: [],
    warnings: [],
    windowReason: null,
    corrections: [{ path: "events[3].at", parsed: "2024-06-04T09:40:00Z", corrected: "2024-06-04T09:41:00Z" }],
    windows: [window],
    signals: [],
    levelChanges: [],
    affected: [],
    burn: [],
    reconciliation: {
      names: { verbs: "steps", calls: "calls" },
      verbRate: steps,
      callRate: calls,
      requiredAttemptsPerCall: estimate(0.58, 0.02),
      attemptsPerCall: estimate(0.6, 0.01),
      plannedVerbsPerCall: { distribution: [0.52, 0.34, 0.1, 0.04], calls: 91_000 },
      exposedShare: estimate(0.48, 0.01),
      predictedDropRate: estimate(0.155, 0.006),
      observedDropRate: calls,
      fatality: estimate(0.97, 0.01),
      explanations: [
        {
          id: "unexposed-calls",
          name: "unexposed-calls",
          holds: "supported",
          needs: "calls joined to their steps",
          why: "52 % of calls ran no media step, so they could not fail.",
        },
        {
          id: "survived-failures",
          name: "survived-failures",
          holds: "contradicted",
          needs: "calls joined to their steps",
          why: "97 % of calls with a failed step ended.",
        },
        {
          id: "other-population",
          name: "other-population",
          holds: "not-testable",
          needs: "the carrier's own counts",
          why: "Only one account's rows are here.",
        },
      ],
    },
    remediations: [
      remediation(),
      {
        ...remediation(),
        id: "patch",
        from: "2024-06-04T18:00:00Z",
        to: null,
        effect: null,
        cumulative: null,
        counterfactual: null,
        verdict: "not-testable",
        why: "It came when failures were back at the baseline.",
      },
    ],
    whatIf: [
      {
        id: "capacity-at-alert",
        change: "the same capacity, added at the alert",
        failuresAvoided: estimate(6400, 900),
        applies: true,
        dropsAvoided: estimate(6100, 880),
        identification: "model",
        why: "Under the stated queue model; capacity and time moved together.",
      },
      {
        id: "double-capacity",
        change: "twice the added capacity",
        failuresAvoided: estimate(900, 400),
        applies: true,
        dropsAvoided: null,
        identification: "design",
        why: "Load moved apart from time.",
      },
      {
        id: "collector-off",
        change: "the collector off from the alert",
        failuresAvoided: null,
        applies: true,
        dropsAvoided: null,
        identification: "none",
        why: "Nothing in the series moves the collector apart from the load.",
      },
    ],
    milestones: {
      timeToDetect: {
        minutes: { value: 5, interval: [4, 6], level: 1 },
        from: at(140),
        to: at(145),
        definition: "onset to the first alert",
        basis: "statement",
      },
      statusPageLag: {
        minutes: { value: 58, interval: [57, 59], level: 1 },
        from: at(140),
        to: at(198),
        definition: "onset to the first public communication",
        basis: "statement",
      },
      measuredTimeToDetect: {
        minutes: { value: 6, interval: [4, 8], level: 0.95 },
        from: at(139),
        to: at(145),
        definition: "onset in the data to the stated alert",
        basis: "data",
      },
      measuredStatusPageLag: {
        minutes: { value: 59, interval: [57, 61], level: 0.95 },
        from: at(139),
        to: at(198),
        definition: "onset in the data to the stated public communication",
        basis: "data",
      },
    },
    claims: [
      claim("window-summary", "window", "contradicted", "09:20–10:40 UTC", estimate(90, 3), "minutes"),
      claim("rate-verbs", "rate", "supported", "approximately 30 % of media steps", steps, "share"),
      claim("rate-calls", "rate", "supported", "15–18 % of calls", calls, "share"),
      claim("no-recurrence", "no-recurrence", "not-testable", "the fix prevents a recurrence", null, null),
    ],
    serviceLevel: [
      level("measured window, every minute down", 0.24, 90),
      level("measured window, × the share of failed steps", 0.24, 24.8),
      level("measured window, × the share of dropped calls", 0.24, 14.6),
    ],
    stability: [
      {
        headline: "failed steps",
        value: steps.value,
        low: 0.241,
        high: 0.282,
        mostMoving: "baseline of other days",
        readings: [
          { choice: "as chosen", value: steps.value },
          { choice: "baseline of other days", value: 0.241 },
          { choice: "2-minute bins", value: 0.282 },
        ],
      },
    ],
    dataQuality: [quality("steps", 138_000), quality("calls", 231_000)],
    evidence: [
      {
        what: "Alerts of the carrier's monitor",
        expires: "2024-07-04T00:00:00Z",
        why: "They are kept for 30 days and mark the failed steps.",
      },
    ],
    changes: [],
    slices: { dimensions: [], found: [], unexplained: null, leftOut: [], why: "There is no column to search." },
    provenance: {
      inputs: [
        { source: "steps", file: "steps.csv", sha256: "9f".repeat(32), bytes: 12_345_678, rows: 138_016 },
        { source: "calls", file: "calls.csv", sha256: "1c".repeat(32), bytes: 22_345_678, rows: 231_016 },
      ],
      version: "0.1.0",
      seed: 1,
      engine: "duckdb",
      node: "v20.20.0",
      dataSpan: { from: at(0), to: at(330) },
    },
  };
}
