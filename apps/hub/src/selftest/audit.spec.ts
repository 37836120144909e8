import { describe, expect, it } from '@jest/globals';
import type { Operation, Sandbox } from '@storewire/sandbox';
import { auditPerson, noFindings } from './audit.js';
import type { ExpectedPerson } from './stories.js';

const EMAIL = 'ada@customer.example';

const event = (contactExtEventType: string, externalId?: string, value = 10) => ({
  contactExtEventType,
  value,
  ...(externalId ? { externalId } : {}),
});

/** What the sandbox would show of Ada. */
const sandboxWith = (card: object | undefined, operations: readonly object[] = []): Sandbox =>
  ({
    contact: (email: string) =>
      email === EMAIL && card
        ? { name: null, optedOut: true, confirmations: [], contactExtEvents: [], ...card }
        : undefined,
    operations: () => operations as readonly Operation[],
  }) as unknown as Sandbox;

const expected = (values: Partial<ExpectedPerson> = {}): ExpectedPerson => ({
  email: EMAIL,
  events: [{ type: 'PURCHASE', externalId: '1', value: 10 }],
  ...values,
});

const counts = (sandbox: Sandbox, person: ExpectedPerson) => {
  const { lost, duplicated, outOfOrder } = auditPerson(sandbox, person);
  return [lost.length, duplicated.length, outOfOrder.length];
};

describe('what SALESmanago has, compared with what it has to have', () => {
  const created = { what: 'created', name: 'Rev 1' };
  const purchase = { what: 'event', type: 'PURCHASE', externalId: '1' };

  it('finds nothing where all is there, once and in order', () =>
    expect(
      auditPerson(
        sandboxWith({ contactExtEvents: [event('PURCHASE', '1')] }, [created, purchase]),
        expected(),
      ),
    ).toEqual(noFindings()));

  it.each([
    { why: 'nobody is there', card: undefined, finds: [2, 0, 0] },
    { why: 'an event is missing', card: {}, finds: [1, 0, 0] },
    {
      why: 'an event is there twice',
      card: { contactExtEvents: [event('PURCHASE', '1'), event('PURCHASE', '1')] },
      finds: [0, 1, 0],
    },
    {
      why: 'an event is there that nothing asked for',
      card: { contactExtEvents: [event('PURCHASE', '1'), event('CART')] },
      finds: [0, 1, 0],
    },
    {
      why: 'a value is an older one',
      card: { contactExtEvents: [event('PURCHASE', '1', 5)] },
      finds: [1, 0, 0],
    },
  ])('finds it when $why', ({ card, finds }) =>
    expect(counts(sandboxWith(card), expected())).toEqual(finds),
  );

  it.each([
    { why: 'an event before the contact', operations: [purchase, created], finds: [0, 0, 1] },
    {
      why: 'an event before one that was decided earlier',
      operations: [created, { ...purchase, type: 'CANCELLATION' }, purchase],
      finds: [0, 0, 1],
    },
  ])('finds $why', ({ operations, finds }) => {
    const contactExtEvents = [event('PURCHASE', '1'), event('CANCELLATION', '1')];
    const person = expected({
      events: [
        { type: 'PURCHASE', externalId: '1', value: 10 },
        { type: 'CANCELLATION', externalId: '1', value: 10 },
      ],
    });
    expect(counts(sandboxWith({ contactExtEvents }, operations), person)).toEqual(finds);
  });

  it('finds an older snapshot behind a newer one', () =>
    expect(
      counts(
        sandboxWith({ name: 'Rev 1' }, [created, { ...created, name: 'Rev 2' }, created]),
        expected({ events: [], revision: 2 }),
      ),
    ).toEqual([1, 0, 1]));

  it.each([
    { mailsAfterMs: [], finds: [1, 0, 0] },
    { mailsAfterMs: [0], finds: [0, 0, 0] },
    { mailsAfterMs: [0, 59_999], finds: [0, 1, 0] },
    { mailsAfterMs: [0, 60_000], finds: [0, 0, 0] },
  ])('takes mails after $mailsAfterMs ms as the window does', ({ mailsAfterMs, finds }) =>
    expect(
      counts(
        sandboxWith({ confirmations: mailsAfterMs.map((at) => ({ at })) }),
        expected({ events: [], isAskedByMail: true }),
      ),
    ).toEqual(finds),
  );

  it('finds a newsletter status that is not the last one', () =>
    expect(counts(sandboxWith({}), expected({ events: [], isOptedOut: false }))).toEqual([
      1, 0, 0,
    ]));
});
