/** Degrees of freedom of the noise: heavy enough that one far sample does not decide an end. */
const FREEDOM = 4;
/** Lengths of ramps that are tried, in samples. */
const RAMPS = [0, 1, 2, 3, 5, 8, 12, 18, 27, 40, 60, 90];
/** An abrupt end is as likely as all ramps together. */
const ABRUPT = 0.5;
/** Moments that are tried within a sample's step. */
const PARTS = 8;
/** How likely a bin's beginning is: much more so than each moment inside it, since incidents and what is logged of them are often rounded. */
const WHOLE = 0.4;
/** Onsets whose likelihood lies so many nats under the best one's are not looked at more finely. */
const NEGLIGIBLE = 12;

/** Ordinary samples that lie far out: so many of all, and as far as this. */
export interface WideNoise {
  readonly share: number;
  readonly scale: number;
}

/** The event's level beyond its ramp, and the noise at it. */
export interface Plateau {
  readonly height: number;
  readonly noise: number;
}

/** Samples around one end, with the noise before it. */
export interface EdgeSamples {
  readonly values: Float64Array;
  /** What the event may have risen to; each is as likely as the others. */
  readonly plateaus: readonly Plateau[];
  readonly outside: number;
  readonly wide: WideNoise | undefined;
  readonly autocorrelation: number;
  /** Where in its step a sample that is an instant was taken: 0 at its beginning, 1 at its end. */
  readonly takenAt: 0 | 1;
}

/** One onset with its probability, not normed. */
export interface OnsetWeight {
  /** The moment of departure, in samples and parts of samples. */
  readonly at: number;
  /** The first sample that departed. */
  readonly first: number;
  readonly ramp: number;
  readonly weight: number;
}

const logDensity = (residual: number, scale: number): number =>
  -Math.log(scale) - ((FREEDOM + 1) / 2) * Math.log1p((residual / scale) ** 2 / FREEDOM);

/** The log density of an ordinary sample: some of them may lie far out. */
function logOrdinary(residual: number, scale: number, wide: WideNoise | undefined): number {
  const near = logDensity(residual, scale);
  if (!wide) return near;
  const far = Math.log(wide.share) + logDensity(residual, wide.scale);
  const most = Math.max(near, far);
  return most + Math.log(Math.exp(near - most) + Math.exp(far - most));
}

/** A way in which a departure shows: the share of its height at a sample. */
type ShareAt = (sample: number, at: number, ramp: number) => number;

/** The share at an instant. */
const shareAtInstant = (time: number, at: number, ramp: number): number =>
  time < at ? 0 : ramp === 0 ? 1 : Math.min(1, (time - at) / ramp);

/** The share summed up to a time. */
function summedShare(time: number, at: number, ramp: number): number {
  const since = Math.max(0, time - at);
  return since < ramp ? (since * since) / (2 * ramp) : since - ramp / 2;
}

const shareOverBin: ShareAt = (sample, at, ramp) => summedShare(sample + 1, at, ramp) - summedShare(sample, at, ramp);

/** Log-likelihood of an onset and a ramp to one plateau; what one sample carries over to the next is taken off first. */
function logLikelihoodOf(
  samples: EdgeSamples,
  { height, noise: inside }: Plateau,
  shareAt: ShareAt,
  at: number,
  ramp: number,
): number {
  const { values, outside, wide, autocorrelation: rho } = samples;
  const white = Math.sqrt(1 - rho * rho);
  let [sum, before] = [0, 0];
  for (let t = 0; t < values.length; t++) {
    const share = shareAt(t, at, ramp);
    const rest = (values[t] as number) - share * height;
    const own = t === 0 ? rest : rest - rho * before;
    const shrunk = t === 0 ? 1 : white;
    sum += share > 0 ? logDensity(own, inside * shrunk) : logOrdinary(own, outside * shrunk, wide);
    before = rest;
  }
  return sum;
}

/** Log-likelihood of an onset and a ramp, over all plateaus. */
function logLikelihood(samples: EdgeSamples, shareAt: ShareAt, at: number, ramp: number): number {
  const logs = samples.plateaus.map((plateau) => logLikelihoodOf(samples, plateau, shareAt, at, ramp));
  const most = Math.max(...logs);
  return most + Math.log(logs.reduce((sum, log) => sum + Math.exp(log - most), 0) / logs.length);
}

interface LogWeight extends Omit<OnsetWeight, "weight"> {
  readonly log: number;
}

/** A first look at whole samples: which onsets are worth a finer one, for each ramp. */
function likelyOnsets(samples: EdgeSamples, ramps: readonly number[], last: number): ReadonlyMap<number, number[]> {
  const instant = instantShare(samples.takenAt);
  const logs = ramps.map((ramp) =>
    Array.from({ length: last + 1 }, (_, at) => logLikelihood(samples, instant, at, ramp)),
  );
  const best = logs.reduce((most, own) => own.reduce((a, b) => Math.max(a, b), most), -Infinity);
  return new Map(
    ramps.map((ramp, index) => {
      const near = new Set<number>();
      (logs[index] as number[]).forEach((log, at) => {
        if (log > best - NEGLIGIBLE) for (const whole of [at - 1, at, at + 1]) near.add(whole);
      });
      return [ramp, [...near].filter((at) => at >= -1 && at <= last)];
    }),
  );
}

const instantShare =
  (takenAt: 0 | 1): ShareAt =>
  (sample, at, ramp) =>
    shareAtInstant(sample + takenAt, at, ramp);

/** The first departed sample of an instant's reading: at or after the moment; a ramp is still 0 at the moment itself. */
const firstInstant = (at: number, ramp: number, takenAt: 0 | 1): number =>
  Math.max(0, (ramp === 0 ? Math.ceil(at) : Math.floor(at) + 1) - takenAt);

/** The first departed sample of a mean over bins: the bin that holds the moment, where it holds half of it. */
const firstMean = (at: number): number => Math.max(0, Math.round(at));

/** Every onset, in eighths of samples, with its weight summed over both readings of a sample. */
export function weighOnsets(samples: EdgeSamples, last: number): OnsetWeight[] {
  const { takenAt } = samples;
  const ramps = RAMPS.filter((ramp) => ramp <= samples.values.length - 2);
  if (ramps.length === 0) ramps.push(0);
  const instant = instantShare(takenAt);
  const found: LogWeight[] = [];
  for (const [ramp, onsets] of likelyOnsets(samples, ramps, last)) {
    const rampLog = Math.log(ramp === 0 ? ABRUPT : (1 - ABRUPT) / Math.max(1, ramps.length - 1));
    for (const whole of onsets)
      for (let part = 0; part < PARTS; part++) {
        const at = whole + part / PARTS;
        const prior = rampLog + Math.log(part === 0 ? WHOLE : (1 - WHOLE) / (PARTS - 1));
        if (at > last + takenAt) continue;
        const first = Math.min(last, firstInstant(at, ramp, takenAt));
        found.push({ at, ramp, first, log: prior + logLikelihood(samples, instant, at, ramp) });
        const mean = Math.min(last, firstMean(at));
        found.push({ at, ramp, first: mean, log: prior + logLikelihood(samples, shareOverBin, at, ramp) });
      }
  }
  const most = found.reduce((best, { log }) => Math.max(best, log), -Infinity);
  return found.map(({ at, ramp, first, log }) => ({ at, ramp, first, weight: Math.exp(log - most) }));
}
