import {
  type DecisionInput,
  type KnownContact,
  type MessageSource,
  type RecordKind,
  StoreSettings,
} from '@storewire/core';
import type { ContractRun, Read } from './run.js';

/** What the hub would decide from, with a store that has every setting at its default. */
export function decisionInput(
  run: ContractRun,
  { row, record }: Read,
  known: { source: MessageSource; effects?: ReadonlySet<string>; contact?: KnownContact },
): DecisionInput<RecordKind> {
  const { adapter, fake } = run;
  return {
    kind: row.kind,
    record,
    source: known.source,
    ...(row.trigger ? { trigger: row.trigger } : {}),
    store: {
      shopKey: adapter.shopKey(run.connection) ?? adapter.id,
      clientId: 'contract',
      settings: Object.assign(new StoreSettings(), { location: 'contract_shop' }),
      orderStates: adapter.orderStates ?? {},
      placedStates: adapter.placedStates ?? [],
    },
    known: {
      effects: known.effects ?? new Set(),
      ...(known.contact ? { contact: known.contact } : {}),
    },
    now: fake.now(),
  };
}
