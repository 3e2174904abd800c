import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { analyze } from "../../src/analysis/analyze.js";
import type { Analysis } from "../../src/analysis/analysis.js";
import { seededRandom } from "../../src/stats/random/random.js";

const DAY = "2026-11-12";
const START = Date.parse(`${DAY}T08:00:00Z`);
const ONSET = Date.parse(`${DAY}T11:12:00Z`);
const RECOVERY = Date.parse(`${DAY}T11:59:00Z`);
const END = Date.parse(`${DAY}T15:00:00Z`);

/** How the payment API's folder departs from the plain one. */
export interface PaymentFolder {
  /** Replaces parts of incident.yaml. */
  readonly yaml?: (text: string) => string;
  readonly statement?: (text: string) => string;
  /** Keeps the requests and checkouts for which it holds; default all. */
  readonly keep?: (ms: number) => boolean;
  /** How a request's instant is written; default UTC with Z. */
  readonly written?: (ms: number) => string;
  /** Whole files instead of the generated ones. */
  readonly files?: Readonly<Record<string, string>>;
  /** Whether anything fails beyond the ordinary. */
  readonly outage?: boolean;
}

const YAML = `id: pay
title: Payment API errors
zone: UTC
statement: statement.md
sources:
  alerts: { file: alerts.jsonl, kind: events, time: { column: startsAt } }
  checkouts:
    file: checkouts.csv
    kind: outcomes
    time: { column: started, zone: UTC }
    failed: { result: ["abandoned"] }
    id: checkout_id
  pods:
    file: pods.csv
    kind: gauge
    time: { column: Time, zone: UTC }
    value: ready pods
  requests:
    file: requests.csv
    kind: outcomes
    time: { column: ts, zone: UTC }
    failed: { status: { atLeast: 500 } }
    id: request_id
    cluster: checkout_id
    dimensions: [endpoint]
outcome: requests
exposure: { of: checkouts, by: requests }
remediations:
  - { id: scale-out, from: ${DAY}T11:32Z, to: ${DAY}T11:50Z, gauge: pods }
`;

const STATEMENT = `# Payment API incident, November 12, 2026

On November 12, 2026, between 11:25 UTC and 11:50 UTC, a subset of our customers experienced elevated error rates on the Payment API. During the 25 minutes of the incident approximately 8% of API requests failed with HTTP 5xx errors.

Our monitoring alerted our engineers at 11:27 UTC. At 11:32 UTC we scaled out the API fleet from 6 to 18 pods, which resolved the issue. Error rates returned to normal by 11:50 UTC.
`;

interface Rows {
  readonly requests: string[];
  readonly checkouts: string[];
}

function traffic({
  keep = () => true,
  written = (ms) => new Date(ms).toISOString(),
  outage = true,
}: PaymentFolder): Rows {
  const random = seededRandom(11);
  const rows: Rows = { requests: [], checkouts: [] };
  let serial = 0;
  for (let at = START, number = 0; at < END; at += -Math.log(1 - random.next()) * 9_000, number += 1) {
    let lost = false;
    let t = at;
    for (
      let step = 0;
      step < 2 + Math.floor(3 * random.next()) && !lost;
      step += 1, t += 1000 + Math.floor(8000 * random.next())
    ) {
      const failed = random.next() < (outage && t >= ONSET && t < RECOVERY ? 0.22 : 0.03);
      serial += 1;
      if (keep(t))
        rows.requests.push(
          `${written(t)},r${serial},chk_${number},${["/v1/authorize", "/v1/capture"][serial % 2] ?? ""},${failed ? 500 + (serial % 4) : random.next() < 0.03 ? 402 : 200}`,
        );
      lost = failed && random.next() < 0.5;
    }
    const abandoned = lost || random.next() < 0.02;
    if (keep(at))
      rows.checkouts.push(
        `chk_${number};${new Date(at).toISOString().slice(0, 19).replace("T", " ")};${abandoned ? "abandoned" : "paid"}`,
      );
  }
  return rows;
}

function pods(): string {
  const lines = ["Time,ready pods"];
  for (let at = START; at < END; at += 60_000) {
    const minute = (at - Date.parse(`${DAY}T11:32:00Z`)) / 60_000;
    lines.push(
      `${new Date(at).toISOString().slice(0, 19).replace("T", " ")},${minute < 0 ? 6 : Math.min(18, 6 + 2 * Math.floor(minute / 3))}`,
    );
  }
  return `${lines.join("\n")}\n`;
}

/**
 * A payment API's incident with a known truth, 11:12 to 11:59: requests, checkouts, pods, alerts, and a statement that says less.
 *
 * @returns the folder
 */
export function paymentFolder(change: PaymentFolder = {}): string {
  const folder = join(mkdtempSync(join(tmpdir(), "payment-")), "pay");
  mkdirSync(folder);
  const { requests, checkouts } = traffic(change);
  const alerts = [
    [3, "firing"],
    [51, "resolved"],
  ].map(([minute, state]) =>
    JSON.stringify({ startsAt: new Date(ONSET + Number(minute) * 60_000).toISOString(), state }),
  );
  const files: Record<string, string> = {
    "incident.yaml": (change.yaml ?? ((text) => text))(YAML),
    "statement.md": (change.statement ?? ((text) => text))(STATEMENT),
    "requests.csv": `${["ts,request_id,checkout_id,endpoint,status", ...requests].join("\n")}\n`,
    "checkouts.csv": `${["checkout_id;started;result", ...checkouts].join("\n")}\n`,
    "pods.csv": pods(),
    "alerts.jsonl": `${alerts.join("\n")}\n`,
    ...change.files,
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

const analyses = new Map<PaymentFolder, Promise<Analysis>>();
const PLAIN: PaymentFolder = {};

/** The analysis of a folder, computed once for a change that several tests look at; of the plain one without a change. */
export function paymentAnalysis(change: PaymentFolder = PLAIN): Promise<Analysis> {
  const kept = analyses.get(change) ?? analyze(paymentFolder(change));
  analyses.set(change, kept);
  return kept;
}
