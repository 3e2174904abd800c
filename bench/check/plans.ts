/** A part of the traffic (a region, an endpoint, …) and how hard each value is hit: 1 = as the wave says, 0 = not at all. */
export interface SlicePlan {
  readonly column: string;
  readonly values: readonly string[];
  readonly weights?: readonly number[];
  readonly hit?: readonly number[];
  /** Minutes after the onset at which a value begins to fail. */
  readonly lag?: readonly number[];
}

/** One rise of failures. Minutes are counted from local midnight; spans leave out their end. */
export interface WavePlan {
  readonly onset: number;
  /** The last minute at full height, plus one. */
  readonly fall: number;
  /** Half-life of the fall in minutes; 0 = at once. */
  readonly halfLife: number;
  readonly share: number;
  /** A minute from which the share is raised for five minutes. */
  readonly spike?: number;
}

interface ActionPlan {
  readonly id: string;
  /** As a report names it. */
  readonly words: string;
  readonly minute: number;
  readonly until: number;
  readonly ended: boolean;
}

export interface IncidentPlan {
  readonly id: string;
  readonly kind: "calls" | "http";
  readonly title: string;
  readonly zone: string;
  readonly offsetMinutes: number;
  /** What a report writes behind a clock; empty where the zone has no unambiguous letters. */
  readonly zoneWord: string;
  readonly date: string;
  readonly perMinute: number;
  readonly baseShare: number;
  readonly waves: readonly WavePlan[];
  readonly slices: readonly SlicePlan[];
  readonly units?: { readonly column: string; readonly words: string; readonly count: number; readonly hit: number };
  readonly latency?: { readonly base: number; readonly factor: number };
  /** Traffic during a wave against usual; 1 where left out. */
  readonly traffic?: number;
  readonly actions: readonly ActionPlan[];
  readonly deploys?: readonly { readonly sha: string; readonly version: string; readonly minute: number }[];
  readonly gauge?: { readonly name: string; readonly before: number; readonly after: number; readonly minute: number };
}

const at = (hours: number, minutes: number): number => 60 * hours + minutes;
const UTC = { zone: "UTC", offsetMinutes: 0, zoneWord: "UTC" };
const BERLIN = { zone: "Europe/Berlin", offsetMinutes: 60, zoneWord: "CET" };
const NEW_YORK = { zone: "America/New_York", offsetMinutes: -300, zoneWord: "EST" };
const LONDON = { zone: "Europe/London", offsetMinutes: 0, zoneWord: "GMT" };
const KOLKATA = { zone: "Asia/Kolkata", offsetMinutes: 330, zoneWord: "" };

const action = (id: string, words: string, minute: number, ended: boolean): ActionPlan => ({
  id,
  words,
  minute,
  until: minute + 2,
  ended,
});

const CITIES = ["Frankfurt", "Dublin", "Virginia", "Singapore"];
const REGIONS = ["eu-west", "us-east", "us-west", "ap-south"];
const ENDPOINTS = ["/checkout", "/search", "/login", "/cart"];
const HOSTS = ["web-01", "web-02", "web-03", "web-04"];
const directions = (hit?: readonly number[]): SlicePlan => ({
  column: "direction",
  values: ["inbound", "outbound"],
  weights: [0.6, 0.4],
  hit,
});
const cities = (hit?: readonly number[], lag?: readonly number[]): SlicePlan => ({
  column: "region",
  values: CITIES,
  weights: [0.3, 0.25, 0.25, 0.2],
  hit,
  lag,
});
const regions = (hit?: readonly number[], lag?: readonly number[]): SlicePlan => ({
  column: "region",
  values: REGIONS,
  weights: [0.3, 0.3, 0.2, 0.2],
  hit,
  lag,
});
const endpoints = (hit?: readonly number[]): SlicePlan => ({
  column: "endpoint",
  values: ENDPOINTS,
  weights: [0.2, 0.4, 0.2, 0.2],
  hit,
});
const hosts = (hit?: readonly number[]): SlicePlan => ({ column: "host", values: HOSTS, hit });
const accounts = (count: number, hit: number) => ({ column: "account", words: "accounts", count, hit });
const customers = (count: number, hit: number) => ({ column: "customer", words: "customers", count, hit });

const calls = { kind: "calls" as const, title: "Dropped phone calls", perMinute: 14, baseShare: 0.012 };
const http = { kind: "http" as const, title: "Errors of the API", perMinute: 40, baseShare: 0.005 };

