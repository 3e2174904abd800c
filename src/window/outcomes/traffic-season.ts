/** Bins of a day in series of hours, half and quarter hours, ten and five minutes, and minutes. */
const PERIODS = [24, 48, 96, 144, 288, 1440] as const;
/** Parts of a day told apart, and waves of a day's course: the day, half and a third of it. */
const PARTS = 24;
const WAVES = 3;
/** Share of what attempts do within days that a course common to all of them must explain, where two days are seen and where more are: two may resemble each other by chance. */
const OF_TWO_DAYS = 0.85;
const OF_MORE_DAYS = 0.6;
/** A period of several days explains as much as the day; the shortest counts that explains hardly less. */
const HARDLY_LESS = 0.05;

/** ln of the attempts in every part of every whole season; half an attempt stands in for none. */
function partLogs(attempts: Float64Array, period: number, seasons: number): Float64Array {
  const logs = new Float64Array(seasons * PARTS);
  const width = period / PARTS;
  for (let i = 0; i < logs.length; i++) {
    let sum = 0.5;
    for (let t = Math.round(i * width); t < Math.round((i + 1) * width); t++) sum += attempts[t] as number;
    logs[i] = Math.log(sum);
  }
  return logs;
}

/** What is left of values without their straight line and without each season's mean. */
function withinSeasons(values: Float64Array): Float64Array {
  const middle = (values.length - 1) / 2;
  let [slope, scale] = [0, 0];
  values.forEach((value, i) => {
    slope += value * (i - middle);
    scale += (i - middle) ** 2;
  });
  const straight = values.map((value, i) => value - (slope / scale) * (i - middle));
  for (let from = 0; from < straight.length; from += PARTS) {
    const season = straight.subarray(from, from + PARTS);
    const mean = season.reduce((sum, value) => sum + value, 0) / PARTS;
    season.forEach((value, i) => {
      season[i] = value - mean;
    });
  }
  return straight;
}

/** Share of the squares that the waves of one course, the same in every season, explain. */
function shareExplained(values: Float64Array): number {
  const squares = values.reduce((sum, value) => sum + value * value, 0);
  if (squares === 0) return 0;
  let explained = 0;
  for (let wave = 1; wave <= WAVES; wave++) {
    let [a, b] = [0, 0];
    values.forEach((value, i) => {
      const angle = (2 * Math.PI * wave * i) / PARTS;
      a += value * Math.cos(angle);
      b += value * Math.sin(angle);
    });
    explained += (2 * (a * a + b * b)) / values.length;
  }
  return explained / squares;
}

/**
 * Bins of a day, from the course that attempts take over each of them: traffic tells how long a bin is where nobody said.
 *
 * @returns `undefined` where no two days are covered, or attempts have no course of days
 */
export function trafficSeason(attempts: Float64Array): number | undefined {
  const shares = PERIODS.map((period) => {
    const seasons = Math.floor(attempts.length / period);
    if (seasons < 2) return 0;
    const share = shareExplained(withinSeasons(partLogs(attempts, period, seasons)));
    return share >= (seasons === 2 ? OF_TWO_DAYS : OF_MORE_DAYS) ? share : 0;
  });
  const most = Math.max(...shares);
  return most === 0 ? undefined : PERIODS.find((_, i) => (shares[i] as number) >= most - HARDLY_LESS);
}
