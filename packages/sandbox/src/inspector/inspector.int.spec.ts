import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  type Client,
  closeSandboxes,
  OWNER,
  purchase,
  signed,
  startSandbox,
} from '../../test/client.js';
import { createSandbox } from '../index.js';
import { SM_SCRIPT } from '../tracking.js';

const ADA = 'ada@customer.example';

let client: Client;
beforeEach(async () => {
  client = await startSandbox();
});
afterEach(closeSandboxes);

const upsert = (email: string, more: object = {}) =>
  client.v2('/api/contact/upsert', { contact: { email, ...more } });
const addEvent = (email: string, more: object = {}) =>
  client.v2('/api/v2/contact/addContactExtEvent', { email, contactEvent: purchase(more) });

describe('inspector API', () => {
  it('shows the exact bodies and answers, newest first, by path', async () => {
    await upsert(ADA, { name: 'Łucja' });
    await addEvent(ADA);
    const { json } = await client.admin('requests?limit=1&path=contact/upsert');
    expect(json.items).toHaveLength(1);
    expect(JSON.parse(json.items[0].body)).toEqual({
      ...signed(),
      contact: { email: ADA, name: 'Łucja' },
    });
    expect(JSON.parse(json.items[0].answer)).toMatchObject({ success: true });
    expect(json.items[0]).toMatchObject({ httpMethod: 'POST', status: 200, bodyTruncated: false });
    expect((await client.admin('requests')).json.items).toHaveLength(2);
  });

  it('finds contacts by address, name and external id', async () => {
    await upsert(ADA, { name: 'Ada Kowal', externalId: 'C-7' });
    await upsert('eva@x.example');
    const find = async (q: string) => (await client.admin(`contacts?q=${q}`)).json.total;
    expect([
      await find('ADA@'),
      await find('kowal'),
      await find('c-7'),
      await find('zzz'),
      await find(''),
    ]).toEqual([1, 1, 1, 0, 2]);
    expect((await client.admin('contacts?limit=1')).json).toMatchObject({
      total: 2,
      items: [{ email: ADA }],
    });
    expect((await client.admin(`contacts/${ADA}`)).json).toMatchObject({
      externalId: 'C-7',
      owner: OWNER,
    });
    expect((await client.admin('contacts/no@x.example')).status).toBe(404);
  });

  it('filters events and counts', async () => {
    await upsert(ADA);
    await upsert('eva@x.example');
    await addEvent(ADA);
    await addEvent('eva@x.example');
    await addEvent('eva@x.example', { contactExtEventType: 'CART', externalId: undefined });
    const total = async (query: string) => (await client.admin(`events?${query}`)).json.total;
    expect(await total('type=PURCHASE')).toBe(2);
    expect(await total('externalId=100000042&email=EVA@x.example')).toBe(1);
    expect(await total('type=RETURN')).toBe(0);
    expect((await client.admin('stats')).json).toMatchObject({
      contacts: 2,
      eventsByType: { PURCHASE: 2, CART: 1 },
      duplicates: 1,
      callsByMethod: { '/api/contact/upsert': 2, '/api/v2/contact/addContactExtEvent': 3 },
    });
    expect((await client.admin('duplicates')).json.items).toMatchObject([
      { type: 'PURCHASE', count: 2 },
    ]);
  });

  it('keeps the order of what was received for a contact', async () => {
    await upsert(ADA, { name: 'one' });
    await addEvent(ADA);
    await upsert(ADA, { name: 'two' });
    const { json } = await client.admin(`contacts/${ADA}/operations`);
    expect(json.items).toMatchObject([
      { what: 'created', name: 'one' },
      { what: 'event', type: 'PURCHASE', externalId: '100000042' },
      { what: 'updated', name: 'two' },
    ]);
    const seqs = json.items.map(({ seq }: { seq: number }) => seq);
    expect(seqs).toEqual([...seqs].sort((one, other) => one - other));
  });

  it('moves the clock and forgets everything on reset', async () => {
    await client.admin('clock', 'POST', { offsetMs: 900_000 });
    await upsert(ADA);
    const created = client.sandbox.contact(ADA)?.createdOn as number;
    expect(created - Date.now()).toBeGreaterThan(890_000);
    client.sandbox.faults.add({ kind: 'html' });
    await client.admin('reset', 'POST');
    expect((await client.admin('clock')).json.offsetMs).toBe(0);
    expect(client.sandbox.stats()).toMatchObject({ contacts: 0, calls: 0, faultsFired: 0 });
    expect(client.sandbox.requests()).toEqual([]);
    expect(await upsert(ADA)).toMatchObject({ success: true });
  });

  it('adds accounts that see nothing of each other', async () => {
    const account = { clientId: 'second', apiSecret: 's3cret', owners: ['two@shop.example'] };
    expect((await client.admin('accounts', 'POST', account)).status).toBe(201);
    await upsert(ADA);
    const other = await client.v2('/api/contact/hasContact', { ...signed(account), email: ADA });
    expect(other).toMatchObject({ success: true, result: false });
    expect((await client.admin('contacts?clientId=second')).json.total).toBe(0);
    await client.admin('accounts/second', 'PATCH', { active: false });
    expect(await client.v2('/api/user/listByClient', signed(account))).toMatchObject({
      message: ['Not authenticated'],
    });
    expect(JSON.stringify((await client.admin('accounts')).json)).not.toContain('s3cret');
  });

  it('answers mistakes with 4xx', async () => {
    const { url } = client.sandbox;
    const broken = await fetch(`${url}/_sandbox/faults`, { method: 'POST', body: '{' });
    const statuses = [
      broken.status,
      (await client.admin('nothing')).status,
      (await client.admin('contacts?limit=x')).status,
      (await client.admin('clock', 'POST', {})).status,
    ];
    expect(statuses).toEqual([400, 404, 400, 400]);
  });
});