const CALLS: readonly IncidentPlan[] = [
  {
    ...calls,
    ...UTC,
    id: "calls-plain",
    date: "2026-01-14",
    waves: [{ onset: at(14, 5), fall: at(15, 9), halfLife: 0, share: 0.38, spike: at(14, 50) }],
    slices: [directions(), cities()],
    units: accounts(30, 30),
    actions: [action("failover", "the failover", at(14, 35), false), action("restart", "the restart", at(15, 9), true)],
  },
  {
    ...calls,
    ...NEW_YORK,
    id: "calls-two-waves",
    date: "2026-01-21",
    waves: [
      { onset: at(9, 20), fall: at(10, 31), halfLife: 0, share: 0.42, spike: at(9, 48) },
      { onset: at(13, 2), fall: at(13, 29), halfLife: 0, share: 0.24 },
    ],
    slices: [directions()],
    units: accounts(24, 24),
    actions: [action("reroute", "the reroute", at(10, 31), true)],
  },
  {
    ...calls,
    ...BERLIN,
    id: "calls-frankfurt",
    date: "2026-02-03",
    waves: [{ onset: at(11, 40), fall: at(13, 10), halfLife: 0, share: 0.6, spike: at(12, 22) }],
    slices: [cities([1, 0, 0.3, 0]), directions()],
    actions: [action("drain", "the drain", at(12, 5), false), action("rollback", "the rollback", at(13, 10), true)],
  },
  {
    ...calls,
    ...UTC,
    id: "calls-slow-recovery",
    date: "2026-02-10",
    waves: [{ onset: at(16, 12), fall: at(17, 0), halfLife: 9, share: 0.55, spike: at(16, 40) }],
    slices: [directions()],
    units: accounts(40, 22),
    actions: [action("capacity", "the added capacity", at(17, 0), true)],
    gauge: { name: "media_servers", before: 8, after: 14, minute: at(17, 0) },
  },
  {
    ...calls,
    ...LONDON,
    id: "calls-quiet",
    date: "2026-02-12",
    waves: [],
    slices: [directions(), cities()],
    actions: [action("drill", "the drill", at(10, 0), false)],
  },
  {
    ...calls,
    ...UTC,
    id: "calls-no-effect",
    date: "2026-02-17",
    waves: [{ onset: at(7, 30), fall: at(9, 50), halfLife: 0, share: 0.3, spike: at(9, 12) }],
    slices: [directions([1, 0.25]), cities()],
    units: accounts(30, 30),
    actions: [
      action("restart", "the restart", at(8, 10), false),
      action("flush", "the cache flush", at(8, 45), false),
      action("rollback", "the rollback", at(9, 50), true),
    ],
  },
  {
    ...calls,
    ...BERLIN,
    id: "calls-lost-traffic",
    date: "2026-02-24",
    waves: [{ onset: at(18, 3), fall: at(19, 21), halfLife: 0, share: 0.45, spike: at(18, 50) }],
    slices: [directions()],
    traffic: 0.4,
    actions: [action("failover", "the failover", at(19, 21), true)],
  },
  {
    ...calls,
    ...NEW_YORK,
    id: "calls-high-baseline",
    date: "2026-01-28",
    baseShare: 0.05,
    waves: [{ onset: at(12, 15), fall: at(14, 0), halfLife: 0, share: 0.2, spike: at(13, 5) }],
    slices: [directions()],
    units: accounts(50, 50),
    actions: [action("throttle", "the throttle", at(14, 0), true)],
  },
  {
    ...calls,
    ...KOLKATA,
    id: "calls-spreading",
    date: "2026-02-05",
    waves: [{ onset: at(10, 10), fall: at(11, 50), halfLife: 0, share: 0.5, spike: at(11, 10) }],
    slices: [cities([1, 1, 1, 1], [30, 0, 45, 45])],
    actions: [action("isolation", "the isolation of the region", at(11, 50), true)],
  },
  {
    ...calls,
    ...UTC,
    id: "calls-return",
    date: "2026-03-03",
    waves: [
      { onset: at(8, 15), fall: at(8, 55), halfLife: 0, share: 0.35 },
      { onset: at(19, 40), fall: at(21, 5), halfLife: 0, share: 0.5, spike: at(20, 30) },
    ],
    slices: [directions(), cities()],
    actions: [action("restart", "the restart", at(8, 55), true), action("rollback", "the rollback", at(21, 5), true)],
  },
];

