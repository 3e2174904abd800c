// The tests that trusted systems run, on this one: every line with its count.
//   npm run bench:torture -- [--fuzz 20000] [--kills 200] [--only fuzz,kills,…] [--gigabytes 10]
import { lineText } from "./torture/line.js";
import type { TortureLine } from "./torture/line.js";
import { metamorphic } from "./torture/metamorphic.js";
import { times } from "./torture/times.js";
import { archives } from "./torture/archives.js";
import { bombs } from "./torture/bombs.js";
import { encodings } from "./torture/encodings.js";
import { faults } from "./torture/faults.js";
import { kills } from "./torture/kills.js";
import { huge } from "./torture/huge.js";
import { fuzz } from "./torture/run-fuzz.js";

function option(name: string, otherwise: number): number {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : Number(process.argv[at + 1]);
}

const TESTS: Readonly<Record<string, () => Promise<TortureLine>>> = {
  kills: () => kills(option("kills", 200)),
  faults: () => faults(option("every", 1)),
  archives,
  encodings,
  times,
  metamorphic: () => metamorphic(option("changes", 500)),
  bombs: () => bombs(option("seconds", 5)),
  fuzz: () => fuzz(option("fuzz", 20_000)),
  huge: () => huge(option("gigabytes", 10)),
};

async function main(): Promise<void> {
  const at = process.argv.indexOf("--only");
  const names = at < 0 ? Object.keys(TESTS) : (process.argv[at + 1] as string).split(",");
  console.log("| test | cases | passes when | measured | |\n|---|---|---|---|---|");
  for (const name of names) {
    const line = await (TESTS[name] as () => Promise<TortureLine>)();
    console.log(lineText(line));
    if (line.failures.length > 0) process.exitCode = 1;
  }
}

await main();
