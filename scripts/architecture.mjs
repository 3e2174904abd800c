// Draws docs/architecture.svg: the rooms of src in the order in which data flow, as test/layers.test.ts holds it: node scripts/architecture.mjs
import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

/** What each room does with a row or a sentence, in a few words. */
const DOES = {
  errors: "what every room throws",
  files: "what touches the disk",
  time: "instants, zones, spans",
  stats: "numbers only, checked against R",
  wording: "numbers and times as words",
  incident: "incident.yaml, checked by line",
  statement: "a report in words → events, claims",
  engine: "SQL in, columns out",
  sources: "files → checked rows → counts",
  draft: "postmortem init",
  window: "when it began and ended",
  rates: "how much failed, and where",
  remediation: "what helped",
  audit: "each claim against the data",
  redaction: "what leaves the house",
  analysis: "folder in, findings out",
  charts: "findings → figures",
  notebook: "notebooks without Jupyter",
  browser: "what runs in the reader's page",
  report: "findings → one HTML file",
  cli: "the command postmortem",
};
const COLUMNS = 3;
const WIDTH = 300;
const HEIGHT = 80;
const GAP_X = 36;
const GAP_Y = 18;
const MARGIN = 16;
/** Characters of 11 px that fit the width of a box. */
const CHARACTERS = 44;

const names = (text, pattern) => [...(pattern.exec(text)?.[1] ?? "").matchAll(/"([^"]+)"/g)].map(([, name]) => name);
const escaped = (text) => text.replace(/[&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** The names of sub-rooms in lines that fit a box. */
function wrapped(subRooms) {
  const lines = [];
  for (const name of subRooms) {
    const last = lines.at(-1);
    if (last === undefined || last.length + name.length > CHARACTERS) lines.push(name);
    else lines[lines.length - 1] = `${last} · ${name}`;
  }
  return lines;
}

function box(room, subRooms, index, rows) {
  const x = MARGIN + Math.floor(index / rows) * (WIDTH + GAP_X);
  const y = MARGIN + (index % rows) * (HEIGHT + GAP_Y);
  const inside = wrapped(subRooms)
    .map((line, at) => `<text x="${x + 10}" y="${y + 55 + 15 * at}" class="s">${escaped(line)}</text>`)
    .join("");
  const below = index % rows < rows - 1;
  const arrow = below
    ? `<path d="M${x + WIDTH / 2} ${y + HEIGHT} v${GAP_Y - 5}" class="a"/>`
    : `<path d="M${x + WIDTH} ${y + HEIGHT / 2} h${GAP_X / 2} V${MARGIN + HEIGHT / 2} h${GAP_X / 2 - 5}" class="a"/>`;
  return `<rect x="${x}" y="${y}" width="${WIDTH}" height="${HEIGHT}" rx="6"/><text x="${x + 10}" y="${y + 20}" class="n">${room}</text>
<text x="${x + 10}" y="${y + 38}" class="d">${escaped(DOES[room] ?? "")}</text>${inside}|${arrow}`;
}

/** Returns the picture as SVG, drawn from the order that the layers test holds. */
export function architecture() {
  const layers = readFileSync("test/layers.test.ts", "utf8");
  const rooms = names(layers, /const ROOMS = \[([^\]]*)\]/);
  const list = /const SUB_ROOMS[^=]*= \{([\s\S]*?)\n\};/.exec(layers)?.[1] ?? "";
  const subRoomsOf = (room) => names(list, new RegExp(`(?:^|\\n)\\s*"?${room}"?: \\[([^\\]]*)\\]`));
  const rows = Math.ceil(rooms.length / COLUMNS);
  const drawn = rooms.map((room, index) => box(room, subRoomsOf(room), index, rows).split("|"));
  const width = 2 * MARGIN + COLUMNS * WIDTH + (COLUMNS - 1) * GAP_X;
  const height = 2 * MARGIN + rows * HEIGHT + (rows - 1) * GAP_Y;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" role="img" aria-label="The rooms of src in the order in which data flow: ${rooms.join(", ")}">
<style>rect{fill:#f4f6f8;stroke:#8a97a6}.n{font-weight:600;font-size:15px}.d{font-size:13px;fill:#333}.s{font-size:11px;fill:#556}.a{fill:none;stroke:#56677a;marker-end:url(#h)}</style>
<defs><marker id="h" viewBox="0 0 8 8" refX="6" refY="4" markerWidth="6" markerHeight="6" orient="auto"><path d="M0 0 8 4 0 8z" fill="#56677a"/></marker></defs>
<rect width="${width}" height="${height}" style="fill:#fff;stroke:none"/>
${drawn.map(([room], index) => `${room}${index < drawn.length - 1 ? drawn[index][1] : ""}`).join("\n")}
</svg>
`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href)
  writeFileSync("docs/architecture.svg", architecture());
