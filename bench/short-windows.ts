import { type Random, seededRandom } from "../src/stats/random/random.js";
import { outageWindows } from "../src/window/outage-window.js";

// Short series: how many planted outages are found, how often their ends lie inside the intervals, and how many quiet series have a window.

interface Series {
  readonly failures: number[];
  readonly attempts: number[];
}

function series(
  random: Random,
  bins: number,
  meanAttempts: number,
  rateAt: (bin: number) => number,
  dispersion = 0,
): Series {
  const attempts = Array.from({ length: bins }, () => random.poisson(meanAttempts));
  const failures = attempts.map((n, t) => {
    const rate = rateAt(t);
    const size = (1 - dispersion) / dispersion;
    return random.binomial(n, dispersion > 0 ? random.beta(rate * size, (1 - rate) * size) : rate);
  });
  return { failures, attempts };
}

function quiet(): string {
  let [found, of] = [0, 0];
  for (const bins of [20, 30, 60, 120, 240, 600, 1440])
    for (const mean of [3, 20, 200, 2000])
      for (const rate of [0.002, 0.02, 0.2])
        for (const dispersion of [0, 0.02]) {
          for (let seed = 0; seed < 12; seed += 1, of += 1) {
            if (
              outageWindows(
                series(
                  seededRandom(`quiet ${bins} ${mean} ${rate} ${dispersion} ${seed}`),
                  bins,
                  mean,
                  () => rate,
                  dispersion,
                ),
              ).length > 0
            )
              found += 1;
          }
        }
  return `${found} of ${of} quiet series have a window`;
}

function planted(): string {
  let [found, of, onsets, recoveries, width] = [0, 0, 0, 0, 0];
  for (const bins of [30, 60, 120, 240])
    for (const share of [0.1, 0.25, 0.4])
      for (const mean of [10, 50, 500])
        for (const level of [0.1, 0.3, 0.8]) {
          for (let seed = 0; seed < 4; seed += 1, of += 1) {
            const random = seededRandom(`planted ${bins} ${share} ${mean} ${level} ${seed}`);
            const length = Math.max(4, Math.round(bins * share));
            const onset = Math.round((bins - length) * (0.3 + 0.4 * random.next()));
            const [window, ...others] = outageWindows(
              series(random, bins, mean, (t) => (t >= onset && t < onset + length ? level : 0.005)),
            );
            if (!window || others.length > 0) continue;
            found += 1;
            if (window.onsetInterval[0] <= onset && onset <= window.onsetInterval[1]) onsets += 1;
            if (window.recoveryInterval[0] <= onset + length && onset + length <= window.recoveryInterval[1])
              recoveries += 1;
            width += window.onsetInterval[1] - window.onsetInterval[0];
          }
        }
  return `${found} of ${of} planted outages are found alone; onset inside ${onsets}, recovery inside ${recoveries}; mean width of the onset's interval ${(width / found).toFixed(1)} bins`;
}

console.log(planted());
console.log(quiet());
