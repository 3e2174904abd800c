import { chartOutput } from "../../src/notebook/chart-output.js";
import type { ExecutedNotebook } from "../../src/notebook/run/executed-notebook.js";
import type { CellOutput, MimeBundle, NotebookCell } from "../../src/notebook/notebook.js";
import { tableOutput } from "../../src/notebook/table.js";
import { payloads } from "../report/payloads.js";

const shownAs = (data: MimeBundle): CellOutput => ({ output_type: "display_data", data, metadata: {} });

/** One hostile text as cell, heading and title of a table, as headline, label, axis, category and hover of a chart, on standard output and in an error. */
async function outputs(payload: string): Promise<CellOutput[]> {
  const { caption, chart } = await chartOutput({
    data: [
      {
        type: "scatter",
        mode: "lines",
        name: payload,
        x: [payload, "b"],
        y: [0, 1],
        text: [payload, payload],
        hovertemplate: payload,
      },
    ],
    layout: {
      title: { text: payload },
      xaxis: { title: { text: payload } },
      annotations: [{ x: 0, y: 0, text: payload }],
    },
  });
  return [
    shownAs(tableOutput([{ [payload]: payload, list: [payload], nested: { value: payload } }], { title: payload })),
    ...(caption ? [shownAs(caption)] : []),
    shownAs(chart),
    { output_type: "stream", name: "stdout", text: payload },
    { output_type: "error", ename: payload, evalue: payload, traceback: [payload] },
  ];
}

/** A notebook whose every output carries hostile text; `pick` says which payloads. */
export async function hostileNotebook(pick: (index: number) => boolean = () => true): Promise<ExecutedNotebook> {
  const cells: NotebookCell[] = [];
  for (const payload of payloads.filter((_, index) => pick(index))) {
    cells.push({
      cell_type: "code",
      source: `// ${payload}`,
      metadata: {},
      outputs: await outputs(payload),
      execution_count: 1,
    });
  }
  const metadata = { kernelspec: { name: "tslab", language: "typescript", display_name: "TypeScript" } };
  return {
    file: "/x/hostile.ipynb",
    notebook: { cells, metadata, nbformat: 4, nbformat_minor: 4 },
    status: "failed",
    problem: payloads[0] ?? "",
    runs: [],
    seconds: 0,
    parameters: {},
    unusedParameters: [],
  };
}
