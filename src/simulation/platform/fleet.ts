/** A stretch in which every fetch sends more telemetry than it should. */
export interface Trigger {
  readonly fromMs: number;
  readonly minutes: number;
  /** Factor on the telemetry of a fetch. */
  readonly surge: number;
  /** Minutes over which the surge reaches one host after another. */
  readonly spreadMinutes: number;
}

/** Hosts put into service or taken out of it. */
export interface CapacityStep {
  readonly atMs: number;
  readonly hosts: number;
  /** False: the hosts count as capacity but no traffic reaches them. */
  readonly inRotation: boolean;
}

/** The preventive change, host after host. */
interface Patch {
  readonly fromMs: number;
  readonly toMs: number;
}

/** The caching proxy fleet. One unit of work is what one host does in a second; lengths in seconds. */
export interface FleetSettings {
  readonly hosts: number;
  /** Share of a host's capacity that fetches take at the reference load. */
  readonly utilisation: number;
  /** A fetch that has waited this long fails. */
  readonly timeoutSeconds: number;
  /** Share of failed fetches that are asked for again at once. */
  readonly retryShare: number;
  /** Telemetry that the subsystem takes away, as a multiple of what a host sends at the reference load. */
  readonly telemetryDrain: number;
  /** Telemetry of a failed fetch, in telemetry of an ordinary one: what keeps the overflow going. */
  readonly failureTelemetry: number;
  /** Buffer of a host, seconds of ordinary telemetry: smallest and largest. */
  readonly bufferSeconds: readonly [number, number];
  /** Most error events that wait for the collector on a host, seconds of ordinary telemetry: smallest and largest. */
  readonly backlogSeconds: readonly [number, number];
  /** Share of a host that the collector takes while events wait. */
  readonly collectorShare: number;
  /** Events that a working collector clears in a second, in ordinary telemetry. */
  readonly collectorSpeed: number;
  readonly payloadFactor: number;
  readonly bufferFactor: number;
  /** When the collector begins to be switched off, host after host; `null` = not before the patch. */
  readonly collectorOffMs: number | null;
  readonly collectorOffMinutes: number;
  readonly triggers: readonly Trigger[];
  readonly steps: readonly CapacityStep[];
  readonly patch: Patch | null;
  /** Hosts added by two every two minutes from then on, while fetches fail; `null` = never. */
  readonly autoscaleFromMs: number | null;
  /** Minutes over which the balancer gives a new host, whose cache is cold, its full share of the load. */
  readonly warmUpMinutes: number;
}

/** What the fleet did, step by step; every array has one entry a step. */
export interface FleetRun {
  readonly fromMs: number;
  readonly stepSeconds: number;
  readonly failureShare: Float64Array;
  readonly waitSeconds: Float64Array;
  readonly hosts: Float64Array;
  readonly bufferFill: Float64Array;
  readonly errorEvents: Float64Array;
  readonly busyShare: Float64Array;
  readonly load: Float64Array;
}

interface Hosts {
  readonly queue: Float64Array;
  readonly buffer: Float64Array;
  readonly backlog: Float64Array;
}

/** What sets one host apart from another; it does not change during a run. */
interface HostTraits {
  /** Buffer before the patch. */
  readonly size: Float64Array;
  readonly mostBacklog: Float64Array;
  readonly patchedFromMs: Float64Array;
  readonly offFromMs: Float64Array;
}

interface Totals {
  failed: number;
  wait: number;
  fill: number;
  events: number;
  busy: number;
}

/** Seconds of one step of the simulated fleet. */
const STEP_SECONDS = 5;
/** Time between two hosts that autoscaling adds. */
const AUTOSCALE_MS = 120_000;
/** Hosts that autoscaling may add in all. */
const AUTOSCALE_MOST = 58;
const PATCHED = { payload: 0.4, buffer: 4 } as const;
/** Events below this many seconds of telemetry leave the collector idle part of the time. */
const IDLE_BACKLOG = 0.3;

/** A fixed scatter of hosts over [0, 1): the golden-ratio sequence, so that every run has the same fleet. */
function place(host: number): number {
  return (host * 0.618033988749895) % 1;
}

function between([low, high]: readonly [number, number], share: number): number {
  return low + (high - low) * share;
}

