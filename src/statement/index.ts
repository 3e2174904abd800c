export { changesText } from "./changes-text.js";
export { compareStatements } from "./compare-statements.js";
export { parseStatement } from "./parse-statement.js";
export { languageNote, requireWords } from "./readable.js";
export { statementText } from "./statement-text.js";
export { statementToYaml } from "./statement-yaml.js";
