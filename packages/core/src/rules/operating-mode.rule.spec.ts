import { describe, expect, it } from '@jest/globals';
import {
  at,
  cart,
  contact,
  type Given,
  given,
  knownContact,
  order,
  store,
} from '../../test/given.js';
import type { NamedConsent, RecordKind } from '../model/records.js';
import type { StoreSettings } from '../settings/store-settings.js';
import { decide } from './decide.js';
import type { Decision } from './decision.js';

const TERMS: NamedConsent = { kind: 'custom', name: 'Regulamin sklepu', granted: true, at: at(-5) };
const NEWSLETTER: NamedConsent = { kind: 'newsletter-email', granted: true, at: at(-5) };
const LINKED = { operatingMode: 'linked-consent', linkedConsentName: 'regulamin sklepu' } as const;

const decided = <K extends RecordKind>(
  kind: K,
  settings: Partial<StoreSettings>,
  values: Given<K>,
): Decision =>
  decide(
    given(kind, {
      source: 'inbound',
      store: store({ purchaseOn: 'placed', ...settings }, { isInboundOnly: true }),
      ...values,
    }),
  );
const optIn = ({ commands }: Decision): boolean | undefined =>
  commands.flatMap((command) =>
    command.kind === 'upsertContact' ? [command.payload.forceOptIn] : [],
  )[0];

describe('S50 linked consent', () => {
  it.each(['contact', 'order', 'cart'] as const)('sends no %s without it', (kind) => {
    const record = kind === 'contact' ? contact() : kind === 'order' ? order() : cart();
    const { commands, filteredBy, memory } = decided(kind, LINKED, { record: record as never });
    expect([commands, filteredBy, memory]).toEqual([[], 'linkedConsentMissing', {}]);
  });

  it('sends who gave it, opted in, and remembers that', () => {
    const decision = decided('contact', LINKED, { record: contact({ consents: [TERMS] }) });
    expect(optIn(decision)).toBe(true);
    expect(decision.memory.linkedConsent).toEqual({
      name: LINKED.linkedConsentName,
      state: 'in',
      at: at(-5),
    });
  });

  it.each([
    { name: 'regulamin sklepu', given: TERMS, why: 'the name, letters large or small' },
    { name: 'terms', given: { kind: 'terms', granted: true } as NamedConsent, why: 'the kind' },
  ])('is found by $why', ({ name, given: consent }) =>
    expect(
      decided(
        'contact',
        { ...LINKED, linkedConsentName: name },
        { record: contact({ consents: [consent] }) },
      ).commands,
    ).toHaveLength(1),
  );

  it('counts for what comes later without a word about it', () => {
    const linkedConsent = { name: LINKED.linkedConsentName, state: 'in' as const, at: at(-60) };
    const known = { contact: knownContact({ linkedConsent }) };
    expect(decided('cart', LINKED, { record: cart(), known }).commands).toHaveLength(1);
    const other = { ...LINKED, linkedConsentName: 'Another' };
    expect(decided('cart', other, { record: cart(), known }).filteredBy).toBe(
      'linkedConsentMissing',
    );
  });

  it('ends when it is withdrawn', () => {
    const linkedConsent = { name: LINKED.linkedConsentName, state: 'in' as const };
    const known = { contact: knownContact({ linkedConsent }) };
    const record = contact({ consents: [{ ...TERMS, granted: false }] });
    const { filteredBy, memory } = decided('contact', LINKED, { record, known });
    expect(filteredBy).toBe('linkedConsentMissing');
    expect(memory.linkedConsent).toMatchObject({ state: 'out' });
  });

  it('hears an opt-out of who is known, and nothing else of the person', () => {
    const record = contact({ emailConsent: 'out', emailConsentAt: at(-1), name: 'Ada' });
    const known = { contact: knownContact({ consent: { email: { state: 'in', at: at(-99) } } }) };
    const { commands } = decided('contact', LINKED, { record, known });
    expect(commands).toMatchObject([{ kind: 'upsertContact', payload: { forceOptOut: true } }]);
    expect(commands[0]?.payload).not.toMatchObject({ contact: { name: 'Ada' } });
    expect(decided('contact', LINKED, { record }).filteredBy).toBe('linkedConsentMissing');
  });

  it('does not overrule what the document says of the newsletter', () => {
    const record = contact({ consents: [TERMS], emailConsent: 'out', emailConsentAt: at(-1) });
    expect(optIn(decided('contact', LINKED, { record }))).toBe(false);
  });

  it('sends nothing while its name is not set, where all data comes by the doors', () => {
    const record = contact({ consents: [TERMS] });
    expect(decided('contact', {}, { record }).filteredBy).toBe('linkedConsentUnnamed');
    const own = { record, store: store() };
    expect(decided('contact', {}, own).commands).toHaveLength(1);
  });
});

describe('S50 newsletter consent', () => {
  const mode = { operatingMode: 'newsletter-consent' } as const;

  it.each([
    { record: contact({ consents: [NEWSLETTER], emailConsent: 'in', emailConsentAt: at(-5) }) },
    { record: contact({ emailConsent: 'in', emailConsentAt: at(-5) }) },
  ])('sends who gave it', ({ record }) =>
    expect(optIn(decided('contact', mode, { record }))).toBe(true),
  );

  it('sends nobody else', () => {
    expect(decided('contact', mode, { record: contact({ consents: [TERMS] }) }).filteredBy).toBe(
      'newsletterConsentMissing',
    );
    expect(decided('order', mode, { record: order() }).commands).toEqual([]);
  });

  it('opens with a sign-up that comes alone', () => {
    const record = {
      email: 'ada@customer.example',
      channel: 'email',
      state: 'in',
      at: at(-5),
    } as const;
    const decision = decided('consent', mode, { record });
    expect(optIn(decision)).toBe(true);
    expect(decision.memory.linkedConsent).toMatchObject({ state: 'in' });
  });
});

describe('S50 automatic', () => {
  const mode = { operatingMode: 'automatic' } as const;

  it('sends everyone, opted in without a consent', () => {
    expect(optIn(decided('contact', mode, { record: contact() }))).toBe(true);
    expect(optIn(decided('order', mode, { record: order() }))).toBe(true);
  });

  it.each(['out', 'pending', 'in'] as const)(
    'does not touch a status that is known: %s',
    (state) => {
      const known = { contact: knownContact({ consent: { email: { state, at: at(-99) } } }) };
      expect(optIn(decided('order', mode, { record: order(), known }))).toBe(false);
    },
  );

  it('does not overrule a word of the person', () => {
    const record = contact({ emailConsent: 'out', emailConsentAt: at(-1) });
    expect(optIn(decided('contact', mode, { record }))).toBe(false);
  });
});

describe('S50 elsewhere', () => {
  it.each(['webhook', 'poll', 'export'] as const)('says nothing about a %s', (source) =>
    expect(decided('contact', LINKED, { record: contact(), source }).commands).toHaveLength(1),
  );
  it('applies to imports, too', () =>
    expect(decided('contact', LINKED, { record: contact(), source: 'import' }).filteredBy).toBe(
      'linkedConsentMissing',
    ));
});
