const core = require("@tensorflow/tfjs-core");
require("@tensorflow/tfjs-backend-cpu");

// danfojs calls operations as methods of tensors, which the core alone does not attach.
const methods = core.Tensor.prototype;
for (const [name, operation] of Object.entries(core)) {
  if (typeof operation === "function" && !(name in methods)) {
    methods[name] = function (...rest) { return operation(this, ...rest); };
  }
}
// Silences the advice to install the native backend, which this stands in for.
core.env().set("PROD", true);
module.exports = core;