describe('bounds', () => {
  it('keeps the last requests only, with capped bodies, and none when switched off', async () => {
    const small = await startSandbox({
      requestLogSize: 2,
      maxLoggedBodyBytes: 50,
      operationsPerContact: 2,
    });
    for (const name of ['a', 'b', 'c']) {
      await small.v2('/api/contact/upsert', { contact: { email: ADA, name } });
    }
    const logged = small.sandbox.requests();
    expect(logged.map(({ seq }) => seq)).toEqual([3, 2]);
    expect(logged[0]).toMatchObject({
      bodyTruncated: true,
      body: expect.stringMatching(/^.{50}$/),
    });
    expect(small.sandbox.operations(ADA).map(({ name }) => name)).toEqual(['b', 'c']);

    const silent = await startSandbox({ logRequests: false, operationsPerContact: 0 });
    await silent.v2('/api/contact/upsert', { contact: { email: ADA } });
    expect([silent.sandbox.requests(), silent.sandbox.operations(ADA)]).toEqual([[], []]);
  });

  it('refuses a body over the limit', async () => {
    const small = await startSandbox({ limits: { bodyBytes: 100 } });
    expect((await small.post('/api/contact/upsert', 'x'.repeat(101))).status).toBe(413);
  });

  it('reports a port that is taken', async () => {
    const port = Number(new URL(client.sandbox.url).port);
    await expect(createSandbox().listen({ port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});

describe('pages and files', () => {
  it('serves an inspector without external files, under a strict policy', async () => {
    const answer = await fetch(client.sandbox.url);
    const html = await answer.text();
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(html).not.toMatch(/(?:src|href)="(?!#)/);
    const script = /<script[^>]*>([\s\S]*)<\/script>/.exec(html)?.[1] ?? '';
    expect(() => new Function(script)).not.toThrow();
    expect(script.length).toBeGreaterThan(1000);
  });

  it('serves the tracking stubs and logs the pixel', async () => {
    const { url } = client.sandbox;
    const { contactId } = await upsert(ADA);
    const script = await fetch(`${url}/static/sm.js`);
    expect(script.headers.get('content-type')).toContain('javascript');
    const clientId = (signed() as { clientId: string }).clientId;
    expect((await fetch(`${url}/dynamic/${clientId}/popups.js`)).status).toBe(200);
    expect((await fetch(`${url}/dynamic/unknown/popups.js`)).status).toBe(404);
    const pixel = await fetch(
      `${url}/api/r.gif?smid=${clientId}&client=${contactId}&location=https://shop.example/`,
    );
    expect(pixel.headers.get('content-type')).toBe('image/gif');
    expect((await client.admin('pixels')).json.items).toMatchObject([
      { clientId, contactId, url: 'https://shop.example/' },
    ]);
    expect(client.sandbox.contact(ADA)?.lastVisit).toEqual(expect.any(Number));
  });

  it('runs queued commands of the page and keeps new ones', () => {
    const page = runTrackingScript([['webPush', ['form', '360']]]);
    page.sm('event', 1);
    expect(page.sm.log).toEqual([
      ['webPush', ['form', '360']],
      ['event', 1],
    ]);
    expect(page.cookie).toMatch(/^smuuid=[0-9a-f]+-[0-9a-f]+; path=\//);
    expect(page.pixel).toMatch(/^https:\/\/app\.example\/api\/r\.gif\?smid=abc&uuid=/);
  });
});

interface Page {
  sm: ((...command: unknown[]) => void) & { log: unknown[] };
  cookie: string;
  pixel: string;
}

/** Runs the tracking script against the few browser objects it uses. */
function runTrackingScript(queue: unknown[][]): Page {
  const window: Record<string, unknown> = { _smid: 'abc', sm: { q: queue } };
  const document = {
    cookie: '',
    referrer: '',
    title: '',
    currentScript: { src: 'https://app.example/static/sm.js' },
  };
  const pixel = { src: '' };
  const location = {
    href: 'https://shop.example/x',
    pathname: '/x',
    origin: 'https://shop.example',
  };
  class Image {
    constructor() {
      // biome-ignore lint/correctness/noConstructorReturn: the test has to see what is assigned to the image
      return pixel;
    }
  }
  new Function('window', 'document', 'location', 'Image', SM_SCRIPT)(
    window,
    document,
    location,
    Image,
  );
  return { sm: window.sm as Page['sm'], cookie: document.cookie, pixel: pixel.src };
}
