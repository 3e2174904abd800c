import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import ts from "typescript";
import { expect, it } from "vitest";

const COMMITTED = "test/public-api.txt";

/** The script that writes docs/api.md; both tests look at one program. */
const { apiPage, program } = (await import(pathToFileURL(resolve("scripts/api-page.mjs")).href)) as {
  apiPage(whole: ts.Program): string;
  program(): ts.Program;
};
let whole: ts.Program | undefined;
const compiled = (): ts.Program => (whole ??= program());

/** One line an export: its kind, name and signature as the compiler prints it. */
function publicApi(): string {
  const checker = compiled().getTypeChecker();
  const entry = compiled().getSourceFile(resolve("src/index.ts"));
  const symbol = entry && checker.getSymbolAtLocation(entry);
  if (!symbol) throw new Error("src/index.ts has no exports");
  const flags = ts.TypeFormatFlags.NoTruncation | ts.TypeFormatFlags.WriteArrowStyleSignature;
  return checker
    .getExportsOfModule(symbol)
    .map((item) => {
      const real = item.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(item) : item;
      const [declaration] = real.declarations ?? [];
      if (real.flags & ts.SymbolFlags.Interface) {
        const fields = checker
          .getDeclaredTypeOfSymbol(real)
          .getProperties()
          .map((field) => field.name + (field.flags & ts.SymbolFlags.Optional ? "?" : ""));
        return `interface ${item.name} { ${fields.join(", ")} }`;
      }
      if (real.flags & ts.SymbolFlags.TypeAlias) return `type ${item.name}`;
      const type = declaration ? checker.getTypeOfSymbolAtLocation(real, declaration) : undefined;
      return `${item.name}: ${type ? checker.typeToString(type, undefined, flags) : "?"}`;
    })
    .sort()
    .map((line) => line.replace(/import\("[^"]*"\)\./g, ""))
    .join("\n")
    .concat("\n");
}

it("keeps the public surface as committed; delete test/public-api.txt and run the suite to accept a change", () => {
  const api = publicApi();
  if (!existsSync(COMMITTED) && !process.env.CI) writeFileSync(COMMITTED, api);
  const committed = readFileSync(COMMITTED, "utf8");
  if (api !== committed) writeFileSync("test/public-api-changed.txt", api);
  expect(api).toBe(committed);
});

it("keeps docs/api.md as fresh as the docstrings; node scripts/api-page.mjs writes it anew", () => {
  const page = apiPage(compiled());
  expect(page.length).toBeGreaterThan(50_000);
  expect(
    readFileSync("docs/api.md", "utf8") === page,
    "docs/api.md is older than the docstrings: run node scripts/api-page.mjs and commit the page",
  ).toBe(true);
});
