import { explainBySlices } from "../src/rates/slices/explain-by-slices.js";
import { wanderInTime } from "../src/rates/slices/wander-in-time.js";
import { isStarted, share } from "./aim.js";
import { WANDERS, wanderingHistory } from "./slices/wander.js";

/** Slices of tables whose values wander from stretch to stretch, with and without what the time before says of it; nothing broke, or one value did. `--tables=`, `--first=`. */
function main(): void {
  const option = (name: string, usual: number): number =>
    Number(process.argv.find((argument) => argument.startsWith(`--${name}=`))?.slice(name.length + 3) ?? usual);
  const [tables, first] = [option("tables", 100), option("first", 1)];
  console.log(
    "| tables | what is known | any finding where nothing broke | the broken value found | something else too |",
  );
  console.log("|---|---|---|---|---|");
  for (const world of [WANDERS[0], WANDERS[2], WANDERS[3]] as typeof WANDERS)
    for (const known of [false, true]) {
      let [wrong, found, other] = [0, 0, 0];
      for (let seed = first; seed < first + tables; seed += 1)
        for (const broken of [false, true]) {
          const history = wanderingHistory(seed, world, broken);
          const wander = known ? wanderInTime(history.blocks) : undefined;
          const slices = explainBySlices(history.cells, { wander }).found;
          const hit = slices.some(({ where }) =>
            Object.entries(where).every(
              ([column, value]) => column === history.broken?.column && value === history.broken.value,
            ),
          );
          if (!broken && slices.length > 0) wrong += 1;
          if (!broken && slices.length > 0 && process.argv.includes("--notes"))
            console.log(
              seed,
              JSON.stringify({
                wander,
                cells: history.cells.length,
                found: slices.map(({ where, failures, attempts, baseline, adjustedP }) => [
                  where,
                  failures,
                  attempts,
                  baseline.value,
                  adjustedP,
                ]),
                values: history.blocks.map((column) => column.map(({ failures }) => failures.join(" "))),
              }),
            );
          if (broken && hit) found += 1;
          if (broken && slices.length > (hit ? 1 : 0)) other += 1;
        }
      console.log(
        `| ${[world.name, known ? "the time before" : "cells alone", share(wrong, tables), share(found, tables), share(other, tables)].join(" | ")} |`,
      );
    }
}

if (isStarted(import.meta.url)) main();
