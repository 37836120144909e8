import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { at, knownContact } from '../../test/given.js';
import type { ConsentState } from '../model/values.js';
import { type ConsentSignal, type ConsentSync, decideConsent, signalsOf } from './consent.rule.js';
import type { ConsentUpdate, KnownConsent, KnownContact } from './decision.js';

type Known = { salesmanago?: KnownConsent; store?: KnownConsent };

const known = ({ salesmanago, store }: Known): KnownContact =>
  knownContact({
    consent: salesmanago ? { email: salesmanago } : {},
    storeConsent: store ? { email: store } : {},
  });

/** What one e-mail signal does, seen at noon. */
function say(state: ConsentState, actAt: string | undefined, before: Known, sync?: ConsentSync) {
  const signal: ConsentSignal = { channel: 'email', state, ...(actAt ? { at: actAt } : {}) };
  const { changes, updates, reasons, recheckAt } = decideConsent(
    [signal],
    known(before),
    at(0),
    sync,
  );
  return { sent: changes.email, update: updates[0], rule: reasons[0]?.rule, recheckAt };
}

describe('signalsOf', () => {
  it('leaves out a channel that the document does not mention', () => {
    expect(signalsOf({})).toEqual([]);
    expect(
      signalsOf({ emailConsent: 'in', mobileConsent: 'out', mobileConsentAt: at(-1) }),
    ).toEqual([
      { channel: 'email', state: 'in' },
      { channel: 'mobile', state: 'out', at: at(-1) },
    ]);
    expect(signalsOf({ emailConsent: 'in', emailConsentAt: null })).toEqual([
      { channel: 'email', state: 'in' },
    ]);
  });
});

describe('a change that was seen', () => {
  it('sends the first yes', () => {
    const { sent, update } = say('in', undefined, {});
    expect(sent).toBe('in');
    expect(update).toMatchObject({
      salesmanago: { state: 'in', at: at(0) },
      store: { state: 'in' },
    });
  });

  it.each<[string, Known]>([
    ['nobody is known', {}],
    ['SALESmanago says yes', { salesmanago: { state: 'in', at: at(-60) } }],
    ['the store could not tell before', { store: { state: 'unknown', at: at(-60) } }],
    ['the store was waiting for a confirmation', { store: { state: 'pending', at: at(-60) } }],
  ])('takes the first no for a baseline: %s', (_why, before) => {
    const { sent, update, rule } = say('out', undefined, before);
    expect({ sent, rule }).toEqual({ sent: undefined, rule: 'consent.firstNoIsBaseline' });
    expect(update).toEqual(expect.objectContaining({ store: { state: 'out', at: at(0) } }));
    expect(update).not.toHaveProperty('salesmanago');
  });

  it('sends a no after a yes of the same store', () =>
    expect(say('out', undefined, { store: { state: 'in', at: at(-60) } }).sent).toBe('out'));

  it('sends a yes after a no of the same store', () =>
    expect(
      say('in', undefined, {
        store: { state: 'out', at: at(-60) },
        salesmanago: { state: 'out', at: at(-90) },
      }).sent,
    ).toBe('in'));

  it('says nothing twice', () => {
    const { sent, update, rule } = say('in', undefined, { store: { state: 'in', at: at(-60) } });
    expect({ sent, update, rule }).toEqual({
      sent: undefined,
      update: undefined,
      rule: 'consent.unchanged',
    });
  });

  it('does not revive somebody who opted out in SALESmanago because an old flag is seen at last', () => {
    const { sent, update } = say('in', undefined, { salesmanago: { state: 'out', at: at(-60) } });
    expect(sent).toBeUndefined();
    expect(update).toMatchObject({ store: { state: 'in' } });
  });

  it('lets a document older than the last one change nothing', () => {
    const before: Known = { store: { state: 'in', at: at(5) } };
    expect(say('out', undefined, before)).toMatchObject({ sent: undefined, rule: 'consent.older' });
    expect(say('out', undefined, before).update).toBeUndefined();
  });

  it('lets a newer decision in SALESmanago stand', () =>
    expect(
      say('out', undefined, {
        store: { state: 'in', at: at(-60) },
        salesmanago: { state: 'in', at: at(5) },
      }),
    ).toMatchObject({ sent: undefined, rule: 'consent.older' }));
});

