import { createHash } from "node:crypto";
import { JSDOM } from "jsdom";
import { describe, expect, it } from "vitest";
import { chartOutput } from "../../src/notebook/chart-output.js";
import { notebookPage } from "../../src/notebook/notebook-page.js";
import { tableOutput } from "../../src/notebook/table.js";
import { markdownToHtml } from "../../src/notebook/markdown.js";
import type { ExecutedNotebook } from "../../src/notebook/run/executed-notebook.js";
import type { NotebookCell } from "../../src/notebook/notebook.js";

const figure = {
  data: [
    {
      type: "scatter",
      mode: "lines",
      name: "failing",
      x: ["2025-03-31T15:00:00Z", "2025-03-31T15:01:00Z"],
      y: [0, 0.25],
    },
  ],
  layout: {
    title: { text: "A quarter of the attempts failed in the second of two minutes" },
    yaxis: { title: { text: "share" } },
  },
};

describe("chartOutput", () => {
  it("gives a caption, and one output with three types: the figure, a picture, a sentence", async () => {
    const { caption, chart } = await chartOutput(figure);
    expect(caption).toEqual({
      "text/html":
        '<div style="margin-top:.6em"><strong>A quarter of the attempts failed in the second of two minutes</strong></div>',
      "text/plain": "A quarter of the attempts failed in the second of two minutes",
    });
    expect(Object.keys(chart)).toEqual(["application/vnd.plotly.v1+json", "text/html", "text/plain"]);
    expect(chart["application/vnd.plotly.v1+json"]).toMatchObject({ data: figure.data, layout: { autosize: true } });
    expect(chart["text/plain"]).toBe("share: failing");
    const picture = /src="data:image\/svg\+xml;base64,([^"]+)"/.exec(String(chart["text/html"]))?.[1] as string;
    expect(Buffer.from(picture, "base64").toString()).toMatch(/<path[^>]+d="M/);
  });

  it("keeps hostile titles text", async () => {
    const { caption, chart } = await chartOutput({
      ...figure,
      layout: { title: { text: "<a href='//x'>click</a> & \"quotes\" %{y}" } },
    });
    expect(JSON.stringify(caption)).not.toContain("<a ");
    expect(JSON.stringify(chart)).not.toContain("<a ");
  });

  it("refuses what is no chart", async () => {
    await expect(chartOutput({ rows: [] })).rejects.toThrow("requires a chart or a Plotly figure");
  });
});

function executed(cells: NotebookCell[]): ExecutedNotebook {
  return {
    file: "/x/a.ipynb",
    notebook: { cells, metadata: {}, nbformat: 4, nbformat_minor: 5 },
    status: "done",
    problem: null,
    runs: [],
    seconds: 0,
    parameters: {},
    unusedParameters: [],
  };
}

const code = (source: string, tags: string[], text = `out of ${source}`): NotebookCell => ({
  cell_type: "code",
  source,
  metadata: { tags },
  outputs: [{ output_type: "stream", name: "stdout", text }],
  execution_count: 1,
});

describe("notebookPage", () => {
  it("honours the tags that hide and remove", () => {
    const page = notebookPage([
      executed([
        code("plain", []),
        code("gone", ["remove-cell"]),
        code("quiet", ["remove-input"]),
        code("mute", ["remove-output"]),
        code("folded", ["hide-input"]),
        code("under", ["remove_cell"]),
      ]),
    ]);
    expect(page).toContain("<code>plain</code>");
    expect(page).not.toMatch(/gone|<code>quiet|out of mute|out of under/);
    expect(page).toContain("out of quiet");
    expect(page).toMatch(/<details><summary>Code<\/summary><pre><code>folded/);
  });

  it("leaves the code out when asked, and shows hostile output as text", () => {
    const page = notebookPage([executed([code("secret()", [], "<img src=x onerror=alert(1)>")])], { input: false });
    expect(page).not.toContain("secret()");
    expect(page).toContain("default-src 'none'");
    expect(page).not.toContain("<img src=x");
  });

  it("lets through the script that sorts its tables, by its hash, and no other", () => {
    const table = String(tableOutput([{ n: 2 }, { n: 10 }, { n: 1 }])["text/html"]);
    const cell: NotebookCell = {
      ...code("table(x)", []),
      outputs: [{ output_type: "display_data", data: { "text/html": table }, metadata: {} }],
    };
    const page = notebookPage([executed([cell])]);
    const script = /<script>([\s\S]*?)<\/script>/.exec(page)?.[1] as string;
    const hash = createHash("sha256").update(script).digest("base64");
    expect(/script-src ([^;]*);/.exec(page)?.[1]).toBe(`'sha256-${hash}'`);
    const { document } = new JSDOM(page, { runScripts: "dangerously" }).window;
    const column = (): (string | null)[] => [...document.querySelectorAll("tbody td")].map((td) => td.textContent);
    document.querySelector("th")?.click();
    expect(column()).toEqual(["1", "2", "10"]);
    document.querySelector("th")?.click();
    expect(column()).toEqual(["10", "2", "1"]);
  });
});

describe("markdownToHtml", () => {
  it.each([
    ["# A *title*", '<h1 id="a-title">A <em>title</em></h1>'],
    ["a **b** `c < d` [e](f.ipynb)", '<p>a <strong>b</strong> <code>c &#60; d</code> <a href="f.ipynb">e</a></p>'],
    ["- one\n- two\n  more", "<ul> <li>one</li> <li>two more</li> </ul>"],
    ["1. a\n   - b\n2. c", "<ol> <li>a<ul> <li>b</li> </ul> </li> <li>c</li> </ol>"],
    [
      "| a | b |\n|---|---|\n| 1 | 2 |",
      "<table> <thead> <tr> <th>a</th> <th>b</th> </tr> </thead> <tbody><tr> <td>1</td> <td>2</td> </tr> </tbody></table>",
    ],
    ["```ts\nif (a < b) {}\n\n# not a title\n```", "<pre><code>if (a &#60; b) {} # not a title</code></pre>"],
    ["snake_case_name and 2 * 3 * 4", "<p>snake_case_name and 2 * 3 * 4</p>"],
    ["Title\n=====", '<h1 id="title">Title</h1>'],
    ["a & b &lt;", "<p>a &amp; b &lt;</p>"],
  ])("%j", (markdown, html) => expect(markdownToHtml(markdown).replace(/\s+/g, " ")).toBe(html));

  it.each([
    "<script>alert(1)</script>",
    "<div onclick=alert(1)>\n\nx\n</div>",
    "x <img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "[x](data:text/html,<script>alert(1)</script>)",
    "[r]: javascript:alert(1)\n\n[r]",
    "<javascript:alert(1)>",
    "![x](http://elsewhere.example/x.png)",
    '[a](http://x.example "onmouseover=alert(1)")',
  ])("obeys nothing in %j", (hostile) => {
    const html = markdownToHtml(hostile);
    expect(html).not.toMatch(/<(?:script|img|div)/i);
    expect(html).not.toMatch(/<[^>]*\son\w+=/i);
    expect(html).not.toMatch(/href="(?:javascript|data):/i);
  });
});
