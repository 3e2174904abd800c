import { describe, expect, it } from "vitest";
import * as pm from "../../src/index.js";

/** Calls as from JavaScript: whatever the types say. */
const loose = pm as unknown as Record<string, (...args: unknown[]) => unknown>;
const call = (name: string, ...args: unknown[]): unknown => (loose[name] as (...given: unknown[]) => unknown)(...args);

describe("arguments of another shape are refused with what is required", () => {
  it.each<[string, unknown[], string]>([
    [
      "outageWindow",
      [
        [1, 2],
        [3, 4],
      ],
      "outageWindow requires { failures, attempts } or { values }, each a list, got a list of 2",
    ],
    [
      "outageWindow",
      [{ values: 7 }],
      "outageWindow requires values as a list of numbers (null where missing), got number 7",
    ],
    [
      "outageWindows",
      [undefined],
      "outageWindow requires { failures, attempts } or { values }, each a list, got undefined",
    ],
    [
      "changePoints",
      [{ values: [1] }],
      "changePoints requires a list of numbers (null where missing), got an object with values",
    ],
    ["proportionDifference", [18, 20], "proportionDifference requires [failures, attempts] twice, got number 18"],
    ["rateRatio", [[1, 2], null], "rateRatio requires [failures, attempts] twice, got null"],
    ["clusteredProportion", [[1, 2]], "clusteredProportion requires a list of { failures, attempts }, got number 1"],
    ["betaBinomial", [{}], "betaBinomial requires a list of { failures, attempts }, got an object with no fields"],
    ["segmentedRegression", [[1, 2, 3]], "segmentedRegression requires { y, interventionAt, family }, got a list of 3"],
    [
      "interventionEffect",
      [
        [1, 2],
        [3, 4],
      ],
      "interventionEffect requires { y, pre: [first, last], post: [first, last], seed }, got a list of 2",
    ],
    ["parseStatement", [{ text: "a" }], "parseStatement requires the statement as text, got an object with text"],
    [
      "compareStatements",
      ["a", "b"],
      'compareStatements requires two statements as parseStatement gives them, got the text "a"',
    ],
    ["reconcile", [0.25, 0.13], "reconcile requires { verbs, calls }, got number 0.25"],
    ["serviceLevel", ["twilio"], 'serviceLevel requires { policy, windows, shares }, got the text "twilio"'],
    ["milestones", [{}], "milestones requires a list of a statement's events, got an object with no fields"],
    ["summaryText", ["folder"], 'summaryText requires an analysis as analyze gives it, got the text "folder"'],
  ])("%s %j", (name, args, message) => expect(() => call(name, ...args)).toThrow(message));

  it.each(["analyze", "openIncident", "readTable"])("%s requires a path", async (name) => {
    await expect(call(name, ["a", "b"])).rejects.toThrow(
      /^\w+ requires the path of an? (incident folder|file), got a list of 2$/,
    );
  });

  // Written into pages as they are, without what refuses; a seed may be anything.
  const bare = new Set(["whatIfModel", "failuresAvoided", "seededRandom", "show", "PostmortemError"]);
  it.each(Object.keys(pm).filter((name) => typeof loose[name] === "function" && !bare.has(name)))(
    "%s says what it requires where nothing or a number stands for its argument",
    async (name) => {
      for (const wrong of [undefined, 42]) {
        const refused = await Promise.resolve()
          .then(() => call(name, wrong))
          .then(
            () => null,
            (error: Error) => error.message,
          );
        expect(refused ?? "requires").toMatch(/requires/);
      }
    },
  );
});
