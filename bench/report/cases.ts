// Incidents that a page must be readable for, each with the truth that its first screen has to tell: who has seen nothing else answers from it.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { seededRandom } from "../../src/stats/random/random.js";

/** The six questions of a reader, answered. */
interface Truth {
  readonly what: string;
  readonly when: string;
  readonly long: string;
  readonly much: string;
  readonly ended: string;
  readonly account: string;
}

export interface ReportCase {
  readonly name: string;
  /** Writes the incident's folder, or names one that is there. */
  readonly folder: (under: string) => string;
  readonly truth: Truth;
}

const MINUTE = 60_000;
const START = Date.parse("2026-03-12T06:00:00Z");
const at = (minute: number): string => new Date(START + minute * MINUTE).toISOString().replace(".000Z", "Z");

function written(under: string, name: string, files: Readonly<Record<string, string>>): string {
  const folder = join(under, name);
  mkdirSync(folder, { recursive: true });
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text);
  return folder;
}

interface Traffic {
  readonly minutes: number;
  readonly perMinute: number;
  /** Failure share in a minute. */
  readonly share: (minute: number) => number;
  readonly stepMinutes?: number;
}

/** Attempts and failures a step, as a monitoring system exports them. */
function counts(seed: number, { minutes, perMinute, share, stepMinutes = 1 }: Traffic): string {
  const random = seededRandom(seed);
  const lines = ["time,requests,errors"];
  for (let minute = 0; minute < minutes; minute += stepMinutes) {
    const requests = random.poisson(perMinute * stepMinutes);
    lines.push(`${at(minute)},${requests},${random.binomial(requests, share(minute))}`);
  }
  return `${lines.join("\n")}\n`;
}

/** One row a request: time, account, status and how long it took. */
function requests(
  seed: number,
  { minutes, perMinute, share }: Traffic,
  { accounts = 24, millis = () => 120 }: { accounts?: number; millis?: (minute: number) => number } = {},
): string {
  const random = seededRandom(seed);
  const lines = ["time,account,status,duration_ms"];
  for (let minute = 0; minute < minutes; minute++) {
    const within = Array.from({ length: random.poisson(perMinute) }, () => random.next()).sort((a, b) => a - b);
    for (const part of within) {
      const account = `acct-${String(1 + Math.floor(accounts * random.next() ** 2)).padStart(2, "0")}`;
      const failed = random.next() < share(minute);
      const took = Math.round(millis(minute) * Math.exp(random.normal(0, 0.3)));
      const time = new Date(START + Math.floor((minute + part) * MINUTE)).toISOString();
      lines.push(`${time},${account},${failed ? 503 : 200},${took}`);
    }
  }
  return `${lines.join("\n")}\n`;
}

const COUNTS = (id: string, title: string, more = ""): string => `id: ${id}
title: ${title}
synthetic: true
zone: UTC
${more}sources:
  requests:
    file: requests.csv
    kind: counts
    time: { column: time, zone: UTC }
    failures: errors
    attempts: requests
outcome: requests
`;

const ROWS = (id: string, title: string, more = ""): string => `id: ${id}
title: ${title}
synthetic: true
zone: UTC
${more}sources:
  requests:
    file: requests.csv
    kind: outcomes
    time: { column: time, zone: UTC }
    failed: "status >= 500"
    latency: duration_ms
    dimensions: [account]
outcome: requests
affected: [account]
`;

/** A share that is high from one minute to another. */
const raised =
  (from: number, to: number, high: number, usual = 0.002) =>
  (minute: number): number =>
    minute >= from && minute < to ? high : usual;

function fortyClaims(): string {
  const lines = [
    "# Incident report: checkout errors on 12 March 2026",
    "",
    "Between 09:00 UTC and 10:30 UTC on 12 March 2026, checkout requests failed. About 20 % of requests failed.",
    "",
    "## Timeline (all times UTC)",
    "",
  ];
  for (let i = 0; i < 12; i++) {
    const minute = 180 + 8 * i;
    lines.push(
      `- ${at(minute).slice(11, 16)}: Between 09:00 and ${at(minute).slice(11, 16)}, about ${15 + i} % of requests failed.`,
    );
  }
  lines.push("", "## Impact", "");
  for (let i = 0; i < 12; i++) lines.push(`- The outage lasted ${60 + 5 * i} minutes for some customers.`);
  lines.push("", "## What we found", "");
  for (let i = 0; i < 14; i++)
    lines.push(
      `- From ${at(175 + i).slice(11, 16)} UTC until ${at(270 + i).slice(11, 16)} UTC, ${18 + (i % 5)} % of requests failed.`,
    );
  lines.push("", "At 10:20 UTC a rollback began; it completed at 10:28 UTC and ended the outage.", "");
  return lines.join("\n");
}

