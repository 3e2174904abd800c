import { describe, expect, it } from "vitest";
import { html, trusted } from "../../src/report/html.js";
import { dataLink, packed, packedForPage } from "../../src/report/packed.js";
import { gunzipSync } from "node:zlib";

describe("html", () => {
  it("escapes text and attributes by default and keeps its own markup", () => {
    expect(html`<p title="${`"'><b>`}">${"<i>&"}${html`<b>${1}</b>`}${[html`<i></i>`, "&"]}</p>`.markup).toBe(
      `<p title="&quot;&#39;&gt;&lt;b&gt;">&lt;i&gt;&amp;<b>1</b><i></i>&amp;</p>`,
    );
  });

  it("shows nothing for what is missing, and zero for zero", () => {
    expect(html`[${null}${undefined}${false}${0}${""}]`.markup).toBe("[0]");
  });

  it("takes trusted text as it is", () => {
    expect(html`${trusted("<svg>")}`.markup).toBe("<svg>");
  });
});

describe("packed and dataLink", () => {
  it("packs to the same bytes on every system and back", () => {
    const text = "failed, 25 %\n".repeat(50);
    expect(gunzipSync(Buffer.from(packed(text), "base64")).toString()).toBe(text);
    expect(Buffer.from(packed(text), "base64").subarray(4, 10)).toEqual(Buffer.from([0, 0, 0, 0, 2, 255]));
  });

  it("packs for the page in signs that mean nothing in HTML, four bytes as five", () => {
    for (const text of ["", "a", "failed, 25 %\n".repeat(50)]) {
      const signs = packedForPage(text);
      expect(signs).not.toMatch(/[<>&"'\\`\s]/);
      expect(signs.length).toBe(1 + 5 * Math.ceil(Buffer.from(packed(text), "base64").length / 4));
    }
  });

  it("makes a link whose text comes back", () => {
    const text = 'a,b\r\n"x #1",50%\r\né😀<>\r\n';
    expect(decodeURIComponent(dataLink("text/csv", text).split(",").slice(1).join(","))).toBe(text);
    expect(dataLink("text/csv", text)).not.toMatch(/[\s<>"#]/);
  });
});
