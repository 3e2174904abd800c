import { DARK } from "../charts/theme.js";
import { DRAWING_WIDTHS, FIRST_CHART_HEIGHTS } from "./drawing-sizes.js";

const light = Object.keys(DARK)
  .map((color) => `--c${color.slice(1)}:${color}`)
  .join(";");
const dark = Object.entries(DARK)
  .map(([color, value]) => `--c${color.slice(1)}:${value}`)
  .join(";");
const forced = Object.keys(DARK)
  .map(
    (color) =>
      `--c${color.slice(1)}:${color === "#ffffff" ? "Canvas" : color === "#dde1e5" ? "color-mix(in srgb,CanvasText 22%,Canvas)" : "CanvasText"}`,
  )
  .join(";");

const LIGHT = `color-scheme:light;${light};--ink:#1c2126;--quiet:#565f68;--line:#d5dade;--paper:#fff;--panel:#f5f7f8;--link:#0a58a6;--good:#00634a;--bad:#a8330b;--open:#5b4a00`;
const NIGHT = `color-scheme:dark;${dark};--ink:#eceff2;--quiet:#aab3bc;--line:#3a424a;--paper:#14181c;--panel:#1e242a;--link:#8cc4ff;--good:#6fdcb6;--bad:#ffac85;--open:#f0d47a`;

const MONO = `ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace`;
const SANS = `system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif`;

const BASE = `
:root{${LIGHT}}
@media (prefers-color-scheme:dark){:root:not([data-theme=light]){${NIGHT}}}
:root[data-theme=dark]{${NIGHT}}
*{box-sizing:border-box}
html{font:16px/1.5 ${SANS};background:var(--paper);color:var(--ink);scroll-padding-top:1rem;-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
p,ul,ol,dl{margin:.5rem 0 .8rem}
h1,h2,h3{text-wrap:balance}
h3{font-size:1.04rem;line-height:1.35;margin:1.4rem 0 .3rem}
a{color:var(--link)}
a:focus-visible,button:focus-visible,summary:focus-visible,[tabindex]:focus-visible,input:focus-visible{outline:3px solid var(--link);outline-offset:2px;border-radius:3px}
.skip{position:absolute;left:-99rem}.skip:focus{left:1rem;top:.5rem;background:var(--paper);padding:.4rem .8rem;z-index:2}
button{font:inherit;font-size:.85rem;color:var(--ink);background:var(--panel);border:1px solid var(--line);border-radius:6px;padding:.15rem .6rem;cursor:pointer}
#theme[hidden],.live[hidden]{display:inline-block;visibility:hidden}
.hash{font-family:${MONO};font-size:.84em}
pre{background:var(--panel);border-radius:6px;padding:.7rem .9rem;font:.84rem/1.45 ${MONO};white-space:pre-wrap}
q,blockquote{quotes:"“" "”"}blockquote{margin:.4rem 0;padding-left:.9rem;border-left:3px solid var(--line);color:var(--quiet);font-size:.94rem}blockquote span{display:block;margin:.15rem 0}
.quotes{padding-left:1.2rem}.boxes{list-style:none;padding-left:.2rem}
`;

const LAYOUT = `
.page{max-width:52rem;margin:0 auto;padding:0 1rem}
nav{display:none}
@media (min-width:76rem){
.page{display:grid;grid-template-columns:13rem minmax(0,52rem);column-gap:2.5rem;max-width:69.5rem}
nav{display:block;position:sticky;top:0;align-self:start;max-height:100vh;overflow-y:auto;padding-top:1.6rem;grid-row:1/span 2}
main,footer{grid-column:2}
nav ol{list-style:none;margin:0;padding:0;font-size:.86rem;border-left:1px solid var(--line)}nav li{margin:0}nav a{display:block;padding:.22rem .8rem;text-decoration:none;color:var(--quiet)}nav a:hover{color:var(--link);text-decoration:underline}
}
footer{margin-top:2.5rem;padding:1rem 0 3rem;color:var(--quiet);font-size:.86rem;border-top:1px solid var(--line)}
`;