const NONE = "nothing failed";

/** The cases, each with what its first screen must tell. */
export const REPORT_CASES: readonly ReportCase[] = [
  {
    name: "bundled",
    folder: () => "data/twilio-13002",
    truth: {
      what: "phone calls (and verbs)",
      when: "31 March 2025, 15:07–16:58 UTC",
      long: "111 minutes",
      much: "12.4 % of calls: 416 of 3,353",
      ended: "not shown by these data, or capacity, as the page of the remediation says",
      account: "in 9 of 13 points; it ends the outage too early",
    },
  },
  {
    name: "bundled-customer",
    folder: () => "data/twilio-13002-customer",
    truth: {
      what: "phone calls (and verbs)",
      when: "31 March 2025, about 15:05–16:55 UTC",
      long: "about 110 minutes",
      much: "about 13 % of calls",
      ended: "not shown by these data, or capacity, as the page of the remediation says",
      account: "in most points; not all",
    },
  },
  {
    name: "no-statement",
    folder: (under) =>
      written(under, "no-statement", {
        "incident.yaml": ROWS("no-statement", "Checkout errors", "severity: SEV2\nowner: Payments\n"),
        "requests.csv": requests(3, { minutes: 420, perMinute: 60, share: raised(200, 265, 0.3) }),
      }),
    truth: {
      what: "requests (checkout)",
      when: "12 March 2026, 09:20–10:25 UTC",
      long: "65 minutes",
      much: "30 % of requests",
      ended: "no fix is on record",
      account: "there is none",
    },
  },
  {
    name: "no-outage",
    folder: (under) =>
      written(under, "no-outage", {
        "incident.yaml": COUNTS("no-outage", "Reported checkout errors", "statement: statement.md\n"),
        "requests.csv": counts(4, { minutes: 480, perMinute: 300, share: () => 0.002 }),
        "statement.md":
          "# Checkout errors\n\nBetween 09:00 UTC and 10:00 UTC on 12 March 2026 about 10 % of requests failed. The outage lasted 60 minutes.\n",
      }),
    truth: {
      what: NONE,
      when: "no outage on 12 March 2026",
      long: "no outage",
      much: "0.2 %, as usual",
      ended: "there was nothing to end",
      account: "no: it states an outage that is not found",
    },
  },
  {
    name: "two-outages",
    folder: (under) =>
      written(under, "two-outages", {
        "incident.yaml": COUNTS("two-outages", "Checkout errors", "statement: statement.md\n"),
        "requests.csv": counts(5, {
          minutes: 600,
          perMinute: 200,
          share: (m) => (m >= 120 && m < 150 ? 0.18 : m >= 330 && m < 390 ? 0.3 : 0.002),
        }),
        "statement.md":
          "# Checkout errors\n\nOn 12 March 2026 from 11:30 UTC to 12:30 UTC, about 30 % of requests failed.\n",
      }),
    truth: {
      what: "requests (checkout)",
      when: "12 March 2026: 08:00–08:30 and 11:30–12:30 UTC",
      long: "60 minutes the larger, 30 the other",
      much: "30 % in the larger",
      ended: "no fix is on record",
      account: "its window and share hold; it does not speak of the first",
    },
  },
  {
    name: "latency-only",
    folder: (under) =>
      written(under, "latency-only", {
        "incident.yaml": ROWS("latency-only", "Slow search"),
        "requests.csv": requests(
          6,
          { minutes: 420, perMinute: 60, share: () => 0.002 },
          { millis: (m) => (m >= 210 && m < 285 ? 900 : 120) },
        ),
      }),
    truth: {
      what: "requests were slow; they did not fail",
      when: "12 March 2026, 09:30–10:45 UTC",
      long: "75 minutes",
      much: "about 900 ms at the median, usually 120",
      ended: "no fix is on record",
      account: "there is none",
    },
  },
  {
    name: "two-a-minute",
    folder: (under) =>
      written(under, "two-a-minute", {
        "incident.yaml": COUNTS("two-a-minute", "Fax delivery", "statement: statement.md\n"),
        "requests.csv": counts(7, { minutes: 900, perMinute: 2, share: raised(480, 600, 0.4, 0.01) }),
        "statement.md":
          "# Fax delivery\n\nOn 12 March 2026 from 14:00 UTC to 16:00 UTC about 40 % of requests failed.\n",
      }),
    truth: {
      what: "requests (fax delivery)",
      when: "12 March 2026, about 14:00–16:00 UTC",
      long: "about 120 minutes",
      much: "about 40 %",
      ended: "no fix is on record",
      account: "yes",
    },
  },
  {
    name: "five-thousand-a-minute",
    folder: (under) =>
      written(under, "five-thousand-a-minute", {
        "incident.yaml": COUNTS(
          "five-thousand-a-minute",
          "API errors",
          "statement: statement.md\nremediations:\n  - { id: rollback, from: 2026-03-12T10:16Z, to: 2026-03-12T10:20Z }\n",
        ),
        "requests.csv": counts(8, { minutes: 480, perMinute: 5000, share: raised(200, 260, 0.031, 0.0004) }),
        "statement.md":
          "# API errors\n\nOn 12 March 2026 from 09:20 UTC to 10:20 UTC about 3 % of requests failed. At 10:16 UTC we began a rollback, which completed at 10:20 UTC.\n",
      }),
    truth: {
      what: "requests (API)",
      when: "12 March 2026, 09:20–10:20 UTC",
      long: "60 minutes",
      much: "3.1 % of requests, some 9,300",
      ended: "a rollback came right before; whether it ended it as the details say",
      account: "yes",
    },
  },
  {
    name: "forty-claims",
    folder: (under) =>
      written(under, "forty-claims", {
        "incident.yaml": COUNTS("forty-claims", "Checkout errors", "statement: statement.md\n"),
        "requests.csv": counts(9, { minutes: 480, perMinute: 300, share: raised(180, 270, 0.2) }),
        "statement.md": fortyClaims(),
      }),
    truth: {
      what: "requests (checkout)",
      when: "12 March 2026, 09:00–10:30 UTC",
      long: "90 minutes",
      much: "20 %",
      ended: "a rollback from 10:20 to 10:28 came right before; whether it ended it as the details say",
      account: "partly: many durations and shares are contradicted",
    },
  },
  {
    name: "twenty-four-accounts",
    folder: (under) =>
      written(under, "twenty-four-accounts", {
        "incident.yaml": ROWS("twenty-four-accounts", "Webhook delivery", "severity: SEV1\nowner: Integrations\n"),
        "requests.csv": requests(10, { minutes: 420, perMinute: 80, share: raised(150, 240, 0.22) }),
      }),
    truth: {
      what: "requests (webhook delivery)",
      when: "12 March 2026, 08:30–10:00 UTC",
      long: "90 minutes",
      much: "22 % of requests; all 24 accounts, or nearly",
      ended: "no fix is on record",
      account: "there is none",
    },
  },
  {
    name: "three-days",
    folder: (under) =>
      written(under, "three-days", {
        "incident.yaml": COUNTS(
          "three-days",
          "Failed exports",
          "statement: statement.md\nremediations:\n  - { id: disk replacement, from: 2026-03-16T09:00Z, to: 2026-03-16T11:00Z }\n",
        ),
        "requests.csv": counts(11, {
          minutes: 8 * 1440,
          perMinute: 20,
          share: raised(1500, 1500 + 3 * 1440, 0.12, 0.003),
          stepMinutes: 5,
        }),
        "statement.md":
          "# Failed exports\n\nFrom 13 March 2026 07:00 UTC to 15 March 2026 18:00 UTC about 12 % of requests failed. The disk was replaced on 16 March 2026 from 09:00 UTC to 11:00 UTC.\n",
      }),
    truth: {
      what: "requests (exports)",
      when: "13 March 07:00 to 16 March 2026 07:00 UTC",
      long: "three days",
      much: "12 %",
      ended: "no fix before the end is on record (the disk was replaced after it)",
      account: "its share holds; it ends the outage some 13 hours early",
    },
  },
];
