import { describe, expect, it } from '@jest/globals';
import type { DueCommand } from '../database/outbox.repository.js';
import {
  BATCH_FROM,
  BATCH_FROM_WHEN_SLOW,
  EXPORT_LANE,
  fairly,
  MAX_BATCH,
  planCall,
} from './call-plan.js';

let serial = 0;

const command = (change: Partial<DueCommand> = {}): DueCommand => {
  serial += 1;
  return {
    id: `command-${serial}`,
    storeId: 'store',
    messageId: `message-${serial}`,
    exportId: null,
    kind: 'upsertContact',
    lane: 1,
    contactKey: `person-${serial}@customer.example`,
    effectKey: null,
    payload: {},
    tries: 0,
    failingSince: null,
    isAlone: false,
    revision: 0,
    ...change,
  };
};

const many = (n: number, change: Partial<DueCommand> = {}): DueCommand[] =>
  Array.from({ length: n }, () => command(change));

describe('planCall', () => {
  it('plans nothing when nothing is ready', () => {
    expect(planCall([])).toBeUndefined();
  });

  it('makes one call per command while few contacts are ready', () => {
    const ready = many(BATCH_FROM - 1);
    expect(planCall(ready)).toEqual({ method: 'single', commands: [ready[0]] });
  });

  it('batches from fifty ready contacts on, up to the largest batch', () => {
    expect(planCall(many(BATCH_FROM))?.commands).toHaveLength(BATCH_FROM);
    expect(planCall(many(MAX_BATCH + 50))?.commands).toHaveLength(MAX_BATCH);
  });

  it('batches an export however few are ready', () => {
    const ready = many(2, { lane: EXPORT_LANE, exportId: 'x' });
    expect(planCall(ready)).toEqual({ method: 'contactBatch', commands: ready });
  });

  it('never mixes contacts and events', () => {
    const ready = [...many(30), ...many(30, { kind: 'addEvent' })];
    expect(planCall(ready)?.commands).toEqual(ready.slice(0, 30));
  });

  it('keeps the commands of an export apart from live ones', () => {
    const live = many(60);
    const planned = planCall([...live, ...many(10, { lane: EXPORT_LANE, exportId: 'x' })]);
    expect(planned?.commands).toEqual(live);
  });

  it.each([
    {
      why: 'a cart event, since a batch gives no event id',
      change: { kind: 'cartEvent' as const },
    },
    { why: 'an e-mail change', change: { kind: 'changeEmail' as const } },
    { why: 'an erasure', change: { kind: 'deleteContact' as const } },
    { why: 'a double opt-in', change: { payload: { useApiDoubleOptIn: true } } },
    { why: 'a command that a batch left out', change: { isAlone: true } },
  ])('sends by itself $why', ({ change }) => {
    const head = command(change);
    expect(planCall([head, ...many(100)])).toEqual({ method: 'single', commands: [head] });
  });

  it('keeps owners apart, because a batch has one', () => {
    const ready = [
      ...many(40, { payload: { owner: 'a@agency.example' } }),
      ...many(40, { payload: { owner: 'b@agency.example' } }),
    ];
    expect(planCall(ready)?.commands).toEqual(ready.slice(0, 40));
  });
});

it('batches earlier when calls have to wait', () => {
  expect(planCall(many(9), BATCH_FROM_WHEN_SLOW)?.method).toBe('single');
  expect(planCall(many(10), BATCH_FROM_WHEN_SLOW)?.commands).toHaveLength(10);
});

describe('fairly', () => {
  const consent = many(3, { lane: 0 });
  const live = many(10, { kind: 'addEvent' });
  const exported = many(10, { lane: EXPORT_LANE, exportId: 'x' });

  it.each([
    ['consent first', [...consent, ...live], false, [...consent, ...live]],
    ['after a call for consent a batch of live work', [...consent, ...live], true, live],
    ['consent again while live work is no batch', [...consent, ...live.slice(1)], true, undefined],
    ['nothing of an export', [...consent, ...live, ...exported], true, live],
    ['live work as it is', live, true, live],
  ])('gives %s', (_, ready, wasConsent, given) => {
    expect(fairly(ready, 10, wasConsent)).toEqual(given ?? ready);
  });
});
