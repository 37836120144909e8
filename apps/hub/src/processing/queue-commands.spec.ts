import { describe, expect, it } from '@jest/globals';
import type { Command, Memory } from '@storewire/core';
import type { Decided } from './decide.service.js';
import { inQueueOfPerson } from './queue-commands.js';

const upsert = (contactKey: string): Command =>
  ({ kind: 'upsertContact', lane: 'live', contactKey, payload: {} }) as unknown as Command;

const decided = (messageId: string, command: Command, memory: Memory = {}): Decided =>
  ({
    message: { messageId },
    decisions: [{ commands: [command], reasons: [], memory }],
  }) as unknown as Decided;

const keys = (batch: readonly Decided[]): string[] =>
  inQueueOfPerson(batch).map(
    ({ message, command }) => `${message.messageId} ${command.contactKey}`,
  );

describe('a batch in which an address changes', () => {
  const renamed = (from: string, to: string) => ({ renamedFrom: from, contactKey: to });

  it('puts what came before the change into the queue of the new address', () =>
    expect(
      keys([
        decided('1', upsert('Old@customer.example')),
        decided(
          '2',
          upsert('new@customer.example'),
          renamed('old@customer.example', 'new@customer.example'),
        ),
        decided('3', upsert('new@customer.example')),
      ]),
    ).toEqual(['1 new@customer.example', '2 new@customer.example', '3 new@customer.example']));

  it('leaves the old address to whoever has it afterwards', () =>
    expect(
      keys([
        decided(
          '1',
          upsert('b@customer.example'),
          renamed('a@customer.example', 'b@customer.example'),
        ),
        decided('2', upsert('a@customer.example')),
      ]),
    ).toEqual(['1 b@customer.example', '2 a@customer.example']));

  it('follows two changes, one after the other', () =>
    expect(
      keys([
        decided('1', upsert('a@customer.example')),
        decided(
          '2',
          upsert('b@customer.example'),
          renamed('a@customer.example', 'b@customer.example'),
        ),
        decided(
          '3',
          upsert('c@customer.example'),
          renamed('b@customer.example', 'c@customer.example'),
        ),
      ]),
    ).toEqual(['1 c@customer.example', '2 c@customer.example', '3 c@customer.example']));
});
