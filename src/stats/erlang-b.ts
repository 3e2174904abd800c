/** Largest number that a reciprocal is taken of: beyond, the blocking is 0 for every purpose. */
const LARGEST = 1e300;

/**
 * 1 ÷ blocking of whole servers: the sum over k of servers · (servers − 1) … (k factors) ÷ load to the k. Its terms fall off within some
 * square roots of the servers, so that a million millions of them take no longer than is bearable.
 */
function inverseBlocking(load: number, servers: number): number {
  let [term, sum] = [1, 1];
  for (let k = 0; k < servers && sum < LARGEST; k++) {
    const factor = (servers - k) / load;
    term *= factor;
    sum += term;
    if (factor < 1 && term < 1e-17 * sum * (1 - factor)) break;
  }
  return sum;
}

/**
 * The share of arrivals that find every server taken, when none can wait.
 *
 * Erlang's loss formula by its finite sum; Poisson arrivals, any distribution of service times. `servers` may be fractional only by
 * interpolation between whole numbers, linear in the logarithm, which the mechanism model uses for capacity that comes in units of its own.
 *
 * @param load - offered load in erlangs (arrivals per service time), ≥ 0
 * @param servers - number of servers, ≥ 0
 * @throws RangeError when either is negative or not finite
 * @see Erlang (1917); Jagerman (1974), doi:10.1002/j.1538-7305.1974.tb02756.x
 *
 * @example
 * ```ts
 * erlangB(5, 10).toFixed(6); // "0.018385"
 * ```
 */
export function erlangB(load: number, servers: number): number {
  if (!(load >= 0) || load === Infinity) throw new RangeError(`erlangB requires a finite load ≥ 0, got ${load}`);
  if (!(servers >= 0) || servers === Infinity)
    throw new RangeError(`erlangB requires a finite number of servers ≥ 0, got ${servers}`);
  if (load === 0) return servers === 0 ? 1 : 0;
  const whole = Math.floor(servers);
  const inverse = inverseBlocking(load, whole);
  const rest = servers - whole;
  if (rest === 0 || inverse >= LARGEST) return 1 / inverse;
  const next = 1 + (inverse * (whole + 1)) / load;
  return Math.exp(-(Math.log(inverse) * (1 - rest) + Math.log(next) * rest));
}
