import type { DueCommand } from '../database/outbox.repository.js';
import { inList, listParam, type Tx } from '../database/sql.js';

/** A CART event that is known to be in SALESmanago, sent or found there. */
export interface KnownCartEvent {
  readonly command: DueCommand;
  readonly eventId: string | null;
}

/**
 * Keeps the ids of CART events with their carts, so that the next snapshot updates the event. Which cart it is, is read
 * anew: an e-mail change renames the carts of a person while an event is under way.
 */
export async function rememberCartEvents(
  tx: Tx,
  tenantId: string,
  accountId: string,
  known: readonly KnownCartEvent[],
): Promise<void> {
  const eventIds = new Map(
    known.flatMap(({ command, eventId }) =>
      command.kind === 'cartEvent' && eventId ? [[command.id, eventId] as const] : [],
    ),
  );
  if (eventIds.size === 0) return;
  const rows = await tx.query<{ id: string; payload: string }>(
    `SELECT id, payload FROM command WHERE tenant_id = $1 AND ${inList('id', 2)}`,
    [tenantId, listParam(eventIds.keys())],
  );
  await tx.updateRows(
    {
      table: 'cart',
      columns: {
        tenant_id: 'text',
        account_id: 'text',
        cart_key: 'text',
        created_at: 'bigint',
        event_id: 'text',
      },
      key: ['tenant_id', 'account_id', 'cart_key', 'created_at'],
      set: { event_id: '$event_id' },
    },
    rows.map(({ id, payload }) => {
      const { cartKey, openedAt } = JSON.parse(payload) as { cartKey: string; openedAt: string };
      return {
        tenant_id: tenantId,
        account_id: accountId,
        cart_key: cartKey,
        created_at: Date.parse(openedAt),
        event_id: eventIds.get(id) ?? null,
      };
    }),
  );
}
