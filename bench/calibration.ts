import { solvedCalibration, customersOf } from "../src/simulation/platform/calibration.js";
import { calibratedValues, CALIBRATION_KNOTS } from "../src/simulation/platform/calibrated-values.js";
import { SCENARIOS, scenarioOf } from "../src/simulation/scenario.js";

/** Solves the simulator's two free parameters again at the knots that are kept, with `--halfway` also between them, and prints them beside what is kept. */
function main(): void {
  const halfway = CALIBRATION_KNOTS.slice(1).map((knot) => knot - 5);
  for (const name of SCENARIOS) {
    const shifts =
      name === "twilio-13002" ? [0] : [...CALIBRATION_KNOTS, ...(process.argv.includes("--halfway") ? halfway : [])];
    for (const shift of shifts) {
      const solved = solvedCalibration(scenarioOf(name, shift), customersOf);
      if (!solved) continue;
      const kept = calibratedValues(name, shift);
      console.log(
        `${name.padEnd(14)} ${String(shift).padStart(4)}  [${solved.collectorShare}, ${solved.fallbackShare}]  kept [${kept.collectorShare}, ${kept.fallbackShare}]`,
      );
    }
  }
}

main();
