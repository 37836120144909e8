import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import {
  applyMapping,
  type Contact,
  type DecisionInput,
  decide,
  type KnownContact,
  type Order,
  type Product,
  StoreSettings,
} from '@storewire/core';
import { contactMapping } from './contact.mapping.js';
import { orderMapping } from './order.mapping.js';
import { ORDER_STATES, PLACED_STATES } from './order-states.js';
import { productMapping } from './product.mapping.js';

const fixture = (name: string) =>
  JSON.parse(readFileSync(new URL(`../fixtures/${name}.json`, import.meta.url), 'utf8'));
const withField = (newsletterField?: string) => ({
  currency: 'PLN',
  country: 'PL',
  ...(newsletterField ? { variables: { newsletterField } } : {}),
});
const orderOf = (changes: object, field?: string): Order =>
  applyMapping(orderMapping, { ...fixture('order.state.processing'), ...changes }, withField(field))
    .record;

describe('consent of an order', () => {
  const meta = (key: string, value: unknown) => ({ meta_data: [{ id: 1, key, value }] });
  it.each([
    { ...meta('_wc_other/hub/newsletter', '1'), says: 'in', why: 'a box of block checkout' },
    { ...meta('hub/newsletter', 'yes'), says: 'in', why: 'the field itself' },
    { ...meta('_wc_other/hub/newsletter', '0'), says: undefined, why: 'an unticked box' },
    { ...meta('_wc_other/hub/other', '1'), says: undefined, why: 'another box' },
    { meta_data: undefined, says: undefined, why: 'no meta data' },
  ])('is $says for $why', ({ says, why: _why, ...changes }) => {
    expect(orderOf(changes, 'hub/newsletter').emailConsent).toBe(says);
  });

  it('is not read without a newsletter field', () => {
    expect(orderOf(meta('hub/newsletter', '1'))).not.toHaveProperty('emailConsent');
    const { record } = applyMapping(contactMapping, fixture('contact.opted-in'), withField());
    expect((record as Contact).emailConsent).toBeUndefined();
  });

  it('was given when the order was placed, so a later change of the order does not repeat it', () => {
    const record = orderOf(
      { ...meta('hub/newsletter', '1'), date_modified_gmt: '2026-12-24T10:00:00' },
      'hub/newsletter',
    );
    const left = { state: 'out', at: '2026-12-01T10:00:00.000Z' } as const;
    const contact: KnownContact = {
      fields: {},
      consent: { email: left },
      storeConsent: { email: left },
    };
    const upserts = decide(inputOf(record, contact)).commands.filter(
      (command) => command.kind === 'upsertContact',
    );
    expect(upserts.map(({ payload }) => payload.forceOptIn)).not.toContain(true);
  });
});

describe('order states', () => {
  it('takes for a purchase what WooCommerce calls paid, and waiting orders when placed ones count', () => {
    const purchases = Object.keys(ORDER_STATES).filter((s) => ORDER_STATES[s] === 'purchase');
    expect(purchases).toEqual(['processing', 'completed']);
    const types = (state: string, purchaseOn: 'paid' | 'placed') =>
      eventTypes(orderOf({ status: state }), { purchaseOn });
    expect(types('on-hold', 'paid')).toEqual([]);
    expect(types('on-hold', 'placed')).toEqual(['PURCHASE']);
    expect(types('wc-made-by-a-plugin', 'paid')).toEqual([]);
  });

  it.each([
    { state: 'failed', type: 'CANCELLATION' },
    { state: 'cancelled', type: 'CANCELLATION' },
    { state: 'refunded', type: 'RETURN' },
  ])('sends $type for $state after a purchase, and nothing without one', ({ state, type }) => {
    const purchase = decide(inputOf(orderOf({}))).commands.find((c) => c.kind === 'addEvent');
    const effects = new Set([purchase?.effectKey ?? '']);
    expect(eventTypes(orderOf({ status: state }), {}, effects)).toEqual([type]);
    expect(eventTypes(orderOf({ status: state }), {})).toEqual([]);
  });

  it('dates a purchase by its payment, and cash on delivery by its placing', () => {
    const dateOf = (name: string) => {
      const { record } = applyMapping(orderMapping, fixture(name), withField());
      const event = decide(inputOf(record as Order)).commands.find((c) => c.kind === 'addEvent');
      return new Date(event?.payload.event.date ?? 0).toISOString();
    };
    expect(dateOf('order.state.completed')).toBe('2026-11-23T10:00:00.000Z');
    expect(dateOf('order.cash-on-delivery')).toBe('2026-11-21T16:03:44.000Z');
  });
});

describe('a product from a webhook', () => {
  it('says nothing about its variations, of which it has only the ids', () => {
    const body = fixture('webhook.product.updated');
    const { record, problems } = applyMapping(productMapping, body, withField());
    expect(problems).toEqual([]);
    expect((record as Product).variants).toBeUndefined();
  });
});

function inputOf(
  record: Order,
  contact?: KnownContact,
  settings: Partial<StoreSettings> = {},
  effects: ReadonlySet<string> = new Set(),
): DecisionInput<'order'> {
  return {
    kind: 'order',
    record,
    source: 'webhook',
    store: {
      shopKey: 'woocommerce:shop.example',
      clientId: 'c1',
      settings: Object.assign(new StoreSettings(), { location: 'shop_pl', ...settings }),
      orderStates: ORDER_STATES,
      placedStates: PLACED_STATES,
    },
    known: { effects, ...(contact ? { contact } : {}) },
    now: '2026-12-24T10:00:05.000Z',
  };
}

const eventTypes = (
  record: Order,
  settings: Partial<StoreSettings>,
  effects?: ReadonlySet<string>,
) =>
  decide(inputOf(record, undefined, settings, effects)).commands.flatMap((command) =>
    command.kind === 'addEvent' ? [command.payload.event.contactExtEventType] : [],
  );