/** Telemetry factor of the triggers on one host. */
function surgeAt(settings: FleetSettings, host: number, ms: number): number {
  let surge = 1;
  for (const { fromMs, minutes, surge: factor, spreadMinutes } of settings.triggers) {
    const from = fromMs + place(host) * spreadMinutes * 60_000;
    if (ms >= from && ms < from + minutes * 60_000) surge = Math.max(surge, factor);
  }
  return surge;
}

function traitsOf(settings: FleetSettings, most: number): HostTraits {
  const { patch, hosts, collectorOffMs, collectorOffMinutes, bufferSeconds, bufferFactor, backlogSeconds } = settings;
  const column = (of: (host: number) => number): Float64Array =>
    Float64Array.from({ length: most }, (_, host) => of(host));
  const patchedFromMs = column((host) =>
    patch ? patch.fromMs + (Math.min(host, hosts) / hosts) * (patch.toMs - patch.fromMs) : Infinity,
  );
  return {
    size: column((host) => between(bufferSeconds, place(host * 7 + 3)) * bufferFactor),
    mostBacklog: column((host) => between(backlogSeconds, place(host * 3 + 1))),
    patchedFromMs,
    offFromMs: column((host) =>
      Math.min(
        patchedFromMs[host] ?? Infinity,
        collectorOffMs === null ? Infinity : collectorOffMs + place(host * 5 + 2) * collectorOffMinutes * 60_000,
      ),
    ),
  };
}

/** The fleet while it runs: what its hosts are, how they stand, and what a step adds up. */
interface Running {
  readonly settings: FleetSettings;
  readonly traits: HostTraits;
  readonly state: Hosts;
}

/** What one host meets in one step. */
interface Met {
  readonly ms: number;
  /** Work offered a second, in hosts. */
  readonly arrivals: number;
  /** Share of a host's full capacity, 0…1. */
  readonly warmth: number;
  /** Factor of the triggers on its telemetry. */
  readonly surge: number;
}

/** Moves one host by one step: fetches, telemetry, overflow, collector. */
function moveHost(
  { settings, traits, state }: Running,
  host: number,
  { ms, arrivals, warmth, surge }: Met,
  totals: Totals,
): void {
  const { collectorShare, utilisation } = settings;
  const patched = ms >= (traits.patchedFromMs[host] as number);
  const off = ms >= (traits.offFromMs[host] as number);
  const waiting = state.backlog[host] as number;
  const taken = off ? 0 : collectorShare * Math.min(1, waiting / IDLE_BACKLOG);
  const room = (1 - taken) * warmth;
  const offered = (state.queue[host] as number) + arrivals * STEP_SECONDS;
  const served = Math.min(offered, room * STEP_SECONDS);
  const left = offered - served;
  const kept = Math.min(left, settings.timeoutSeconds * room);
  const failing = arrivals > 0 ? (left - kept) / STEP_SECONDS : 0;
  const payload = settings.payloadFactor * (patched ? PATCHED.payload : 1);
  const telemetry = payload * ((arrivals / utilisation) * surge + (failing / utilisation) * settings.failureTelemetry);
  const size = (traits.size[host] as number) * (patched ? PATCHED.buffer : 1);
  const filled = Math.max(0, (state.buffer[host] as number) + (telemetry - settings.telemetryDrain) * STEP_SECONDS);
  const overflow = Math.max(0, filled - size);
  const cleared = off ? waiting : (taken / collectorShare) * settings.collectorSpeed * STEP_SECONDS;
  state.queue[host] = kept;
  state.buffer[host] = filled - overflow;
  state.backlog[host] = Math.max(0, Math.min(traits.mostBacklog[host] as number, waiting + overflow - cleared));
  totals.failed += failing;
  totals.wait += room > 0 ? kept / room : 0;
  totals.fill += (filled - overflow) / size;
  totals.events += overflow;
  totals.busy += taken * warmth + served / STEP_SECONDS;
}

