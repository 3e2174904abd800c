import { gzipSync } from "node:zlib";
import { clf, iso, isoSeconds, sql, stamp } from "../clock.js";
import { type Layout, one, type Written } from "../layout.js";
import { address, hex, jsonLines, lines, pick, uuid } from "../text.js";
import type { Attempt, World } from "../world.js";

const PATHS = ["/", "/cart", "/api/orders", "/static/app.js"] as const;
const AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0";

/** The status that a server logs: a few visitors ask for what is not there, whatever the day. */
export const statusOf = ({ failed, draw }: Attempt): number =>
  failed ? pick([503, 502, 504], draw) : draw < 0.03 ? 404 : draw < 0.06 ? 302 : 200;

const pathOf = ({ draw, index }: Attempt): string => (draw < 0.03 ? `/old-page-${index % 7}` : pick(PATHS, draw));

function combined(attempt: Attempt, zone = "UTC"): string {
  const at = clf(attempt.at, zone);
  return `${address(attempt.index)} - - [${at}] "GET ${pathOf(attempt)} HTTP/1.1" ${statusOf(attempt)} ${300 + (attempt.index % 900)} "-" "${AGENT}"`;
}

/** Two thirds of the log were rotated away before the rest was written. */
function rotated(world: World): readonly Written[] {
  const rows = world.attempts.map((attempt) => combined(attempt, "Europe/Berlin"));
  const third = Math.floor(rows.length / 3);
  return [
    { path: "access.log", bytes: lines(rows.slice(2 * third)) },
    { path: "access.log.1", bytes: lines(rows.slice(third, 2 * third)) },
    { path: "access.log.2.gz", bytes: gzipSync(lines(rows.slice(0, third))) },
  ];
}

function nginxWithErrors(world: World): readonly Written[] {
  const errors = world.attempts
    .filter(({ failed }) => failed)
    .map(
      (attempt) =>
        `${stamp(attempt.at, "YYYY/MM/DD hh:mm:ss")} [error] 812#812: *${attempt.index} connect() failed (111: Connection refused) while connecting to upstream, client: ${address(attempt.index)}, server: shop.example, request: "GET ${pathOf(attempt)} HTTP/1.1", upstream: "http://10.0.0.8:8080/", host: "shop.example"`,
    );
  return [
    { path: "nginx/access.log", bytes: lines(world.attempts.map((attempt) => combined(attempt))) },
    { path: "nginx/error.log", bytes: lines(errors) },
  ];
}

const haproxy = (attempt: Attempt): string => {
  const down = attempt.failed;
  const seen = stamp(attempt.at, "DD/MON/YYYY:hh:mm:ss.SSS", "Europe/Paris");
  const timers = down ? "0/0/-1/-1/3" : `0/0/1/${attempt.milliseconds - 2}/${attempt.milliseconds}`;
  return `${stamp(attempt.at, "MON DD hh:mm:ss", "Europe/Paris")} lb1 haproxy[1042]: ${address(attempt.index)}:${40000 + (attempt.index % 20000)} [${seen}] http-in~ app/${down ? "<NOSRV>" : "web1"} ${timers} ${down ? 503 : statusOf(attempt)} ${down ? 217 : 512} - - ${down ? "SC--" : "----"} 12/12/3/1/0 0/0 "GET ${pathOf(attempt)} HTTP/1.1"`;
};

const envoy = (attempt: Attempt): string =>
  `[${iso(attempt.at)}] "GET ${pathOf(attempt)} HTTP/1.1" ${attempt.failed ? 503 : statusOf(attempt)} ${attempt.failed ? "UF,URX" : "-"} 0 ${attempt.failed ? 91 : 512} ${attempt.milliseconds} ${attempt.failed ? "-" : attempt.milliseconds - 1} "${address(attempt.index)}" "${AGENT}" "${uuid(attempt.index)}" "shop.example" "10.0.0.8:8080"`;

const istio = (attempt: Attempt): string =>
  `[${iso(attempt.at)}] "GET ${pathOf(attempt)} HTTP/1.1" ${attempt.failed ? 503 : statusOf(attempt)} ${attempt.failed ? "UH no_healthy_upstream" : "- via_upstream"} - "-" 0 ${attempt.failed ? 19 : 512} ${attempt.milliseconds} ${attempt.failed ? "-" : attempt.milliseconds - 1} "-" "${AGENT}" "${uuid(attempt.index)}" "cart:8080" "${attempt.failed ? "-" : "10.44.1.27:8080"}" ${attempt.failed ? "-" : "outbound|8080||cart.shop.svc.cluster.local 10.44.2.9:41854"} 10.96.14.3:8080 10.44.2.9:51318 - default`;

const squid = (attempt: Attempt): string =>
  `${(attempt.at / 1000).toFixed(3)} ${String(attempt.milliseconds).padStart(6)} 192.168.1.${2 + (attempt.index % 90)} ${attempt.failed ? `TCP_MISS/${pick([503, 504], attempt.draw)}` : `TCP_MISS/${statusOf(attempt)}`} ${attempt.failed ? 3891 : 512} GET http://shop.example${pathOf(attempt)} - ${attempt.failed ? "HIER_NONE/-" : "HIER_DIRECT/203.0.113.9"} text/html`;

