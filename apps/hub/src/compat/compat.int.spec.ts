import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DEFAULT_ACCOUNT } from '@storewire/sandbox';
import { Database } from '../database/database.service.js';
import { DoorScene, type DoorStore } from '../testing/door-scene.js';

interface Credentials {
  readonly clientId: string;
  readonly apiSecret: string;
}

const email = 'ada@customer.example';
const owner = DEFAULT_ACCOUNT.owners[0] as string;
const uuid = expect.stringMatching(/^[0-9a-f-]{36}$/);

describe('the compatibility door', () => {
  let scene: DoorScene;
  let store: DoorStore;
  let credentials: Credentials;

  beforeAll(async () => {
    scene = await DoorScene.open();
  });
  afterAll(() => scene.close());
  beforeEach(async () => {
    scene.sandbox.reset();
    // The mode of inbound events does not hold here: the integration that calls has one of its own.
    store = await scene.store({ settings: { operatingMode: null, location: 'ebexo_pl' } });
    credentials = await scene.made(`${store.path}/compat-credentials`, {});
  });

  const signed = (body: object, { clientId, apiSecret }: Credentials, apiKey = 'r4nd0m') => ({
    clientId,
    apiKey,
    requestTime: Math.floor(Date.now() / 1000),
    sha: createHash('sha1').update(`${apiKey}${clientId}${apiSecret}`).digest('hex'),
    owner,
    ...body,
  });
  const post = (path: string, body: unknown) => scene.hub.api('POST', path, body, null);
  const base = () => new URL(store.compatUrl).pathname;
  const call = async (method: string, body: object, by = credentials) => {
    const { status, body: answer } = await post(`${base()}/api/${method}`, signed(body, by));
    return { status, ...answer };
  };
  const contact = (more: object = {}) => ({
    async: true,
    contact: { email, name: 'Ada Kowal', externalId: 'C-1007', ...more },
  });
  const event = (contactExtEventType: string, more: object = {}) => ({
    email,
    contactEvent: {
      contactExtEventType,
      date: Date.parse('2026-11-20T10:00:00Z'),
      products: '1001,1002',
      value: 249.9,
      ...more,
    },
  });
  /** Oldest first. */
  const sent = (type?: string) => scene.sandbox.events(type ? { type } : {}).items.toReversed();
  const ADD = 'v2/contact/addContactExtEvent';
  const UPDATE = 'v2/contact/updateContactExtEvent';

  describe('contact/upsert', () => {
    it('answers with the id that SALESmanago gave, and carries the whole contact', async () => {
      const answer = await call('contact/upsert', {
        ...contact({
          phone: '+48123123123',
          state: 'PARTNER',
          address: { streetAddress: 'Long 5', zipCode: '30-002', city: 'Krakow', country: 'PL' },
        }),
        birthday: '19900214',
        lang: 'PL',
        forceOptIn: true,
        forceOptOut: false,
        tags: ['SHOP_REGISTER'],
        properties: { loyalty_level: 'gold' },
      });
      const card = scene.sandbox.contact(email);
      expect(answer).toEqual({ status: 200, success: true, message: [], contactId: card?.id });
      expect(card).toMatchObject({
        name: 'Ada Kowal',
        externalId: 'C-1007',
        state: 'PARTNER',
        birthdayYear: '1990',
        optedOut: false,
        address: { streetAddress: 'Long 5', city: 'Krakow' },
      });
      expect(JSON.stringify(card)).toContain('SHOP_REGISTER');
      expect(JSON.stringify(card)).toContain('gold');
      const [message] = await scene.messages(store);
      expect(message).toMatchObject({ source: 'compat', topic: 'contact/upsert', email });
    });

    it('says nothing about consent where the call says nothing', async () => {
      await call('contact/upsert', { ...contact(), forceOptIn: false, forceOptOut: false });
      const [upsert] = scene.sandbox.requests({ path: '/api/contact/upsert' });
      expect(JSON.parse(upsert?.body ?? '')).toMatchObject({
        forceOptIn: false,
        forceOptOut: false,
        forcePhoneOptIn: false,
        forcePhoneOptOut: false,
      });
    });

    it.each([
      [{ contact: { name: 'Ada' } }, 'Field contact.email has to be an e-mail address'],
      [{ contact: { email: 'ada' } }, 'Field contact.email has to be an e-mail address'],
      [{}, 'Field contact.email has to be an e-mail address'],
      [{ ...contact(), newEmail: 'x' }, 'Field newEmail has to be an e-mail address'],
    ])('refuses %j', async (body, message) => {
      expect(await call('contact/upsert', body)).toEqual({
        status: 200,
        success: false,
        message: [message],
      });
      expect(await scene.messages(store)).toEqual([]);
    });

    it('tells the refusal of SALESmanago in its words', async () => {
      scene.sandbox.faults.add({ kind: 'refuse', email, message: 'Bad contact' });
      const answer = await call('contact/upsert', contact());
      scene.sandbox.faults.clear();
      expect(answer).toMatchObject({
        success: false,
        message: [expect.stringMatching(/Bad contact/)],
      });
    });
  });

  describe('events', () => {
    it('sends a purchase once, however often it is called, with the same id', async () => {
      const purchase = event('PURCHASE', {
        externalId: 100_042,
        value: '98.98',
        description: 'bank_transfer',
        detail1: 'Mug,Lamp',
        detail3: '1/2',
      });
      const first = await call(ADD, purchase);
      expect(sent()).toMatchObject([
        {
          contactExtEventType: 'PURCHASE',
          externalId: '100042',
          value: 98.98,
          products: '1001,1002',
          description: 'bank_transfer',
          location: 'ebexo_pl',
          date: Date.parse('2026-11-20T10:00:00Z'),
        },
      ]);
      expect(JSON.stringify(sent())).toContain('Mug,Lamp');
      expect(first).toMatchObject({ success: true, eventId: sent()[0]?.eventId });
      const again = await call('contact/addContactExtEvent', purchase);
      expect(again).toMatchObject({ success: true, eventId: first.eventId });
      expect(sent()).toHaveLength(1);
    });

    it('knows a purchase without a number by what it says', async () => {
      await call(ADD, event('PURCHASE'));
      await call(ADD, event('PURCHASE'));
      await call(ADD, event('PURCHASE', { value: 1 }));
      expect(sent('PURCHASE')).toHaveLength(2);
    });

    it('sends a cancellation and a return only after the purchase', async () => {
      const of = { externalId: 'A-1' };
      await call(ADD, event('RETURN', of));
      expect(sent()).toHaveLength(0);
      await call(ADD, event('PURCHASE', of));
      await call(ADD, event('CANCELLATION', of));
      expect(sent().map((one) => one.contactExtEventType)).toEqual(['PURCHASE', 'CANCELLATION']);
    });

    it('updates the cart that it answered with', async () => {
      await call('contact/upsert', contact());
      const added = await call(ADD, event('CART'));
      expect(added).toMatchObject({ success: true, eventId: sent('CART')[0]?.eventId });
      const { email: _, ...update } = event('CART', {
        eventId: added.eventId,
        date: Date.parse('2026-11-20T10:05:00Z'),
        value: 99,
      });
      const updated = await call(UPDATE, update);
      expect(updated).toMatchObject({ success: true, eventId: added.eventId });
      expect(sent('CART')).toMatchObject([{ value: 99 }]);
    });

    it.each([
      [
        'an event nobody knows',
        UPDATE,
        event('CART', { eventId: 'nobody' }),
        'Event does not exist',
      ],
      ['another type', ADD, event('SURVEY'), /takes the events CART/],
      ['no event', ADD, { email }, 'Field contactEvent is required'],
      ['nobody', ADD, { contactEvent: event('CART').contactEvent }, /email or contactId/],
      ['no amount', ADD, event('PURCHASE', { value: 'much' }), /has to be a number/],
      [
        'an order of an unknown contact id',
        ADD,
        { ...event('PURCHASE'), email: undefined, contactId: 'x' },
        'Contact does not exist',
      ],
    ])('refuses %s', async (_, method, body, message) => {
      const answer = await call(method, body);
      expect(answer).toMatchObject({ status: 200, success: false });
      expect(answer.message[0]).toMatch(message);
      expect(await scene.messages(store)).toEqual([]);
    });
  });

  it('takes contact and event of integration/upsert in one call', async () => {
    const by = { clientId: credentials.clientId, owner };
    const body = {
      contactUpsertRequest: { ...by, ...contact(), tags: ['SHOP_PURCHASE'] },
      addContactExtEventRequest: {
        ...by,
        forceOptIn: false,
        ...event('PURCHASE', { externalId: 7 }),
      },
    };
    const answer = await call('integration/upsert', body);
    expect(answer).toEqual({
      status: 200,
      success: true,
      message: [],
      contactId: scene.sandbox.contact(email)?.id,
      eventId: sent('PURCHASE')[0]?.eventId,
    });
    expect(await call('integration/upsert', {})).toMatchObject({
      success: false,
      message: ['Integration failed'],
    });
  });

  describe('ids of its own', () => {
    it('come within a moment while SALESmanago is away, and mean the same later', async () => {
      scene.sandbox.faults.add({ kind: 'status', status: 503 });
      const startedAt = performance.now();
      const upserted = await call('contact/upsert', contact());
      const added = await call(ADD, event('CART'));
      expect(performance.now() - startedAt).toBeLessThan(8_000);
      expect([upserted, added]).toEqual([
        { status: 200, success: true, message: [], contactId: uuid },
        { status: 200, success: true, message: [], eventId: uuid },
      ]);
      scene.sandbox.faults.clear();
      await scene.settled(store);
      expect(sent('CART')).toHaveLength(1);

      const { email: _, ...byOwnId } = event('CART', {
        eventId: added.eventId,
        date: Date.parse('2026-11-20T10:05:00Z'),
        value: 12,
      });
      expect(await call(UPDATE, byOwnId)).toMatchObject({ success: true });
      expect(sent('CART')).toMatchObject([{ value: 12 }]);
      const purchase = { ...event('PURCHASE'), email: undefined, contactId: upserted.contactId };
      expect(await call(ADD, purchase)).toMatchObject({ success: true });
      expect(sent('PURCHASE')).toHaveLength(1);
      const card = scene.sandbox.contact(email);
      expect(await call('contact/basicById', { id: [upserted.contactId] })).toMatchObject({
        contacts: [{ contactId: card?.id, email }],
      });
    });
  });

  describe('questions', () => {
    it('are answered with what SALESmanago says', async () => {
      expect(await call('contact/hasContact', { email })).toEqual({
        status: 200,
        success: true,
        message: [],
        result: false,
        contactId: null,
      });
      const { contactId } = await call('contact/upsert', contact());
      expect(await call('contact/hasContact', { email })).toMatchObject({
        result: true,
        contactId,
      });
      const { contacts } = await call('contact/basic', { email: [email, 'x@customer.example'] });
      expect(contacts).toEqual([
        expect.objectContaining({ contactId, email, name: 'Ada Kowal', optedOut: true, fax: null }),
      ]);
      expect(await call('user/listByClient', {})).toMatchObject({
        success: true,
        users: [...DEFAULT_ACCOUNT.owners],
      });
    });

    it('are refused while SALESmanago does not answer', async () => {
      scene.sandbox.faults.add({ kind: 'status', status: 503 });
      const answer = await call('contact/hasContact', { email });
      scene.sandbox.faults.clear();
      expect(answer).toMatchObject({ status: 503, success: false });
    });
  });

  describe('who may call', () => {
    it.each([
      ['at the root', '/api/contact/upsert'],
      ['at the root, v2', '/api/v2/contact/upsert'],
      ['without api in the path', 'compat/contact/upsert'],
    ])('is known %s by the client id', async (_, path) => {
      const url = path.replace(/^compat/, base());
      const { body } = await post(url, signed(contact(), credentials));
      expect(body).toMatchObject({ success: true, contactId: uuid });
    });

    it.each([
      ['another secret', (good: Credentials) => signed(contact(), { ...good, apiSecret: 'x' })],
      ['no sha', (good: Credentials) => ({ ...signed(contact(), good), sha: undefined })],
      ['half a sha', (good: Credentials) => ({ ...signed(contact(), good), sha: 'abc' })],
      [
        'another client',
        (good: Credentials) => signed(contact(), { ...good, clientId: '0'.repeat(16) }),
      ],
      ['the account itself', () => signed(contact(), DEFAULT_ACCOUNT)],
      ['nothing', () => ({})],
    ])('is refused with %s', async (_, bodyOf) => {
      for (const path of [`${base()}/api/contact/upsert`, '/api/contact/upsert']) {
        const { status, body } = await post(path, bodyOf(credentials));
        expect([status, body]).toEqual([
          200,
          { success: false, message: ['User not authenticated'] },
        ]);
      }
      expect(await scene.messages(store)).toEqual([]);
    });

    it('is refused at the address of another store', async () => {
      const other = await scene.store();
      const path = `${new URL(other.compatUrl).pathname}/api/contact/upsert`;
      const { body } = await post(path, signed(contact(), credentials));
      expect(body.message).toEqual(['User not authenticated']);
    });

    it('may use two secrets during a change, under one client id', async () => {
      const path = `${store.path}/compat-credentials`;
      const second = await scene.made(path, {});
      expect(second).toMatchObject({
        clientId: credentials.clientId,
        apiSecret: expect.stringMatching(/^[0-9a-f]{32}$/),
      });
      expect((await scene.hub.api('POST', path, {})).status).toBe(409);
      expect(await call('contact/upsert', contact())).toMatchObject({ success: true });
      expect(await call('contact/upsert', contact(), second)).toMatchObject({ success: true });
      const { body } = await scene.hub.api('GET', path);
      expect(JSON.stringify(body)).not.toMatch(/apiSecret|secret/);
      const first = body.items[1].id;
      expect((await scene.hub.api('DELETE', `${path}/${first}`)).status).toBe(204);
      expect(await call('contact/upsert', contact())).toMatchObject({ success: false });
      expect(await call('contact/upsert', contact(), second)).toMatchObject({ success: true });
    });
  });

  it('keeps nothing of an ignored domain, and answers all the same', async () => {
    await scene.hub.api('PATCH', `${store.path}/settings`, { ignoredDomains: 'customer.example' });
    expect(await call('contact/upsert', contact())).toMatchObject({
      success: true,
      contactId: uuid,
    });
    expect(await call(ADD, event('PURCHASE'))).toMatchObject({ success: true, eventId: uuid });
    expect(scene.sandbox.stats()).toMatchObject({ contacts: 0, events: 0 });
    const db = scene.hub.app.get(Database);
    const kept = await Promise.all(
      ['message', 'message_body', 'decision', 'compat_id', 'contact'].map((table) =>
        db.query(`SELECT * FROM ${table} WHERE tenant_id = $1`, [store.tenantId]),
      ),
    );
    expect(JSON.stringify(kept)).not.toMatch(/customer\.example|Ada Kowal/);
  });

  it('refuses what it does not know, and logs the method without values', async () => {
    const answer = await call('contact/batchupsert', { upsertDetails: [contact()] });
    expect(answer).toEqual({
      status: 404,
      success: false,
      message: ['Method contact/batchupsert does not exist'],
    });
    const line = scene.hub.logs.find((one) => one.includes('unknown method contact/batchupsert'));
    expect(line).toContain('upsertDetails');
    const logs = scene.hub.logs.join('\n');
    for (const secret of [credentials.apiSecret, email, 'Ada Kowal']) {
      expect(logs).not.toContain(secret);
    }
  });

  it('refuses a body that is no JSON object', async () => {
    const { status, body } = await post(`${base()}/api/contact/upsert`, '[]');
    expect([status, body.success]).toEqual([400, false]);
  });

  it('keeps no part of the signature', async () => {
    await call('contact/upsert', contact());
    const [{ id }] = await scene.messages(store);
    const { body } = await scene.hub.api('GET', `${store.path}/messages/${id}`);
    expect(body.raw).not.toMatch(/apiKey|sha|clientId|requestTime/);
  });
});
