import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Database } from '../database/database.service.js';
import { DoorScene, type DoorStore } from '../testing/door-scene.js';

jest.setTimeout(120_000);

const email = 'ada@customer.example';
const contact = { externalId: '903', email, name: 'Ada Kowal', phone: '+48500100200' };
const lines = [{ productId: '7', name: 'Mug', quantity: 1, unitPrice: '10.00' }];
const order = (id: string) => ({ contact, order: { id, currency: 'PLN', total: '10.00', lines } });
const cart = { contact, cart: { currency: 'PLN', lines } };
const said = (kind: string, granted: boolean, at: string, name?: string) => ({
  consents: [{ kind, granted, at, ...(name ? { name } : {}) }],
});

describe('S50 operating mode, at the inbound door', () => {
  let scene: DoorScene;
  let store: DoorStore;

  beforeAll(async () => {
    scene = await DoorScene.open();
  });
  afterAll(() => scene.close());
  beforeEach(() => scene.sandbox.reset());

  const open = async (settings: object) => {
    store = await scene.store({ settings });
  };
  const outcome = async (type: string, more: object): Promise<string> => {
    const { state, rule } = await scene.comes(store, type, more);
    return rule ?? state;
  };
  const sent = () => scene.sandbox.stats();

  describe('linked-consent', () => {
    it('is the default, and sends nothing before the consent is named', async () => {
      await open({ operatingMode: null });
      expect(await outcome('contact.updated', { contact })).toBe('linkedConsentUnnamed');
      expect(sent()).toMatchObject({ contacts: 0, events: 0 });
    });

    it('sends nothing of a person without the consent, and all once it is there', async () => {
      await open({ operatingMode: 'linked-consent', linkedConsentName: 'Regulamin' });
      expect(await outcome('contact.updated', { contact })).toBe('linkedConsentMissing');
      expect(await outcome('cart.updated', cart)).toBe('linkedConsentMissing');
      expect(await outcome('order.placed', order('1'))).toBe('linkedConsentMissing');
      expect(sent()).toMatchObject({ contacts: 0, events: 0 });

      const given = said('custom', true, '2026-11-20T09:00:00Z', 'regulamin');
      expect(await outcome('contact.updated', { contact, ...given })).toBe('delivered');
      expect(scene.sandbox.contact(email)).toMatchObject({ optedOut: false });
      // The cart and the order say nothing about the consent; the hub remembers it.
      expect(await outcome('cart.updated', cart)).toBe('delivered');
      expect(await outcome('order.placed', order('2'))).toBe('delivered');
      expect(scene.sandbox.events({ type: 'PURCHASE' }).total).toBe(1);

      const withdrawn = said('custom', false, '2026-11-20T11:00:00Z', 'Regulamin');
      expect(await outcome('contact.updated', { contact, ...withdrawn })).toBe(
        'linkedConsentMissing',
      );
      expect(await outcome('order.placed', order('3'))).toBe('linkedConsentMissing');
      expect(scene.sandbox.events({ type: 'PURCHASE' }).total).toBe(1);
    });
  });

  describe('newsletter-consent', () => {
    it('sends subscribers, and hears their opt-out', async () => {
      await open({ operatingMode: 'newsletter-consent' });
      expect(await outcome('order.placed', order('1'))).toBe('newsletterConsentMissing');
      expect(await outcome('contact.newsletter_subscribed', { contact })).toBe('delivered');
      expect(scene.sandbox.contact(email)).toMatchObject({ optedOut: false });
      expect(await outcome('order.placed', order('2'))).toBe('delivered');
      expect(await outcome('contact.newsletter_unsubscribed', { contact })).toBe('delivered');
      expect(scene.sandbox.contact(email)).toMatchObject({ optedOut: true });
      expect(await outcome('order.placed', order('3'))).toBe('newsletterConsentMissing');
    });
  });

  describe('automatic', () => {
    it('sends everyone, opted in', async () => {
      await open({ operatingMode: 'automatic' });
      expect(await outcome('order.placed', order('1'))).toBe('delivered');
      expect(scene.sandbox.contact(email)).toMatchObject({ optedOut: false });
    });

    it('does not undo an opt-out', async () => {
      await open({ operatingMode: 'automatic' });
      await outcome('contact.registered', { contact });
      await outcome('contact.newsletter_unsubscribed', { contact });
      await outcome('order.placed', order('1'));
      expect(scene.sandbox.contact(email)).toMatchObject({ optedOut: true });
    });
  });

  describe('what is not sent', () => {
    const everywhere = async () => {
      const db = scene.hub.app.get(Database);
      const found: Record<string, unknown[]> = {};
      for (const table of ['message', 'message_body', 'decision', 'contact', 'customer', 'cart']) {
        found[table] = await db.query(`SELECT * FROM ${table} WHERE tenant_id = $1`, [
          store.tenantId,
        ]);
      }
      return found;
    };

    it.each([
      ['linkedConsentMissing', { operatingMode: 'linked-consent', linkedConsentName: 'Regulamin' }],
      ['newsletterConsentMissing', { operatingMode: 'newsletter-consent' }],
      ['ignoredDomain', { ignoredDomains: ['customer.example'] }],
    ])('is not kept (%s)', async (rule, settings) => {
      await open(settings);
      expect(await outcome('contact.updated', { contact })).toBe(rule);
      expect(await outcome('order.placed', order('1'))).toBe(rule);
      expect(await outcome('cart.updated', cart)).toBe(rule);
      const kept = await everywhere();
      expect(kept.message).toHaveLength(3);
      expect(kept.message_body).toEqual([]);
      const text = JSON.stringify(kept);
      for (const personal of [email, 'Ada', '+48500100200', '"903"']) {
        expect(text).not.toContain(personal);
      }
      const [message] = await scene.messages(store);
      const { body } = await scene.hub.api('GET', `${store.path}/messages/${message.id}`);
      expect(body).toMatchObject({ state: 'filtered', rule, raw: null, email: null });
    });
  });
});
