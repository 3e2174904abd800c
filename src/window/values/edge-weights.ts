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

/** Samples beside a ramp whose share is looked at, since a bin that holds one of its ends has a part of it. */
const BESIDE = 2;

/** One plateau with the summed log densities of the samples from each on, all of them and the one before at the plateau's level. */
interface PlateauTail {
  readonly plateau: Plateau;
  readonly from: Float64Array;
}

/**
 * Log-likelihoods of onsets and ramps, over all plateaus; what one sample carries over to the next is taken off first.
 *
 * What precedes a departure is the same for every onset and what follows its ramp for every plateau, so both are summed once.
 */
class EdgeLikelihood {
  /** Summed log densities of the ordinary samples before each. */
  private readonly ordinary: Float64Array;
  private readonly tails: readonly PlateauTail[];

  constructor(private readonly samples: EdgeSamples) {
    const { values, plateaus } = samples;
    this.ordinary = new Float64Array(values.length + 1);
    for (let t = 0; t < values.length; t++)
      this.ordinary[t + 1] = (this.ordinary[t] as number) + this.ordinaryAt(t, values[t - 1] ?? 0);
    this.tails = plateaus.map((plateau) => {
      const from = new Float64Array(values.length + 1);
      for (let t = values.length - 1; t > 0; t--)
        from[t] = (from[t + 1] as number) + this.departedAt(t, (values[t - 1] as number) - plateau.height, plateau, 1);
      return { plateau, from };
    });
  }

  /** What a sample does not owe to the one before, and by how much its scatter is less for it. */
  private own(rest: number, before: number, t: number): readonly [own: number, shrunk: number] {
    const rho = this.samples.autocorrelation;
    return t === 0 ? [rest, 1] : [rest - rho * before, Math.sqrt(1 - rho * rho)];
  }

  private ordinaryAt(t: number, before: number): number {
    const { values, outside, wide } = this.samples;
    const [own, shrunk] = this.own(values[t] as number, before, t);
    return logOrdinary(own, outside * shrunk, wide);
  }

  private departedAt(t: number, before: number, { height, noise }: Plateau, share: number): number {
    const [own, shrunk] = this.own((this.samples.values[t] as number) - share * height, before, t);
    return logDensity(own, noise * shrunk);
  }

  private ofPlateau({ plateau, from }: PlateauTail, shareAt: ShareAt, at: number, ramp: number): number {
    const { values } = this.samples;
    const begin = Math.max(0, Math.min(values.length, Math.floor(at) - BESIDE));
    const end = Math.max(begin, Math.min(values.length, Math.ceil(at + ramp) + BESIDE));
    let sum = this.ordinary[begin] as number;
    let before = begin > 0 ? (values[begin - 1] as number) : 0;
    for (let t = begin; t < end; t++) {
      const share = shareAt(t, at, ramp);
      sum += share > 0 ? this.departedAt(t, before, plateau, share) : this.ordinaryAt(t, before);
      before = (values[t] as number) - share * plateau.height;
    }
    return sum + (from[end] as number);
  }

  of(shareAt: ShareAt, at: number, ramp: number): number {
    const logs = this.tails.map((tail) => this.ofPlateau(tail, shareAt, at, ramp));
    const most = Math.max(...logs);
    return most + Math.log(logs.reduce((sum, log) => sum + Math.exp(log - most), 0) / logs.length);
  }
}

interface LogWeight extends Omit<OnsetWeight, "weight"> {
  readonly log: number;
}

/** A first look at whole samples: which onsets are worth a finer one, for each ramp. */
function likelyOnsets(
  likelihood: EdgeLikelihood,
  instant: ShareAt,
  ramps: readonly number[],
  last: number,
): ReadonlyMap<number, number[]> {
  const logs = ramps.map((ramp) => Array.from({ length: last + 1 }, (_, at) => likelihood.of(instant, at, ramp)));
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
  const likelihood = new EdgeLikelihood(samples);
  const found: LogWeight[] = [];
  for (const [ramp, onsets] of likelyOnsets(likelihood, instant, ramps, last)) {
    const rampLog = Math.log(ramp === 0 ? ABRUPT : (1 - ABRUPT) / Math.max(1, ramps.length - 1));
    for (const whole of onsets)
      for (let part = 0; part < PARTS; part++) {
        const at = whole + part / PARTS;
        const prior = rampLog + Math.log(part === 0 ? WHOLE : (1 - WHOLE) / (PARTS - 1));
        if (at > last + takenAt) continue;
        const first = Math.min(last, firstInstant(at, ramp, takenAt));
        found.push({ at, ramp, first, log: prior + likelihood.of(instant, at, ramp) });
        const mean = Math.min(last, firstMean(at));
        found.push({ at, ramp, first: mean, log: prior + likelihood.of(shareOverBin, at, ramp) });
      }
  }
  const most = found.reduce((best, { log }) => Math.max(best, log), -Infinity);
  return found.map(({ at, ramp, first, log }) => ({ at, ramp, first, weight: Math.exp(log - most) }));
}
