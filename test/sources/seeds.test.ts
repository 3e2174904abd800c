import { expect, it } from "vitest";
import { runSeeds } from "../../bench/seeds/run-seeds.js";

it("holds every law on worlds of consecutive seeds: rows in are rows out, and what must not matter does not", async () => {
  const { seeds, failures } = await runSeeds({ count: 58, first: 3 });
  expect(failures).toEqual([]);
  expect(seeds).toBe(58);
});
