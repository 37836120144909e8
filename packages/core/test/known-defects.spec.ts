import { describe, expect, it } from '@jest/globals';
import type { RecordKind } from '../src/model/records.js';
import type { Command } from '../src/rules/command.js';
import { decide } from '../src/rules/decide.js';
import type { Decision } from '../src/rules/decision.js';
import { orderEffectKey } from '../src/rules/identity.js';
import { readSettingsPatch } from '../src/settings/layers.js';
import type { StoreSettings } from '../src/settings/store-settings.js';
import { at, cart, contact, type Given, given, knownContact, order, store } from './given.js';

// Defects of other integrations (facts/salesmanago.md 11), each with a test that the rules do not have it. The rest of
// the list is tested with the hub.

const decided = <K extends RecordKind>(
  kind: K,
  values: Given<K>,
  settings: Partial<StoreSettings> = {},
): Decision => decide(given(kind, { store: store(settings), ...values }));
const of = <K extends Command['kind']>({ commands }: Decision, kind: K) =>
  commands.find((command) => command.kind === kind) as Extract<Command, { kind: K }> | undefined;
const sent = new Set([orderEffectKey(store(), '5501', 'PURCHASE')]);

describe('defect: duplicate PURCHASE events', () => {
  it.each(['processing', 'completed', 'cancelled', 'processing'])(
    'not again in state %s',
    (state) => {
      const { commands } = decided('order', { record: order({ state }), known: { effects: sent } });
      const types = commands.flatMap((c) =>
        c.kind === 'addEvent' ? [c.payload.event.contactExtEventType] : [],
      );
      expect(types).not.toContain('PURCHASE');
    },
  );
});

describe('defect: several double opt-in mails per checkout', () => {
  it('one action asks once', () => {
    const settings = { doubleOptIn: true };
    const record = contact({ emailConsent: 'in', emailConsentAt: at(-1) });
    const first = decided('contact', { record, trigger: 'registration' }, settings);
    const ordered = decided(
      'order',
      {
        record: order({ customerId: '9', emailConsent: 'in', emailConsentAt: at(0) }),
        known: {
          contact: knownContact({
            fields: first.memory.fields ?? {},
            ...(first.memory.confirmationAskedAt
              ? { confirmationAskedAt: first.memory.confirmationAskedAt }
              : {}),
          }),
        },
      },
      settings,
    );
    const asks = [first, ordered].map(
      (one) => of(one, 'upsertContact')?.payload.useApiDoubleOptIn === true,
    );
    expect(asks).toEqual([true, false]);
  });
});

describe('defect: consent in only the first of five calls', () => {
  it('the one call of a sign-up carries it, and so does the one of an order', () => {
    const signed = { emailConsent: 'in', emailConsentAt: at(-1) } as const;
    for (const decision of [
      decided('contact', { record: contact(signed), trigger: 'newsletter' }),
      decided('order', { record: order(signed) }),
    ]) {
      const upserts = decision.commands.filter(({ kind }) => kind === 'upsertContact');
      expect(upserts).toHaveLength(1);
      expect(upserts[0]?.payload).toMatchObject({ forceOptIn: true });
    }
  });
  it('a tick soon after another change of the person is not lost', () => {
    const login = decided('contact', { record: contact({ name: 'Ada' }), trigger: 'login' });
    const known = { contact: knownContact({ fields: login.memory.fields ?? {} }) };
    const record = contact({ name: 'Ada', emailConsent: 'in', emailConsentAt: at(0) });
    expect(of(decided('contact', { record, known }), 'upsertContact')?.payload.forceOptIn).toBe(
      true,
    );
  });
});

describe('defect: events attached to the wrong contact, the billing address taken for the shopper’s', () => {
  const record = order({ customerId: '9', email: 'bill@office.example' });
  it('an order of a customer belongs to the address of the account', () => {
    const decision = decided('order', { record, known: { customerEmail: 'ada@customer.example' } });
    expect(of(decision, 'addEvent')?.payload.contact).toEqual({ email: 'ada@customer.example' });
    expect(of(decision, 'upsertContact')?.payload.contact.email).toBe('ada@customer.example');
  });
  it('an order of a guest belongs to the address on it', () =>
    expect(
      of(decided('order', { record: order({ customerId: null }) }), 'addEvent')?.payload.contact,
    ).toEqual({
      email: 'ada@customer.example',
    }));
});

describe('defect: guest purchase flagged wrongly', () => {
  it.each([
    { customerId: '9', tag: 'BOUGHT' },
    { customerId: null, tag: 'GUEST' },
  ])('$tag with customer id $customerId', ({ customerId, tag }) =>
    expect(
      of(
        decided(
          'order',
          { record: order({ customerId }) },
          { purchaseTags: ['BOUGHT'], guestPurchaseTags: ['GUEST'] },
        ),
        'upsertContact',
      )?.payload.tags,
    ).toEqual([tag]),
  );
});

