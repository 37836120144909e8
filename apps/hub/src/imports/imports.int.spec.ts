import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Database } from '../database/database.service.js';
import { DoorScene, type DoorStore } from '../testing/door-scene.js';

jest.setTimeout(120_000);

const CONTACTS = [
  'Adres e-mail;Imię i nazwisko;Zgoda;Data zgody',
  'ada@customer.example;Ada Kowal;tak;2026-01-15 11:02',
  'not an address;Bo;nie;',
  'cy@customer.example;Cy;;',
].join('\n');
const ORDERS = [
  'orderId,email,date,productId,quantity,unitPrice,paidAt',
  '1001,ada@customer.example,2026-01-15,7,1,10.00,2026-01-15',
  '1002,cy@customer.example,2026-01-16,7,2,10.00,2026-01-16',
  '1001,ada@customer.example,2026-01-15,8,1,5.50,2026-01-15',
  '1003,cy@customer.example,2026-01-17,7,none,10.00,',
].join('\n');

describe('imports', () => {
  let scene: DoorScene;
  let store: DoorStore;

  beforeAll(async () => {
    scene = await DoorScene.open();
  });
  afterAll(() => scene.close());
  beforeEach(async () => {
    scene.sandbox.reset();
    store = await scene.store({ settings: { operatingMode: 'newsletter-consent' } });
    await scene.hub.api('PATCH', `${store.path}/settings`, { operatingMode: 'automatic' });
    await scene.hub.api('POST', `${store.path}/check`);
  });

  const upload = async (
    content: string | Uint8Array,
    fields: Record<string, string>,
    key: string | null = scene.hub.operatorKey,
  ) => {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.set(name, value);
    form.set('file', new Blob([content as string]), 'file.csv');
    const response = await fetch(`${scene.hub.url}${store.path}/imports`, {
      method: 'POST',
      headers: key === null ? {} : { authorization: `Bearer ${key}` },
      body: form,
    });
    return { status: response.status, body: await response.json() } as {
      status: number;
      // biome-ignore lint/suspicious/noExplicitAny: tests read what they expect.
      body: any;
    };
  };
  // biome-ignore lint/suspicious/noExplicitAny: tests read what they expect.
  const ended = async (id: string): Promise<any> => {
    const end = performance.now() + 25_000;
    while (performance.now() < end) {
      const { body } = await scene.hub.api('GET', `${store.path}/imports/${id}`);
      if (['done', 'failed', 'cancelled'].includes(body.state)) return body;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error('The import never ended.');
  };
  const imported = async (content: string | Uint8Array, fields: Record<string, string>) => {
    const { status, body } = await upload(content, fields);
    if (status !== 201) throw new Error(JSON.stringify(body));
    return ended(body.id);
  };
  const kept = (table: string) =>
    scene.hub.app
      .get(Database)
      .query(`SELECT * FROM ${table} WHERE tenant_id = $1`, [store.tenantId]);

  it('sends the contacts of a CSV file, and says which rows it rejected', async () => {
    const answer = await imported(CONTACTS, {
      kind: 'contacts',
      mapping: '{"name":"Imię i nazwisko"}',
    });
    expect(answer).toMatchObject({
      kind: 'contacts',
      state: 'done',
      dryRun: false,
      total: 3,
      processed: 3,
      sent: 2,
      skipped: 0,
      failed: 1,
      mapping: {
        email: 'Adres e-mail',
        name: 'Imię i nazwisko',
        optIn: 'Zgoda',
        consentAt: 'Data zgody',
      },
      rejected: [{ row: 3, path: 'email', message: 'must be an e-mail address.' }],
    });
    expect(scene.sandbox.contact('ada@customer.example')).toMatchObject({
      name: 'Ada Kowal',
      optedOut: false,
    });
    expect(await kept('import_row')).toEqual([]);
    expect((await scene.messages(store)).map(({ source }) => source)).toEqual(['import', 'import']);
  });

  it('makes one PURCHASE of all rows of an order, once, however often the file comes', async () => {
    const first = await imported(ORDERS, { kind: 'orders' });
    expect(first).toMatchObject({
      total: 3,
      sent: 2,
      failed: 1,
      rejected: [{ row: 5, path: 'quantity', message: 'must be more than 0.' }],
    });
    const purchases = scene.sandbox.events({ type: 'PURCHASE' }).items;
    expect(
      purchases
        .map(({ externalId, value, products }) => [externalId, value, products])
        .sort(([a], [b]) => String(a).localeCompare(String(b))),
    ).toEqual([
      ['1001', 15.5, '7,8'],
      ['1002', 20, '7'],
    ]);
    const second = await imported(ORDERS, { kind: 'orders' });
    expect(second).toMatchObject({ state: 'done', processed: 3, sent: 0, skipped: 2, failed: 1 });
    expect(scene.sandbox.events({ type: 'PURCHASE' }).total).toBe(2);
  });

  it('only counts in a dry run', async () => {
    const dry = await imported(ORDERS, { kind: 'orders', dryRun: 'true' });
    expect(dry).toMatchObject({
      state: 'done',
      dryRun: true,
      total: 3,
      processed: 3,
      sent: 2,
      skipped: 0,
      failed: 1,
      alreadySent: 0,
      rejected: [{ row: 5, path: 'quantity' }],
    });
    expect(await scene.messages(store)).toEqual([]);
    expect(scene.sandbox.stats()).toMatchObject({ contacts: 0, events: 0 });
    await imported(ORDERS, { kind: 'orders' });
    const again = await imported(ORDERS, { kind: 'orders', dryRun: 'true' });
    expect(again).toMatchObject({ sent: 0, alreadySent: 2 });
  });

  it('keeps the mapping of the last import of the kind', async () => {
    const odd = CONTACTS.replace('Adres e-mail', 'Kontakt');
    const refused = await upload(odd, { kind: 'contacts' });
    expect([refused.status, refused.body.errors]).toEqual([
      422,
      [{ path: 'mapping.email', message: expect.stringContaining('Kontakt') }],
    ]);
    await imported(odd, { kind: 'contacts', mapping: '{"email":"Kontakt"}' });
    const { body } = await upload(odd, { kind: 'contacts' });
    expect(body.mapping).toMatchObject({ email: 'Kontakt' });
    expect((await ended(body.id)).sent).toBe(2);
  });

  it('reads Windows-1250, a BOM and tabs', async () => {
    const latin = Buffer.concat([
      Buffer.from('email\tname\nzoe@customer.example\tZo'),
      Buffer.from([0xb3]),
      Buffer.from('a\n'),
    ]);
    await imported(latin, { kind: 'contacts' });
    expect(scene.sandbox.contact('zoe@customer.example')).toMatchObject({ name: 'Zoła' });
    await imported('\ufeffemail,name\n"eve@customer.example","Eve, the first"\n', {
      kind: 'contacts',
    });
    expect(scene.sandbox.contact('eve@customer.example')).toMatchObject({ name: 'Eve, the first' });
  });

  it('reads orders with their lines from XML', async () => {
    const xml = `<?xml version="1.0" encoding="UTF-8"?>
      <shop><orders>
        <order no="1"><buyer><mail>ada@customer.example</mail></buyer><date>2026-01-15</date><sum>15,50</sum>
          <items><item><id>7</id><n>1</n></item><item><id>8 &amp; 9</id><n>2</n></item></items></order>
        <order no="2"><buyer><mail>cy@customer.example</mail></buyer><date>2026-01-16</date><sum>1</sum>
          <items><item><id>7</id><n>1</n></item></items></order>
      </orders></shop>`;
    const mapping = JSON.stringify({
      row: 'shop.orders.order',
      lines: 'items.item',
      orderId: '@no',
      email: 'buyer.mail',
      date: 'date',
      orderTotal: 'sum',
      productId: 'id',
      quantity: 'n',
    });
    const answer = await imported(xml, { kind: 'orders', mapping });
    expect(answer).toMatchObject({ sent: 2, failed: 0 });
    expect(scene.sandbox.events({ type: 'PURCHASE' }).items).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ externalId: '1', value: 15.5, products: '7,8 & 9' }),
        expect.objectContaining({ externalId: '2', value: 1, products: '7' }),
      ]),
    );
  });

  it.each([
    ['no kind', 'email\na', {}, 422, 'kind'],
    ['another kind', 'email\na', { kind: 'coupons' }, 422, 'kind'],
    ['an empty file', '', { kind: 'contacts' }, 422, 'file'],
    ['a header alone', 'email\n', { kind: 'contacts' }, 422, 'file'],
    ['a broken quote', 'email,name\n"ada,b\n', { kind: 'contacts' }, 422, 'file'],
    ['a mapping that is none', 'email\na', { kind: 'contacts', mapping: '[]' }, 422, 'mapping'],
    ['a dry run of another word', 'email\na', { kind: 'contacts', dryRun: 'yes' }, 422, 'dryRun'],
    [
      'entities',
      '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a><b><e>&x;</e></b><b/></a>',
      { kind: 'contacts', mapping: '{"email":"e"}' },
      422,
      'file',
    ],
  ])('refuses %s, and keeps nothing', async (_, content, fields, status, path) => {
    const answer = await upload(content, fields as Record<string, string>);
    expect([answer.status, answer.body.errors?.[0]?.path]).toEqual([status, path]);
    expect([await kept('export'), await kept('import_row')]).toEqual([[], []]);
  });

  it('takes a form and nothing else, and only from who has a key', async () => {
    const json = await scene.hub.api('POST', `${store.path}/imports`, { kind: 'contacts' });
    expect(json.status).toBe(400);
    expect((await upload('email\na', { kind: 'contacts' }, null)).status).toBe(401);
    const form = new FormData();
    form.set('name', 'x');
    const tenants = await fetch(`${scene.hub.url}/api/v1/tenants`, {
      method: 'POST',
      headers: { authorization: `Bearer ${scene.hub.operatorKey}` },
      body: form,
    });
    expect(tenants.status).toBe(415);
  });

  it('lists imports apart from exports', async () => {
    const { id } = await imported(CONTACTS, { kind: 'contacts' });
    const { body: imports } = await scene.hub.api('GET', `${store.path}/imports`);
    expect(imports.items.map((one: { id: string }) => one.id)).toEqual([id]);
    const { body: exports } = await scene.hub.api('GET', `${store.path}/exports`);
    expect(exports.items).toEqual([]);
    expect((await scene.hub.api('GET', `${store.path}/exports/${id}`)).status).toBe(404);
    expect((await scene.hub.api('POST', `${store.path}/imports/${id}/cancel`)).status).toBe(409);
  });

  it('says no word of what was in the file in a log', () =>
    expect(scene.hub.logs.join('\n')).not.toMatch(/customer\.example|Ada Kowal/));
});
