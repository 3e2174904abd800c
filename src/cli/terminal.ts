/** Columns of a terminal that tells none. */
const DEFAULT_WIDTH = 80;

/** The width and the colours of standard output, as the terminal or its user's environment gives them. */
export function terminal(): { readonly width: number; readonly color: boolean } {
  const { NO_COLOR, FORCE_COLOR, COLUMNS } = process.env;
  const forced = FORCE_COLOR !== undefined && FORCE_COLOR !== "" && FORCE_COLOR !== "0";
  const refused = NO_COLOR !== undefined && NO_COLOR !== "";
  const told = Number(COLUMNS);
  return {
    width: process.stdout.columns ?? (Number.isInteger(told) && told > 0 ? told : DEFAULT_WIDTH),
    color: !refused && (forced || (process.stdout.isTTY === true && FORCE_COLOR !== "0")),
  };
}
