import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DAY_MINUTES, type Row, type World } from "./world.js";

const iso = (at: number): string => new Date(at).toISOString();

function csv(header: readonly string[], lines: Iterable<readonly (string | number)[]>): string {
  const text = [header.join(",")];
  for (const line of lines) text.push(line.join(","));
  return `${text.join("\n")}\n`;
}

function write(
  folder: string,
  name: string,
  header: readonly string[],
  lines: Iterable<readonly (string | number)[]>,
): void {
  writeFileSync(join(folder, name), csv(header, lines));
}

function dimensionsOf({ plan }: World): string[] {
  return [...plan.slices.map(({ column }) => column), ...(plan.units ? [plan.units.column] : [])];
}

function writeRows(world: World, folder: string): void {
  const columns = dimensionsOf(world);
  const places = (row: Row): string[] => columns.map((column) => row.where[column] ?? "");
  if (world.plan.kind === "http") {
    const header = ["request_id", "requested_at", ...columns, "status", "duration_ms"];
    const line = (row: Row) => [row.id, iso(row.at), ...places(row), row.failed ? 503 : 200, row.latency];
    write(folder, "requests.csv", header, (world.rows["requests"] ?? []).map(line));
    return;
  }
  const call = (row: Row) => [row.id, iso(row.at), ...places(row), row.failed ? "dropped" : "completed"];
  write(folder, "calls.csv", ["call_sid", "started_at", ...columns, "status"], (world.rows["calls"] ?? []).map(call));
  const leg = (row: Row) => [row.id, row.group, iso(row.at), row.failed ? "11200" : ""];
  write(folder, "legs.csv", ["leg_id", "call_sid", "started_at", "error_code"], (world.rows["legs"] ?? []).map(leg));
}

function sourcesOf(world: World): string[] {
  const dimensions = `    dimensions: [${dimensionsOf(world).join(", ")}]`;
  if (world.plan.kind === "http")
    return [
      "  requests:",
      "    file: requests.csv",
      "    kind: outcomes",
      "    time: { column: requested_at, zone: UTC }",
      "    id: request_id",
      "    failed: { status: { atLeast: 500 } }",
      ...(world.plan.latency ? ["    latency: duration_ms"] : []),
      dimensions,
    ];
  return [
    "  calls:",
    "    file: calls.csv",
    "    kind: outcomes",
    "    time: { column: started_at, zone: UTC }",
    "    id: call_sid",
    '    failed: { status: ["dropped"] }',
    dimensions,
    "  legs:",
    "    file: legs.csv",
    "    kind: outcomes",
    "    time: { column: started_at, zone: UTC }",
    "    id: leg_id",
    "    cluster: call_sid",
    '    failed: { error_code: ["11200"] }',
  ];
}

function gaugeLines({ plan, instant }: World, folder: string): string[] {
  const { gauge } = plan;
  if (!gauge) return [];
  const minutes = Array.from({ length: DAY_MINUTES }, (_, minute) => minute);
  const lines = minutes.map((minute) => [iso(instant(minute)), minute < gauge.minute ? gauge.before : gauge.after]);
  write(folder, `${gauge.name}.csv`, ["time", "value"], lines);
  return [
    `  ${gauge.name}:`,
    `    file: ${gauge.name}.csv`,
    "    kind: gauge",
    "    time: { column: time, zone: UTC }",
    "    value: value",
  ];
}

function deployLines({ plan, instant }: World, folder: string, second: boolean): string[] {
  if (!plan.deploys) return [];
  write(
    folder,
    "deploys.csv",
    ["commit_sha", "version", "deployed_at"],
    plan.deploys.map(({ sha, version, minute }) => [sha, version, iso(instant(minute))]),
  );
  return [
    "  deploys:",
    "    file: deploys.csv",
    "    kind: events",
    "    time: { column: deployed_at, zone: UTC }",
    ...(second ? ["    role: change", "    id: commit_sha", "    what: version"] : []),
  ];
}

function yamlOf(world: World, folder: string, second: boolean): string {
  const { plan, instant } = world;
  const remediations = plan.actions.map(
    ({ id, minute, until }) => `  - { id: ${id}, from: ${iso(instant(minute))}, to: ${iso(instant(until))} }`,
  );
  return [
    `id: ${plan.id}`,
    `title: ${plan.title}`,
    "synthetic: true",
    `zone: ${plan.zone}`,
    `date: ${plan.date}`,
    "sources:",
    ...sourcesOf(world),
    ...gaugeLines(world, folder),
    ...deployLines(world, folder, second),
    `outcome: ${world.outcome}`,
    ...(plan.kind === "calls" ? ["exposure: { of: calls, by: legs }"] : []),
    ...(second && plan.units ? [`affected: [ ${plan.units.column} ]`] : []),
    ...(remediations.length > 0 ? ["remediations:", ...remediations] : []),
    "",
  ].join("\n");
}

/**
 * Writes a world as an incident folder. `second` adds the fields of later releases (`affected`, `role: change`), which an
 * older program refuses.
 */
export function writeFolder(world: World, folder: string, second: boolean): void {
  mkdirSync(folder, { recursive: true });
  writeRows(world, folder);
  writeFileSync(join(folder, "incident.yaml"), yamlOf(world, folder, second));
}
