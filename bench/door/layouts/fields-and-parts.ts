import { iso, isoSeconds, sql, stamp } from "../clock.js";
import { exported, failed, type Layout, one } from "../layout.js";
import { csv, hex, jsonLines, lines, uuid } from "../text.js";
import type { World } from "../world.js";
import { statusOf } from "./web-logs.js";

const STATUS = { failed: [{ column: "status", atLeast: 500 }] };

/** A log of calls: what is told of each stands behind the words, with semicolons between. */
const accounting = (world: World): string =>
  lines(
    world.attempts.map(
      ({ at, failed: down, index }) =>
        `${stamp(at, "MON DD hh:mm:ss")} edge1 /usr/sbin/proxy[22]: ACC: call ended: timestamp=${Math.floor(at / 1000)};method=INVITE;call_id=${hex(index, 20)};code=${down ? 503 : 200};reason=${down ? "Service Unavailable" : "OK"};caller=+13035550100`,
    ),
  );

/** Records of a switch: attempts that were not answered are shorter by a cell than calls that were. */
const typedRecords = (world: World): string =>
  `Some Networks, Inc.00000000ACT\n${lines(
    world.attempts.map(({ at, failed: down, index }) => {
      const start = `SBC1,0x${hex(index, 8)},${stamp(at, "YYYY-MM-DD,hh:mm:ss")}.1`;
      const rest = `IP-TO-IP,,TG_A,"SIP,${hex(index, 12)}@10.1.1.5"`;
      return down ? `ATTEMPT,${start},4,41,${rest}` : `STOP,${start},33,${30 + (index % 90)},16,${rest}`;
    }),
  )}`;

const dump = (world: World): string =>
  `-- dump\nCREATE TABLE \`orders\` (\n  \`id\` int NOT NULL,\n  \`placed_at\` datetime,\n  \`result\` varchar(20),\n  PRIMARY KEY (\`id\`)\n);\nINSERT INTO \`orders\` VALUES ${world.attempts
    .map(({ at, failed: down, index }) => `(${index},'${sql(at)}','${down ? "failed" : "success"}')`)
    .join(",")};\n`;

const statistics = (world: World): string =>
  lines(
    world.minutes.flatMap(({ at, attempts, failures }) => [
      `${sql(at)}.000 UTC [7] LOG stats: ${attempts} requests, ${failures} errors, in ${1000 + attempts} B/s, wait 40 us`,
      `${sql(at + 21_000)}.113 UTC [7] LOG client ${attempts}: bye, closed by its owner (age=7s)`,
    ]),
  );

const sides = (world: World): string =>
  csv(
    [
      "TimeStamp",
      "Inbound Active Sessions",
      "Inbound Sessions Admitted",
      "Inbound Sessions Not Admitted",
      "Outbound Sessions Admitted",
      "Outbound Sessions Not Admitted",
    ],
    world.minutes.map(({ at, attempts, failures }) => [
      Math.floor(at / 1000),
      90,
      attempts - failures,
      failures,
      attempts % 7,
      0,
    ]),
  );

const legend = (world: World): string =>
  `<?xml version="1.0"?>\n<xport><meta><step>60</step><columns>2</columns><legend><entry>failed</entry><entry>total</entry></legend></meta><data>\n${lines(
    world.minutes.map(
      ({ at, attempts, failures }) =>
        `<row><t>${Math.floor(at / 1000)}</t><v>${failures.toExponential(10)}</v><v>${attempts.toExponential(10)}</v></row>`,
    ),
  )}</data></xport>\n`;

const jobs = (world: World): string =>
  jsonLines(
    world.attempts
      .flatMap(({ at, failed: down, index, milliseconds }) => [
        { ts: iso(at), lvl: "INFO", msg: "start", ctx: { class: "MailJob", jid: hex(index, 24) } },
        {
          ts: iso(at + milliseconds),
          lvl: "INFO",
          msg: down ? "fail" : "done",
          ctx: { class: "MailJob", jid: hex(index, 24) },
        },
      ])
      .sort((a, b) => (a.ts < b.ts ? -1 : 1)),
  );

/** Fields inside texts, parts of one export, and rows of more than one kind. */
export const FIELDS_AND_PARTS: readonly Layout[] = [
  exported("accounting-lines", "proxy.log", accounting, { failed: [failed("code", "503")] }),
  exported("typed-records", "switch.act", typedRecords, {
    zone: "UTC",
    failed: [failed("column8", "41"), failed("column1", "ATTEMPT")],
  }),
  exported("mysql-dump", "backup.sql", dump, { zone: "UTC" }),
  { name: "log-statistics", truth: "minutes", facts: {}, files: (world) => one("pool.log", statistics(world)) },
  { name: "inbound-outbound", truth: "minutes", facts: {}, files: (world) => one("border.csv", sides(world)) },
  { name: "xml-legend", truth: "minutes", facts: {}, files: (world) => one("xport.xml", legend(world)) },
  exported("job-starts-and-ends", "jobs.log", jobs, { failed: [failed("msg", "fail")] }),
  {
    name: "hours-of-one-export",
    facts: STATUS,
    files: (world) => {
      const half = Math.floor(world.attempts.length / 2);
      const part = (from: number, to?: number): string =>
        jsonLines(
          world.attempts
            .slice(from, to)
            .map((attempt) => ({ start: attempt.at * 1_000_000, ray: uuid(attempt.index), status: statusOf(attempt) })),
        );
      return [
        { path: "20260312T060000Z_20260312T110000Z_9f1c.log", bytes: part(0, half) },
        { path: "20260312T110000Z_20260312T160000Z_77ab.log", bytes: part(half) },
      ];
    },
  },
  {
    name: "graphite-two-files",
    truth: "minutes",
    facts: { zone: "UTC" },
    files: (world) =>
      (["errors", "requests"] as const).map((name) => ({
        path: `${name}.csv`,
        bytes: lines(
          world.minutes.map(
            ({ at, attempts, failures }) => `stats.api.${name},${sql(at)},${name === "errors" ? failures : attempts}.0`,
          ),
        ),
      })),
  },
  exported(
    "half-days-in-spanish",
    "pagos.csv",
    (world) =>
      csv(
        ["Folio", "Fecha", "Hora", "Estado"],
        world.attempts.map(({ at, failed: down, index }) => [
          700_000 + index,
          stamp(at, "YYYY-MM-DD"),
          clock12(at),
          down ? "Error del sistema" : "Aprobada",
        ]),
        ";",
      ),
    { zone: "UTC", failed: [failed("Estado", "Error del sistema")] },
  ),
  exported(
    "word-before-the-clock",
    "vigia.csv",
    (world) =>
      csv(
        ["Data/Hora", "Local", "Situação"],
        world.attempts.map(({ at, failed: down }) => [
          `${stamp(at, "DD/MM/YYYY")} às ${isoSeconds(at).slice(11, 19)}`,
          "Recife",
          down ? "Falha" : "Sucesso",
        ]),
        ";",
      ),
    { zone: "UTC", order: "dmy" },
  ),
];

/** `07:00:04 a. m.` */
function clock12(at: number): string {
  const [hour = "0", ...rest] = isoSeconds(at).slice(11, 19).split(":");
  const of12 = Number(hour) % 12 || 12;
  return `${String(of12).padStart(2, "0")}:${rest.join(":")} ${Number(hour) < 12 ? "a" : "p"}. m.`;
}
