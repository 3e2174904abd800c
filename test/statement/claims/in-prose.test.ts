import { describe, expect, it } from "vitest";
import { causeClaims, orderClaims, scopeClaims } from "../../../src/statement/claims/in-prose.js";
import { parseStatement } from "../../../src/statement/parse.js";

describe("scopeClaims", () => {
  it("reads both parts, whatever the order", () => {
    for (const text of [
      "Inbound and outbound calls were affected.",
      "Impact was seen on outbound and inbound traffic.",
      "Inbound calls were hit, and so were outbound calls.",
    ]) {
      expect(scopeClaims(text), text).toMatchObject([{ id: "scope-1", values: ["inbound", "outbound"], only: false }]);
    }
  });
  it("reads what is excluded", () => {
    for (const text of [
      "Only inbound calls were affected.",
      "The impact was limited to inbound calls.",
      "Inbound calls were affected; outbound calls were not affected.",
      "Impact was restricted to inbound calls, while outbound traffic was unaffected.",
    ]) {
      expect(scopeClaims(text), text).toMatchObject([{ values: ["inbound"], only: true }]);
    }
  });
  it("reads the values of the data's own columns", () => {
    const regions = [
      ["Frankfurt", "Dublin", "Paris (2)"],
      ["0017", "0018"],
    ];
    expect(scopeClaims("Only Frankfurt was affected.", regions)).toMatchObject([
      { id: "scope-1", values: ["Frankfurt"], only: true },
    ]);
    expect(scopeClaims("Requests to Frankfurt failed; Dublin was not affected.", regions)).toMatchObject([
      { values: ["Frankfurt"], only: true },
    ]);
    expect(scopeClaims("Failures were seen in Frankfurt and Dublin.", regions)).toMatchObject([
      { values: ["Frankfurt", "Dublin"], only: false },
    ]);
    expect(scopeClaims("Only the hosts in Frankfurt were upgraded. The office in Dublin is open.", regions)).toEqual(
      [],
    );
    expect(scopeClaims("Only Frankfurt was affected.")).toEqual([]);
  });
  it("reads paths, what was spared, and a part by itself", () => {
    const paths = [
      ["/v1/token", "/v1/capture", "/v1/authorize"],
      ["eu-west", "eu-central"],
    ];
    expect(scopeClaims("Only requests to /v1/token were affected; /v1/capture was not affected.", paths)).toMatchObject(
      [{ values: ["/v1/token"], only: true }],
    );
    for (const text of ["The token endpoint was not affected.", "There was no impact on /v1/token."])
      expect(scopeClaims(text, paths), text).toMatchObject([{ values: [], spared: ["/v1/token"] }]);
    expect(scopeClaims("Customers in eu-west were affected.", paths)).toMatchObject([
      { values: ["eu-west"], only: false },
    ]);
    expect(scopeClaims("Verbs that play media failed.", [["Play", "Say"]])).toEqual([]);
  });
  it("makes no claim of a part that is only mentioned", () => {
    expect(scopeClaims("Customers placing outbound calls may wish to retry.")).toEqual([]);
  });
});

describe("orderClaims", () => {
  const statement = parseStatement(
    "Timeline\n[2024-06-03 10:00 UTC] The on-call team starts to add capacity.\n[2024-06-03 10:30 UTC] The root cause is identified.\n",
    { zone: "UTC" },
  );
  it("finds an action said to follow the cause's identification, in many words", () => {
    for (const text of [
      "Once the bottleneck had been identified, capacity was added.",
      "Having diagnosed the fault, we increased capacity.",
      "On identifying the saturation, engineers scaled up.",
    ]) {
      expect(orderClaims(text, statement), text).toMatchObject([
        {
          id: "order-1",
          first: { at: expect.stringContaining("10:30") as string },
          next: { at: expect.stringContaining("10:00") as string },
        },
      ]);
    }
  });
  it("leaves other sentences alone", () => {
    expect(orderClaims("Capacity was added at noon. The cause was identified later.", statement)).toEqual([]);
  });
});

describe("causeClaims", () => {
  it("takes the first sentence of a section on the cause, else the first that names one", () => {
    expect(
      causeClaims("Summary\nIt was due to a fault.\n\nRoot Cause\n\nA cache filled up. Then it stopped."),
    ).toMatchObject([{ id: "cause-1", quote: "A cache filled up." }]);
    expect(causeClaims("We had trouble. The trouble was caused by a lost route.")).toMatchObject([
      { quote: "The trouble was caused by a lost route." },
    ]);
    expect(causeClaims("We had trouble from 10:00 to 11:00.")).toEqual([]);
  });
});
