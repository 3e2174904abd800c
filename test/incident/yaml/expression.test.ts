import { describe, expect, it } from "vitest";
import { columnsOf } from "../../../src/incident/expression.js";
import { parseExpressions } from "../../../src/incident/yaml/parse-expression.js";

async function parsed(text: string) {
  const found = (await parseExpressions([text])).get(text);
  if (!found) throw new Error("nothing came back");
  return found;
}

describe("an expression of incident.yaml", () => {
  it.each([
    ["status >= 500 or success = 'false' or duration_ms > 3000", ["status", "success", "duration_ms"]],
    ["metric_name = 'http_reqs' and region in ('eu', 'us')", ["metric_name", "region"]],
    ["total - ok", ["total", "ok"]],
    ["error_rate * requests / 100", ["error_rate", "requests"]],
    ['"a b" is not null and not code between 200 and 299', ["a b", "code"]],
    ["service || ' ' || version", ["service", "version"]],
    ["case when lower(trim(state)) like 'err%' then 1 else 0 end", ["state"]],
    ["cast(ms as double) / 1000 > abs(limit_ms)", ["ms", "limit_ms"]],
    ["coalesce(request.status, '0') not in ('200', '204')", ["request.status"]],
    ["epoch(strptime(ended, '%H:%M')) - epoch(strptime(begun, '%H:%M')) > 30", ["ended", "begun"]],
    [
      "round(least(a, greatest(b, 2)), 1) = 3 and regexp_matches(path, '^/api') and length(substring(x, 2, 3)) > 1",
      ["a", "b", "path", "x"],
    ],
    ["größe > 3 -- a remark", ["größe"]],
    ['"503" + "504"', ["503", "504"]],
  ])("reads %s", async (text, columns) => {
    const { tree, problem } = await parsed(text);
    expect(problem).toBeUndefined();
    expect(tree && [...columnsOf(tree).keys()]).toEqual(columns);
  });

  it.each([
    ["count(*) > 1", "the function count_star is not allowed", 0],
    ["status = 1 and read_text('x') = 'y'", "the function read_text is not allowed", 15],
    ["a in (select 1)", "a query is not allowed", 2],
    ["sum(x) over ()", "the window function sum is not allowed", 0],
    ["name ilike 'x'", "ilike is not allowed", 5],
    ["status >= ", "is no whole expression", 9],
    ["a from b", 'cannot be read from "from" on', 2],
    ["a, b", "a list of several values is not allowed", 0],
    ["a) from t where (b", "", 0],
    ["x; drop table y", 'cannot be read from ";" on', 1],
    ["lower(a, b)", "the function lower takes 1 values, got 2", 0],
    ["größe > now()", "the function now is not allowed", 8],
    ["*", "* is not allowed", 0],
    ["cast(a as blob)", "a cast to blob is not allowed", 0],
  ])("refuses %s by name and place", async (text, message, at) => {
    const { tree, problem } = await parsed(text);
    expect(tree).toBeUndefined();
    expect(problem?.message).toContain(message);
    expect(problem?.at).toBe(at);
  });

  it("keeps the digits of long numbers and the text of decimals", async () => {
    expect((await parsed("id = 12345678901234567890")).tree).toMatchObject({
      right: { kind: "number", value: "12345678901234567890" },
    });
    expect((await parsed("x > -0.05")).tree).toMatchObject({ right: { kind: "number", value: "-0.05" } });
  });
});
