// The distributions of the statistics room under one name.
export { logGamma } from "./gamma-function.js";
export { normalCdf, normalQuantile } from "./normal.js";
export { chiSquaredTails, gammaQuantile, gammaTails } from "./gamma.js";
export { betaQuantile, betaTails } from "./beta.js";
export { fTails, studentCdf, studentQuantile } from "./student.js";
export { rootOf } from "./root.js";
