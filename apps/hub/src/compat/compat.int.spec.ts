import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { DEFAULT_ACCOUNT } from '@storewire/sandbox';
import { Database } from '../database/database.service.js';
import { CompatScene, contact, EMAIL, OWNER, PATIENT_MS } from '../testing/compat-scene.js';
import { CompatOutcome } from './compat-outcome.service.js';

// Above all that one test waits for.
jest.setTimeout(120_000);

const uuid = expect.stringMatching(/^[0-9a-f-]{36}$/);

describe('the compatibility door', () => {
  let scene: CompatScene;

  beforeAll(async () => {
    scene = await CompatScene.open();
    expect(scene.hub.app.get(CompatOutcome).waitMs).toBe(2_000);
    scene.waitAtMost(PATIENT_MS);
  });
  afterAll(() => scene?.close());
  beforeEach(() => scene.begin());

  const event = (contactExtEventType: string, more: object = {}) => ({
    email: EMAIL,
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
      const answer = await scene.call('contact/upsert', {
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
      const card = scene.sandbox.contact(EMAIL);
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
      const [message] = await scene.messages();
      expect(message).toMatchObject({ source: 'compat', topic: 'contact/upsert', email: EMAIL });
    });

    it('says nothing about consent where the call says nothing', async () => {
      await scene.call('contact/upsert', { ...contact(), forceOptIn: false, forceOptOut: false });
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
      expect(await scene.call('contact/upsert', body)).toEqual({
        status: 200,
        success: false,
        message: [message],
      });
      expect(await scene.messages()).toEqual([]);
    });

    it('tells the refusal of SALESmanago in its words', async () => {
      scene.sandbox.faults.add({ kind: 'refuse', email: EMAIL, message: 'Bad contact' });
      const answer = await scene.call('contact/upsert', contact());
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
      const first = await scene.call(ADD, purchase);
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
      const again = await scene.call('contact/addContactExtEvent', purchase);
      expect(again).toMatchObject({ success: true, eventId: first.eventId });
      expect(sent()).toHaveLength(1);
    });

    it('knows a purchase without a number by what it says', async () => {
      await scene.call(ADD, event('PURCHASE'));
      await scene.call(ADD, event('PURCHASE'));
      await scene.call(ADD, event('PURCHASE', { value: 1 }));
      expect(sent('PURCHASE')).toHaveLength(2);
    });

    it('sends a cancellation and a return only after the purchase', async () => {
      const of = { externalId: 'A-1' };
      await scene.call(ADD, event('RETURN', of));
      expect(sent()).toHaveLength(0);
      await scene.call(ADD, event('PURCHASE', of));
      await scene.call(ADD, event('CANCELLATION', of));
      expect(sent().map((one) => one.contactExtEventType)).toEqual(['PURCHASE', 'CANCELLATION']);
    });

    it('updates the cart that it answered with', async () => {
      await scene.call('contact/upsert', contact());
      const added = await scene.call(ADD, event('CART'));
      expect(added).toMatchObject({ success: true, eventId: sent('CART')[0]?.eventId });
      const { email: _, ...update } = event('CART', {
        eventId: added.eventId,
        date: Date.parse('2026-11-20T10:05:00Z'),
        value: 99,
      });
      const updated = await scene.call(UPDATE, update);
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
      ['no event', ADD, { email: EMAIL }, 'Field contactEvent is required'],
      ['nobody', ADD, { contactEvent: event('CART').contactEvent }, /email or contactId/],
      ['no amount', ADD, event('PURCHASE', { value: 'much' }), /has to be a number/],
      [
        'an order of an unknown contact id',
        ADD,
        { ...event('PURCHASE'), email: undefined, contactId: 'x' },
        'Contact does not exist',
      ],
    ])('refuses %s', async (_, method, body, message) => {
      const answer = await scene.call(method, body);
      expect(answer).toMatchObject({ status: 200, success: false });
      expect(answer.message[0]).toMatch(message);
      expect(await scene.messages()).toEqual([]);
    });
  });

  it('takes contact and event of integration/upsert in one call', async () => {
    const by = { clientId: scene.credentials.clientId, owner: OWNER };
    const body = {
      contactUpsertRequest: { ...by, ...contact(), tags: ['SHOP_PURCHASE'] },
      addContactExtEventRequest: {
        ...by,
        forceOptIn: false,
        ...event('PURCHASE', { externalId: 7 }),
      },
    };
    const answer = await scene.call('integration/upsert', body);
    expect(answer).toEqual({
      status: 200,
      success: true,
      message: [],
      contactId: scene.sandbox.contact(EMAIL)?.id,
      eventId: sent('PURCHASE')[0]?.eventId,
    });
    expect(await scene.call('integration/upsert', {})).toMatchObject({
      success: false,
      message: ['Integration failed'],
    });
  });

  describe('ids of its own', () => {
    it('come within a moment while SALESmanago is away, and mean the same later', async () => {
      scene.sandbox.faults.add({ kind: 'status', status: 503 });
      scene.waitAtMost(200);
      const startedAt = performance.now();
      const upserted = await scene.call('contact/upsert', contact());
      const added = await scene.call(ADD, event('CART'));
      expect(performance.now() - startedAt).toBeLessThan(PATIENT_MS);
      scene.waitAtMost(PATIENT_MS);
      expect([upserted, added]).toEqual([
        { status: 200, success: true, message: [], contactId: uuid },
        { status: 200, success: true, message: [], eventId: uuid },
      ]);
      scene.sandbox.faults.clear();
      await scene.settled();
      expect(sent('CART')).toHaveLength(1);

      const { email: _, ...byOwnId } = event('CART', {
        eventId: added.eventId,
        date: Date.parse('2026-11-20T10:05:00Z'),
        value: 12,
      });
      expect(await scene.call(UPDATE, byOwnId)).toMatchObject({ success: true });
      expect(sent('CART')).toMatchObject([{ value: 12 }]);
      const purchase = { ...event('PURCHASE'), email: undefined, contactId: upserted.contactId };
      expect(await scene.call(ADD, purchase)).toMatchObject({ success: true });
      expect(sent('PURCHASE')).toHaveLength(1);
      const card = scene.sandbox.contact(EMAIL);
      expect(await scene.call('contact/basicById', { id: [upserted.contactId] })).toMatchObject({
        contacts: [{ contactId: card?.id, email: EMAIL }],
      });
    });
  });

  describe('questions', () => {
    it('are answered with what SALESmanago says', async () => {
      expect(await scene.call('contact/hasContact', { email: EMAIL })).toEqual({
        status: 200,
        success: true,
        message: [],
        result: false,
        contactId: null,
      });
      const { contactId } = await scene.call('contact/upsert', contact());
      expect(await scene.call('contact/hasContact', { email: EMAIL })).toMatchObject({
        result: true,
        contactId,
      });
      const { contacts } = await scene.call('contact/basic', {
        email: [EMAIL, 'x@customer.example'],
      });
      expect(contacts).toEqual([
        expect.objectContaining({
          contactId,
          email: EMAIL,
          name: 'Ada Kowal',
          optedOut: true,
          fax: null,
        }),
      ]);
      expect(await scene.call('user/listByClient', {})).toMatchObject({
        success: true,
        users: [...DEFAULT_ACCOUNT.owners],
      });
    });

    it('are refused while SALESmanago does not answer', async () => {
      scene.sandbox.faults.add({ kind: 'status', status: 503 });
      const answer = await scene.call('contact/hasContact', { email: EMAIL });
      scene.sandbox.faults.clear();
      expect(answer).toMatchObject({ status: 503, success: false });
    });
  });

  it('keeps nothing of an ignored domain, and answers all the same', async () => {
    await scene.hub.api('PATCH', `${scene.store.path}/settings`, {
      ignoredDomains: 'customer.example',
    });
    expect(await scene.call('contact/upsert', contact())).toMatchObject({
      success: true,
      contactId: uuid,
    });
    expect(await scene.call(ADD, event('PURCHASE'))).toMatchObject({
      success: true,
      eventId: uuid,
    });
    expect(scene.sandbox.stats()).toMatchObject({ contacts: 0, events: 0 });
    const db = scene.hub.app.get(Database);
    const kept = await Promise.all(
      ['message', 'message_body', 'decision', 'compat_id', 'contact'].map((table) =>
        db.query(`SELECT * FROM ${table} WHERE tenant_id = $1`, [scene.store.tenantId]),
      ),
    );
    expect(JSON.stringify(kept)).not.toMatch(/customer\.example|Ada Kowal/);
  });

  it('refuses what it does not know, and logs the method without values', async () => {
    const answer = await scene.call('contact/batchupsert', { upsertDetails: [contact()] });
    expect(answer).toEqual({
      status: 404,
      success: false,
      message: ['Method contact/batchupsert does not exist'],
    });
    const line = scene.hub.logs.find((one) => one.includes('unknown method contact/batchupsert'));
    expect(line).toContain('upsertDetails');
    const logs = scene.hub.logs.join('\n');
    for (const secret of [scene.credentials.apiSecret, EMAIL, 'Ada Kowal']) {
      expect(logs).not.toContain(secret);
    }
  });

  it('refuses a body that is no JSON object', async () => {
    const { status, body } = await scene.post(`${scene.base}/api/contact/upsert`, '[]');
    expect([status, body.success]).toEqual([400, false]);
  });

  it('keeps no part of the signature', async () => {
    await scene.call('contact/upsert', contact());
    const [{ id }] = await scene.messages();
    const { body } = await scene.hub.api('GET', `${scene.store.path}/messages/${id}`);
    expect(body.raw).not.toMatch(/apiKey|sha|clientId|requestTime/);
  });
});
