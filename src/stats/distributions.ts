// The distributions of the statistics room under one name.
export { logGamma } from "./distributions-gamma-function.js";
export { normalCdf, normalQuantile } from "./distributions-normal.js";
export { chiSquaredTails, gammaQuantile, gammaTails } from "./distributions-gamma.js";
export { betaQuantile, betaTails } from "./distributions-beta.js";
export { fTails, studentCdf, studentQuantile } from "./distributions-student.js";
export { rootOf } from "./distributions-root.js";
