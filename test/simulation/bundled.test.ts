import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { cellsOf, contentHashes, simulatedFolders, textOf, truthOf } from "./simulated-folder.js";

const DATA = fileURLToPath(new URL("../../data/", import.meta.url));
const SPAN = ["2025-03-31T15:10:00Z", "2025-03-31T16:44:00Z"] as const;
const within = (time: string | undefined): boolean => time !== undefined && time >= SPAN[0] && time < SPAN[1];
const share = (rows: readonly string[][], column: number, value: string): number =>
  rows.filter((row) => row[column] === value).length / rows.length;

describe("the bundled incident", () => {
  let folders: readonly string[] = [];
  let carrier = "";
  let customer = "";
  beforeAll(async () => {
    folders = await simulatedFolders("twilio-13002", { seed: 13002 });
    [carrier = "", customer = ""] = folders;
  });

  it("is what its seed gives, byte for byte before compression", () => {
    expect(contentHashes(carrier)).toEqual(contentHashes(`${DATA}twilio-13002`));
    expect(contentHashes(customer)).toEqual(contentHashes(`${DATA}twilio-13002-customer`));
  });

  it("fails about 25 % of the verbs and drops about 13.3 % of the calls over the stated span", () => {
    const verbs = cellsOf(carrier, "verbs.csv.gz").filter((row) => within(row[6]));
    const calls = cellsOf(carrier, "calls.csv.gz").filter((row) => within(row[3]));
    expect(Math.abs(share(verbs, 7, "11200") - 0.25)).toBeLessThan(0.02);
    expect(Math.abs(share(calls, 6, "true") - 0.133)).toBeLessThan(0.015);
    const { overStatedWindow } = truthOf(carrier);
    expect(overStatedWindow.verbs).toEqual({
      failures: verbs.filter((row) => row[7] === "11200").length,
      attempts: verbs.length,
    });
    expect(overStatedWindow.calls).toEqual({
      failures: calls.filter((row) => row[6] === "true").length,
      attempts: calls.length,
    });
  });

  it("has a call for every verb, unique ids, and background failures every day", () => {
    const calls = cellsOf(carrier, "calls.csv.gz").map((row) => row[0]);
    const known = new Set(calls);
    const verbs = cellsOf(carrier, "verbs.csv.gz");
    expect(known.size).toBe(calls.length);
    expect(new Set(verbs.map((row) => row[0])).size).toBe(verbs.length);
    expect(verbs.filter((row) => !known.has(row[1] ?? ""))).toEqual([]);
    const days = new Set(verbs.filter((row) => row[7] === "11200").map((row) => row[6]?.slice(0, 10)));
    expect(days.size).toBe(11);
  });

  it("gives the customer a subset of the carrier's calls, each alert on one of them, and no drop in sight", () => {
    const theirs = new Set(
      cellsOf(carrier, "calls.csv.gz")
        .filter((row) => row[1] === "account-01")
        .map((row) => row[0]),
    );
    const records = Object.keys(contentHashes(customer))
      .filter((name) => name.startsWith("calls-"))
      .flatMap((name) =>
        textOf(customer, name)
          .trimEnd()
          .split("\n")
          .map((line) => JSON.parse(line) as Record<string, string | null>),
      );
    expect(records.map(({ sid }) => sid).sort()).toEqual([...theirs].sort());
    expect(Object.keys(records[0] ?? {})).not.toContain("dropped");
    const alerted = cellsOf(customer, "alerts.csv.gz").filter((row) => row[4] === "11200");
    expect(alerted.every((row) => theirs.has(row[5] ?? ""))).toBe(true);
    const { overStatedWindow } = truthOf(customer);
    expect(overStatedWindow.verbs.attempts).toBeGreaterThan(100);
    expect(overStatedWindow.verbs.attempts).toBeLessThan(truthOf(carrier).overStatedWindow.verbs.attempts / 5);
  });

  it("moves European customers' traffic an hour earlier in UTC when their clocks change, and no one else's", () => {
    const calls = cellsOf(carrier, "calls.csv.gz");
    const opening = (account: string, day: string): number => {
      const hours = calls
        .filter((row) => row[1] === account && row[3]?.startsWith(day))
        .map((row) => Number(row[3]?.slice(11, 13)) + Number(row[3]?.slice(14, 16)) / 60)
        .sort((a, b) => a - b);
      return hours[Math.floor(hours.length / 2)] ?? Number.NaN;
    };
    expect(opening("account-01", "2025-03-25") - opening("account-01", "2025-04-01")).toBeGreaterThan(0.6);
    expect(Math.abs(opening("account-02", "2025-03-25") - opening("account-02", "2025-04-01"))).toBeLessThan(0.4);
  });

  it("knows what each action spared: all the failures there were for a collector that is off, none for the patch", () => {
    const { verbs, remediations, whatIf } = truthOf(carrier);
    const spared = new Map([...remediations, ...whatIf].map(({ id, failuresAvoided }) => [id, failuresAvoided]));
    expect(spared.get("patch")).toBe(0);
    expect(spared.get("capacity")).toBeGreaterThan(50);
    for (const id of ["capacity-at-alert", "collector-off", "buffer-larger", "payload-smaller", "autoscale-at-alert"]) {
      expect(spared.get(id)).toBeGreaterThan(0);
      expect(spared.get(id)).toBeLessThanOrEqual(verbs.failures);
    }
    expect(spared.get("payload-smaller")).toBeGreaterThan(0.9 * verbs.failures);
  });
});
