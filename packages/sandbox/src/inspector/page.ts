import { randomBytes } from 'node:crypto';
import type { Reply } from '../routes.js';
import { PAGE_SCRIPT } from './page-script.js';
import { PAGE_STYLE } from './page-style.js';

/** The inspector: one page without external files. What it shows is written as text, never as markup. */
export function inspectorPage(): Reply {
  const nonce = randomBytes(12).toString('base64');
  const policy = `default-src 'none'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'`;
  const content = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>SALESmanago sandbox</title>
<style nonce="${nonce}">${PAGE_STYLE}</style>
</head>
<body>
<a class="skip" href="#main">Skip to content</a>
<header>
  <h1>SALESmanago sandbox</h1>
  <p id="summary">Loading…</p>
  <div class="row">
    <label><input type="checkbox" id="live" checked> Refresh every 2 seconds</label>
    <button type="button" id="reset">Reset all data</button>
  </div>
</header>
<p id="notice" role="status" aria-live="polite"></p>
<main id="main">
  <section aria-labelledby="contacts-title">
    <h2 id="contacts-title">Contacts</h2>
    <form id="search" class="row" role="search">
      <label for="q">Address, name or external id</label>
      <input id="q" type="search" autocomplete="off">
      <button>Search</button>
    </form>
    <p id="contacts-count"></p>
    <div class="scroll" tabindex="0" role="region" aria-labelledby="contacts-title">
      <table>
        <thead><tr><th scope="col">E-mail</th><th scope="col">Name</th><th scope="col">E-mail status</th><th scope="col">Mobile status</th></tr></thead>
        <tbody id="contacts"></tbody>
      </table>
    </div>
  </section>
  <section aria-labelledby="card-title">
    <h2 id="card-title" tabindex="-1">Contact card</h2>
    <div id="card"><p>Choose a contact to see its card.</p></div>
  </section>
  <section aria-labelledby="events-title">
    <h2 id="events-title">Events</h2>
    <dl id="events"></dl>
  </section>
  <section aria-labelledby="faults-title">
    <h2 id="faults-title">Faults</h2>
    <ul id="faults" class="plain"></ul>
    <form id="fault" class="grid">
      <label>Kind <select name="kind" id="kinds"></select></label>
      <label>Path (prefix, or with *) <input name="path" placeholder="contact/upsert"></label>
      <label>Times (empty: always) <input name="count" type="number" min="1"></label>
      <label>HTTP status <input name="status" type="number" min="200" max="599"></label>
      <label>Delay in ms <input name="delayMs" type="number" min="0"></label>
      <label>E-mail to refuse <input name="email" type="text" autocomplete="off"></label>
      <button>Add fault</button>
      <button type="button" id="clear-faults">Remove all</button>
    </form>
  </section>
  <section aria-labelledby="requests-title">
    <h2 id="requests-title">Requests</h2>
    <form id="filter" class="row">
      <label for="path">Path</label>
      <input id="path" type="text" autocomplete="off">
      <button>Filter</button>
    </form>
    <div id="requests"></div>
  </section>
  <section aria-labelledby="callbacks-title">
    <h2 id="callbacks-title">Callbacks</h2>
    <ul id="callbacks" class="plain"></ul>
  </section>
  <section aria-labelledby="accounts-title">
    <h2 id="accounts-title">Accounts</h2>
    <div id="accounts"></div>
  </section>
</main>
<script nonce="${nonce}">${PAGE_SCRIPT}</script>
</body>
</html>
`;
  const headers = { 'Content-Security-Policy': policy, 'Cache-Control': 'no-store' };
  return { status: 200, contentType: 'text/html;charset=UTF-8', content, headers };
}
