import { join } from "node:path";
import type { PlatformRun } from "../platform/platform-run.js";
import { rowFile } from "./row-file.js";
import { utcText } from "./mess.js";
import { MINUTE_MS } from "../../time/units.js";

/** Fetches a minute of the platform that one host's full work of a minute stands for. */
const FETCHES_PER_HOST_MINUTE = 1800;
/** Error events of the platform for one second of a host's ordinary telemetry. */
const EVENTS_PER_SECOND = 30;
/** Share of a buffer that ordinary traffic fills, on average. */
const QUIET_FILL = 0.02;

interface Minute {
  readonly hosts: number;
  readonly fill: number;
  readonly events: number;
  readonly busy: number;
  readonly load: number;
}

/** What the fleet's own monitoring would show for a minute; outside the fleet's run its ordinary state. */
function minuteOf({ run, platform, scenario }: PlatformRun, ms: number): Minute {
  const steps = 60 / run.stepSeconds;
  const first = Math.floor((ms - run.fromMs) / (run.stepSeconds * 1000));
  if (first < 0 || first + steps > run.load.length) {
    const hosts =
      platform.fleet.hosts + scenario.steps.reduce((sum, step) => sum + (ms >= step.atMs ? step.hosts : 0), 0);
    const load = platform.load(ms);
    return { hosts, fill: 0, events: 0, busy: load / hosts, load };
  }
  const mean = (column: Float64Array): number => {
    let sum = 0;
    for (let k = 0; k < steps; k++) sum += column[first + k] ?? 0;
    return sum / steps;
  };
  return {
    hosts: run.hosts[first] ?? 0,
    fill: mean(run.bufferFill),
    events: mean(run.errorEvents) * steps,
    busy: mean(run.busyShare),
    load: mean(run.load),
  };
}

/**
 * Writes `proxy-metrics.csv.gz`: a row a minute with the fleet's capacity, buffer fill, error events, busy share and request load.
 *
 * Readings carry the small errors of sampled monitoring.
 */
export async function writeProxyMetrics(one: PlatformRun, folder: string): Promise<void> {
  const file = rowFile(join(folder, "proxy-metrics.csv.gz"));
  const noise = one.random.fork("metrics");
  file.write("time,capacity_units,buffer_fill,error_events,busy_share,request_load");
  for (let ms = one.scenario.fromMs; ms < one.scenario.toMs; ms += MINUTE_MS) {
    const { hosts, fill, events, busy, load } = minuteOf(one, ms);
    const shown = Math.min(1, Math.max(0, fill + QUIET_FILL * noise.gamma(4, 0.25) * (1 - fill)));
    const counted = noise.poisson(events * EVENTS_PER_SECOND);
    const used = Math.min(1, busy * (1 + noise.normal(0, 0.008)));
    file.write(
      [
        utcText(ms),
        hosts,
        shown.toFixed(3),
        counted,
        used.toFixed(3),
        noise.poisson(load * FETCHES_PER_HOST_MINUTE),
      ].join(","),
    );
  }
  await file.close();
}
