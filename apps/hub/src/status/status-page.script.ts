/** Runs in the browser. What it shows is written as text, never as markup. */
export const STATUS_SCRIPT = `
'use strict';
(() => {
  const REFRESH_MS = 2000;
  const TIMEOUT_MS = 10000;
  const SPOKEN_MS = 15000;
  const t = JSON.parse(document.getElementById('texts').textContent);
  const lang = document.documentElement.lang;
  const numbers = new Intl.NumberFormat(lang);
  const times = new Intl.DateTimeFormat(lang, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
  const at = (id) => document.getElementById(id);
  let timer;
  let spokenAt = 0;
  let isLoading = false;

  /** An element with attributes, and texts or elements inside. */
  const make = (name, attributes, ...children) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...children);
    return element;
  };
  const fill = (text, values) => text.replace(/{(\\w+)}/g, (_, key) => values[key]);
  /** A topic may be parted where it has a dot. */
  const breakable = (topic) => topic.split(/(?<=[./])/).flatMap((part) => [part, make('wbr', {})]);
  const badge = (kind, label) => make('span', { class: 'badge ' + kind }, label);
  const rowOf = (...cells) => make('tr', {}, ...cells);
  const headOf = (...labels) =>
    make('thead', {}, rowOf(...labels.map((label) => make('th', { scope: 'col' }, label))));

  const ledgerTable = (ledger) => {
    const rows = Object.entries(t.counts).map(([name, [label, help]]) =>
      make('tr', name === 'accepted' ? { class: 'total' } : {},
        make('th', { scope: 'row' }, label, ' ', make('span', { class: 'help' }, help)),
        make('td', { class: 'count' }, numbers.format(ledger[name]))));
    const sum = ledger.delivered + ledger.filtered + ledger.dead + ledger.pending;
    const isRight = sum === ledger.accepted;
    return make('div', {},
      make('table', {}, make('caption', {}, t.ledger), make('tbody', {}, ...rows)),
      make('p', { class: isRight ? 'note' : 'warning' }, isRight ? t.balanced : t.unbalanced));
  };

  const exportRow = (one) => {
    const kind = t.kinds[one.kind] ?? one.kind;
    const total = one.total ?? 0;
    const progress = make('progress', { max: String(Math.max(total, one.processed, 1)), 'aria-label': kind });
    if (one.state !== 'counting') progress.setAttribute('value', String(one.processed));
    const done = one.total === null
      ? numbers.format(one.processed)
      : fill(t.ofTotal, { done: numbers.format(one.processed), total: numbers.format(total) });
    const failed = one.failed > 0 ? ', ' + fill(t.failedRows, { n: numbers.format(one.failed) }) : '';
    return rowOf(
      make('th', { scope: 'row' }, kind),
      make('td', {}, progress, make('span', { class: 'help' }, done + failed)),
      make('td', {}, badge(one.state, t.exportStates[one.state] ?? one.state)));
  };

  const exportsTable = (list) => {
    if (list.length === 0) {
      return make('div', {}, make('h3', {}, t.exports), make('p', { class: 'help' }, t.noExports));
    }
    return make('table', { class: 'exports' },
      make('caption', {}, t.exports),
      headOf(t.kind, t.progress, t.state),
      make('tbody', {}, ...list.map(exportRow)));
  };

  const messageRow = (message) => {
    const why = message.rule ? (t.rules[message.rule] ?? message.rule) : message.cause;
    const received = new Date(message.receivedAt);
    return rowOf(
      make('td', {}, make('time', { datetime: message.receivedAt }, times.format(received))),
      make('td', {}, make('code', {}, ...breakable(message.topic)),
        ...(message.reference === null ? [] : [' ', make('span', { class: 'help' }, message.reference)])),
      make('td', { class: 'outcome' },
        badge(message.state, t.states[message.state] ?? message.state),
        ...(why ? [make('span', { class: 'help' }, why)] : [])));
  };

  const messagesTable = (list) => {
    if (list.length === 0) {
      return make('div', {}, make('h3', {}, t.messages), make('p', { class: 'help' }, t.noMessages));
    }
    return make('table', { class: 'messages' },
      make('caption', {}, t.messages),
      headOf(t.time, t.topic, t.outcome),
      make('tbody', {}, ...list.map(messageRow)));
  };

  const storeSection = (store) => {
    const title = 'store-' + store.id;
    return make('section', { 'aria-labelledby': title },
      make('h2', { id: title }, store.name + ' (' + store.platform + ')'),
      ...(store.isAccountPaused ? [make('p', { class: 'warning' }, t.accountPaused)] : []),
      ...(store.isConnectionPaused ? [make('p', { class: 'warning' }, t.connectionPaused)] : []),
      make('div', { class: 'halves' }, ledgerTable(store.ledger), exportsTable(store.exports)),
      messagesTable(store.messages));
  };

  const showLink = (id, url) => {
    at(id).hidden = !url;
    if (url) at(id).querySelector('a').href = url;
  };

  const show = (status) => {
    const isRunning = status.demo === 'running';
    at('loading').hidden = true;
    at('hub').hidden = false;
    at('version').textContent = status.version;
    at('state').replaceChildren(badge(status.isReady ? 'ready' : 'broken', status.isReady ? t.ready : t.notReady));
    const kind = isRunning ? 'ready' : status.demo === 'starting' ? 'pending' : status.demo === 'failed' ? 'broken' : 'off';
    at('demo').replaceChildren(badge(kind, t.phases[status.demo]));
    const hint = isRunning ? (status.stores.length === 0 ? t.noStores : '') : status.demo === 'starting' ? t.waitForDemo : t.noDemo;
    at('hint').textContent = hint;
    at('hint').hidden = !hint;
    showLink('inspector', status.inspectorUrl);
    showLink('demo-store', status.demoStoreUrl);
    at('stores').replaceChildren(...status.stores.map(storeSection));
    speak(status);
  };

  /** For screen readers, and not at every change: who listens wants to hear something else, too. */
  const speak = (status) => {
    const text = status.stores
      .map((store) => store.name + ': ' + fill(t.summary, Object.fromEntries(
        Object.keys(t.counts).map((name) => [name, numbers.format(store.ledger[name])]))))
      .join(' ');
    if (Date.now() - spokenAt < SPOKEN_MS || at('summary').textContent === text) return;
    spokenAt = Date.now();
    at('summary').textContent = text;
  };

  const load = async () => {
    clearTimeout(timer);
    if (isLoading) return;
    isLoading = true;
    try {
      const answer = await fetch('status.json', { cache: 'no-store', signal: AbortSignal.timeout(TIMEOUT_MS) });
      if (!answer.ok) throw new Error(String(answer.status));
      show(await answer.json());
      at('notice').textContent = '';
    } catch {
      at('loading').hidden = true;
      if (at('notice').textContent !== t.failed) at('notice').textContent = t.failed;
    }
    isLoading = false;
    if (at('live').checked && !document.hidden) timer = setTimeout(load, REFRESH_MS);
  };

  at('live').addEventListener('change', () => {
    if (at('live').checked) load();
    else clearTimeout(timer);
  });
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden && at('live').checked) load();
  });
  load();
})();
`;
