import { existsSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { resolve } from "node:path";

interface Session {
  query(sql: string): string;
  queryBindAsync(sql: string, parameters: Readonly<Record<string, string>>): Promise<{ text(): string }>;
  close(): void;
}

const MODULE = resolve("bench/node_modules/chdb");
export const chdbInstalled = existsSync(MODULE);
const SETTINGS = [
  "readonly",
  "skip_unavailable_shards",
  "output_format_json_quote_64bit_integers",
  "max_execution_time",
];

/** Parameters come escaped as in tab-separated text, which the server undoes. */
function unescaped(value: string): string {
  const signs = new Map([
    ["t", "\t"],
    ["n", "\n"],
    ["r", "\r"],
    ["0", "\0"],
    ["b", "\b"],
    ["f", "\f"],
  ]);
  return value.replace(/\\(.)/gs, (_all, sign: string) => signs.get(sign) ?? sign);
}

/** A modern ClickHouse, embedded, behind its own HTTP protocol: settings and parameters in the address, the query in the body, typed errors. */
export async function chdbServer(): Promise<{ url: string; run(sql: string): string; close(): Promise<void> }> {
  const { Session } = createRequire(import.meta.url)(MODULE) as { Session: new () => Session };
  const session = new Session();
  const http = createServer((request, response) => {
    const { searchParams } = new URL(request.url ?? "/", "http://x");
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      const settings = SETTINGS.filter((name) => searchParams.has(name))
        .map((name) => `${name} = ${searchParams.get(name)}`)
        .join(", ");
      const parameters = Object.fromEntries(
        [...searchParams]
          .filter(([name]) => name.startsWith("param_"))
          .map(([name, value]) => [name.slice(6), unescaped(value)]),
      );
      const sql = body.replace(/\s*FORMAT (\w+)\s*$/, ` SETTINGS ${settings} FORMAT $1`);
      session.queryBindAsync(sql, parameters).then(
        (result) => response.end(result.text()),
        (error: Error & { clickhouseCode?: number }) => {
          response.writeHead(500, { "X-ClickHouse-Exception-Code": String(error.clickhouseCode ?? 0) });
          response.end(error.message);
        },
      );
    });
  });
  await new Promise<void>((ready) => http.listen(0, "127.0.0.1", ready));
  return {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    run: (sql) => session.query(sql),
    close: async () => {
      http.closeAllConnections();
      await new Promise((closed) => http.close(closed));
      session.close();
    },
  };
}
