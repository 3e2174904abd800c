import { runSeeds } from "./seeds/run-seeds.js";

function option(name: string): string | undefined {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? undefined : process.argv[at + 1];
}

/** `--seeds n` how many (200), `--first n` from which, `--seconds n` at most, `--law name` one law only, `--all` every law for every seed. */
async function main(): Promise<void> {
  const only = option("law");
  const { seeds, laws, failures } = await runSeeds({
    first: Number(option("first") ?? 1),
    count: Number(option("seeds") ?? 200),
    seconds: Number(option("seconds") ?? 100),
    all: process.argv.includes("--all"),
    ...(only !== undefined && { only }),
  });
  for (const failure of failures) console.log(failure);
  console.log(`${seeds} seeds run, ${laws} laws checked, ${failures.length} failures`);
  if (failures.length > 0) process.exitCode = 1;
}

void main();
