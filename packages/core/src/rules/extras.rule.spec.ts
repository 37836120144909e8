import { describe, expect, it } from '@jest/globals';
import { cart, contact, type Given, given, knownContact, order, store } from '../../test/given.js';
import { readFieldMapping } from '../mapping/field-mapping.js';
import type { RecordKind } from '../model/records.js';
import type { FieldMapping } from '../settings/store-settings.js';
import type { Command } from './command.js';
import { decide } from './decide.js';
import type { Decision } from './decision.js';

const RAW = { group: 'gold', points: 12, size: 'M', note: 'gift', gone: null };
const MAPPING: FieldMapping[] = [
  { from: 'group', to: 'property', name: 'loyalty' },
  { from: 'size', to: 'tag', name: 'size_' },
  { from: 'note', to: 'detail', name: '10' },
  { from: 'points', to: 'keyInformation', name: 'points' },
  { from: 'group', to: 'keyInformation', name: 'group' },
  { from: 'gone', to: 'keyInformation', name: 'gone' },
];
const WITH_KEY = store({}, { hasV3ApiKey: true });

const decided = <K extends RecordKind>(kind: K, values: Given<K>, raw: object = RAW): Decision =>
  decide(given(kind, { store: WITH_KEY, extras: readFieldMapping(raw, MAPPING), ...values }));
const of = <K extends Command['kind']>({ commands }: Decision, kind: K) =>
  commands.find((command) => command.kind === kind) as Extract<Command, { kind: K }> | undefined;

describe('D14: mapped values of a contact', () => {
  const first = decided('contact', { record: contact() });

  it('go as properties and tags with the upsert', () =>
    expect(of(first, 'upsertContact')?.payload).toMatchObject({
      properties: { loyalty: 'gold' },
      tags: ['SIZE_M'],
    }));

  it('go as Key Information in a command of its own', () =>
    expect(of(first, 'keyInformation')).toEqual({
      kind: 'keyInformation',
      lane: 'live',
      contactKey: 'key-information:ada@customer.example',
      payload: {
        email: 'ada@customer.example',
        numeric: { points: 12 },
        text: { group: 'gold' },
        setAsNull: [],
      },
    }));

  it('are news once only', () => {
    const known = { contact: knownContact({ fields: first.memory.fields ?? {} }) };
    const again = decided('contact', { record: contact(), known });
    expect([again.commands, again.filteredBy]).toEqual([[], 'unchanged']);
    const points = decided('contact', { record: contact(), known }, { ...RAW, points: 13 });
    expect(points.commands.map(({ kind }) => kind)).toEqual(['keyInformation']);
    expect(of(points, 'keyInformation')?.payload).toMatchObject({
      numeric: { points: 13 },
      text: {},
    });
    const group = decided('contact', { record: contact(), known }, { ...RAW, group: 'silver' });
    expect(group.commands.map(({ kind }) => kind)).toEqual(['upsertContact', 'keyInformation']);
    const cleared = decided('contact', { record: contact(), known }, { ...RAW, points: null });
    expect(of(cleared, 'keyInformation')?.payload).toMatchObject({ setAsNull: ['points'] });
  });

  it('are all said again under a new address', () => {
    const fields = first.memory.fields ?? {};
    const moved = decided('contact', {
      record: contact({ externalId: '9', email: 'new@customer.example' }),
      known: { customerEmail: 'ada@customer.example', contact: knownContact({ fields }) },
    });
    expect(moved.commands.map(({ kind }) => kind)).toEqual(['changeEmail', 'keyInformation']);
    expect(of(moved, 'keyInformation')?.payload.email).toBe('new@customer.example');
  });

  it('send no Key Information without a key, and say why', () => {
    const { commands, reasons, memory } = decided('contact', { record: contact(), store: store() });
    expect(commands.map(({ kind }) => kind)).toEqual(['upsertContact']);
    expect(reasons).toContainEqual({
      rule: 'keyInformation',
      result: 'Not sent: the account has no API v3 key.',
    });
    expect(Object.keys(memory.fields ?? {})).not.toContain('k:points');
  });

  it('say what was found, without the values', () => {
    const reason = first.reasons.find(({ rule }) => rule === 'fieldMapping');
    expect(reason?.result).toBe(
      'property loyalty: read; tag size_: read; detail 10: read; keyInformation points: read; keyInformation group: read; keyInformation gone: empty',
    );
    expect(JSON.stringify(reason)).not.toContain('gold');
  });
});

describe('D14: mapped values of an order', () => {
  it('go with the purchase: contact, event and Key Information', () => {
    const decision = decided('order', { record: order() });
    expect(decision.commands.map(({ kind }) => kind)).toEqual([
      'upsertContact',
      'addEvent',
      'keyInformation',
    ]);
    expect(of(decision, 'addEvent')?.payload.event.details).toMatchObject({ detail10: 'gift' });
    expect(of(decision, 'upsertContact')?.payload.properties).toEqual({ loyalty: 'gold' });
  });

  it.each([
    { overwrite: false, gives: 'please ring', why: 'stays what the event has' },
    { overwrite: true, gives: 'gift', why: 'is overwritten when the mapping says so' },
  ])('a detail $why', ({ overwrite, gives }) => {
    const mapping: FieldMapping[] = [{ from: 'note', to: 'detail', name: '4', overwrite }];
    const decision = decide(
      given('order', {
        record: order({ note: 'please ring' }),
        extras: readFieldMapping(RAW, mapping),
      }),
    );
    expect(of(decision, 'addEvent')?.payload.event.details?.detail4).toBe(gives);
  });

  it('are sent for a known person of an export only when they are news', () => {
    const person = { record: order(), source: 'export' as const };
    const known = knownContact({ fields: { name: 'x' } });
    const news = decided('order', { ...person, known: { contact: known } });
    expect(news.commands.map(({ kind }) => kind)).toContain('upsertContact');
    const fields = { ...known.fields, ...news.memory.fields };
    const again = decided('order', { ...person, known: { contact: knownContact({ fields }) } });
    expect(again.commands.map(({ kind }) => kind)).toEqual(['addEvent']);
  });

  it('are not sent for an order that sends nothing', () =>
    expect(decided('order', { record: order({ state: 'pending' }) }).commands).toEqual([]));
});

describe('D14: mapped values of a cart', () => {
  it('go as details only', () => {
    const { commands } = decided('cart', { record: cart() });
    expect(commands.map(({ kind }) => kind)).toEqual(['cartEvent']);
    expect(commands[0]?.payload).toMatchObject({ event: { details: { detail10: 'gift' } } });
  });
});

describe('D14: a browser', () => {
  it.each(['contact', 'order'] as const)(
    'gives no Key Information, property or tag with a %s',
    (kind) => {
      const record = kind === 'contact' ? contact() : order();
      const { commands } = decided(kind, { record: record as never, source: 'beacon' });
      expect(commands.map((command) => command.kind)).not.toContain('keyInformation');
      const upsert = commands.find((command) => command.kind === 'upsertContact');
      expect(upsert?.payload).not.toHaveProperty('properties');
      expect(upsert?.payload).not.toHaveProperty('tags');
    },
  );
});
