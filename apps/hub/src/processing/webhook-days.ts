import { DateTime } from 'luxon';
import type { Tx } from '../database/sql.js';
import type { StoreContext } from '../stores/store-context.js';

type Store = Pick<StoreContext, 'tenantId' | 'storeId' | 'shop'>;

/** What to add to the counters of one store on one day. */
export interface DayChange {
  readonly store: Store;
  /** Milliseconds since 1970; says which day. */
  readonly at: number;
  readonly received?: number;
  readonly polled?: number;
  readonly seen?: number;
  readonly missed?: number;
  readonly late?: number;
}

const COUNTERS = ['received', 'polled', 'seen', 'missed', 'late'] as const;

/** The day of the store's zone, as `2026-11-21`; of UTC where the zone is not known. */
export function dayOf({ shop }: Pick<StoreContext, 'shop'>, at: number): string {
  const local = DateTime.fromMillis(at, { zone: shop.zone ?? 'utc' });
  return (local.isValid ? local : DateTime.fromMillis(at, { zone: 'utc' })).toFormat('yyyy-MM-dd');
}

/** Adds to the counters, inside the caller's transaction. */
export async function countDays(tx: Tx, changes: readonly DayChange[]): Promise<void> {
  const rows = changes.map((change) => ({
    tenant_id: change.store.tenantId,
    store_id: change.store.storeId,
    day: dayOf(change.store, change.at),
    ...Object.fromEntries(COUNTERS.map((name) => [name, change[name] ?? 0])),
    last_at: change.received ? change.at : null,
    missed_at: change.missed ? change.at : null,
  }));
  const key = { tenant_id: 'text', store_id: 'text', day: 'text' } as const;
  await tx.insertRows('webhook_day', key, rows);
  await tx.updateRows(
    {
      table: 'webhook_day',
      columns: {
        ...key,
        received: 'bigint',
        polled: 'bigint',
        seen: 'bigint',
        missed: 'bigint',
        late: 'bigint',
        last_at: 'bigint',
        missed_at: 'bigint',
      },
      key: ['tenant_id', 'store_id', 'day'],
      set: {
        ...Object.fromEntries(COUNTERS.map((name) => [name, `@${name} + $${name}`])),
        last_at: 'COALESCE($last_at, @last_at)',
        missed_at: 'COALESCE($missed_at, @missed_at)',
      },
    },
    rows,
  );
}
