// The weights that read roles: fitted to the reports of test/statement/training, with what they are worth on reports they have not seen.
// Usage: role-weights [--write | --ridge=… --steps=…]
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { likeliestRole } from "../src/statement/roles/by-model.js";
import { fitRoles, roleModelText } from "./roles/fit-roles.js";
import type { TrainingEvent } from "./roles/training-events.js";
import { annotatedReports, phraseReports, testReports, trainingEvents } from "./roles/training-events.js";

const TRAINING = "test/statement/training";
const OUT = "src/statement/roles/weights.tsv";
const option = (name: string, otherwise: number): number =>
  Number(process.argv.find((argument) => argument.startsWith(`--${name}=`))?.split("=")[1] ?? otherwise);
const FIT = { ridge: option("ridge", 3e-4), steps: option("steps", 200), rarest: 3 };
const CONFUSABLE = [
  ["investigating", "identified", "other"],
  ["mitigation-end", "other"],
];
const same = (a: string, b: string): boolean => a === b || CONFUSABLE.some((set) => set.includes(a) && set.includes(b));

const share = (events: readonly TrainingEvent[], right: (event: TrainingEvent) => boolean): string =>
  `${((100 * events.filter(right).length) / events.length).toFixed(1)} %`.padStart(9);

const parts = new Map<string, readonly TrainingEvent[]>([
  ["reports of the tests", trainingEvents(testReports("test/statement/reports"))],
]);
for (const folder of readdirSync(TRAINING).sort())
  parts.set(
    folder,
    trainingEvents(
      folder === "phrases" ? phraseReports(join(TRAINING, folder)) : annotatedReports(join(TRAINING, folder)),
    ),
  );

function leaveEachOut(): void {
  console.log(
    `${"left out of the fit".padEnd(24)} times   by rules   by weights   (as scored, confusable roles alike) | exactly`,
  );
  for (const [name, left] of parts) {
    const model = fitRoles(
      [...parts].flatMap(([other, events]) => (other === name ? [] : events)),
      FIT,
    );
    const [rules, weighed] = [
      (event: TrainingEvent) => event.byRules,
      (event: TrainingEvent) => likeliestRole(model, event.features, event.byRules),
    ];
    console.log(
      `${name.padEnd(24)} ${String(left.length).padStart(5)} ${share(left, (e) => same(rules(e), e.role))} ${share(left, (e) => same(weighed(e), e.role))}   | ${share(left, (e) => rules(e) === e.role)} ${share(left, (e) => weighed(e) === e.role)}`,
    );
  }
}

function write(): void {
  const text = roleModelText(fitRoles([...parts.values()].flat(), FIT), 8);
  writeFileSync(OUT, `${text}\n`);
  console.log(`${OUT}: ${Math.round(text.length / 1024)} KB`);
}

if (process.argv.includes("--write")) write();
else leaveEachOut();
