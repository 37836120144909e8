import { describe, expect, it } from '@jest/globals';
import { at, knownContact, NOW, store } from '../../test/given.js';
import type { Contact } from '../model/records.js';
import { decide } from './decide.js';
import type { KnownContact, MessageSource } from './decision.js';

const email = 'ada@customer.example';

/** Decides documents in the order they come, each with what is remembered of those before. */
function upsertsOf(source: MessageSource, documents: readonly Contact[]): unknown[] {
  let known: KnownContact | undefined;
  return documents.map((record) => {
    const { commands, memory } = decide({
      kind: 'contact',
      record: { email, ...record },
      source,
      store: store(),
      known: { effects: new Set(), ...(known ? { contact: known } : {}) },
      now: NOW,
    });
    known = knownContact({ fields: memory.fields ?? known?.fields ?? {} });
    const [command] = commands;
    return command && 'contact' in command.payload ? command.payload.contact : undefined;
  });
}

describe('an inbound snapshot', () => {
  it('that is older than the newest seen only adds what was not known', () => {
    const sent = upsertsOf('inbound', [
      { name: 'New', updatedAt: at(-10) },
      { name: 'Old', company: 'Old Ltd', updatedAt: at(-20) },
      { name: 'Old', company: 'Older Ltd', updatedAt: at(-30) },
    ]);
    expect(sent).toEqual([{ email, name: 'New' }, { email, company: 'Old Ltd' }, undefined]);
  });

  it('that told nothing new still counts as the newest', () => {
    const sent = upsertsOf('inbound', [
      { name: 'Ada', updatedAt: at(-30) },
      { name: 'Ada', updatedAt: at(-10) },
      { name: 'Eda', updatedAt: at(-20) },
    ]);
    expect(sent).toEqual([{ email, name: 'Ada' }, undefined, undefined]);
  });

  it('is told from one of a platform that can be read, whose last word counts', () => {
    const sent = upsertsOf('webhook', [
      { name: 'New', updatedAt: at(-10) },
      { name: 'Old', updatedAt: at(-20) },
    ]);
    expect(sent).toEqual([
      { email, name: 'New' },
      { email, name: 'Old' },
    ]);
  });
});
