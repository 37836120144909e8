import { createHash } from 'node:crypto';
import { STATUS_SCRIPT } from './status-page.script.js';
import { STATUS_STYLE } from './status-page.style.js';
import { LANGUAGES, type Language, TEXTS, type Texts } from './status-page.texts.js';

/** The page never changes but for its language; only its own style and script may run, known by their hashes. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  `script-src '${hashOf(STATUS_SCRIPT)}'`,
  `style-src '${hashOf(STATUS_STYLE)}'`,
  'img-src data:',
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** A wire with a plug at each end; in the tab of the browser. */
const ICON =
  'data:image/svg+xml,' +
  encodeURIComponent(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="4" fill="#1a5fb4"/><path d="M3 6h3v4H3zM10 6h3v4h-3zM6 8h4" fill="#fff" stroke="#fff" stroke-width="1.4"/></svg>',
  );

/** The frame of the page in one language; the script fills it from `status.json`. */
export function statusPage(language: Language): string {
  const t = TEXTS[language];
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${asHtml(t.title)}</title>
<link rel="icon" href="${ICON}">
<style>${STATUS_STYLE}</style>
</head>
<body>
<a class="skip" href="#main">${asHtml(t.skip)}</a>
<header>
<div>
<h1>${asHtml(t.title)}</h1>
<p>${asHtml(t.lead)}</p>
</div>
<nav aria-label="${asHtml(t.languages)}">${LANGUAGES.map((one) => languageLink(one, language)).join('')}</nav>
</header>
<div class="bar">
<p id="notice" role="alert"></p>
<label><input type="checkbox" id="live" checked> ${asHtml(t.refresh)}</label>
</div>
<p id="summary" class="aloud" role="status" aria-live="polite"></p>
<main id="main" tabindex="-1">
<p id="loading">${asHtml(t.loading)}</p>
<noscript><p>${asHtml(t.noScript)} <a href="status.json">status.json</a></p></noscript>
<section aria-labelledby="hub-title" id="hub" hidden>
<h2 id="hub-title">${asHtml(t.hub)}</h2>
<dl>
<div><dt>${asHtml(t.state)}</dt><dd id="state"></dd></div>
<div><dt>${asHtml(t.version)}</dt><dd id="version"></dd></div>
<div><dt>${asHtml(t.demo)}</dt><dd id="demo"></dd></div>
</dl>
<p id="hint" hidden></p>
</section>
<div id="stores"></div>
<section aria-labelledby="links-title">
<h2 id="links-title">${asHtml(t.links)}</h2>
<ul class="links">
${link(t.inspector, t.inspectorHelp, '', 'inspector')}
${link(t.store, t.storeHelp, '', 'demo-store')}
${link(t.docs, t.docsHelp, 'api/docs')}
${link(t.openApi, t.openApiHelp, 'api/openapi.json')}
${link(t.health, t.healthHelp, 'health/ready')}
</ul>
</section>
</main>
<script type="application/json" id="texts">${asData(textsForScript(t))}</script>
<script>${STATUS_SCRIPT}</script>
</body>
</html>
`;
}

const languageLink = (language: Language, current: Language): string =>
  `<a href="?lang=${language}" lang="${language}" hreflang="${language}"${language === current ? ' aria-current="true"' : ''}>${TEXTS[language].language}</a>`;

/** Without an address it stays hidden until the script knows one. */
const link = (label: string, help: string, href: string, id?: string): string =>
  `<li${id ? ` id="${id}" hidden` : ''}><a href="${href}">${asHtml(label)}</a><p>${asHtml(help)}</p></li>`;

/** What the script shows; the rest is in the page already. */
const textsForScript = ({ lead: _, skip: __, language: ___, ...rest }: Texts): object => rest;

const asHtml = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');

const asData = (value: object): string => JSON.stringify(value).replaceAll('<', '\\u003c');

function hashOf(content: string): string {
  return `sha256-${createHash('sha256').update(content).digest('base64')}`;
}
