import type { ScenarioName } from "../scenario.js";

/** The two parameters of a platform that are solved for: see `solvedCalibration`. */
export interface CalibratedValues {
  /** Share of a host that a working collector takes. */
  readonly collectorShare: number;
  /** Mean share of numbers with a working fallback. */
  readonly fallbackShare: number;
}

/** Minutes by which a scenario may be shifted at which its parameters were solved. */
export const CALIBRATION_KNOTS = [-40, -30, -20, -10, 0, 10, 20, 30, 40] as const;

/** A platform without an incident: nothing to calibrate to. */
const ORDINARY: CalibratedValues = { collectorShare: 0.4, fallbackShare: 0.15 };

/**
 * What `solvedCalibration` found, kept because solving takes a second or two and simulating should not: by scenario, at each of the knots,
 * the collector's share of a host and the share of numbers with a fallback. `node bench/run.mjs calibration` solves them again and prints both.
 */
const CALIBRATED: Readonly<
  Partial<Record<ScenarioName, readonly (readonly [collectorShare: number, fallbackShare: number])[]>>
> = {
  "twilio-13002": [[0.43662109375, 0.15639377845220023]],
  "forty-twenty": [
    [0.5401, 0.1866],
    [0.5339, 0.2121],
    [0.5368, 0.2093],
    [0.5411, 0.2023],
    [0.5409, 0.2005],
    [0.5435, 0.2056],
    [0.5446, 0.1876],
    [0.5444, 0.1973],
    [0.5519, 0.2007],
  ],
  partial: [
    [0.4329, 0.1324],
    [0.4284, 0.1646],
    [0.4331, 0.1573],
    [0.4319, 0.1486],
    [0.4356, 0.1596],
    [0.4376, 0.1506],
    [0.4392, 0.1321],
    [0.4397, 0.1462],
    [0.4472, 0.152],
  ],
  two: [
    [0.4351, 0.1388],
    [0.43, 0.165],
    [0.4354, 0.1601],
    [0.4343, 0.1512],
    [0.4366, 0.1564],
    [0.4392, 0.1504],
    [0.4411, 0.1346],
    [0.4409, 0.1454],
    [0.4481, 0.1474],
  ],
  "ramp-20": [
    [0.4476, 0.1367],
    [0.4435, 0.1648],
    [0.4501, 0.1581],
    [0.4479, 0.1488],
    [0.4534, 0.1604],
    [0.4552, 0.1459],
    [0.4556, 0.1336],
    [0.4546, 0.1471],
    [0.4624, 0.1495],
  ],
  "no-effect": [
    [0.4313, 0.1402],
    [0.4271, 0.1602],
    [0.4327, 0.159],
    [0.4308, 0.1503],
    [0.4353, 0.1559],
    [0.4366, 0.1468],
    [0.4376, 0.1343],
    [0.4399, 0.1454],
    [0.445, 0.1502],
  ],
  "self-recovery": [
    [0.4337, 0.1344],
    [0.4296, 0.1633],
    [0.4341, 0.1561],
    [0.4333, 0.1474],
    [0.4366, 0.1612],
    [0.4392, 0.1492],
    [0.4409, 0.1322],
    [0.4407, 0.1514],
    [0.4479, 0.1486],
  ],
};

/**
 * The calibrated parameters of a scenario, linear between the knots.
 *
 * @param shiftMinutes - by how much the scenario is shifted, -40…40; the published scenario stands where it is
 */
export function calibratedValues(name: ScenarioName, shiftMinutes: number): CalibratedValues {
  const rows = CALIBRATED[name];
  if (!rows) return ORDINARY;
  const place = Math.max(0, Math.min(rows.length - 1, (shiftMinutes - CALIBRATION_KNOTS[0]) / 10));
  const low = Math.floor(place);
  const [here, next] = [rows[low], rows[low + 1]] as const;
  const between = (column: 0 | 1): number =>
    (here?.[column] ?? 0) + (place - low) * ((next ?? here)?.[column] ?? 0) - (place - low) * (here?.[column] ?? 0);
  return { collectorShare: between(0), fallbackShare: between(1) };
}