function iis(world: World): string {
  const rows = world.attempts.map((attempt) =>
    [
      sql(attempt.at),
      "10.0.0.4",
      "GET",
      pathOf(attempt),
      "-",
      443,
      "-",
      address(attempt.index),
      AGENT.replaceAll(" ", "+"),
      "-",
      statusOf(attempt),
      0,
      attempt.failed ? 64 : 0,
      attempt.milliseconds,
    ].join(" "),
  );
  return lines([
    "#Software: Microsoft Internet Information Services 10.0",
    "#Version: 1.0",
    `#Date: ${sql(world.from)}`,
    "#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) cs(Referer) sc-status sc-substatus sc-win32-status time-taken",
    ...rows,
  ]);
}

const CLOUDFRONT =
  "date time x-edge-location sc-bytes c-ip cs-method cs(Host) cs-uri-stem sc-status cs(Referer) cs(User-Agent) cs-uri-query cs(Cookie) x-edge-result-type x-edge-request-id x-host-header cs-protocol cs-bytes time-taken x-forwarded-for ssl-protocol ssl-cipher x-edge-response-result-type cs-protocol-version fle-status fle-encrypted-fields c-port time-to-first-byte x-edge-detailed-result-type sc-content-type sc-content-len sc-range-start sc-range-end";

/** CloudFront delivers a packed file for each hour, every one with its two lines of head. */
function cloudfront(world: World): readonly Written[] {
  const byHour = new Map<string, string[]>();
  for (const attempt of world.attempts) {
    const hour = iso(attempt.at).slice(0, 13).replace("T", "-");
    const result = attempt.failed ? "Error" : "Miss";
    const seconds = (attempt.milliseconds / 1000).toFixed(3);
    const row = [
      iso(attempt.at).slice(0, 10),
      iso(attempt.at).slice(11, 19),
      "FRA56-P4",
      512,
      address(attempt.index),
      "GET",
      "d111111abcdef8.cloudfront.net",
      pathOf(attempt),
      statusOf(attempt),
      "-",
      AGENT.replaceAll(" ", "%20"),
      "-",
      "-",
      result,
      hex(attempt.index, 52),
      "shop.example",
      "https",
      62,
      seconds,
      "-",
      "TLSv1.3",
      "TLS_AES_128_GCM_SHA256",
      result,
      "HTTP/2.0",
      "-",
      "-",
      11040,
      seconds,
      result,
      "text/html",
      512,
      "-",
      "-",
    ];
    byHour.set(hour, [...(byHour.get(hour) ?? []), row.join("\t")]);
  }
  return [...byHour].map(([hour, rows], index) => ({
    path: `EMLARXS9EXAMPLE.${hour}.${hex(index + 3, 8)}.gz`,
    bytes: gzipSync(lines(["#Version: 1.0", `#Fields: ${CLOUDFRONT}`, ...rows])),
  }));
}

const alb = (attempt: Attempt): string => {
  const down = attempt.failed;
  const status = down ? 503 : statusOf(attempt);
  const at = iso(attempt.at).replace("Z", "517Z");
  return `https ${at} app/shop/50dc6c495c0c9188 ${address(attempt.index)}:${40000 + (attempt.index % 9000)} ${down ? "-" : "10.0.0.8:8080"} ${down ? "-1 -1 -1" : `0.001 0.0${10 + (attempt.milliseconds % 80)} 0.000`} ${status} ${down ? "-" : status} 214 ${down ? 337 : 512} "GET https://shop.example:443${pathOf(attempt)} HTTP/1.1" "${AGENT}" TLS_AES_128_GCM_SHA256 TLSv1.3 arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/shop/73e2d6bc24d8a067 "Root=1-${hex(attempt.index, 8)}-${hex(attempt.index + 1, 24)}" "shop.example" "arn:aws:acm:eu-west-1:123456789012:certificate/12345678-1234-1234-1234-123456789012" 0 ${at} "forward" "-" "-" "${down ? "-" : "10.0.0.8:8080"}" "${down ? "-" : status}" "-" "-" TID_${hex(attempt.index, 32)}`;
};

const caddy = (attempt: Attempt): unknown => ({
  level: attempt.failed ? "error" : "info",
  ts: attempt.at / 1000,
  logger: "http.log.access.log0",
  msg: "handled request",
  request: {
    remote_ip: address(attempt.index),
    remote_port: String(40000 + (attempt.index % 9000)),
    client_ip: address(attempt.index),
    proto: "HTTP/2.0",
    method: "GET",
    host: "shop.example",
    uri: pathOf(attempt),
    headers: { "User-Agent": [AGENT], Accept: ["*/*"] },
    tls: { resumed: false, version: 772, cipher_suite: 4865, proto: "h2", server_name: "shop.example" },
  },
  bytes_read: 0,
  user_id: "",
  duration: attempt.milliseconds / 1000,
  size: attempt.failed ? 0 : 512,
  status: attempt.failed ? 502 : statusOf(attempt),
  resp_headers: { Server: ["Caddy"], "Content-Type": ["text/html"] },
});

