import { describe, expect, it } from '@jest/globals';
import { type Explained, type ExplainedCommand, explain } from './explanation.js';

const message = (change: Partial<Explained>): Explained => ({
  stage: 'decided',
  state: 'pending',
  rule: null,
  cause: null,
  detail: null,
  ...change,
});
const command = (change: Partial<ExplainedCommand>): ExplainedCommand => ({
  kind: 'addEvent',
  state: 'ready',
  cause: null,
  detail: null,
  ...change,
});

describe('explain', () => {
  it.each([
    {
      why: 'a filter with its reason',
      given: message({ state: 'filtered', rule: 'stale' }),
      reasons: [
        [{ rule: 'consent.unchanged', result: 'nothing sent' }],
        [{ rule: 'stale', result: 'A newer snapshot of this cart was decided before.' }],
      ],
      says: 'Nothing was sent: A newer snapshot of this cart was decided before.',
    },
    {
      why: 'a filter of the translation',
      given: message({ state: 'filtered', rule: 'gone', detail: 'The store has no order 7' }),
      says: 'Nothing was sent: The store has no order 7.',
    },
    {
      why: 'a filter without any words',
      given: message({ state: 'filtered', rule: 'nothingToSend' }),
      says: 'Nothing was sent: nothingToSend.',
    },
    {
      why: 'a cart that was overtaken',
      given: message({ state: 'filtered' }),
      commands: [
        command({ kind: 'cartEvent', state: 'superseded', detail: 'A newer snapshot took over.' }),
      ],
      says: 'Nothing was sent: A newer snapshot took over.',
    },
    {
      why: 'a dead command',
      given: message({ state: 'dead' }),
      commands: [
        command({ state: 'done' }),
        command({ state: 'dead', cause: 'SM_REFUSED', detail: 'SALESmanago refused it.' }),
      ],
      says: 'Stopped and waits for a person: SALESmanago refused it.',
    },
    {
      why: 'a dead message',
      given: message({ state: 'dead', cause: 'UNREADABLE_DOCUMENT', detail: 'total is no text' }),
      says: 'Stopped and waits for a person: total is no text.',
    },
    {
      why: 'what was delivered',
      given: message({ state: 'delivered' }),
      commands: [command({ kind: 'upsertContact', state: 'merged' }), command({ state: 'done' })],
      says: 'SALESmanago has it: the contact, the event.',
    },
    {
      why: 'what has just come in',
      given: message({ stage: 'inbox' }),
      says: 'It came in and waits for its turn to be read.',
    },
    {
      why: 'a store that does not answer',
      given: message({ stage: 'inbox', detail: 'The store gave no usable answer: 502' }),
      says: 'Waits to be read: The store gave no usable answer: 502.',
    },
    {
      why: 'a command that fails',
      given: message({}),
      commands: [command({ cause: 'SM_UNAVAILABLE', detail: 'No answer.' })],
      says: 'Not delivered yet: No answer.',
    },
    {
      why: 'a command under way',
      given: message({}),
      commands: [command({ state: 'sending' })],
      says: 'It is being sent to SALESmanago: the event.',
    },
    {
      why: 'a command that waits',
      given: message({}),
      commands: [command({ state: 'done', kind: 'upsertContact' }), command({})],
      says: 'Decided and waits to be sent: the event.',
    },
  ])('says of $why what happened', ({ given, reasons = [], commands = [], says }) => {
    expect(explain(given, reasons, commands)).toBe(says);
  });
});
