import { cartKeyOfOwner } from '@storewire/core';
import { OPEN_STATES } from './contact-queue.js';
import { inList, listParam, type Tx } from './sql.js';

/** A person whose key in the hub changes. */
export interface Move {
  readonly from: string;
  readonly to: string;
}

/**
 * One person under two keys: after an e-mail change, or when a visitor known by SALESmanago's id alone turns out to
 * have an address. What waits under the old key goes on in the queue of the new one, and the carts go along.
 */
export async function moveQueues(
  tx: Tx,
  tenantId: string,
  accountId: string,
  moves: readonly Move[],
): Promise<void> {
  if (moves.length === 0) return;
  const known = await tx.query<{ contact_key: string }>(
    `SELECT contact_key FROM cart WHERE tenant_id = $1 AND account_id = $2 AND ${inList('contact_key', 3)}
     UNION SELECT contact_key FROM command WHERE account_id = $2 AND ${inList('contact_key', 3)} AND tenant_id = $1
       AND state IN ${OPEN_STATES}`,
    [tenantId, accountId, listParam(moves.map((move) => move.from))],
  );
  const found = new Set(known.map((row) => row.contact_key));
  for (const { from, to } of moves) {
    if (!found.has(from)) continue;
    await tx.query(
      `UPDATE command SET contact_key = $1, state = CASE WHEN state = 'ready' THEN 'waiting' ELSE state END
       WHERE account_id = $2 AND contact_key = $3 AND tenant_id = $4 AND state IN ${OPEN_STATES}`,
      [to, accountId, from, tenantId],
    );
    await moveCarts(tx, tenantId, accountId, from, to);
  }
}

/** A cart's key names its owner, in its row and in the commands that wait. */
async function moveCarts(
  tx: Tx,
  tenantId: string,
  accountId: string,
  from: string,
  to: string,
): Promise<void> {
  const carts = await tx.query<{ cart_key: string }>(
    `SELECT DISTINCT cart_key FROM cart WHERE tenant_id = $1 AND account_id = $2 AND contact_key = $3`,
    [tenantId, accountId, from],
  );
  for (const { cart_key: oldKey } of carts) {
    const newKey = cartKeyOfOwner(oldKey, to);
    await tx.query(
      `UPDATE cart SET contact_key = $1, cart_key = $2 WHERE tenant_id = $3 AND account_id = $4 AND cart_key = $5
         AND NOT EXISTS (SELECT 1 FROM cart c WHERE c.tenant_id = $3 AND c.account_id = $4 AND c.cart_key = $2
           AND c.created_at = cart.created_at)`,
      [to, newKey, tenantId, accountId, oldKey],
    );
    await tx.query(
      `UPDATE command SET payload = REPLACE(payload, $1, $2), revision = revision + 1
       WHERE account_id = $3 AND contact_key = $4 AND tenant_id = $5 AND state IN ${OPEN_STATES}`,
      [JSON.stringify(oldKey), JSON.stringify(newKey), accountId, to, tenantId],
    );
  }
}