const traefik = (attempt: Attempt): string =>
  `${address(attempt.index)} - - [${clf(attempt.at)}] "GET ${pathOf(attempt)} HTTP/2.0" ${statusOf(attempt)} ${attempt.failed ? 19 : 512} "-" "-" ${attempt.index + 1} "shop@docker" "${attempt.failed ? "-" : "http://172.18.0.5:8080"}" ${attempt.milliseconds}ms`;

const traefikJson = (attempt: Attempt): unknown => ({
  ClientAddr: `${address(attempt.index)}:52314`,
  ClientHost: address(attempt.index),
  DownstreamContentSize: 512,
  DownstreamStatus: statusOf(attempt),
  Duration: attempt.milliseconds * 1_000_000,
  OriginDuration: attempt.failed ? 0 : attempt.milliseconds * 990_000,
  OriginStatus: attempt.failed ? 0 : statusOf(attempt),
  Overhead: 41000,
  RequestAddr: "shop.example",
  RequestCount: attempt.index + 1,
  RequestMethod: "GET",
  RequestPath: pathOf(attempt),
  RetryAttempts: 0,
  RouterName: "shop@docker",
  ServiceName: "shop@docker",
  StartLocal: iso(attempt.at),
  StartUTC: iso(attempt.at),
  entryPointName: "websecure",
  level: "info",
  msg: "",
  time: isoSeconds(attempt.at),
});

const herokuRequest = (attempt: Attempt): string => {
  const at = iso(attempt.at).replace("Z", "042+00:00");
  const common = `method=GET path="${pathOf(attempt)}" host=shop.herokuapp.com request_id=${uuid(attempt.index)} fwd="${address(attempt.index)}"`;
  return attempt.failed
    ? `${at} heroku[router]: at=error code=${pick(["H12", "H10"], attempt.draw)} desc="${pick(["Request timeout", "App crashed"], attempt.draw)}" ${common} dyno=web.1 connect=1ms service=30000ms status=503 bytes=0 protocol=https`
    : `${at} heroku[router]: at=info ${common} dyno=web.1 connect=0ms service=${attempt.milliseconds}ms status=${statusOf(attempt)} bytes=512 protocol=https`;
};

/** The router's lines stand among those of the application. */
const heroku = (world: World): string =>
  lines(
    world.attempts.flatMap((attempt) =>
      attempt.index % 5 === 0
        ? [
            `${iso(attempt.at).replace("Z", "001+00:00")} app[web.1]: Started GET "${pathOf(attempt)}" for ${address(attempt.index)}`,
            herokuRequest(attempt),
          ]
        : [herokuRequest(attempt)],
    ),
  );

const HTTP = {
  failed: [
    { column: "status", atLeast: 500 },
    { column: "sc-status", atLeast: 500 },
    { column: "elb_status_code", atLeast: 500 },
    { column: "DownstreamStatus", atLeast: 500 },
  ],
};
const byRow = (path: string, row: (attempt: Attempt) => string) => (world: World) =>
  one(path, lines(world.attempts.map(row)));

export const WEB_LOGS: readonly Layout[] = [
  { name: "nginx-rotated", facts: HTTP, files: rotated },
  { name: "nginx-access-error", facts: { ...HTTP, zone: "UTC", outcome: "access" }, files: nginxWithErrors },
  {
    name: "apache-vhost",
    facts: HTTP,
    files: byRow("other_vhosts_access.log", (attempt) => `shop.example:443 ${combined(attempt)}`),
  },
  {
    name: "apache-common",
    facts: HTTP,
    files: byRow("access_log", (attempt) => combined(attempt).replace(/ "-" "[^"]*"$/, "")),
  },
  { name: "haproxy", facts: { ...HTTP, zone: "Europe/Paris", year: 2026 }, files: byRow("haproxy.log", haproxy) },
  { name: "envoy", facts: HTTP, files: byRow("envoy-access.log", envoy) },
  { name: "istio", facts: HTTP, files: byRow("istio-proxy.log", istio) },
  {
    name: "squid",
    facts: { failed: [...HTTP.failed, { column: "result_code", values: ["TCP_MISS/503", "TCP_MISS/504"] }] },
    files: byRow("access.log", squid),
  },
  { name: "iis-w3c", facts: { ...HTTP, zone: "UTC" }, files: (world) => one("u_ex260312.log", iis(world)) },
  { name: "cloudfront", facts: { ...HTTP, zone: "UTC" }, files: cloudfront },
  { name: "alb", facts: HTTP, files: byRow("123456789012_elasticloadbalancing_eu-west-1_app.shop.log", alb) },
  { name: "caddy-json", facts: HTTP, files: (world) => one("access.json", jsonLines(world.attempts.map(caddy))) },
  { name: "traefik-clf", facts: HTTP, files: byRow("traefik-access.log", traefik) },
  {
    name: "traefik-json",
    facts: HTTP,
    files: (world) => one("traefik.json", jsonLines(world.attempts.map(traefikJson))),
  },
  { name: "heroku-router", facts: HTTP, files: (world) => one("heroku.log", heroku(world)) },
];
