import { describe, expect, it } from "vitest";
import { dataOf } from "../incident-folder.js";
import { DAY, formatOf, sourceOf } from "./recognised.js";

const clock = (minute: number): string =>
  new Date(Date.UTC(2025, 2, 31, 15, minute)).toISOString().replace(".000Z", "Z");
const epoch = (minute: number, micro = "000100"): string => `${Date.UTC(2025, 2, 31, 15, minute) / 1000}.${micro}`;
const SHA = "4f2c9d1aa0b1c2d3e4f5061728394a5b6c7d8e9f";

/** Times of a source's rows and one column of each. */
async function rowsOf(file: string, content: string, column: string, more = "kind: events") {
  const { source } = await sourceOf(file, content, more);
  expect(source.kind).toBe("events");
  const rows = await source.rows(DAY, 100);
  return rows.map(({ at, fields }) => [at.replace(/\.\d+Z$/, "Z"), new Map(fields).get(column)]);
}

describe("a chat's export", () => {
  const messages = [
    { type: "message", user: "U1", text: "errors on checkout?", ts: epoch(9), reactions: [{ name: "eyes", count: 2 }] },
    {
      type: "message",
      subtype: "bot_message",
      text: "",
      ts: epoch(8),
      attachments: [{ title: "FIRING", text: "rate" }],
    },
  ];

  it("is dated by `ts`, and a bot's words are those of its attachments", async () => {
    expect(await formatOf("2025-03-31.json", JSON.stringify(messages, null, 2))).toBe("slack");
    expect(await rowsOf("general.json", JSON.stringify(messages), "text")).toEqual([
      [clock(8), "FIRING rate"],
      [clock(9), "errors on checkout?"],
    ]);
  });

  it("may be a folder with a file a day, or the answer of a history", async () => {
    const days = messages.map((message) => JSON.stringify([message]));
    const yaml = `id: t
outcome: verbs
sources:
  verbs: { file: verbs.csv, failed: { code: ["500"] } }
  chat: { file: "general-*.json", kind: events }
`;
    const data = await dataOf({
      "incident.yaml": yaml,
      "verbs.csv": "at,code\n2025-03-31T12:00:00Z,500\n",
      "general-2025-03-30.json": days[1] as string,
      "general-2025-03-31.json": days[0] as string,
    });
    const rows = await data.source("chat").rows(DAY, 10);
    expect(rows.map(({ fields }) => new Map(fields).get("text"))).toEqual(["FIRING rate", "errors on checkout?"]);
    const answer = JSON.stringify({ ok: true, messages, has_more: false });
    expect(await rowsOf("history.json", answer, "user")).toHaveLength(2);
  });
});

describe("a pager's log entries", () => {
  it("are dated by their creation and keep what they belong to", async () => {
    const entry = (n: number, type: string) => ({
      id: `R${n}`,
      type: `${type}_log_entry`,
      summary: `${type} by someone`,
      created_at: clock(n),
      incident: { id: "P1", summary: "[#12] checkout is failing" },
      teams: [],
    });
    const text = JSON.stringify({
      log_entries: [entry(5, "trigger"), entry(7, "acknowledge")],
      limit: 100,
      more: false,
    });
    expect(await formatOf("pager.json", text)).toBe("pagerduty");
    expect(await rowsOf("pager.json", text, "type")).toEqual([
      [clock(5), "trigger_log_entry"],
      [clock(7), "acknowledge_log_entry"],
    ]);
  });
});

