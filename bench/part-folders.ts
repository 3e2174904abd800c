// Folders in which a small part of the traffic breaks after a change, beside decoys, through `analyze`; and the same folders with nothing in them.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { analyze } from "../src/index.js";
import { type Random, seededRandom } from "../src/stats/random/random.js";
import { isStarted, share } from "./aim.js";

const START = Date.UTC(2026, 8, 14, 6);
const MINUTE = 60_000;
const REGIONS = ["north", "south", "overseas"];
const iso = (minute: number): string => new Date(START + minute * MINUTE).toISOString();

interface Truth {
  readonly service: string;
  readonly from: number;
  readonly to: number;
}

/** The lines of the requests and of the changes, with what truly happened. */
function folder(random: Random, planted: boolean): { requests: string; changes: string; truth: Truth | null } {
  const services = Array.from(
    { length: 5 + random.integer(8) },
    (_, index) => `svc-${String.fromCharCode(97 + index)}`,
  );
  const weights = services.map((_service, rank) => 1 / (rank + 1));
  const all = weights.reduce((sum, one) => sum + one, 0);
  const minutes = 360 + 60 * random.integer(5);
  const perMinute = 60 + random.integer(120);
  const from = Math.floor(minutes * (0.4 + 0.25 * random.next()));
  const truth: Truth = {
    service: services[Math.floor(services.length * (0.4 + 0.6 * random.next()))] as string,
    from,
    to: from + 15 + random.integer(45),
  };
  const excess = 0.15 + 0.6 * random.next();
  const usual = services.map(() => 0.004 + 0.03 * random.next());
  const rows: string[] = ["at,service,region,node,status"];
  for (let minute = 0; minute < minutes; minute += 1)
    services.forEach((service, index) => {
      for (let n = random.poisson((perMinute * (weights[index] as number)) / all); n > 0; n -= 1) {
        const hit = planted && service === truth.service && minute >= truth.from && minute < truth.to;
        const failed = random.next() < (usual[index] as number) + (hit ? excess : 0);
        const at = new Date(START + (minute + random.next()) * MINUTE).toISOString();
        const region = REGIONS[Math.min(2, Math.floor(4 * random.next() ** 2))] as string;
        rows.push(`${at},${service},${region},${service}-${1 + random.integer(3)},${failed ? 500 : 200}`);
      }
    });
  const decoy = services.find((service) => service !== truth.service) as string;
  const changes = [
    "at,what,service",
    `${iso(from - 1 - random.integer(6))},deploy 51 of ${truth.service},${truth.service}`,
  ];
  changes.push(`${iso(from - 1 - random.integer(3))},deploy 77 of ${decoy},${decoy}`);
  changes.push(`${iso(Math.max(1, from - 100 - random.integer(60)))},deploy 12 of ${truth.service},${truth.service}`);
  return { requests: `${rows.join("\n")}\n`, changes: `${changes.join("\n")}\n`, truth: planted ? truth : null };
}

const YAML = `id: parts
zone: UTC
sources:
  requests: { file: requests.csv, kind: outcomes, time: { column: at }, failed: { status: { atLeast: 500 } } }
  deploys: { file: deploys.csv, kind: events, role: change, time: { column: at }, id: what, what: "what", on: { service: service } }
outcome: requests
`;

async function main(): Promise<void> {
  const option = (name: string, usual: number): number =>
    Number(process.argv.find((argument) => argument.startsWith(`--${name}=`))?.slice(name.length + 3) ?? usual);
  const [count, first] = [option("folders", 20), option("first", 1)];
  let [shown, byPart, right, held, named, supported, decoys, stray] = [0, 0, 0, 0, 0, 0, 0, 0];
  for (let seed = first; seed < first + count; seed += 1)
    for (const planted of [true, false]) {
      const random = seededRandom(seed).fork(planted ? "planted" : "quiet");
      const { requests, changes, truth } = folder(random, planted);
      const dir = mkdtempSync(join(tmpdir(), "parts-"));
      try {
        writeFileSync(join(dir, "requests.csv"), requests);
        writeFileSync(join(dir, "deploys.csv"), changes);
        writeFileSync(join(dir, "incident.yaml"), YAML);
        const analysis = await analyze(dir);
        const { window, slices } = analysis;
        if (!truth) {
          if (window) stray += 1;
          continue;
        }
        const within = window !== null && Date.parse(window.onset) < START + truth.to * MINUTE;
        if (process.argv.includes("--notes"))
          console.log(
            seed,
            JSON.stringify({
              truth: [truth.service, iso(truth.from), iso(truth.to)],
              window: window && [window.onset, window.recovery, window.part],
              found: slices.found.map(({ where }) => where),
              changes: analysis.changes.map(({ what, verdict }) => `${what}: ${verdict}`),
              warnings: analysis.warnings.map(({ text }) => text),
            }),
          );
        if (!window || !within) continue;
        shown += 1;
        if (window.part) byPart += 1;
        if (window.part && new Map(Object.entries(window.part)).get("service") === truth.service) right += 1;
        const onset = Date.parse(iso(truth.from));
        if (Date.parse(window.onsetInterval[0]) <= onset && onset <= Date.parse(window.onsetInterval[1])) held += 1;
        if (slices.found.some(({ where }) => new Map(Object.entries(where)).get("service") === truth.service))
          named += 1;
        if (analysis.changes.some(({ what, verdict }) => what.startsWith("deploy 51") && verdict === "supported"))
          supported += 1;
        if (analysis.changes.some(({ what, verdict }) => !what.startsWith("deploy 51") && verdict === "supported"))
          decoys += 1;
      } finally {
        if (process.argv.includes("--keep")) console.log(dir);
        else rmSync(dir, { recursive: true, force: true });
      }
    }
  console.log(
    `${count} folders with a small part that fails: window ${shown}, by a part ${byPart} (the right one ${right}), onset held ${held}, part named in slices ${named}, culprit supported ${supported}, decoy supported ${decoys}`,
  );
  console.log(`quiet folders with a window: ${share(stray, count)}`);
}

if (isStarted(import.meta.url)) await main();