const HTTP: readonly IncidentPlan[] = [
  {
    ...http,
    ...UTC,
    id: "http-plain",
    date: "2026-01-15",
    waves: [{ onset: at(10, 4), fall: at(11, 12), halfLife: 0, share: 0.31, spike: at(10, 37) }],
    slices: [regions(), endpoints()],
    units: customers(60, 35),
    latency: { base: 180, factor: 5 },
    actions: [
      action("scale-up", "the scale-up", at(10, 25), false),
      action("rollback", "the rollback", at(11, 12), true),
    ],
    deploys: [
      { sha: "4be1c09", version: "v41", minute: at(9, 58) },
      { sha: "9d02f7a", version: "v42", minute: at(15, 30) },
    ],
  },
  {
    ...http,
    ...NEW_YORK,
    id: "http-west",
    date: "2026-01-22",
    waves: [{ onset: at(13, 30), fall: at(15, 5), halfLife: 0, share: 0.48, spike: at(14, 20) }],
    slices: [regions([0, 0.33, 1, 0]), endpoints()],
    latency: { base: 120, factor: 3 },
    actions: [action("drain", "the drain of us-west", at(15, 5), true)],
  },
  {
    ...http,
    ...BERLIN,
    id: "http-checkout",
    date: "2026-02-04",
    waves: [{ onset: at(17, 22), fall: at(18, 40), halfLife: 0, share: 0.7, spike: at(18, 2) }],
    slices: [endpoints([1, 0, 0, 0.4]), regions()],
    units: customers(80, 40),
    latency: { base: 150, factor: 1 },
    actions: [
      action("flag", "the flag switch", at(17, 50), false),
      action("rollback", "the rollback", at(18, 40), true),
    ],
    deploys: [{ sha: "b77e310", version: "2026.5", minute: at(20, 15) }],
  },
  {
    ...http,
    ...UTC,
    id: "http-two-waves",
    date: "2026-02-11",
    waves: [
      { onset: at(8, 41), fall: at(9, 35), halfLife: 0, share: 0.4, spike: at(9, 10) },
      { onset: at(12, 10), fall: at(12, 36), halfLife: 0, share: 0.25 },
    ],
    slices: [regions(), hosts()],
    latency: { base: 200, factor: 4 },
    actions: [action("restart", "the restart", at(9, 35), true)],
    deploys: [{ sha: "51aa90c", version: "r118", minute: at(8, 36) }],
  },
  {
    ...http,
    ...LONDON,
    id: "http-quiet",
    date: "2026-02-13",
    waves: [],
    slices: [regions(), endpoints()],
    latency: { base: 160, factor: 1 },
    actions: [],
    deploys: [{ sha: "c0ffe12", version: "v7", minute: at(11, 0) }],
  },
  {
    ...http,
    ...UTC,
    id: "http-slow-recovery",
    date: "2026-02-18",
    waves: [{ onset: at(19, 2), fall: at(19, 50), halfLife: 8, share: 0.5, spike: at(19, 24) }],
    slices: [regions(), endpoints()],
    latency: { base: 140, factor: 6 },
    actions: [action("scale-up", "the scale-up", at(19, 50), true)],
    gauge: { name: "pods", before: 6, after: 12, minute: at(19, 50) },
  },
  {
    ...http,
    ...LONDON,
    id: "http-lost-traffic",
    date: "2026-02-25",
    perMinute: 60,
    waves: [{ onset: at(9, 15), fall: at(10, 50), halfLife: 0, share: 0.22, spike: at(10, 10) }],
    slices: [regions()],
    units: customers(50, 50),
    latency: { base: 110, factor: 2.5 },
    traffic: 0.35,
    actions: [action("dns", "the DNS change", at(10, 50), true)],
  },
  {
    ...http,
    ...BERLIN,
    id: "http-host",
    date: "2026-01-29",
    waves: [{ onset: at(6, 33), fall: at(8, 18), halfLife: 0, share: 0.85, spike: at(7, 40) }],
    slices: [hosts([0, 0, 1, 0]), endpoints()],
    units: customers(40, 40),
    latency: { base: 190, factor: 1 },
    actions: [
      action("restart", "the restart", at(7, 10), false),
      action("removal", "the removal of the host", at(8, 18), true),
    ],
  },
  {
    ...http,
    ...KOLKATA,
    id: "http-spreading",
    date: "2026-02-06",
    waves: [{ onset: at(12, 0), fall: at(13, 45), halfLife: 0, share: 0.44, spike: at(13, 0) }],
    slices: [regions([1, 1, 1, 1], [40, 40, 0, 25])],
    latency: { base: 170, factor: 3.5 },
    actions: [action("failover", "the failover", at(13, 45), true)],
    deploys: [{ sha: "77d1ab3", version: "v9.2", minute: at(14, 30) }],
    gauge: { name: "pods", before: 10, after: 20, minute: at(13, 15) },
  },
  {
    ...http,
    ...UTC,
    id: "http-high-baseline",
    date: "2026-03-04",
    baseShare: 0.04,
    waves: [{ onset: at(20, 10), fall: at(21, 55), halfLife: 0, share: 0.16, spike: at(21, 20) }],
    slices: [regions(), endpoints()],
    units: customers(70, 70),
    latency: { base: 210, factor: 2 },
    actions: [
      action("limit", "the rate limit", at(20, 50), false),
      action("rollback", "the rollback", at(21, 55), true),
    ],
  },
];

/** The 20 incidents that reports are written about. */
export const PLANS: readonly IncidentPlan[] = CALLS.flatMap((plan, index) => [plan, HTTP[index] as IncidentPlan]);
