import { describe, expect, it } from "vitest";
import { analyze, type Random, seededRandom } from "../../../src/index.js";
import { folderWith } from "../../sources/incident-folder.js";

const START = Date.UTC(2026, 2, 3, 8);
const MINUTES = 300;
const ONSET = 200;
const END = 240;
const at = (minute: number, second = 0): string => new Date(START + minute * 60_000 + second * 1000).toISOString();

interface Request {
  readonly service: string;
  readonly region: string;
  readonly version: string;
}

/** Twelve requests a minute; those that `broken` holds for fail at 60 % in the outage, the others at 1 %. */
function requests(random: Random, broken: (request: Request) => boolean, versionAt = MINUTES): string {
  const pick = (values: readonly string[]): string => values[random.integer(values.length)] as string;
  const rows = ["time,request_id,service,region,version,user_email,duration,status"];
  for (let minute = 0; minute < MINUTES; minute += 1)
    for (let n = 0; n < 12; n += 1) {
      const service = pick(["checkout", "search", "login"]);
      const version = service === "checkout" && minute >= versionAt ? "2.1" : "2.0";
      const request = { service, region: pick(["eu", "us"]), version };
      const out = minute >= ONSET && minute < END && broken(request);
      const status = random.next() < (out ? 0.6 : 0.01) ? 503 : 200;
      const person = `p${random.integer(900)}@example.org`;
      const took = (random.next() * 90).toFixed(3);
      rows.push(
        [at(minute, n * 5), `r${minute}-${n}`, service, request.region, version, person, took, status].join(","),
      );
    }
  return `${rows.join("\n")}\n`;
}

const REQUESTS = [
  "id: shop",
  "sources:",
  "  requests:",
  "    file: requests.csv",
  "    kind: outcomes",
  "    time: { column: time, zone: UTC }",
  "    id: request_id",
  "    failed: { status: { atLeast: 500 } }",
];
const DEPLOYS = [
  "  deploys:",
  "    file: deploys.csv",
  "    kind: events",
  "    role: change",
  "    time: { column: deployed_at, zone: UTC }",
  "    id: commit_sha",
  "    what: service || ' ' || version",
  "    on: { service: service }",
];
const COMMITS = [
  "  commits:",
  "    file: commits.csv",
  "    kind: events",
  "    role: change",
  "    time: { column: date, zone: UTC }",
  "    id: commit",
];
const yaml = (...parts: readonly (readonly string[])[]): string =>
  `${[...parts.flat(), "outcome: requests"].join("\n")}\n`;
const HEADER = "deployed_at,commit_sha,service,version";
const csv = (...lines: readonly string[]): string => `${lines.join("\n")}\n`;

