import { expect, it } from "vitest";
import { runSeeds } from "../../bench/seeds/run-seeds.js";

it("holds every law on worlds of consecutive seeds: rows in are rows out, and what must not matter does not", async () => {
  const { seeds, failures } = await runSeeds({ count: 300, seconds: 20 });
  expect(failures).toEqual([]);
  expect(seeds).toBeGreaterThan(0);
}, 120_000);