/** Hosts beyond the first ones, by the time at which each took up work. */
function extraHosts(settings: FleetSettings): {
  readonly joined: number[];
  readonly idle: () => number;
  readonly at: (ms: number, share: number) => void;
} {
  const joined: number[] = [];
  const steps = [...settings.steps].sort((a, b) => a.atMs - b.atMs);
  let [next, idle, autoscaled] = [0, 0, 0];
  const change = (hosts: number, ms: number): void => {
    for (let k = 0; k < hosts; k++) joined.push(ms);
    for (let k = 0; k > hosts; k--) joined.pop();
  };
  const at = (ms: number, share: number): void => {
    for (let step = steps[next]; step && ms >= step.atMs; step = steps[++next]) {
      if (step.inRotation) change(step.hosts, step.atMs);
      else idle += step.hosts;
    }
    const from = settings.autoscaleFromMs;
    if (
      from === null ||
      ms < from ||
      (ms - from) % AUTOSCALE_MS >= STEP_SECONDS * 1000 ||
      share <= 0.005 ||
      autoscaled >= AUTOSCALE_MOST
    )
      return;
    autoscaled += 2;
    change(2, ms);
  };
  return { joined, idle: () => idle, at };
}

function emptyRun(fromMs: number, count: number): FleetRun {
  const column = (): Float64Array => new Float64Array(count);
  return {
    fromMs,
    stepSeconds: STEP_SECONDS,
    failureShare: column(),
    waitSeconds: column(),
    hosts: column(),
    bufferFill: column(),
    errorEvents: column(),
    busyShare: column(),
    load: column(),
  };
}

/**
 * Runs the fleet in steps of five seconds: fetches queue at hosts and fail when they have waited too long; each sends telemetry into the
 * host's buffer; what overflows becomes error events; the collector of these takes capacity while any wait, so fetches fail, which sends
 * more telemetry.
 *
 * Deterministic. Hosts differ in buffer and backlog, and share the load evenly but for new ones, which start slowly.
 *
 * @param load - work offered a second at an instant, in hosts; retries come on top
 * @returns shares and means over the hosts in rotation, one entry a step of `[fromMs, toMs)`
 */
export function runFleet(
  settings: FleetSettings,
  load: (ms: number) => number,
  fromMs: number,
  toMs: number,
): FleetRun {
  const count = Math.ceil((toMs - fromMs) / (STEP_SECONDS * 1000));
  const run = emptyRun(fromMs, count);
  const most =
    settings.hosts + settings.steps.reduce((sum, { hosts }) => sum + Math.max(0, hosts), 0) + AUTOSCALE_MOST + 2;
  const state: Hosts = {
    queue: new Float64Array(most),
    buffer: new Float64Array(most),
    backlog: new Float64Array(most),
  };
  const traits = traitsOf(settings, most);
  const extra = extraHosts(settings);
  const warmths = new Float64Array(most).fill(1);
  const warmUpMs = Math.max(1, settings.warmUpMinutes * 60_000);
  let share = 0;
  const running: Running = { settings, traits, state };
  for (let step = 0; step < count; step++) {
    const ms = fromMs + step * STEP_SECONDS * 1000;
    extra.at(ms, share);
    const hosts = settings.hosts + extra.joined.length;
    let working = settings.hosts;
    for (const [index, joined] of extra.joined.entries())
      working += warmths[settings.hosts + index] = Math.min(1, (ms - joined) / warmUpMs);
    const offered = load(ms) * (1 + settings.retryShare * share);
    const surging = settings.triggers.some(
      (trigger) => ms >= trigger.fromMs && ms < trigger.fromMs + (trigger.spreadMinutes + trigger.minutes) * 60_000,
    );
    const totals: Totals = { failed: 0, wait: 0, fill: 0, events: 0, busy: 0 };
    for (let host = 0; host < hosts; host++) {
      const warmth = warmths[host] ?? 0;
      const surge = surging ? surgeAt(settings, host, ms) : 1;
      moveHost(running, host, { ms, arrivals: (offered * warmth) / working, warmth, surge }, totals);
    }
    share = offered > 0 ? totals.failed / offered : 0;
    run.failureShare[step] = share;
    run.waitSeconds[step] = totals.wait / hosts;
    run.hosts[step] = hosts + extra.idle();
    run.bufferFill[step] = totals.fill / hosts;
    run.errorEvents[step] = totals.events;
    run.busyShare[step] = totals.busy / hosts;
    run.load[step] = offered;
  }
  return run;
}
