/** Characters of the longest route; a longer one would be free text. */
const LONGEST_ROUTE = 80;
/** Steps of a path that tell a route; what follows is a name inside it. */
const MOST_STEPS = 5;
/** Identifiers in a path: numbers, UUIDs, machine-made words, addresses of persons. */
const IDENTIFIER = /^\d+$|^[\da-f]{8}-[\da-f]{4}-[\da-f-]+$|^[\da-f]{12,}$|\d{4}|@|%40|^[\w-]{24,}$/i;
const METHOD = /^[A-Z]{3,12}$/;

/** A path without what belongs to one request alone: no host, no query, `:id` for identifiers. */
function routeOf(target: string): string {
  const path = target.replace(/^[a-z][a-z\d+.-]*:\/\/[^/]*/i, "").replace(/[?#;].*$/s, "");
  if (!path.startsWith("/")) return "";
  const steps = path.slice(1).split("/");
  const told = steps.slice(0, MOST_STEPS).map((step) => (IDENTIFIER.test(step) ? ":id" : step));
  const route = `/${told.join("/")}${steps.length > MOST_STEPS ? "/…" : ""}`;
  return route.length > LONGEST_ROUTE ? `${route.slice(0, LONGEST_ROUTE - 1)}…` : route;
}

/**
 * The method and the route of a request line such as `GET /orders/17?full=1 HTTP/1.1`: `GET` and `/orders/:id`.
 *
 * @returns empty texts for what the line does not tell, as where the client sent no request
 */
export function requestParts(request: string): readonly [method: string, route: string] {
  const [method = "", target = ""] = request.split(" ", 2);
  return METHOD.test(method) ? [method, routeOf(target)] : ["", ""];
}