describe('an act with its own time', () => {
  it('sends a no even where nothing is known', () =>
    expect(say('out', at(-10), {})).toMatchObject({ sent: 'out', rule: 'consent.act' }));

  it.each<[ConsentState, number, ConsentState, number, string | undefined, string]>([
    ['in', -10, 'out', -20, 'in', 'the newer yes wins'],
    ['out', -10, 'in', -20, 'out', 'the newer no wins'],
    ['in', -20, 'out', -10, undefined, 'an older yes changes nothing'],
    ['out', -20, 'in', -10, undefined, 'an older no changes nothing'],
    ['out', -10, 'in', -10, 'out', 'at equal times no wins over yes'],
    ['in', -10, 'out', -10, undefined, 'at equal times yes loses to no'],
    ['in', -10, 'in', -20, undefined, 'what is known already is not sent'],
    ['in', -20, 'unknown', -10, 'in', 'a state that nobody knows stands in nobody’s way'],
    [
      'in',
      -10,
      'pending',
      -10,
      undefined,
      'a yes that waits for its confirmation is not asked for again',
    ],
    ['in', -5, 'pending', -10, 'in', 'a new sign-up asks again'],
    ['out', -10, 'pending', -10, 'out', 'a no ends the waiting'],
  ])('%s at %i against %s at %i gives %s: %s', (state, when, knownState, knownWhen, sent) =>
    expect(
      say(state, at(when), { salesmanago: { state: knownState, at: at(knownWhen) } }).sent,
    ).toBe(sent),
  );

  it('moves the time on when it confirms what is known, so that nothing older wins later', () => {
    const { sent, update } = say('in', at(-5), { salesmanago: { state: 'in', at: at(-60) } });
    expect(sent).toBeUndefined();
    expect(update).toMatchObject({ salesmanago: { state: 'in', at: at(-5) } });
  });

  it('is decided once, however often documents repeat it', () => {
    const before: Known = {
      store: { state: 'in', at: at(-10) },
      salesmanago: { state: 'pending', at: at(-20) },
    };
    expect(say('in', at(-10), before)).toMatchObject({ sent: undefined, update: undefined });
  });
});

describe('silence', () => {
  it.each<[ConsentState, Known]>([
    ['unknown', { store: { state: 'in', at: at(-60) }, salesmanago: { state: 'in', at: at(-60) } }],
    ['pending', { store: { state: 'in', at: at(-60) }, salesmanago: { state: 'in', at: at(-60) } }],
    ['unknown', {}],
    ['pending', {}],
  ])('%s sends nothing', (state, before) => {
    expect(say(state, undefined, before).sent).toBeUndefined();
    expect(say(state, at(-1), before).sent).toBeUndefined();
  });

  it('makes nothing of a document without signals', () =>
    expect(decideConsent([], known({}), at(0))).toEqual({ changes: {}, updates: [], reasons: [] }));
});

describe('with synchronisation (S9)', () => {
  const sync = (values: Partial<ConsentSync> = {}): ConsentSync => ({
    isRegistration: false,
    earlyOptOut: 'hold',
    now: at(0),
    ...values,
  });
  const before: Known = {
    store: { state: 'in', at: at(-600) },
    salesmanago: { state: 'in', at: at(-600) },
  };

  it.each([
    [15, 'out', 'exactly 15 minutes after the registration'],
    [14.99, undefined, 'a second before that'],
    [0, undefined, 'at the registration'],
    [-5, undefined, 'before the registration'],
  ])('%d minutes: %s', (minutes, sent, _why) => {
    expect(say('out', at(-100 + minutes), before, sync({ registeredAt: at(-100) })).sent).toBe(
      sent,
    );
  });

  it('counts an unknown registration as older', () =>
    expect(say('out', at(-1), before, sync()).sent).toBe('out'));

  it('never holds a yes', () =>
    expect(
      say(
        'in',
        at(-1),
        { salesmanago: { state: 'out', at: at(-90) } },
        sync({ registeredAt: at(-2) }),
      ).sent,
    ).toBe('in'));

  it('keeps a held no in the ledger and never sends it', () => {
    const held = say('out', at(-99), before, sync({ registeredAt: at(-100) }));
    expect(held).toMatchObject({
      sent: undefined,
      rule: 'consent.held',
      update: { rule: 'held', store: { state: 'out' } },
    });
    const later: Known = { ...before, store: { state: 'out', at: at(-99) } };
    expect(say('out', at(-99), later, sync({ registeredAt: at(-100) })).sent).toBeUndefined();
  });

  it('with "send later" asks for another look, and sends what the store still says then', () => {
    const policy = sync({ registeredAt: at(-2), earlyOptOut: 'sendLater' });
    const held = say('out', at(-1), before, policy);
    expect(held).toMatchObject({ sent: undefined, rule: 'consent.held', recheckAt: at(13) });
    const waits: Known = { ...before, store: held.update?.store };
    expect(say('out', at(-1), waits, { ...policy, now: at(13) }).sent).toBe('out');
    expect(say('in', undefined, before, { ...policy, now: at(13) }).sent).toBeUndefined();
  });

  it('with "send later" sends nothing that was taken back, though the look at minute 15 still comes', () => {
    const policy = sync({ registeredAt: at(-2), earlyOptOut: 'sendLater' });
    const held = say('out', at(-1), before, policy);
    const back = say('in', undefined, { ...before, store: held.update?.store }, policy);
    expect(back.update?.store).toMatchObject({ state: 'in' });
    const later = { ...policy, now: at(13) };
    const looked = say('out', at(-1), { ...before, store: back.update?.store }, later);
    expect(looked).toMatchObject({ sent: undefined, rule: 'consent.older' });
  });

  it('never opts out at the registration itself, whatever the document says', () => {
    const policy = sync({ isRegistration: true });
    expect(say('out', at(-1), { salesmanago: { state: 'in', at: at(-90) } }, policy)).toMatchObject(
      {
        sent: undefined,
        rule: 'consent.registration',
      },
    );
  });
});

