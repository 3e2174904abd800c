import { describe, expect, it } from "vitest";
import { explainBySlices, seededRandom, type SliceCell } from "../../../src/index.js";
import type { CellTable } from "../../../src/rates/slices/cell-table.js";
import { searchSize } from "../../../src/rates/slices/slice-search.js";

interface Plan {
  readonly seed: number;
  readonly columns: Readonly<Record<string, readonly string[]>>;
  /** Attempts of a cell during the outage; before it were three times as many. */
  readonly attempts?: number;
  readonly base?: number;
  /** Added to the rate of a cell during the outage. */
  readonly added: (values: Readonly<Record<string, string>>) => number;
}

/** Every combination of the columns' values, with binomial counts. */
function cellsOf({ seed, columns, attempts = 200, base = 0.01, added }: Plan): SliceCell[] {
  const random = seededRandom(seed);
  let combinations: Record<string, string>[] = [{}];
  for (const [column, values] of Object.entries(columns))
    combinations = combinations.flatMap((one) => values.map((value) => ({ ...one, [column]: value })));
  return combinations.map((values) => ({
    values,
    before: { failures: random.binomial(3 * attempts, base), attempts: 3 * attempts },
    during: { failures: random.binomial(attempts, Math.min(1, base + added(values))), attempts },
  }));
}

const COLUMNS = {
  region: ["eu", "us", "ap"],
  endpoint: ["/pay", "/cart", "/search", "/login"],
  host: ["h1", "h2", "h3", "h4", "h5"],
};

