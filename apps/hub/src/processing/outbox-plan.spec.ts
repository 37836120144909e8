import { describe, expect, it } from '@jest/globals';
import type { Command } from '@storewire/core';
import type { OpenCommand } from './coalesce.js';
import { OutboxPlan } from './outbox-plan.js';

const flags = {
  forceOptIn: false,
  forceOptOut: false,
  forcePhoneOptIn: false,
  forcePhoneOptOut: false,
};
const upsert = (email: string, tags: string[] = []): Command => ({
  kind: 'upsertContact',
  lane: 'live',
  contactKey: email,
  payload: { contact: { email }, ...flags, ...(tags.length ? { tags } : {}) },
});
const purchase = (email: string, id: string): Command => ({
  kind: 'addEvent',
  lane: 'live',
  contactKey: email,
  effectKey: `order ${id}`,
  payload: {
    contact: { email },
    event: { contactExtEventType: 'PURCHASE', date: 1, externalId: id },
  },
});
const cart = (email: string, products: string, isUpdate = false): Command => ({
  kind: 'cartEvent',
  lane: 'live',
  contactKey: email,
  payload: {
    contact: { email },
    cartKey: email,
    openedAt: '2026-11-21T10:00:00.000Z',
    isUpdate,
    event: { contactExtEventType: 'CART', date: 1, products },
  },
});

const planOf = (commands: Command[], open: [string, OpenCommand][] = []): OutboxPlan => {
  const plan = new OutboxPlan('tenant', 'account', new Map(open), 1);
  commands.forEach((command, i) => {
    plan.add({ command, storeId: 'store', messageId: `message-${i}`, exportId: null });
  });
  return plan;
};
const states = (plan: OutboxPlan) => plan.commands.map((command) => command.state);

describe('OutboxPlan', () => {
  it('makes the first command of a contact ready, and lets nothing wait for a stranger', () => {
    const plan = planOf([
      upsert('ada@customer.example'),
      purchase('ada@customer.example', '1'),
      upsert('bo@customer.example'),
    ]);
    expect(states(plan)).toEqual(['ready', 'waiting', 'ready']);
  });

  it('keeps addresses that differ in case in one order', () => {
    expect(
      states(planOf([upsert('Ada@customer.example'), purchase('ada@customer.example', '1')])),
    ).toEqual(['ready', 'waiting']);
  });

  it('grows an upsert of the same batch', () => {
    const plan = planOf([
      upsert('ada@customer.example', ['A']),
      upsert('ada@customer.example', ['B']),
    ]);
    expect(states(plan)).toEqual(['ready', 'merged']);
    expect(plan.commands[0]?.command.payload).toMatchObject({ tags: ['A', 'B'] });
    expect(plan.commands[1]?.mergedInto).toBe(plan.commands[0]?.id);
  });

  it('grows an upsert that waits in the table', () => {
    const old = upsert('ada@customer.example', ['A']);
    const plan = planOf(
      [upsert('ada@customer.example', ['B'])],
      [
        [
          'ada@customer.example',
          {
            id: 'old',
            kind: 'upsertContact',
            state: 'waiting',
            exportId: null,
            lane: 1,
            payload: old.payload,
          },
        ],
      ],
    );
    expect(states(plan)).toEqual(['merged']);
    expect([...plan.grown.values()]).toEqual([
      {
        id: 'old',
        lane: 1,
        payload: { contact: { email: 'ada@customer.example' }, ...flags, tags: ['A', 'B'] },
      },
    ]);
  });

  it('never moves an upsert past an event', () => {
    const plan = planOf([
      upsert('ada@customer.example', ['A']),
      purchase('ada@customer.example', '1'),
      upsert('ada@customer.example', ['B']),
    ]);
    expect(states(plan)).toEqual(['ready', 'waiting', 'waiting']);
  });

  it('replaces a cart that was not sent yet by its newer snapshot, in the same place', () => {
    const plan = planOf([
      cart('ada@customer.example', '1'),
      cart('ada@customer.example', '1,2', true),
    ]);
    expect(states(plan)).toEqual(['superseded', 'ready']);
    expect(plan.overtaken).toEqual(['message-0']);
  });
});
