// What the report's page does by itself, all of it optional: without scripts every number, chart and table is there.
import { followKeys } from "./page/cursor.js";
import { offerFindings } from "./page/findings.js";
import { keepFirstChart, openLinked, printWhole } from "./page/folds.js";
import { offerInteractive, recolourAll } from "./page/interactive.js";
import { offerTheme } from "./page/theme.js";
import { runPacked, unpackElement } from "./dom/unpack.js";

offerTheme(recolourAll);
offerInteractive();
followKeys();
openLinked();
keepFirstChart();
printWhole();
offerFindings();
if (document.getElementById("what-if-code")) void unpackElement("what-if-code").then(runPacked);