const BRIEF = `
#brief{padding-top:1.4rem}
#brief{position:relative}#theme{position:absolute;top:1.2rem;right:0;min-width:1.9rem;min-height:1.6rem}
.over{color:var(--quiet);font-size:.88rem;line-height:1.4;margin:0;padding-right:2.6rem}
.synthetic{border-bottom:1px dashed}
h1{font-size:1.95rem;line-height:1.15;letter-spacing:-.015em;margin:.3rem 0 .45rem;clear:none}
.account{font-size:1.1rem;line-height:1.4;margin:0 0 .8rem;max-width:46rem;text-wrap:pretty}
.warning{border:2px solid var(--cd55e00,#d55e00);border-radius:6px;padding:.3rem .7rem;margin:.5rem 0;font-size:.92rem}
.tiles{display:grid;grid-template-columns:repeat(4,1fr);list-style:none;margin:0 0 1rem;padding:0;border:1px solid var(--line);border-radius:8px;overflow:hidden}
.tiles li{padding:.6rem .8rem .65rem;border-left:1px solid var(--line);margin-left:-1px}
.tiles b{display:block;font-size:1.22rem;line-height:1.2;letter-spacing:-.01em}.tiles b+span{display:block;color:var(--quiet);font-size:.86rem;line-height:1.35;margin-top:.1rem}
#brief figure{margin:0}
#next{margin:1.6rem 0 1.8rem;display:grid;grid-template-columns:9.5rem 1fr;border-top:1px solid var(--line)}
#next h2{font-size:1rem;line-height:1.45;margin:0;padding:.7rem 0}#next ul{list-style:none;margin:0;padding:.7rem 0}#next li{margin:0 0 .35rem;line-height:1.45}#next li:last-child{margin:0}
#next h2:not(:first-child),#next ul:not(:nth-child(2)){border-top:1px solid var(--line)}
.quiet,.sub,.note{color:var(--quiet)}.quiet{font-size:.92em}.sub,.note{font-size:.9rem;margin:.1rem 0 .5rem}
`;

/** Shows the tallest drawing of one width that the box of the first chart has room for, in place of the next lower one. */
function tallest(size: "wide" | "narrow"): string {
  const [, ...taller] = FIRST_CHART_HEIGHTS[size];
  return taller
    .map(
      (height, i) =>
        `@container first-chart (max-aspect-ratio:${DRAWING_WIDTHS[size]}/${height}){#brief .${size}.tall-${i}{display:none}#brief .${size}.tall-${i + 1}{display:block}}`,
    )
    .join("\n");
}

/** Heights up to which the first screen grows with the window: there its tallest chart has its room, and more would stay blank. */
const TALLEST_SCREEN = { wide: "59rem", narrow: "56rem" } as const;

const lowest = (size: "wide" | "narrow"): string => `${DRAWING_WIDTHS[size]}/${FIRST_CHART_HEIGHTS[size][0]}`;

// The first screen ends with the chart, which takes what room the words leave; its tools come right after the screen's end.
const FIRST_SCREEN = `
.drawing>[class*=" tall-"]:not(.tall-0){display:none}
@media screen{
#brief{display:flex;flex-direction:column;min-height:min(100svh + 2.9rem,${TALLEST_SCREEN.wide})}
#brief figure:not([data-live]){flex:1;display:flex;flex-direction:column}
#brief figure:not([data-live]) .drawing{flex:1 0 auto;aspect-ratio:${lowest("wide")};container:first-chart/size}
}
@media screen and (min-width:44.01rem){
${tallest("wide")}
}
/* On a tall screen the chart takes the height that it has, and what comes next follows it. */
@media screen and (min-width:44.01rem) and (max-aspect-ratio:1/1){
#brief{min-height:0}
#brief figure:not([data-live]) .drawing{aspect-ratio:${DRAWING_WIDTHS.wide}/${Math.max(...FIRST_CHART_HEIGHTS.wide) + 6}}
}
@media screen and (max-width:44rem){
#brief{min-height:min(100svh + 2.9rem,${TALLEST_SCREEN.narrow})}
#brief figure:not([data-live]) .drawing{aspect-ratio:${lowest("narrow")};max-width:30rem}
${tallest("narrow")}
}
`;

