import { describe, expect, it } from "vitest";
import { isGenericTitle, nameInWords, quantileName } from "../../src/wording/name.js";

describe("a name from a file", () => {
  it("reads as words in a sentence", () => {
    const said = ["checkoutRequests", "checkout_requests", "p95Ms", "requestsEU", "queue-depth", "verbs", "eBay"];
    expect(said.map(nameInWords)).toEqual([
      "checkout requests",
      "checkout requests",
      "p95 ms",
      "requests EU",
      "queue depth",
      "verbs",
      "eBay",
    ]);
  });
});

describe("a quantile", () => {
  it("has the name that readers know it by", () => {
    expect([0.5, 0.95, 0.999, 1].map(quantileName)).toEqual(["median", "p95", "p99.9", "highest"]);
  });
});

describe("a title", () => {
  it("is generic where it says only what kind of text it heads, or the day", () => {
    const generic = ["Reason for outage", "Incident report, 12 March 2026", "Post-mortem", "RFO #13002", "incident-7"];
    expect(generic.filter((title) => !isGenericTitle(title))).toEqual([]);
    const telling = ["Dropped phone calls", "Checkout outage", "Orders outage", "Incident report: storage"];
    expect(telling.filter(isGenericTitle)).toEqual([]);
  });
});
