import { describe, expect, it } from "vitest";
import type { Change, PlaceFit } from "../../../src/remediation/changes/change.js";
import { judgeChanges } from "../../../src/remediation/changes/judge-changes.js";
import type { WindowFinding } from "../../../src/window/window-finding.js";

const ONSET = Date.UTC(2026, 4, 4, 12);
const at = (minutes: number): string => new Date(ONSET + minutes * 60_000).toISOString();
/** An outage of an hour, its onset known to four minutes. */
const window = {
  onset: at(0),
  onsetInterval: [at(-2), at(2)],
  recovery: at(60),
  recoveryStart: at(58),
  recoveryInterval: [at(57), at(62)],
} as unknown as WindowFinding;
const FITS: PlaceFit = { fit: "fits", share: null, why: "all extra failures are in service = pay" };

function change(minutes: number, rest: Partial<Change> = {}): Change {
  return {
    id: `c${minutes}`,
    at: at(minutes),
    what: `deploy ${minutes}`,
    place: { service: "pay" },
    sources: ["deploys"],
    rollback: false,
    ...rest,
  };
}

/** The verdicts on changes that all fit in place, of a history of so many hours. */
function verdicts(changes: readonly Change[], hours: number): string[] {
  return judgeChanges({
    changes,
    window,
    windowReason: null,
    onsetSeen: true,
    stepMinutes: 1,
    places: changes.map(() => FITS),
    history: [ONSET - hours * 3_600_000, ONSET + 2 * 3_600_000],
  }).map(({ id, verdict }) => `${id} ${verdict}`);
}

describe("a change against the onset's interval", () => {
  it.each([
    [-3, "c-3 supported"],
    [1.7, "c1.7 supported"],
    // A quarter of the five minutes in which the failures may have begun come after it; of less it says no more than possible.
    [1.8, "c1.8 possible"],
    [1.9, "c1.9 possible"],
    // The interval ends at 12:02 and its step a minute later: of five minutes, less than one is left.
    [2.5, "c2.5 unlikely"],
    [4, "c4 unlikely"],
  ])("%d minutes after the onset", (minutes, wanted) => {
    expect(verdicts([change(minutes)], 48)).toEqual([wanted]);
  });
});

describe("changes on nested places", () => {
  it("a change of all the service and one of a region of it cannot be told apart by their places", () => {
    const region = change(-3, { id: "region", place: { service: "pay", region: "eu" } });
    expect(verdicts([region, change(-2)], 48)).toEqual(["region possible", "c-2 possible"]);
    const elsewhere = change(-3, { id: "region", place: { service: "search", region: "eu" } });
    expect(verdicts([elsewhere, change(-2)], 48)).toContain("c-2 supported");
  });
});

describe("a change that such changes come often beside", () => {
  // With three more like it in four hours, one comes so close by accident in more than 4 % of cases.
  const often = [change(-3), change(-150), change(-190), change(-230)];

  it("is possible", () => {
    expect(verdicts(often, 4)).toContain("c-3 possible");
  });

  it("is supported where failures also ended with its rollback", () => {
    expect(verdicts([...often, change(55, { rollback: true })], 4)).toContain("c-3 supported");
  });

  it("is possible where they went on after it", () => {
    expect(verdicts([...often, change(10, { rollback: true })], 4)).toContain("c-3 possible");
  });
});

describe("a change beside an onset of which some steps are likelier than others", () => {
  const one = (minutes: number): string | undefined =>
    judgeChanges({
      changes: [change(minutes)],
      window,
      windowReason: null,
      onsetSeen: true,
      stepMinutes: 1,
      places: [FITS],
      seen: [
        {
          window,
          onset: [
            [ONSET - 2 * 60_000, 0.1],
            [ONSET + 2 * 60_000, 0.9],
          ],
        },
      ],
      history: [ONSET - 48 * 3_600_000, ONSET + 2 * 3_600_000],
    })[0]?.verdict;

  it("is held against the likely steps", () => {
    expect(one(1.9)).toBe("supported");
    expect(one(2.5)).toBe("supported");
    expect(one(2.95)).toBe("unlikely");
  });
});