describe("explainBySlices", () => {
  it("finds the combination of values that explains the excess, with its counts", () => {
    const cells = cellsOf({
      seed: 1,
      columns: COLUMNS,
      added: ({ region, endpoint }) => (region === "eu" && endpoint === "/pay" ? 0.3 : 0),
    });
    const { dimensions, found, unexplained, why } = explainBySlices(cells);
    expect(dimensions).toEqual(["region", "endpoint", "host"]);
    expect(found.map(({ where }) => where)).toEqual([{ region: "eu", endpoint: "/pay" }]);
    const [slice] = found;
    const inside = cells.filter(({ values }) => values.region === "eu" && values.endpoint === "/pay");
    expect(slice?.attempts).toBe(1000);
    expect(slice?.failures).toBe(inside.reduce((sum, { during }) => sum + during.failures, 0));
    expect(slice?.rate.value).toBeCloseTo(0.31, 1);
    expect(slice?.baseline.value).toBeLessThan(0.02);
    expect(slice?.excessShare.interval[1]).toBe(1);
    expect(slice?.adjustedP).toBeLessThan(1e-6);
    expect(unexplained?.value).toBeLessThan(0.2);
    expect(why).toContain("region = eu and endpoint = /pay");
  });

  it("finds the route that broke beside one that was spared and others that failed a little", () => {
    const route = (name: string, before: [number, number], during: [number, number]): SliceCell => ({
      values: { route: name },
      before: { failures: before[0], attempts: before[1] },
      during: { failures: during[0], attempts: during[1] },
    });
    const { found } = explainBySlices([
      route("/catalog", [12, 9000], [96, 2500]),
      route("/checkout", [6, 4500], [390, 1200]),
      route("/ping", [0, 1800], [0, 460]),
      route("/account", [8, 3100], [37, 840]),
    ]);
    expect(found.map(({ where }) => where)).toEqual([{ route: "/checkout" }]);
  });

  it("finds several causes that have no part in common", () => {
    const cells = cellsOf({
      seed: 2,
      columns: COLUMNS,
      added: ({ region, host }) => (host === "h4" ? 0.2 : region === "ap" ? 0.1 : 0),
    });
    const { found } = explainBySlices(cells);
    expect(found.map(({ where }) => where)).toEqual(expect.arrayContaining([{ host: "h4" }, { region: "ap" }]));
    expect(found).toHaveLength(2);
  });

  it("finds a third of the values of one column, each by itself, whatever its traffic", () => {
    const account = Array.from({ length: 24 }, (_, index) => `a${index}`);
    const broken =
      (count: number) =>
      (values: Readonly<Record<string, string>>): number => {
        const index = account.indexOf(values.account as string);
        return index < count ? 0.4 + 0.015 * index : 0;
      };
    for (const [count, attempts] of [
      [6, 60],
      [6, 400],
      [8, 200],
      [12, 200],
    ] as const) {
      const cells = cellsOf({ seed: 30 + count, columns: { account }, attempts, base: 0.008, added: broken(count) });
      const { found, why } = explainBySlices(cells);
      const names = found.map(({ where }) => where["account"]);
      expect(new Set(names)).toEqual(new Set(account.slice(0, count)));
      expect(names).toHaveLength(count);
      expect(why).toContain(`were in ${count} values of account`);
    }
  });

  it("names two of a zone's hosts, not the zone, where its other hosts failed as usual", () => {
    const zones = ["a", "b", "c", "d"];
    const host = zones.flatMap((zone) => [1, 2, 3, 4].map((index) => `${zone}${index}`));
    const broken = new Map([
      ["b1", 0.6],
      ["b3", 0.5],
    ]);
    const rows = cellsOf({
      seed: 41,
      columns: { host, endpoint: ["/pay", "/cart", "/list"] },
      attempts: 60,
      base: 0.01,
      added: ({ host: own }) => broken.get(own as string) ?? 0,
    });
    const cells = rows.map((cell) => ({
      ...cell,
      values: { ...cell.values, zone: (cell.values["host"] as string)[0] as string },
    }));
    for (const wander of [{ drift: 0, freedom: 40 }]) {
      const { found } = explainBySlices(cells, { wander });
      expect(found.map(({ where }) => where)).toEqual([{ host: "b1" }, { host: "b3" }]);
    }
    // Where all four failed, the zone is the shorter answer.
    const whole = rows.map(({ values, before }) => {
      const zone = (values["host"] as string)[0] as string;
      return {
        values: { ...values, zone },
        before,
        during: zone === "b" ? { failures: 30, attempts: 60 } : { failures: 1, attempts: 60 },
      };
    });
    expect(explainBySlices(whole).found.map(({ where }) => where)).toEqual([{ zone: "b" }]);
  });

  it("holds a value of a column of three against the other two, not against hundreds of values beside them", () => {
    const customer = Array.from({ length: 300 }, (_, index) => `c${index}`);
    const cells = cellsOf({
      seed: 42,
      columns: { region: ["eu", "us", "ap"], customer },
      attempts: 12,
      base: 0.01,
      added: ({ region }) => (region === "ap" ? 0.06 : 0),
    });
    const { found } = explainBySlices(cells);
    expect(found.map(({ where }) => where)).toEqual([{ region: "ap" }]);
    // Two columns and two levels: 2 sets of one column, 3 values in this one.
    const table = { columns: ["region", "customer"], values: [["eu", "us", "ap"], customer], size: cells.length };
    expect(searchSize(table as unknown as CellTable, [{ column: 0, value: 2 }])).toBeCloseTo(6);
    expect(searchSize(table as unknown as CellTable, [{ column: 1, value: 2 }])).toBeCloseTo(600);
  });

  it("takes the noise of heavy cells for noise, and finds what falls or rises by one share throughout", () => {
    const random = seededRandom(31);
    const columns = { ...COLUMNS, carrier: ["a", "b", "c", "d", "e", "f"] };
    const cause = { region: "eu", carrier: "c" };
    const hit = (values: Readonly<Record<string, string>>): boolean =>
      Object.entries(cause).every(([column, value]) => values[column] === value);
    // A value that was forecast, and what came: off by 8 %, and 40 % less in the part that broke.
    const cells = cellsOf({ seed: 31, columns, added: () => 0 }).map(({ values }): SliceCell => {
      const forecast = Math.round(300 * Math.exp(1.6 * random.normal()));
      const came = forecast * (hit(values) ? 0.6 : 1) * (1 + 0.08 * random.normal());
      return {
        values,
        before: { failures: 0, attempts: forecast },
        during: { failures: Math.min(forecast, Math.max(0, forecast - came)), attempts: forecast },
      };
    });
    expect(explainBySlices(cells).found.map(({ where }) => where)).toEqual([cause]);
  });

  it("finds one value of four columns among thousands of cells", () => {
    const columns = { ...COLUMNS, version: ["1", "2", "3"], carrier: ["a", "b", "c", "d"] };
    const cause = { region: "us", endpoint: "/cart", version: "2", carrier: "c" };
    const hit = (values: Readonly<Record<string, string>>): boolean =>
      Object.entries(cause).every(([column, value]) => values[column] === value);
    const cells = cellsOf({ seed: 3, columns, attempts: 40, added: (values) => (hit(values) ? 0.5 : 0) });
    expect(explainBySlices(cells).found.map(({ where }) => where)).toEqual([cause]);
  });

  it("names nothing where everything failed alike, whether rates were added to or multiplied", () => {
    const alike = cellsOf({ seed: 4, columns: COLUMNS, added: () => 0.25 });
    expect(explainBySlices(alike)).toMatchObject({ found: [], unexplained: { value: 1 } });
    expect(explainBySlices(alike).why).toContain("alike everywhere");
    const base = ({ endpoint }: Readonly<Record<string, string>>): number => (endpoint === "/search" ? 0.06 : 0.01);
    const random = seededRandom(5);
    const multiplied = cellsOf({ seed: 5, columns: COLUMNS, added: () => 0 }).map(({ values }) => ({
      values,
      before: { failures: random.binomial(1000, base(values)), attempts: 1000 },
      during: { failures: random.binomial(500, 4 * base(values)), attempts: 500 },
    }));
    expect(explainBySlices(multiplied).found).toEqual([]);
  });

  it("names nothing where nothing rose", () => {
    const { found, unexplained, why } = explainBySlices(cellsOf({ seed: 6, columns: COLUMNS, added: () => 0 }));
    expect({ found, unexplained }).toEqual({ found: [], unexplained: null });
    expect(why).toContain("No part of the traffic");
  });

  it("finds a value that appears during the outage only", () => {
    const cells = cellsOf({ seed: 7, columns: COLUMNS, added: () => 0 }).map((cell) => ({
      ...cell,
      values: { ...cell.values, version: "1.0" },
    }));
    const fresh = cells.map(({ values }) => ({
      values: { ...values, version: "1.1" },
      before: { failures: 0, attempts: 0 },
      during: { failures: 6, attempts: 30 },
    }));
    expect(explainBySlices([...cells, ...fresh]).found.map(({ where }) => where)).toEqual([{ version: "1.1" }]);
  });

  it("says that two values name the same traffic", () => {
    const cells = cellsOf({ seed: 8, columns: COLUMNS, added: ({ host }) => (host === "h2" ? 0.2 : 0) });
    const podded = cells.map(({ values, ...counts }) => ({
      ...counts,
      values: { ...values, pod: `${values.host}-pod` },
    }));
    const { found, why } = explainBySlices(podded);
    expect(found).toMatchObject([{ where: { host: "h2" }, sameAs: [{ pod: "h2-pod" }] }]);
    expect(why).toContain("the same traffic as pod = h2-pod");
  });

  it("says so where another value could take the place of one condition", () => {
    const cause = ({ host, endpoint }: Readonly<Record<string, string>>): boolean =>
      host === "h2" && endpoint === "/pay";
    const cells = cellsOf({ seed: 21, columns: COLUMNS, added: (values) => (cause(values) ? 0.4 : 0) });
    const racked = cells.map(({ values, ...counts }) => ({
      ...counts,
      values: { ...values, rack: values.host === "h2" ? "r7" : "r1" },
    }));
    const { found } = explainBySlices(racked);
    expect(found).toHaveLength(1);
    const names = [found[0]?.where, ...(found[0]?.sameAs ?? [])];
    expect(names).toContainEqual({ endpoint: "/pay", host: "h2" });
    expect(names).toContainEqual({ endpoint: "/pay", rack: "r7" });
  });

  it("calls a part by its plainest name: a condition that changes nothing is left out, one value is said before two", () => {
    const random = seededRandom(31);
    const hosts = ["h1", "h2", "h3", "h4", "h5", "h6", "h7", "h8"];
    const cells = hosts.flatMap((host, at) =>
      ["web", "app"].map((client): SliceCell => {
        const values = { host, client, rack: `r${Math.floor(at / 2)}`, service: `s${at % 4}` };
        const usual = 0.004 + 0.003 * (at % 3);
        const rate = host === "h3" ? 0.2 : usual;
        return {
          values,
          before: { failures: random.binomial(3000, usual), attempts: 3000 },
          during: { failures: random.binomial(1000, rate), attempts: 1000 },
        };
      }),
    );
    const { found } = explainBySlices(cells);
    expect(found.map(({ where }) => where)).toEqual([{ host: "h3" }]);
    expect(found[0]?.sameAs).toContainEqual({ rack: "r1", service: "s2" });
  });

  it.each([1, 1e-3, 1e-6])(
    "names a small part that fell by a third among forecasts that are a twelfth off, in units of %s",
    (unit) => {
      const random = seededRandom(32);
      const columns = { a: 8, b: 7, c: 6 };
      let combinations: Record<string, string>[] = [{}];
      for (const [column, size] of Object.entries(columns))
        combinations = combinations.flatMap((one) =>
          Array.from({ length: size }, (_, value) => ({ ...one, [column]: `${column}${value}` })),
        );
      const cells = combinations.map((values): SliceCell => {
        const forecast = -300 * unit * Math.log(1 - random.next());
        const left = values["a"] === "a2" && values["b"] === "b5" ? 0.65 : 1;
        const missing = Math.min(forecast, Math.max(0, forecast * (1 - left * (1 + 0.08 * random.normal()))));
        return {
          values,
          before: { failures: 0, attempts: forecast },
          during: { failures: missing, attempts: forecast },
        };
      });
      const { found } = explainBySlices(cells);
      expect(found.map(({ where }) => where)).toEqual([{ a: "a2", b: "b5" }]);
      const inside = cells.filter(({ values }) => values["a"] === "a2" && values["b"] === "b5");
      const attempts = inside.reduce((sum, { during }) => sum + during.attempts, 0);
      expect((found[0]?.attempts ?? 0) / attempts).toBeCloseTo(1, 9);
    },
  );

  it("takes a value whose rate is a quarter off for one that wanders, where few values say how far they do", () => {
    const one = (service: string, factor: number): SliceCell => ({
      values: { service },
      before: { failures: 1200, attempts: 60_000 },
      during: { failures: Math.round(1200 * factor), attempts: 60_000 },
    });
    const still = [one("a", 0.96), one("b", 1.03), one("c", 0.99)];
    expect(explainBySlices([...still, one("d", 1.27)]).found).toEqual([]);
    expect(explainBySlices([...still, one("d", 9)]).found.map(({ where }) => where)).toEqual([{ service: "d" }]);
  });

  it("names a part of half the traffic that broke, although the others wander", () => {
    const one = (endpoint: string, before: number, during: number, attempts: number): SliceCell => ({
      values: { endpoint },
      before: { failures: before, attempts },
      during: { failures: during, attempts },
    });
    const cells = [
      one("/pay", 50, 7000, 25_000),
      one("/cart", 12, 9, 8000),
      one("/find", 20, 34, 2500),
      one("/login", 15, 7, 760),
      one("/list", 24, 37, 9000),
      one("/item", 18, 12, 5000),
    ];
    expect(explainBySlices(cells).found.map(({ where }) => where)).toEqual([{ endpoint: "/pay" }]);
  });

  it("names two causes although both fail often in many small cells, which are no calls that fail whole", () => {
    const columns = {
      host: Array.from({ length: 12 }, (_, n) => `h${n}`),
      account: Array.from({ length: 30 }, (_, n) => `a${n}`),
    };
    const added = ({ host, account }: Readonly<Record<string, string>>): number =>
      host === "h3" ? 0.4 : account === "a5" ? 0.5 : 0;
    const cells = cellsOf({ seed: 22, columns, attempts: 30, base: 0.002, added });
    const { found } = explainBySlices(cells);
    expect(found.map(({ where }) => where)).toEqual(expect.arrayContaining([{ host: "h3" }, { account: "a5" }]));
    expect(found).toHaveLength(2);
  });

  it("takes a new value for ordinary as far as the values of its column are alike", () => {
    // Endpoints fail very differently, versions alike: a new version over all endpoints is known well.
    const columns = { endpoint: ["/a", "/b", "/c", "/d", "/e", "/f"], version: ["1.0", "1.1", "1.2"] };
    const base: Readonly<Record<string, number>> = {
      "/a": 0.002,
      "/b": 0.08,
      "/c": 0.01,
      "/d": 0.04,
      "/e": 0.001,
      "/f": 0.02,
    };
    const random = seededRandom(23);
    const cells = cellsOf({ seed: 23, columns, added: () => 0 }).map(({ values }): SliceCell => {
      const rate = base[values.endpoint as string] as number;
      return {
        values,
        before: { failures: random.binomial(900, rate), attempts: 900 },
        during: { failures: random.binomial(300, rate), attempts: 300 },
      };
    });
    const fresh = columns.endpoint.map((endpoint): SliceCell => {
      const rate = (base[endpoint] as number) + 0.06;
      return {
        values: { endpoint, version: "1.3" },
        before: { failures: 0, attempts: 0 },
        during: { failures: random.binomial(200, rate), attempts: 200 },
      };
    });
    expect(explainBySlices([...cells, ...fresh]).found.map(({ where }) => where)).toEqual([{ version: "1.3" }]);
  });

  it("takes failures of one call for one, so that a single call is no slice", () => {
    const random = seededRandom(9);
    // 600 calls of 8 attempts, each a cell of its own account: one call in 50 fails whole, then and now
    const cells = Array.from({ length: 600 }, (_, call): SliceCell => {
      const counts = (): SliceCell["before"] => ({ failures: random.next() < 0.02 ? 8 : 0, attempts: 8 });
      return { values: { account: `a${call}`, region: `r${call % 5}` }, before: counts(), during: counts() };
    });
    expect(explainBySlices(cells).found).toEqual([]);
  });

  it("leaves out columns of too many values or of one, and says so", () => {
    const cells = cellsOf({ seed: 10, columns: { ...COLUMNS, cloud: ["only"] }, added: () => 0 });
    const { dimensions, leftOut } = explainBySlices(cells, { mostValues: 4 });
    expect(dimensions).toEqual(["region", "endpoint"]);
    expect(leftOut).toEqual([
      { column: "host", why: "has more than 4 values" },
      { column: "cloud", why: "has one value only" },
    ]);
  });

  it("takes column names as data", () => {
    const cells = cellsOf({ seed: 11, columns: COLUMNS, added: ({ host }) => (host === "h2" ? 0.3 : 0) }).map(
      ({ values: { host, ...others }, ...counts }): SliceCell => ({
        ...counts,
        values: JSON.parse(JSON.stringify({ ...others, constructor: host })) as Record<string, string>,
      }),
    );
    expect(explainBySlices(cells).found).toMatchObject([{ where: { constructor: "h2" } }]);
  });

  it("answers without cells, and refuses counts that cannot be", () => {
    expect(explainBySlices([])).toMatchObject({ dimensions: [], found: [], unexplained: null });
    const counts = { failures: 3, attempts: 2 };
    expect(() => explainBySlices([{ values: {}, before: counts, during: counts }])).toThrow(
      "got 3 of 2 before in cell 0",
    );
  });
});
