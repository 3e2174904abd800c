import { byId } from "../dom/elements.js";
import { unpack } from "../dom/unpack.js";

/** Saves the findings as plain JSON; without scripts the same link saves them packed. */
export function offerFindings(): void {
  const findings = byId("findings", HTMLAnchorElement);
  findings?.addEventListener("click", async (event) => {
    event.preventDefault();
    const text = await unpack(findings.href.slice(findings.href.indexOf(",") + 1));
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    link.download = findings.download.replace(/\.gz$/, "");
    link.click();
    URL.revokeObjectURL(link.href);
  });
}
