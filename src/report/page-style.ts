import { DARK } from "../charts/theme.js";

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

/** The page's one style sheet: a column of 46 rem, tabular numerals, the reader's theme, light in print. */
export const pageStyle = `
:root{${LIGHT}}
@media (prefers-color-scheme:dark){:root:not([data-theme=light]){${NIGHT}}}
:root[data-theme=dark]{${NIGHT}}
*{box-sizing:border-box}
html{font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;background:var(--paper);color:var(--ink);scroll-padding-top:1rem;-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
header,main,footer,nav{max-width:46rem;margin:0 auto;padding:0 1rem}
header{padding-top:2.2rem}
h1{font-size:1.9rem;line-height:1.2;letter-spacing:-.01em;margin:.2rem 0 .6rem;text-wrap:balance}
h2{font-size:1.35rem;line-height:1.25;margin:3rem 0 .8rem;padding-top:1rem;border-top:1px solid var(--line)}
h3{font-size:1.06rem;line-height:1.35;margin:1.6rem 0 .3rem}
p,ul,ol,dl{margin:.5rem 0 .8rem}
a{color:var(--link)}
a:focus-visible,button:focus-visible,summary:focus-visible,[tabindex]:focus-visible,input:focus-visible{outline:3px solid var(--link);outline-offset:2px;border-radius:3px}
.skip{position:absolute;left:-99rem}.skip:focus{left:1rem;top:.5rem;background:var(--paper);padding:.4rem .8rem;z-index:2}
.over{color:var(--quiet);font-size:.9rem;margin:0}
.synthetic{border:1px dashed var(--quiet);border-radius:6px;padding:.45rem .8rem;margin:.8rem 0;font-size:.93rem}
.warning{border:2px solid var(--cd55e00,#d55e00);border-radius:6px;padding:.45rem .8rem;margin:.8rem 0}
.hash{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;font-size:.86em}
button{font:inherit;font-size:.9rem;color:var(--ink);background:var(--panel);border:1px solid var(--line);border-radius:6px;padding:.2rem .7rem;cursor:pointer}
#theme[hidden],.live[hidden]{display:inline-block;visibility:hidden}
#theme{float:right;margin:.2rem 0 .4rem 1rem}
nav{margin-top:1.4rem}nav ol{columns:2;column-gap:2.4rem;padding-left:1.9rem;font-size:.95rem}nav h2{border:0;margin:0;padding:0;font-size:1rem}
.numbers{display:grid;grid-template-columns:repeat(auto-fit,minmax(9.5rem,1fr));gap:.8rem;padding:0;list-style:none;margin:1.2rem 0}
.numbers li{background:var(--panel);border-radius:8px;padding:.7rem .85rem}.numbers b{display:block;font-size:1.5rem;white-space:nowrap;line-height:1.25;letter-spacing:-.01em}.numbers span{display:block;font-size:.88rem}.numbers .q{color:var(--quiet);font-size:.82rem}
.lead{font-size:1.08rem}
.claim,.item{border-left:4px solid var(--line);padding:.1rem 0 .1rem .95rem;margin:1.3rem 0}.claim h3,.item h3{margin-top:0}
.supported{border-color:var(--good)}.contradicted{border-color:var(--bad)}.not-testable{border-color:var(--open)}
.verdict{font-weight:600}.v-supported,.v-helped{color:var(--good)}.v-contradicted,.v-harmed{color:var(--bad)}.v-not-testable,.v-no-effect{color:var(--open)}
.facts{display:grid;grid-template-columns:max-content 1fr;gap:.1rem .9rem;font-size:.94rem;margin:.5rem 0}.facts dt{color:var(--quiet)}.facts dd{margin:0;min-width:0}
.here{display:inline-block;min-width:1.6rem;min-height:1.5rem;text-align:center;text-decoration:none;color:var(--quiet);font-weight:400}nav a,td a,.tools a,summary{display:inline-block;padding:.15rem 0}summary{display:list-item}.here:hover{color:var(--link)}li .here{text-decoration:underline}
.sub,.note{color:var(--quiet);font-size:.9rem;margin:.1rem 0 .6rem}
q,blockquote{quotes:"“" "”"}blockquote{margin:.4rem 0;padding-left:.9rem;border-left:3px solid var(--line);color:var(--quiet);font-size:.94rem}blockquote span{display:block;margin:.15rem 0}.quotes{padding-left:1.2rem}.boxes{list-style:none;padding-left:.2rem}
figure{margin:1.8rem 0 2rem}.chart h3{margin:0;font-size:1.12rem}
.drawing{position:relative;border-radius:4px}.drawing svg{display:block;overflow:visible;width:100%;height:auto;font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}.narrow{display:none}
.drawing .js-plotly-plot{width:100%}.wide,.narrow{position:relative}
.at{position:absolute;background:var(--ink);pointer-events:none;opacity:.75}
.reading{min-height:1.45em;margin:.1rem 0;font-size:.9rem}
.tools{display:flex;flex-wrap:wrap;gap:.4rem 1rem;align-items:center;font-size:.9rem}
details{margin:.5rem 0;font-size:.92rem}summary{cursor:pointer;color:var(--link);padding:.15rem 0}
.scroll{overflow-x:auto;max-height:44rem;overflow-y:auto;border:1px solid var(--line);border-radius:6px;margin:.4rem 0}
table{border-collapse:collapse;width:100%;font-size:.88rem}th,td{text-align:left;padding:.22rem .6rem;border-bottom:1px solid var(--line);vertical-align:top}th,td{overflow-wrap:normal;word-break:normal}td{min-width:4.2rem}td.hash{overflow-wrap:anywhere;min-width:11rem}th{position:sticky;top:0;background:var(--panel);font-weight:600}.n{text-align:right;white-space:nowrap}.w{white-space:nowrap}.tight td,.tight th{padding:.22rem .42rem}.tight td{min-width:0}
pre{overflow-x:auto;background:var(--panel);border-radius:6px;padding:.7rem .9rem;font:.84rem/1.45 ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;white-space:pre-wrap}
.slot{border:1px dashed var(--line);border-radius:8px;padding:.6rem 1rem;color:var(--quiet)}
.panel{background:var(--panel);border-radius:8px;padding:.8rem 1rem;margin:1.4rem 0}.panel h3{margin-top:.2rem}.panel label{display:block;margin:.6rem 0}.panel input[type=range]{width:100%;accent-color:var(--link)}.panel output{font-weight:600}
footer{margin-top:3.5rem;padding-bottom:3rem;color:var(--quiet);font-size:.88rem;border-top:1px solid var(--line);padding-top:1rem}
:target{scroll-margin-top:1rem}.claim:target,.item:target,.chart:target{box-shadow:0 0 0 6px var(--panel);background:var(--panel);border-radius:2px}
@media screen and (scripting:enabled){main>section:not(.laid){content-visibility:auto;contain-intrinsic-size:auto 1200px}}
@media (max-width:34rem){.wide{display:none}.narrow{display:block}nav ol{columns:1}h1{font-size:1.55rem}.facts{grid-template-columns:1fr}.facts dd{margin:0 0 .35rem}}
@media (forced-colors:active){:root{${forced};--ink:CanvasText;--quiet:CanvasText;--line:CanvasText;--paper:Canvas;--panel:Canvas;--link:LinkText;--good:CanvasText;--bad:CanvasText;--open:CanvasText}.drawing svg{forced-color-adjust:none}.at{forced-color-adjust:none}}
@media print{:root,:root[data-theme=dark],:root:not([data-theme=light]){${LIGHT}}html{font-size:10.5pt}header,main,footer,nav{max-width:none;padding:0}h1{font-size:19pt}h2{break-after:avoid}h3{break-after:avoid}figure,.claim,.item,.numbers li{break-inside:avoid}.tools,#theme,.here,.skip,.reading,.chart details,.panel{display:none}.scroll{overflow:visible;max-height:none}th{position:static}.wide{display:block}.narrow{display:none}a{color:inherit}@page{margin:16mm 15mm}}
`;
