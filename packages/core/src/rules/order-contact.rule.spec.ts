import { describe, expect, it } from '@jest/globals';
import { typesOf, upsertOf } from '../../test/decided.js';
import { at, type Given, given, knownContact, order, settings, store } from '../../test/given.js';
import type { Decision } from './decision.js';
import { type EffectType, orderEffectKey } from './identity.js';
import { decideOrder } from './order.rule.js';
import { contactFields, fieldHashes } from './upsert.js';

const decide = (values: Partial<Given<'order'>> = {}): Decision =>
  decideOrder(given('order', { record: order(), ...values }));
const sent = (...types: EffectType[]) => ({
  effects: new Set(types.map((type) => orderEffectKey(store(), '5501', type))),
});

describe('the contact of an order', () => {
  const tagged = store({
    purchaseTags: ['BUY'],
    guestPurchaseTags: ['GUEST'],
    newsletterTags: ['NEWS'],
  });

  it.each([
    ['7', ['BUY']],
    [null, ['GUEST']],
    [undefined, ['GUEST']],
  ])('with customer id %s gets the tags %j', (customerId, tags) =>
    expect(upsertOf(decide({ record: order({ customerId }), store: tagged }))?.tags).toEqual(tags),
  );

  it('gets no purchase tags without a purchase', () => {
    const decision = decide({
      record: order({ state: 'cancelled' }),
      store: tagged,
      known: sent('PURCHASE'),
    });
    expect(typesOf(decision)).toEqual(['CANCELLATION']);
    expect(upsertOf(decision)?.tags).toBeUndefined();
  });

  it('is a customer after a purchase, and not before', () => {
    expect(upsertOf(decide())?.contact.state).toBe('CUSTOMER');
    const unpaid = decide({ record: order({ state: 'pending', emailConsent: 'in' }) });
    expect(upsertOf(unpaid)?.contact).not.toHaveProperty('state');
  });

  it('is the account where the customer is known, whatever the bill says', () => {
    const known = { customerEmail: 'account@customer.example' };
    const decision = decide({ record: order({ customerId: '7' }), known });
    for (const command of decision.commands)
      expect(command.contactKey).toBe('account@customer.example');
    expect(upsertOf(decision)?.contact.email).toBe('account@customer.example');
    expect(decision.memory.contactKey).toBe('account@customer.example');
  });

  it('is the address on the order for a guest', () =>
    expect(
      decide({ record: order(), known: { customerEmail: 'other@customer.example' } }).commands[0]
        ?.contactKey,
    ).toBe('ada@customer.example'));

  it('of a known customer learns only what was not known', () => {
    const fields = fieldHashes(contactFields({ name: 'Ada Kowal' }, settings(), 'pl'));
    const decision = decide({
      record: order({ customerId: '7', name: 'Her Company', phone: '+48600100200' }),
      known: { contact: knownContact({ fields }) },
    });
    expect(upsertOf(decision)?.contact).not.toHaveProperty('name');
    expect(upsertOf(decision)?.contact.phone).toBe('+48600100200');
  });
});

describe('consent at the checkout', () => {
  const known = (state: 'in' | 'out', minutes: number) => ({
    contact: knownContact({ consent: { email: { state, at: at(minutes) } } }),
  });

  it('counts from when the order was placed', () => {
    const ticked = decide({ record: order({ emailConsent: 'in' }), known: known('out', -90) });
    expect(upsertOf(ticked)?.forceOptIn).toBe(true);
    expect(ticked.memory.consents?.[0]?.salesmanago?.at).toBe(at(-60));
  });

  it('does not revive somebody who opted out after placing the order', () => {
    const shipped = order({ emailConsent: 'in', state: 'completed', updatedAt: at(-1) });
    expect(upsertOf(decide({ record: shipped, known: known('out', -30) }))?.forceOptIn).toBe(false);
  });

  it('is nothing where the box was not ticked', () => {
    const unticked = decide({ record: order({ emailConsent: 'out' }), known: known('in', -90) });
    expect(upsertOf(unticked)?.forceOptOut).toBe(false);
    expect(unticked.memory).not.toHaveProperty('consents');
  });

  it('counts with a time of its own, and whatever became of the order', () => {
    const record = order({ state: 'pending', emailConsent: 'out', emailConsentAt: at(-59) });
    expect(upsertOf(decide({ record, known: known('in', -90) }))?.forceOptOut).toBe(true);
  });
});
