import { describe, expect, it } from '@jest/globals';
import { at, given, knownContact, NOW, store } from '../../test/given.js';
import { decide } from './decide.js';
import type { Decision, KnownState, StoreFacts } from './decision.js';

const able: StoreFacts = { ...store(), canWriteConsent: true };

const callback = (state: 'in' | 'out', known: Partial<KnownState> = {}, facts = able): Decision =>
  decide(
    given('consent', {
      record: { email: 'ada@customer.example', channel: 'email', state },
      source: 'callback',
      store: facts,
      known,
    }),
  );

describe('a callback of SALESmanago', () => {
  it('is written to a store that says something else, and told to nobody', () => {
    const decision = callback('out', {
      customerId: '7',
      contact: knownContact({ storeConsent: { email: { state: 'in', at: at(-600) } } }),
    });
    expect(decision.commands).toEqual([
      {
        kind: 'writeConsent',
        lane: 'consent',
        contactKey: 'ada@customer.example',
        payload: {
          email: 'ada@customer.example',
          customerId: '7',
          channel: 'email',
          state: 'out',
          at: NOW,
        },
      },
    ]);
    expect(decision.memory.consents).toMatchObject([{ salesmanago: { state: 'out', at: NOW } }]);
  });

  it('is written to a store that never said anything', () =>
    expect(callback('in').commands).toHaveLength(1));

  it('finds everything as it is the second time', () => {
    const said = { email: { state: 'out', at: at(-1) } } as const;
    const decision = callback('out', {
      contact: knownContact({ consent: said, storeConsent: said }),
    });
    expect(decision).toMatchObject({ commands: [], filteredBy: 'unchanged' });
    expect(decision.memory).not.toHaveProperty('consents');
  });

  it('is remembered where the platform takes nothing back', () =>
    expect(callback('out', {}, store())).toMatchObject({
      commands: [],
      filteredBy: 'noWriteBack',
      memory: { consents: [{ salesmanago: { state: 'out' } }] },
    }));

  it.each([
    { now: 'out', gives: { commands: [{ kind: 'writeConsent', payload: { state: 'out' } }] } },
    { now: 'in', gives: { commands: [], filteredBy: 'older' } },
  ] as const)(
    'the word of another store is written while SALESmanago has it so: now $now',
    ({ now, gives }) => {
      const decision = decide(
        given('consent', {
          record: { email: 'ada@customer.example', channel: 'email', state: 'out', at: at(-60) },
          source: 'callback',
          store: able,
          known: {
            contact: knownContact({
              consent: { email: { state: now, at: at(-60) } },
              storeConsent: { email: { state: 'in', at: at(-600) } },
            }),
          },
        }),
      );
      expect(decision).toMatchObject(gives);
      expect(decision.memory).not.toHaveProperty('consents');
    },
  );

  it('changes nothing when SALESmanago says something else now: nobody knows since when, and no act may lose against it', () => {
    const record = {
      email: 'ada@customer.example',
      channel: 'email',
      state: 'out',
      isLateHint: true,
    } as const;
    const thought = { consent: { email: { state: 'in', at: at(-9) } } } as const;
    const known = { contact: knownContact(thought) };
    const decision = decide(given('consent', { record, source: 'callback', store: able, known }));
    expect(decision).toMatchObject({ commands: [], filteredBy: 'lateHint', memory: {} });
    expect(decision.memory).not.toHaveProperty('consents');
  });

  it('leaves the baseline of the store to what is read back', () =>
    expect(callback('in').memory.consents?.[0]).not.toHaveProperty('store'));

  it('leaves ignored domains alone', () =>
    expect(
      callback(
        'in',
        {},
        { ...able, ...store({ ignoredDomains: ['customer.example'] }), canWriteConsent: true },
      ),
    ).toMatchObject({
      filteredBy: 'ignoredDomain',
    }));
});
