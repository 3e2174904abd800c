import { createRequire } from "node:module";
import type { MimeBundle } from "./notebook.js";

/** Takes one output with its media types to whoever shows it. */
export type Display = (data: MimeBundle) => void;

/** Shared by every copy of this library in the process: the runner's and the one that cells import may differ. */
const target = Symbol.for("postmortem-lab.display");
const holder = globalThis as unknown as Record<symbol, Display | undefined>;

/** Sends everything that cells of this process show to `display`; the headless runner's side of {@link sendDisplay}. */
export function displayTo(display: Display | undefined): void {
  holder[target] = display;
}

/** tslab sends one media type an output; its live copy in this process can send several at once. */
function tslabDisplay(): Display | undefined {
  const cache = createRequire(import.meta.url).cache ?? {};
  for (const [file, module] of Object.entries(cache)) {
    if (!/tslab[/\\]dist[/\\]jupyter\.js$/.test(file)) continue;
    const write = (
      module?.exports as { lastWriteDisplayData?: ((data: unknown, update: boolean) => void) | null } | undefined
    )?.lastWriteDisplayData;
    if (write) return (data) => write({ data, metadata: {}, transient: {} }, false);
  }
  return undefined;
}

interface DenoJupyter {
  broadcast(type: string, content: unknown): Promise<void>;
}

function denoDisplay(): Display | undefined {
  const deno = (globalThis as { Deno?: { jupyter?: DenoJupyter } }).Deno;
  try {
    const jupyter = deno?.jupyter;
    if (!jupyter?.broadcast) return undefined;
    return (data) => void jupyter.broadcast("display_data", { data, metadata: {}, transient: {} });
  } catch {
    // Deno throws on the mere mention of `jupyter` outside its kernel.
    return undefined;
  }
}

/**
 * Where this cell's outputs go: the headless runner, tslab under Jupyter, or Deno's kernel; their plain text goes to
 * standard output where none of these is there.
 */
export function displaySink(): Display {
  return holder[target] ?? tslabDisplay() ?? denoDisplay() ?? ((data) => console.log(String(data["text/plain"] ?? "")));
}

/**
 * Shows one output in whatever runs the cell; see {@link displaySink}.
 *
 * @param data - media type → content, with `text/plain` at least
 */
export function sendDisplay(data: MimeBundle): void {
  displaySink()(data);
}