const DETAILS = `
details.section{border-top:1px solid var(--line)}#details{border-bottom:1px solid var(--line)}
summary{cursor:pointer;padding:.2rem 0;color:var(--link)}
.section>summary{padding:.55rem 0;color:var(--ink);line-height:1.45}.section>summary h2{display:inline;font-size:1rem;margin:0 .5rem 0 0}.section[open]>summary h2{font-size:1.25rem}
.section>summary::marker,.claim>summary::marker,.item>summary::marker{color:var(--quiet)}
.section>summary:hover h2,.claim>summary:hover strong,.item>summary:hover strong{color:var(--link)}
.answer{color:var(--quiet);font-size:.94rem}
.section[open]{padding-bottom:1.2rem}
.claim,.item{border-left:4px solid var(--line);padding:.1rem 0 .1rem .8rem;margin:.5rem 0}.claim>summary,.item>summary{color:var(--ink)}
article.item{margin:1rem 0}.item h3{margin-top:0}
.supported{border-color:var(--good)}.contradicted{border-color:var(--bad)}.not-testable{border-color:var(--open)}
.verdict{font-weight:600;white-space:nowrap}.v-supported,.v-helped{color:var(--good)}.v-contradicted,.v-harmed{color:var(--bad)}.v-not-testable,.v-no-effect,.v-open{color:var(--open)}
.facts{display:grid;grid-template-columns:max-content 1fr;gap:.1rem .9rem;font-size:.94rem;margin:.5rem 0}.facts dt{color:var(--quiet)}.facts dd{margin:0;min-width:0}
.here{display:inline-block;min-width:1.5rem;min-height:1.5rem;text-align:center;text-decoration:none;color:var(--quiet);font-weight:400;opacity:.55}.here:hover,.here:focus-visible{color:var(--link);opacity:1}
td a,.tools a{display:inline-block;padding:.15rem 0}
figure{margin:1.4rem 0 1.6rem}.says{margin:0;font-size:1.08rem;line-height:1.35}.chart .sub{margin:.05rem 0 .3rem}
.drawing{position:relative;border-radius:4px}.drawing svg{display:block;overflow:visible;width:100%;height:auto;font-family:${SANS}}.narrow{display:none}
.drawing .js-plotly-plot{width:100%}.wide,.narrow{position:relative}.narrow{max-width:30rem}
.at{position:absolute;background:var(--ink);pointer-events:none;opacity:.75}
.reading{min-height:1.4em;margin:0;font-size:.88rem}
.tools{display:flex;flex-wrap:wrap;gap:.3rem 1rem;align-items:center;font-size:.88rem}
.numbers{font-size:.92rem}.numbers[open]{flex-basis:100%}
table{border-collapse:collapse;width:100%;font-size:.88rem;margin:.4rem 0}th,td{text-align:left;padding:.22rem .6rem .22rem 0;border-bottom:1px solid var(--line);vertical-align:top}th{font-weight:600}.n{text-align:right;padding-right:.2rem;padding-left:.5rem}.w{white-space:nowrap}
.events .day th{padding-top:.7rem}.event.measured td{font-weight:600}.events td:last-child{width:99%}
.panel{background:var(--panel);border-radius:8px;padding:.8rem 1rem;margin:1.2rem 0}.panel h3{margin-top:.2rem}.panel label{display:block;margin:.6rem 0}.panel input[type=range]{width:100%;accent-color:var(--link)}.panel output{font-weight:600}
:target{scroll-margin-top:1rem}.claim:target,.item:target,.chart:target,.event:target{background:var(--panel)}
`;