interface Act {
  store: string;
  state: 'in' | 'out';
  minute: number;
}

/** Two stores of one account, and what each document makes of what is remembered. */
class Ledger {
  private salesmanago: KnownConsent | undefined;
  private readonly stores = new Map<string, KnownConsent>();
  readonly sent: string[] = [];

  hear(store: string, signal: ConsentSignal, seenAt: string): void {
    const before = this.stores.get(store);
    const outcome = decideConsent(
      [signal],
      known({
        ...(this.salesmanago ? { salesmanago: this.salesmanago } : {}),
        ...(before ? { store: before } : {}),
      }),
      seenAt,
    );
    if (outcome.changes.email) this.sent.push(outcome.changes.email);
    for (const update of outcome.updates as ConsentUpdate[]) {
      if (update.salesmanago) this.salesmanago = update.salesmanago;
      if (update.store) this.stores.set(store, update.store);
    }
  }

  get state(): ConsentState | undefined {
    return this.salesmanago?.state;
  }
}

describe('in any order', () => {
  const acts = (): fc.Arbitrary<Act[]> =>
    fc.array(
      fc.record({
        store: fc.constantFrom('pl', 'de'),
        state: fc.constantFrom('in', 'out'),
        minute: fc.integer({ min: -9, max: 0 }),
      }),
      { minLength: 1, maxLength: 8 },
    );

  it('the newest act is what SALESmanago has in the end, and a no wins a tie', () => {
    fc.assert(
      fc.property(acts(), (list) => {
        const ledger = new Ledger();
        for (const { store, state, minute } of list) {
          ledger.hear(store, { channel: 'email', state, at: at(minute) }, at(1));
        }
        const newest = Math.max(...list.map((act) => act.minute));
        const last = list.filter((act) => act.minute === newest);
        expect(ledger.state).toBe(last.some((act) => act.state === 'out') ? 'out' : 'in');
        expect(ledger.sent.at(-1)).toBe(ledger.state);
      }),
      { numRuns: 500 },
    );
  });

  it('repeating every document changes nothing', () => {
    fc.assert(
      fc.property(acts(), (list) => {
        const once = new Ledger();
        const twice = new Ledger();
        for (const { store, state, minute } of list) {
          const signal: ConsentSignal = { channel: 'email', state, at: at(minute) };
          once.hear(store, signal, at(1));
          twice.hear(store, signal, at(1));
          twice.hear(store, signal, at(2));
        }
        expect(twice.sent).toEqual(once.sent);
      }),
    );
  });

  it('nobody is opted out without an act or a seen change from yes to no', () => {
    const seen = fc.array(fc.constantFrom<ConsentState>('in', 'out', 'unknown', 'pending'), {
      maxLength: 8,
    });
    fc.assert(
      fc.property(seen, (states) => {
        const ledger = new Ledger();
        let previous: ConsentState | undefined;
        states.forEach((state, i) => {
          const before = ledger.sent.length;
          ledger.hear('pl', { channel: 'email', state }, at(i));
          const optedOut = ledger.sent.slice(before).includes('out');
          expect(optedOut).toBe(state === 'out' && previous === 'in');
          previous = state;
        });
      }),
      { numRuns: 300 },
    );
  });
});
