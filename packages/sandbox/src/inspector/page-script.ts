/** Runs in the browser. Data is put on the page with `textContent` only. */
export const PAGE_SCRIPT = `
'use strict';
const at = (id) => document.getElementById(id);
let chosen = null;

function make(name, text, attributes) {
  const node = document.createElement(name);
  if (text !== undefined && text !== null) node.textContent = String(text);
  for (const key in attributes || {}) node.setAttribute(key, attributes[key]);
  return node;
}
function button(text, act, className) {
  const node = make('button', text, { type: 'button' });
  if (className) node.className = className;
  node.addEventListener('click', () => run(act));
  return node;
}
function pairs(list, entries) {
  list.replaceChildren();
  for (const [name, value] of entries) list.append(make('dt', name), make('dd', value));
}
function say(text) { at('notice').textContent = text; }
async function run(act) {
  try { await act(); } catch (error) { say(error.message); }
}
async function api(path, method, body) {
  const answer = await fetch('/_sandbox/' + path, {
    method: method || 'GET',
    headers: body === undefined ? {} : { 'Content-Type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const json = await answer.json();
  if (!answer.ok) throw new Error(json.error || 'The sandbox answered ' + answer.status);
  return json;
}
const status = (out) => (out ? 'opted out' : 'opted in');
const time = (ms) => (ms ? new Date(ms).toISOString().replace('T', ' ').slice(0, 19) : '');
function pretty(text) {
  try { return JSON.stringify(JSON.parse(text), null, 1); } catch { return text; }
}

async function showStats() {
  const stats = await api('stats');
  at('summary').textContent = stats.contacts + ' contacts, ' + stats.events + ' events, ' + stats.calls +
    ' calls, ' + stats.refusedCalls + ' refused, ' + stats.faultsFired + ' faults fired';
  const rows = Object.entries(stats.eventsByType);
  rows.push(['Duplicate purchases', stats.duplicates], ['Confirmation mails', stats.confirmationsSent]);
  pairs(at('events'), rows);
}
async function showContacts() {
  const { total, items } = await api('contacts?limit=50&q=' + encodeURIComponent(at('q').value));
  at('contacts-count').textContent = total === 1 ? '1 contact' : total + ' contacts' + (total > items.length ? ', first ' + items.length : '');
  at('contacts').replaceChildren(...items.map((item) => {
    const row = make('tr');
    const cell = make('td');
    cell.append(button(item.email, async () => {
      chosen = { email: item.email, clientId: item.clientId };
      await showCard();
      at('card-title').focus();
    }, 'link'));
    row.append(cell, make('td', item.name), make('td', status(item.optedOut)), make('td', status(item.optedOutPhone)));
    return row;
  }));
}
async function act(path, body, done) {
  const result = await api('contacts/' + encodeURIComponent(chosen.email) + '/' + path + '?clientId=' + chosen.clientId, 'POST', body);
  const call = result.callback;
  say(done + (call ? ' Callback: ' + (call.status || call.error) + '.' : ' No callback was due.'));
  await refresh();
}
async function showCard() {
  if (!chosen) return;
  let card;
  try {
    card = await api('contacts/' + encodeURIComponent(chosen.email) + '?clientId=' + chosen.clientId);
  } catch (error) {
    chosen = null;
    at('card').replaceChildren(make('p', error.message));
    return;
  }
  const pending = card.confirmations.some((item) => item.state === 'pending');
  const data = make('dl');
  pairs(data, [
    ['E-mail', card.email], ['Contact id', card.contactId], ['Name', card.name], ['Phone', card.phone],
    ['Company', card.company], ['External id', card.externalId], ['State', card.state], ['Owner', card.owner],
    ['E-mail status', status(card.optedOut) + (pending ? ', confirmation pending' : '')],
    ['Mobile status', status(card.optedOutPhone)], ['Language', card.lang], ['Birthday', card.birthday],
    ['Address', card.address ? Object.values(card.address).filter(Boolean).join(', ') : ''],
    ['Created', time(card.createdOn)], ['Changed', time(card.modifiedOn)],
  ].filter((entry) => entry[1]));
  const actions = make('div');
  actions.className = 'row';
  actions.append(button('Unsubscribe', () => act('unsubscribe', undefined, 'Unsubscribed.')));
  if (pending) actions.append(button('Confirm double opt-in', () => act('confirm', undefined, 'Confirmed.')));
  actions.append(button(card.optedOut ? 'Opt in on the card' : 'Opt out on the card',
    () => act('card', { optedOut: !card.optedOut }, 'Status changed.')));
  const tags = make('p');
  for (const name in card.tags) {
    const tag = make('span', name + ' (' + card.tags[name] + ')');
    tag.className = 'tag';
    tags.append(tag);
  }
  const parts = [data, actions];
  if (tags.childNodes.length) parts.push(make('h3', 'Tags'), tags);
  const lists = [
    ['Properties', card.properties.map((item) => item.name + ': ' + item.value)],
    ['Consents', card.consents.map((item) => item.consentName + ': ' + (item.consentAccept && !item.optOut ? 'accepted' : 'not accepted') + ', ' + time(item.agreementDate))],
    ['Events', card.contactExtEvents.map((item) => [time(item.date), item.contactExtEventType, item.externalId, item.value, item.products].filter((part) => part !== undefined).join(' · '))],
    ['Received, in order', card.operations.map((item) => [item.seq, item.what, item.type, item.externalId, item.method].filter(Boolean).join(' · '))],
  ];
  for (const [title, items] of lists) {
    if (items.length === 0) continue;
    const list = make('ul');
    list.append(...items.map((text) => make('li', text)));
    parts.push(make('h3', title), list);
  }
  at('card').replaceChildren(...parts);
}
async function showFaults() {
  const { items, kinds } = await api('faults');
  if (at('kinds').options.length === 0) {
    at('kinds').append(...Object.keys(kinds).map((kind) => make('option', kind + ': ' + kinds[kind], { value: kind })));
  }
  at('faults').replaceChildren(...items.map((fault) => {
    const item = make('li');
    const label = make('label');
    const box = make('input', null, { type: 'checkbox' });
    box.checked = fault.enabled;
    box.addEventListener('change', () => run(() => api('faults/' + fault.id, 'PATCH', { enabled: box.checked })));
    label.append(box, make('span', fault.kind + ' on ' + (fault.path || 'every path') + ', fired ' + fault.fired + (fault.count ? ' of ' + fault.count : '')));
    item.append(label, button('Remove', async () => { await api('faults/' + fault.id, 'DELETE'); await showFaults(); }));
    return item;
  }));
  if (items.length === 0) at('faults').append(make('li', 'None: the sandbox works.'));
}
async function showRequests() {
  const open = new Set([...at('requests').querySelectorAll('details[open]')].map((node) => node.id));
  const { items } = await api('requests?limit=50&path=' + encodeURIComponent(at('path').value));
  at('requests').replaceChildren(...items.map((item) => {
    const node = make('details', null, { id: 'r' + item.seq });
    node.open = open.has(node.id);
    const head = make('summary', time(item.at) + ' ' + item.httpMethod + ' ' + item.path + ' ');
    const state = make('span', item.fault ? (item.status || 'no answer') + ', fault ' + item.fault : item.status);
    if (item.fault || item.status !== 200 || item.answer.startsWith('{"success":false')) state.className = 'bad';
    head.append(state);
    node.append(head, make('h3', 'Body' + (item.bodyTruncated ? ' (start)' : '')), make('pre', pretty(item.body)),
      make('h3', 'Answer' + (item.answerTruncated ? ' (start)' : '')), make('pre', pretty(item.answer)));
    return node;
  }));
  if (items.length === 0) at('requests').append(make('p', 'None yet.'));
}
async function showCallbacks() {
  const { items } = await api('callbacks?limit=20');
  at('callbacks').replaceChildren(...items.map((item) =>
    make('li', time(item.at) + ' ' + item.kind + ' (' + item.source + ') ' + item.url + ' → ' + (item.status || item.error || 'under way'))));
  if (items.length === 0) at('callbacks').append(make('li', 'None yet.'));
}
async function showAccounts() {
  const { items } = await api('accounts');
  at('accounts').replaceChildren(...items.map((item) => {
    const list = make('dl');
    pairs(list, [
      ['Client id', item.clientId], ['Owners', item.owners.join(', ')], ['Contacts', item.contacts],
      ['Catalogues', item.catalogs.map((one) => one.name + ' (' + one.location + '): ' + one.products + ' products').join('; ') || 'none'],
      ['Opt-in callback', item.callbackUrls.optIn || 'not set'], ['Opt-out callback', item.callbackUrls.optOut || 'not set'],
    ]);
    return list;
  }));
}
async function refresh() {
  await Promise.all([showStats(), showContacts(), showCard(), showFaults(), showRequests(), showCallbacks(), showAccounts()]);
}
at('search').addEventListener('submit', (event) => { event.preventDefault(); run(showContacts); });
at('filter').addEventListener('submit', (event) => { event.preventDefault(); run(showRequests); });
at('fault').addEventListener('submit', (event) => {
  event.preventDefault();
  const rule = {};
  for (const [name, value] of new FormData(event.target)) {
    if (value !== '') rule[name] = ['count', 'status', 'delayMs'].includes(name) ? Number(value) : value;
  }
  run(async () => { await api('faults', 'POST', rule); say('Fault added.'); await showFaults(); });
});
at('clear-faults').addEventListener('click', () => run(async () => { await api('faults', 'DELETE'); say('Faults removed.'); await showFaults(); }));
at('reset').addEventListener('click', () => run(async () => {
  if (!confirm('Forget all contacts, events, products and faults?')) return;
  await api('reset', 'POST');
  chosen = null;
  at('card').replaceChildren(make('p', 'Choose a contact to see its card.'));
  say('All data forgotten.');
  await refresh();
}));
// The list under the reader's hands stays put: no refresh while something in it has the focus.
setInterval(() => {
  const busy = document.activeElement && at('main').contains(document.activeElement);
  if (at('live').checked && !document.hidden && !busy) run(refresh);
}, 2000);
run(refresh);
`;
