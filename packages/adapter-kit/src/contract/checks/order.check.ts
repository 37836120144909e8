import { applyMapping, decide, type Mapping, type Order } from '@storewire/core';
import { decisionInput } from '../decision.js';
import { must, mustBeEmpty } from '../expect.js';
import type { ContractRun } from '../run.js';

/** One order through webhook, poll and export is one purchase: the same effect key, date, value and products. */
export async function oneOrderOneEffect(run: ContractRun): Promise<void> {
  const id = run.seedOne('order');
  const ways = await run.everyWay('order', id);
  const seen = new Map<string, string>();
  for (const { source, read } of ways) {
    const input = decisionInput(run, read, { source });
    const purchases = decide(input).commands.filter((command) => command.kind === 'addEvent');
    const [purchase] = purchases;
    must(
      purchases.length === 1 && purchase?.kind === 'addEvent' && purchase.effectKey,
      `A paid order through the ${source} must be one PURCHASE, but is ${purchases.length}; its state is ${(read.record as Order).state}.`,
    );
    const { contactExtEventType, date, value, products, externalId } = purchase.payload.event;
    must(contactExtEventType === 'PURCHASE', `A paid order becomes a ${contactExtEventType}.`);
    const facts = JSON.stringify([purchase.effectKey, date, value, products, externalId]);
    seen.set(facts, [seen.get(facts), source].filter(Boolean).join(', '));

    const again = decide(
      decisionInput(run, read, { source, effects: new Set([purchase.effectKey]) }),
    );
    must(
      again.commands.every((command) => command.kind !== 'addEvent'),
      `The order is sent a second time through the ${source}.`,
    );
  }
  must(
    seen.size === 1,
    `The same order differs by source: ${[...seen].map(([facts, by]) => `${by}: ${facts}`).join('; ')}.`,
  );
}

/** Every order state of the declaration has a fixture `order.state.<state>.json`, or the fake can show it. */
export async function everyStateIsShown(run: ContractRun): Promise<void> {
  const { adapter, fake, fixtures } = run;
  const states = new Set([
    ...Object.keys(adapter.orderStates ?? {}),
    ...(adapter.placedStates ?? []),
  ]);
  must(states.size > 0, 'orderStates is missing: what do the states of the platform mean?');
  const problems: string[] = [];
  const id = run.seedOne('order');
  for (const state of states) {
    const recorded = fixtures.documents.find(
      (f) => f.kind === 'order' && f.name === `state.${state}`,
    );
    if (recorded) {
      const mapping = adapter.mappings.order as Mapping<Order>;
      const { record } = applyMapping(mapping, recorded.raw, fake.context);
      if (record.state !== state) problems.push(`${recorded.file} is mapped to ${record.state}.`);
    } else if (fake.setOrderState(id, state)) {
      run.advance(60_000);
      for (const { source, read } of await run.everyWay('order', id)) {
        const shown = (read.record as Order).state;
        if (shown !== state) problems.push(`${state} comes through the ${source} as ${shown}.`);
      }
    } else {
      problems.push(
        `${state}: no fixtures/order.state.${state}.json, and the fake cannot show it.`,
      );
    }
  }
  mustBeEmpty(problems, 'Order states:');
}
