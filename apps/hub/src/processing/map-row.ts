import {
  type AnyAdapter,
  applyMapping,
  COMPAT_MAPPINGS,
  compatFields,
  INBOUND_MAPPINGS,
  type MappedRow,
  type Mapping,
  type MessageSource,
  readFieldMapping,
  type SourceRow,
  UnreadableDocument,
} from '@storewire/core';
import type { StoreContext } from '../stores/store-context.js';
import { wellFormed } from './well-formed.js';

/** Inbound events, imported rows and SALESmanago-style calls have one form each, whatever the platform is. */
const mappingsOf = ({ adapter }: StoreContext, source: MessageSource): AnyAdapter['mappings'] =>
  source === 'inbound' || source === 'import'
    ? INBOUND_MAPPINGS
    : source === 'compat'
      ? COMPAT_MAPPINGS
      : adapter.mappings;

/** Maps one row; `undefined` for a kind that has no mapping. @throws UnreadableDocument */
export function mapRow(
  row: SourceRow,
  store: StoreContext,
  source: MessageSource,
): MappedRow | undefined {
  const mapping = mappingsOf(store, source)[row.kind] as Mapping<object> | undefined;
  if (!mapping) return undefined;
  const { zone, currency, country } = store.shop;
  const result = applyMapping(mapping, row.raw, {
    ...(zone ? { zone } : {}),
    ...(currency ? { currency } : {}),
    ...(country ? { country } : {}),
    variables: store.variables,
  });
  if (result.problems.length) {
    const named = result.problems.map((problem) => `${problem.path} ${problem.message}`).join('; ');
    throw new UnreadableDocument(named, result.problems);
  }
  const fieldMapping = [
    ...(source === 'compat' ? compatFields(row.raw) : []),
    ...store.settings.fieldMapping,
  ];
  return {
    row,
    result: { ...result, record: wellFormed(result.record) },
    ...(fieldMapping.length > 0
      ? { extras: readFieldMapping(row.raw, fieldMapping, store.variables) }
      : {}),
  } as unknown as MappedRow;
}