describe("slices and changes of an incident", () => {
  it("names the part that broke and the deploy that went there, and not the last one", async () => {
    const deploys = csv(
      HEADER,
      `${at(40)},a11aaaa1,search,1.1`,
      `${at(ONSET - 4)},b22bbbb2,checkout,2.1`,
      `${at(ONSET - 1)},c33cccc3,search,1.2`,
      `${at(ONSET + 12)},d44dddd4,checkout,2.1.1`,
    );
    const rows = requests(seededRandom(1), ({ service, region }) => service === "checkout" && region === "eu");
    const { slices, changes } = await analyze(
      folderWith({ "incident.yaml": yaml(REQUESTS, DEPLOYS), "requests.csv": rows, "deploys.csv": deploys }),
    );
    expect(slices.dimensions).toEqual(["service", "region"]);
    expect(slices.found.map(({ where }) => where)).toEqual([{ service: "checkout", region: "eu" }]);
    expect(changes.map(({ id, verdict }) => [id, verdict])).toEqual([
      ["a11aaaa1", "unlikely"],
      ["b22bbbb2", "supported"],
      ["c33cccc3", "unlikely"],
      ["d44dddd4", "unlikely"],
    ]);
    expect(changes[1]?.what).toBe("checkout 2.1");
    expect(changes[1]?.why).toContain("the traffic it did not touch stayed well");
    expect(changes[2]?.why).toContain("extra failures are in service = search");
    expect(changes[3]?.why).toContain("after the failures had begun");
  });

  it("a deploy to all regions went everywhere, unless the traffic has a region of that name", async () => {
    const on = DEPLOYS.map((line) => line.replace("{ service: service }", "{ service: service, region: region }"));
    const deploys = csv(
      `${HEADER},region`,
      `${at(40)},a11aaaa1,search,1.1,eu`,
      `${at(ONSET - 4)},b22bbbb2,checkout,2.1,all`,
      `${at(ONSET - 3)},c33cccc3,search,1.2,Global`,
    );
    const rows = requests(seededRandom(3), ({ service }) => service === "checkout");
    const found = async (requestRows: string): Promise<string[]> => {
      const { changes } = await analyze(
        folderWith({ "incident.yaml": yaml(REQUESTS, on), "requests.csv": requestRows, "deploys.csv": deploys }),
      );
      return changes.map(({ id, verdict }) => `${id} ${verdict}`);
    };
    expect(await found(rows)).toEqual(["a11aaaa1 unlikely", "b22bbbb2 supported", "c33cccc3 unlikely"]);
    expect(await found(rows.replaceAll(",us,", ",all,"))).toContain("b22bbbb2 unlikely");
  });

  it("leaves two deploys of one place that cannot be told apart both possible", async () => {
    const deploys = csv(HEADER, `${at(ONSET - 5)},b22bbbb2,checkout,2.1`, `${at(ONSET - 3)},c33cccc3,checkout,2.2`);
    const rows = requests(seededRandom(7), ({ service }) => service === "checkout");
    const { changes } = await analyze(
      folderWith({ "incident.yaml": yaml(REQUESTS, DEPLOYS), "requests.csv": rows, "deploys.csv": deploys }),
    );
    expect(changes.map(({ verdict }) => verdict)).toEqual(["possible", "possible"]);
    expect(changes[0]?.why).toContain("cannot tell them apart");
  });

  it("supports none where everything fails alike, and one deploy known from two files is one entry", async () => {
    const deploys = csv(HEADER, `${at(ONSET - 3)},b22bbbb2,checkout,2.1`);
    const commits = csv(
      "date,commit,author,message",
      `${at(ONSET - 40)},b22bbbb2c0ffee,someone,Faster checkout`,
      `${at(ONSET - 2)},e55eeee5c0ffee,someone,Fix a typo`,
    );
    const rows = requests(seededRandom(3), () => true);
    const { slices, changes } = await analyze(
      folderWith({
        "incident.yaml": yaml(REQUESTS, DEPLOYS, COMMITS),
        "requests.csv": rows,
        "deploys.csv": deploys,
        "commits.csv": commits,
      }),
    );
    expect(slices.found).toEqual([]);
    expect(changes.map(({ id, verdict, sources }) => [id, verdict, sources])).toEqual([
      ["b22bbbb2", "unlikely", ["deploys", "commits"]],
    ]);
  });

  it("takes a version that first occurs shortly before the onset for a change", async () => {
    const rows = requests(seededRandom(4), ({ version }) => version === "2.1", ONSET - 2);
    const { slices, changes } = await analyze(folderWith({ "incident.yaml": yaml(REQUESTS), "requests.csv": rows }));
    expect(slices.found).toHaveLength(1);
    expect(changes).toMatchObject([{ id: "2.1", verdict: "supported" }]);
  });

  it("takes a step of a loaded gauge before the onset for a change, and what wanders for none", async () => {
    const random = seededRandom(5);
    const rows = requests(random, () => true);
    const pods = ["time,pods,load"];
    for (let minute = 0; minute < MINUTES; minute += 1)
      pods.push([at(minute), minute < ONSET - 3 ? 6 : minute < END ? 1 : 6, 40 + random.normal()].join(","));
    const gauge = (name: string, value: string): string[] => [
      `  ${name}:`,
      "    file: pods.csv",
      "    kind: gauge",
      "    time: { column: time, zone: UTC }",
      `    value: ${value}`,
    ];
    const { changes } = await analyze(
      folderWith({
        "incident.yaml": yaml(REQUESTS, gauge("pods", "pods"), gauge("load", "load")),
        "requests.csv": rows,
        "pods.csv": csv(...pods),
      }),
    );
    expect(changes).toMatchObject([{ at: "2026-03-03T11:17:00Z", what: "pods fell from 6 to 1", verdict: "possible" }]);
  });

  it("reports calls that survived the failures of their attempts as a fallback, never as where the fault sat", async () => {
    const random = seededRandom(6);
    const calls = ["call,flow,started,dropped"];
    const steps = ["step,call,flow,time,status"];
    for (let minute = 0; minute < MINUTES; minute += 1)
      for (let n = 0; n < 12; n += 1) {
        const [call, flow] = [`c${minute}-${n}`, ["sales", "support", "survey"][random.integer(3)] as string];
        const rate = minute >= ONSET && minute < END ? 0.5 : 0.01;
        const failed = random.next() < rate;
        // Support calls go on to an agent when a step fails.
        const dropped = failed && (flow !== "support" || random.next() < 0.05);
        steps.push([`s${minute}-${n}`, call, flow, at(minute, n * 5), failed ? 503 : 200].join(","));
        calls.push([call, flow, at(minute, n * 5), dropped].join(","));
      }
    const sources = [
      "id: calls",
      "sources:",
      "  steps:",
      "    file: steps.csv",
      "    kind: outcomes",
      "    time: { column: time, zone: UTC }",
      "    cluster: call",
      "    failed: { status: { atLeast: 500 } }",
      "  calls:",
      "    file: calls.csv",
      "    kind: outcomes",
      "    time: { column: started, zone: UTC }",
      "    id: call",
      '    failed: { dropped: ["true"] }',
      "exposure: { of: calls, by: steps }",
    ];
    const files = { "calls.csv": csv(...calls), "steps.csv": csv(...steps) };
    const found = async (outcome: string) =>
      (await analyze(folderWith({ "incident.yaml": `${sources.join("\n")}\noutcome: ${outcome}\n`, ...files }))).slices;
    const attempts = await found("steps");
    expect(attempts.found).toEqual([]);
    expect(attempts.survived).toMatchObject([{ where: { flow: "support" } }]);
    expect(attempts.why).toContain("That is a fallback, not where the fault sat.");
    const units = await found("calls");
    expect(units.found).toEqual([]);
    expect(units.survived).toMatchObject([{ where: { flow: "support" } }]);
    expect(units.leftOut.map(({ column }) => column)).toContain("flow");
  });
});
