import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

/** Numbers to six digits, so that another processor's last bit changes nothing. */
export function roundedJson(value: unknown): string {
  return `${JSON.stringify(value, (_, part: unknown) => (typeof part === "number" ? Number(part.toPrecision(6)) : part), 1)}\n`;
}

/**
 * The golden text beside a test and what is new. On a difference the new text is written beside it as `*-changed.*`; a golden that is
 * missing is written once.
 */
export function golden(name: string, text: string): { readonly expected: string; readonly actual: string } {
  const file = fileURLToPath(new URL(`./golden/${name}`, import.meta.url));
  const changed = file.replace(/(\.\w+)$/, "-changed$1");
  if (!existsSync(file) && process.env["GOLDEN"] === "write") {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  const expected = existsSync(file) ? readFileSync(file, "utf8") : "";
  if (expected === text) rmSync(changed, { force: true });
  else writeFileSync(changed, text);
  return { expected, actual: text };
}