const NARROW = `
@media (max-width:44rem){
.wide{display:none}.narrow{display:block}
.facts,#next{grid-template-columns:1fr}.facts dd{margin:0 0 .35rem}
#next ul{padding-top:0}#next h2{padding-bottom:.2rem}#next ul:not(:nth-child(2)){border-top:0}
table.stack,.stack tbody,.stack tr,.stack td{display:block;width:100%}.stack thead{position:absolute;left:-99rem}
.stack tr{border-bottom:1px solid var(--line);padding:.35rem 0}.stack td{display:grid;grid-template-columns:8rem 1fr;gap:.6rem;border:0;padding:.08rem 0;text-align:left}.stack td::before{content:attr(data-head);color:var(--quiet)}
}
@media (max-width:30rem){
#brief{padding-top:.7rem}#theme{top:.5rem}.over{font-size:.78rem}
h1{font-size:1.45rem;margin:.2rem 0 .3rem}
.account{font-size:.98rem;line-height:1.35;margin-bottom:.6rem}
.tiles{grid-template-columns:1fr 1fr;margin-bottom:.7rem}.tiles li{padding:.4rem .6rem .45rem}.tiles li:nth-child(n+3){border-top:1px solid var(--line)}
.tiles b{font-size:1.12rem}.tiles b+span{font-size:.8rem}
#brief .says{font-size:1rem}#brief .sub{font-size:.8rem;margin-bottom:.1rem}
}
`;

const MEDIA = `
@media (forced-colors:active){:root{${forced};--ink:CanvasText;--quiet:CanvasText;--line:CanvasText;--paper:Canvas;--panel:Canvas;--link:LinkText;--good:CanvasText;--bad:CanvasText;--open:CanvasText}.drawing svg{forced-color-adjust:none}.at{forced-color-adjust:none}}
/* Where there is room, a number stays whole and keeps its distance from what follows. */
@media print,(min-width:44.01rem){td.n{white-space:nowrap}th{overflow-wrap:break-word}.n:not(:last-child){padding-right:1.2rem}}
@media print{
:root,:root[data-theme=dark],:root:not([data-theme=light]){${LIGHT}}
html{font-size:10pt;line-height:1.4}.full{font-size:8.5pt;line-height:1.3}.page{display:block;max-width:none;padding:0}
nav,.tools,#letter,#code,#theme,.here,.skip,.reading,.panel{display:none}
h1{font-size:19pt}h1,h2,h3,summary{break-after:avoid}
figure,.claim,.item,.tiles,#next ul,tr{break-inside:avoid}
.tiles{grid-template-columns:repeat(4,1fr)}#next{grid-template-columns:9.5rem 1fr}
.wide{display:block}.narrow{display:none}
a{color:inherit;text-decoration:none}
@page{margin:11mm 13mm 11mm}
.section>summary{padding:.35rem 0}.section[open]{padding-bottom:.4rem}figure{margin:.7rem 0 .8rem}.claim,.item{margin:.35rem 0}p,ul,ol,dl{margin:.3rem 0 .45rem}h3{margin:.8rem 0 .2rem}th,td{padding-top:.1rem;padding-bottom:.1rem}
.full details:not(.numbers)::details-content{content-visibility:visible;block-size:auto;height:auto;display:block}
.full .section,.full .claim,.full .item{break-inside:auto}
/* A browser does not keep a summary with what it opens: room below it that the content then takes keeps a heading off the end of a page. */
.full details[open]:not(.numbers)>summary{break-inside:avoid}.full details[open]:not(.numbers)>summary::after{content:"";display:block;height:5rem;margin-bottom:-5rem}
.full .section[open]:has(>summary+figure)>summary::after{height:22rem;margin-bottom:-22rem}
.full .claim .facts{display:block;margin:.15rem 0}.full .claim .facts dt,.full .claim .facts dd{display:inline}.full .claim .facts dt::after{content:": "}.full .claim .facts dd::after{content:" · "}.full .claim .facts dd:last-child::after{content:""}
.full .claim blockquote{margin:.15rem 0}.full .claim .note{margin:0}
}
`;

/** The page's one style sheet: a first screen, a second, folded details; the reader's theme, light in print, whole on every width. */
export const pageStyle = BASE + LAYOUT + BRIEF + DETAILS + NARROW + FIRST_SCREEN + MEDIA;
