import { redactor } from "../src/redaction/pseudonym.js";
import { KINDS } from "../test/redaction/kinds.js";

/** Prints for every kind whether it is found in a sentence, and how long redaction takes for texts of growing length. */
function main(): void {
  const redact = redactor("bench");
  let found = 0;
  for (const { kind, text, telling } of KINDS) {
    const hidden = [text, `seen ${text}, then ended`].every((shown) => !redact(shown).includes(telling));
    if (hidden) found += 1;
    console.log(`${kind.padEnd(28)} ${hidden ? "found" : "missed"}`);
  }
  console.log(`${found} of ${KINDS.length} kinds found`);
  for (const length of [40_000, 80_000, 160_000]) {
    const text = "caller 1.1.1.1-a b+12 ".repeat(Math.ceil(length / 22));
    const begun = performance.now();
    redactor("bench")(text);
    console.log(`${length} characters in ${(performance.now() - begun).toFixed(0)} ms`);
  }
}

main();