describe("events of a cluster", () => {
  it("count from when each first happened, in whichever field that is written", async () => {
    const event = (fields: object) => ({
      kind: "Event",
      metadata: { name: "e", namespace: "shop", creationTimestamp: clock(50) },
      involvedObject: { kind: "Deployment", name: "checkout", namespace: "shop" },
      reason: "ScalingReplicaSet",
      ...fields,
    });
    const items = [
      event({ firstTimestamp: clock(3), lastTimestamp: clock(40), count: 9, eventTime: null, message: "Scaled up" }),
      event({ firstTimestamp: null, lastTimestamp: null, eventTime: "2025-03-31T15:04:00.120000Z", note: "Bound" }),
    ];
    const text = JSON.stringify({ apiVersion: "v1", kind: "List", items });
    expect(await formatOf("events.json", text)).toBe("kubernetes-events");
    expect(await rowsOf("events.json", text, "object")).toEqual([
      [clock(3), "deployment/checkout"],
      [clock(4), "deployment/checkout"],
    ]);
  });

  it("are read as a table where it holds moments, and refused where it says how long ago", async () => {
    const table = (first: string, second: string): string =>
      [
        "NAMESPACE   LAST SEEN              TYPE      REASON              OBJECT                MESSAGE",
        `shop        ${first.padEnd(23)}Normal    ScalingReplicaSet   deployment/checkout   Scaled up to 3`,
        `shop        ${second.padEnd(23)}Warning   BackOff             pod/checkout-7d9f     Back-off restarting`,
        "",
      ].join("\n");
    expect(await formatOf("events.txt", table(clock(1), clock(2)))).toBe("kubectl-events");
    expect(await rowsOf("events.txt", table(clock(1), clock(2)), "message")).toEqual([
      [clock(1), "Scaled up to 3"],
      [clock(2), "Back-off restarting"],
    ]);
    await expect(sourceOf("events.txt", table("35m", "2m10s (x4 over 9m)"), "kind: events")).rejects.toThrow(
      /how long ago things happened, but not when it was written/,
    );
  });
});

describe("deployments", () => {
  it("of GitHub and of Argo CD are rows, each with its revision", async () => {
    const deployment = {
      id: 1,
      sha: SHA,
      ref: "main",
      task: "deploy",
      environment: "production",
      created_at: clock(6),
    };
    expect(await formatOf("d.json", JSON.stringify([deployment]))).toBe("github-deployments");
    expect(await rowsOf("d.json", JSON.stringify([deployment]), "sha")).toEqual([[clock(6), SHA]]);
    const application = {
      kind: "Application",
      metadata: { name: "checkout" },
      status: { history: [{ id: 11, revision: SHA, deployedAt: clock(7), deployStartedAt: clock(6) }], sync: {} },
    };
    expect(await formatOf("a.json", JSON.stringify(application))).toBe("argo-history");
    expect(await rowsOf("a.json", JSON.stringify(application), "application")).toEqual([[clock(7), "checkout"]]);
    const table = `ID  DATE                            REVISION\n0   2025-03-31 15:07:00 +0000 UTC   HEAD (4f2c9d1)\n`;
    expect(await formatOf("history.txt", table)).toBe("argo-history-table");
  });
});

describe("a log of commits", () => {
  const log = `commit ${SHA} (HEAD -> main)
Merge: 1111111 2222222
Author: A Person <a@example.org>
Date:   Mon Mar 31 17:05:00 2025 +0200

    Raise the pool of checkout

    It was too small.

 src/pool.ts | 2 +-

commit aaaac9d1aa0b1c2d3e4f5061728394a5b6c7d8e9
Author: B Person <b@example.org>
Date:   Mon Mar 31 15:01:00 2025 +0000

    Fix a typo
`;

  it("is a row a commit, whatever the message and the changed files hold", async () => {
    expect(await formatOf("log.txt", log)).toBe("git-log");
    expect(await rowsOf("log.txt", log, "subject")).toEqual([
      [clock(1), "Fix a typo"],
      [clock(5), "Raise the pool of checkout"],
    ]);
  });

  it("may have a commit a line", async () => {
    const lines = "4f2c9d1 2025-03-31T17:05:00+02:00 Raise the pool\naaaac9d 2025-03-31T15:01:00Z Fix a typo\n";
    expect(await formatOf("log.txt", lines)).toBe("git-log-lines");
    expect(await rowsOf("log.txt", lines, "sha")).toEqual([
      [clock(1), "aaaac9d"],
      [clock(5), "4f2c9d1"],
    ]);
  });
});