describe('defect: opted out by creating a user', () => {
  it.each(['registration', 'edit', 'login'] as const)(
    'a first no with a %s is a baseline',
    (trigger) => {
      const decision = decided('contact', { record: contact({ emailConsent: 'out' }), trigger });
      expect(of(decision, 'upsertContact')?.payload.forceOptOut).toBe(false);
    },
  );
});

describe('defect: wrong cart value', () => {
  it('the platform’s own totals of the lines count, also with tier prices', () => {
    const lines = [{ productId: '1', quantity: 10, unitPrice: '5.00', total: '42.00' }];
    const record = cart({ lines });
    expect(of(decided('cart', { record }), 'cartEvent')?.payload.event.value).toBe(42);
  });
});

describe('defect: an emptied cart never reported', () => {
  it('ends the open event', () => {
    const cartRow = { createdAt: at(-9), expiresAt: at(99), snapshotAt: at(-9), fingerprint: 'x' };
    const decision = decided('cart', { record: cart({ lines: [] }), known: { cart: cartRow } });
    expect(decision.commands.map(({ kind }) => kind)).toEqual(['deleteCartEvent']);
  });
});

describe('defect: a cancelled order overwrites the running CART event', () => {
  it('neither PURCHASE nor CANCELLATION names a cart event', () => {
    for (const [state, effects] of [
      ['processing', new Set<string>()],
      ['cancelled', sent],
    ] as const) {
      const { commands } = decided('order', { record: order({ state }), known: { effects } });
      expect(JSON.stringify(commands)).not.toMatch(/cartKey|eventId/);
    }
  });
});

describe('defect: deleted product breaks the order', () => {
  it('the event goes with the products that are left', () => {
    const lines = [{ productId: null, name: 'Gone', quantity: 1 }, ...order().lines];
    expect(
      of(decided('order', { record: order({ lines }) }), 'addEvent')?.payload.event.products,
    ).toBe('1001,1002');
  });
  it('and without any', () =>
    expect(decided('order', { record: order({ lines: [] }) }).commands.at(-1)?.kind).toBe(
      'addEvent',
    ));
});

describe('defect: a changed e-mail address loses the contact', () => {
  it('is told with both addresses', () => {
    const decision = decided('contact', {
      record: contact({ externalId: '9', email: 'new@customer.example' }),
      known: {
        customerEmail: 'ada@customer.example',
        contact: knownContact({ fields: { x: 'x' } }),
      },
    });
    expect(of(decision, 'changeEmail')?.payload.newEmail).toBe('new@customer.example');
  });
});

describe('defect: settings lost', () => {
  it('nothing is stored that is not valid, and every problem is named', () => {
    const { problems } = readSettingsPatch({ location: '1x', cartWindow: 'soon', purchaseTags: 7 });
    expect([...new Set(problems.map(({ path }) => path))].sort()).toEqual([
      'cartWindow',
      'location',
      'purchaseTags',
    ]);
  });
});

describe('defect: ignored domain leaks through CART events and exports', () => {
  it.each([
    { kind: 'cart', record: cart({ email: 'a@relay.example' }), source: 'webhook' },
    { kind: 'contact', record: contact({ email: 'a@RELAY.example' }), source: 'export' },
    { kind: 'order', record: order({ email: 'a@relay.example' }), source: 'export' },
  ] as const)('not with a $kind of a $source', ({ kind, record, source }) =>
    expect(
      decided(kind, { record: record as never, source }, { ignoredDomains: ['relay.example'] })
        .commands,
    ).toEqual([]),
  );
});

describe('defect: event details are renumbered', () => {
  it('each keeps its number where others are missing', () => {
    const record = order({ note: null, reference: null, lines: [{ productId: '1', quantity: 2 }] });
    const details = of(decided('order', { record }), 'addEvent')?.payload.event.details;
    expect(details).toMatchObject({ detail3: '2', detail9: 'PLN' });
    expect(details).not.toHaveProperty('detail2');
    expect(details).not.toHaveProperty('detail4');
  });
});

describe('defect: unpaid, cancelled or refunded orders reported as PURCHASE', () => {
  it.each(['pending', 'on-hold', 'cancelled', 'refunded', 'failed'])('not in state %s', (state) => {
    const { commands } = decided('order', { record: order({ state }) });
    expect(commands.filter(({ kind }) => kind === 'addEvent')).toEqual([]);
  });
});

describe('defect: real name overwritten on completion', () => {
  it('what is known of a customer is not told again by an order', () => {
    const record = order({ customerId: '9', name: 'Display name', state: 'completed' });
    const known = { contact: knownContact({ fields: { name: 'hash of the real one' } }) };
    const upsert = of(decided('order', { record, known }), 'upsertContact');
    expect(upsert?.payload.contact).not.toHaveProperty('name');
  });
});

describe('defect: a login never sends name and phone', () => {
  it('it sends what the store gives', () => {
    const record = contact({ name: 'Ada Kowal', phone: '+48123123123' });
    const login = decided('contact', { record, trigger: 'login' });
    expect(of(login, 'upsertContact')?.payload.contact).toMatchObject({
      name: 'Ada Kowal',
      phone: '+48123123123',
    });
  });
});
