import { describe, expect, it } from "vitest";
import { serviceLevel } from "../../src/audit/service-level.js";

const start = "2025-03-10T15:09:00Z";
const windows = [94, 96, 107].map((minutes) => ({ label: `${minutes}`, start, minutes }));
const shares = [
  { label: "verbs", value: 0.25, interval: [0.24, 0.26] as const },
  { label: "calls", value: 0.133, interval: [0.12, 0.14] as const },
];

describe("serviceLevel", () => {
  const findings = serviceLevel({ policy: "twilio", windows, shares });
  const of = (reading: string) => findings.find((finding) => finding.reading === reading);

  it.each([
    ["94, every minute down", 0.99789, 0.1],
    ["96, every minute down", 0.99785, 0.1],
    ["107, every minute down", 0.9976, 0.1],
    ["94, verbs", 0.999474, 0.1],
    ["96, verbs", 0.999462, 0.1],
    ["107, verbs", 0.999401, 0.1],
    ["94, calls", 0.99972, 0],
    ["96, calls", 0.999714, 0],
    ["107, calls", 0.999681, 0],
  ])("%s over a month of 44,640 minutes", (reading, availability, credit) => {
    expect(of(reading)?.availability).toBeCloseTo(availability, 5);
    expect(of(reading)?.credit).toBe(credit);
  });

  it("finds the failure share at which the credit begins", () => {
    expect([94, 96, 107].map((minutes) => of(`${minutes}, verbs`)?.breakEvenFailureShare?.toFixed(4))).toEqual([
      "0.2374",
      "0.2325",
      "0.2086",
    ]);
  });

  it("earns the credit at 99.99 % where it does not at 99.95 %", () => {
    const strict = serviceLevel({ policy: "twilio-enterprise", windows, shares }).filter(({ reading }) =>
      reading.endsWith("calls"),
    );
    expect(strict.map(({ credit }) => credit)).toEqual([0.1, 0.1, 0.1]);
  });

  it("counts minutes over a threshold only in runs that are long enough", () => {
    const failures = [0, 9, 9, 0, 9, 9, 9, 9, 9, 0];
    const [finding] = serviceLevel({
      policy: {
        id: "own",
        title: "own",
        period: "month",
        rule: "threshold",
        threshold: 0.5,
        consecutive: 3,
        tiers: [{ below: 0.9999, credit: 0.1 }],
      },
      windows: windows.slice(0, 1),
      shares: [],
      perMinute: { failures, attempts: failures.map(() => 10) },
    }).slice(-1);
    expect(finding?.downtimeMinutes).toBe(5);
  });

  it.each([
    ["threshold", true],
    ["minutes", false],
  ] as const)("counts minutes over a threshold by a rule of %s: %s", (rule, own) => {
    const finding = serviceLevel({
      policy: {
        id: "own",
        title: "own",
        period: "month",
        rule,
        threshold: 0.5,
        tiers: [{ below: 0.9999, credit: 0.1 }],
      },
      windows: windows.slice(0, 1),
      shares: [],
      perMinute: { failures: [0, 9, 9, 0], attempts: [10, 10, 10, 10] },
    }).at(-1);
    expect([finding?.reading, finding?.downtimeMinutes, finding?.byRule]).toEqual([
      "minutes over the policy's threshold",
      2,
      own,
    ]);
  });

  it("counts a month with a clock change in the policy's own zone", () => {
    const berlin = {
      id: "own",
      title: "own",
      period: "month",
      zone: "Europe/Berlin",
      rule: "minutes",
      tiers: [{ below: 0.999, credit: 0.1 }],
    } as const;
    const [finding] = serviceLevel({ policy: berlin, windows: windows.slice(0, 1), shares: [] });
    expect(finding?.availability).toBeCloseTo(1 - 94 / (44_640 - 60), 12);
  });

  it("marks the readings of the policy's own rule, and dates the claim from the period's end", () => {
    expect(findings.map(({ byRule }) => byRule)).toEqual(
      findings.map(({ reading }) => !reading.endsWith("every minute down")),
    );
    expect(new Set(findings.map(({ claimBy }) => claimBy))).toEqual(new Set(["2025-04-30"]));
    const quarter = {
      id: "own",
      title: "own",
      period: "quarter",
      rule: "minutes",
      tiers: [{ below: 0.9999, credit: 0.1 }],
      claimWithinDays: 15,
    } as const;
    const [one] = serviceLevel({ policy: quarter, windows: windows.slice(0, 1), shares: [] });
    expect([one?.availability, one?.claimBy]).toEqual([1 - 94 / ((31 + 28 + 31) * 1440), "2025-04-15"]);
    const open = serviceLevel({
      policy: { ...quarter, claimWithinDays: undefined } as never,
      windows: windows.slice(0, 1),
      shares: [],
    });
    expect(open[0]?.claimBy).toBeNull();
  });

  it("takes the best tier reached, and no more than the cap", () => {
    const tiers = [
      { below: 0.9999, credit: 0.1 },
      { below: 0.999, credit: 0.25 },
      { below: 0.95, credit: 1 },
    ];
    const own = { id: "own", title: "own", period: "month", rule: "minutes", tiers } as const;
    const credit = (minutes: number, more = {}): number | undefined =>
      serviceLevel({ policy: { ...own, ...more }, windows: [{ label: "w", start, minutes }], shares: [] })[0]?.credit;
    expect([4, 10, 60, 3000].map((minutes) => credit(minutes))).toEqual([0, 0.1, 0.25, 1]);
    expect(credit(3000, { mostCredit: 0.5 })).toBe(0.5);
  });

  it("names the known policies when one is unknown", () => {
    expect(() => serviceLevel({ policy: "nobody", windows, shares })).toThrow(/twilio.*got "nobody"/);
  });
});
