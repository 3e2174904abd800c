import { describe, expect, it } from "vitest";
import type { ChangeRow } from "../../../src/analysis/find/change-rows.js";
import { withNamedPlaces } from "../../../src/analysis/find/named-places.js";
import type { SourceData } from "../../../src/sources/incident-data.js";

const VALUES = new Map([
  ["service", ["cart", "cart-api", "mail", "search"]],
  ["zone", ["eu-1", "us-1", "prod"]],
  ["version", ["mail-2.1", "cart-3.0"]],
]);
/** Traffic with a few values in three columns. */
const traffic = {
  slices: [...VALUES.keys()],
  range: { from: "2026-03-03T08:00:00Z", to: "2026-03-03T12:00:00Z" },
  breakdown: (column: string) =>
    Promise.resolve((VALUES.get(column) ?? []).map((value) => ({ value, failures: 1, attempts: 10 }))),
} as unknown as SourceData;

const row = (what: string, fields: Readonly<Record<string, string>> = {}): ChangeRow => ({
  source: "deploys",
  at: "2026-03-03T10:00:00Z",
  id: what,
  what,
  fields: new Map(Object.entries(fields)),
  place: {},
});
const placesOf = async (...rows: readonly ChangeRow[]): Promise<readonly ChangeRow["place"][]> =>
  (await withNamedPlaces(rows, traffic)).map(({ place }) => place);

describe("changes that name a part of the traffic", () => {
  it("went there, by their words or by any field, the longer name before the shorter", async () => {
    const repository = row("Deploy 17", { repository_url: "https://code.example/shop/search", environment: "prod" });
    expect(await placesOf(row("Deploy mail 2.1"), row("cart-api scaled up"), repository)).toEqual([
      { service: "mail" },
      { service: "cart-api" },
      { service: "search" },
    ]);
  });

  it("have no place where they name several, none, or a part of a longer word", async () => {
    expect(await placesOf(row("Deploy mail"), row("Deploy cart and search"), row("Deploy cart"))).toEqual([
      { service: "mail" },
      {},
      { service: "cart" },
    ]);
    expect(await placesOf(row("Researched mailbox"), row("Deploy all"))).toEqual([{}, {}]);
  });

  it("have none where few of them name a value, and keep the one that is declared", async () => {
    expect(await placesOf(row("Rotate keys"), row("Renew certificate"), row("Tune mail"))).toEqual([{}, {}, {}]);
    const declared = { ...row("Deploy mail"), place: { zone: "eu-1" } };
    expect(await placesOf(declared)).toEqual([{ zone: "eu-1" }]);
  });
});
