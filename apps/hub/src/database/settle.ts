import { inList, listParam, type Tx } from './sql.js';

type EndState = 'delivered' | 'filtered' | 'dead';
export type LedgerState = EndState | 'pending';

interface LedgerMove {
  readonly tenantId: string;
  readonly storeId: string;
  readonly exportId: string | null;
  readonly from: LedgerState;
  readonly to: LedgerState;
}

/**
 * Keeps the counters of stores and exports in step with message states. `accepted` and the end states are counted;
 * what is pending is what the table says, so that the ledger's equation is a check and not a definition.
 */
export async function countMoves(tx: Tx, moves: readonly LedgerMove[]): Promise<void> {
  const stores = new Map<
    string,
    { tenant_id: string; store_id: string; delivered: number; filtered: number; dead: number }
  >();
  const exports = new Map<
    string,
    { tenant_id: string; id: string; sent: number; skipped: number; failed: number }
  >();
  for (const move of moves) {
    if (move.from === move.to) continue;
    const store = stores.get(move.storeId) ?? {
      tenant_id: move.tenantId,
      store_id: move.storeId,
      delivered: 0,
      filtered: 0,
      dead: 0,
    };
    if (move.from !== 'pending') store[move.from] -= 1;
    if (move.to !== 'pending') store[move.to] += 1;
    stores.set(move.storeId, store);
    if (!move.exportId) continue;
    const row = exports.get(move.exportId) ?? {
      tenant_id: move.tenantId,
      id: move.exportId,
      sent: 0,
      skipped: 0,
      failed: 0,
    };
    row.sent += (move.to === 'delivered' ? 1 : 0) - (move.from === 'delivered' ? 1 : 0);
    row.skipped += (move.to === 'filtered' ? 1 : 0) - (move.from === 'filtered' ? 1 : 0);
    row.failed += (move.to === 'dead' ? 1 : 0) - (move.from === 'dead' ? 1 : 0);
    exports.set(move.exportId, row);
  }
  await tx.updateRows(
    {
      table: 'store_count',
      columns: {
        tenant_id: 'text',
        store_id: 'text',
        delivered: 'bigint',
        filtered: 'bigint',
        dead: 'bigint',
      },
      key: ['tenant_id', 'store_id'],
      set: {
        delivered: '@delivered + $delivered',
        filtered: '@filtered + $filtered',
        dead: '@dead + $dead',
      },
    },
    [...stores.values()],
  );
  await tx.updateRows(
    {
      table: 'export',
      columns: {
        tenant_id: 'text',
        id: 'text',
        sent: 'bigint',
        skipped: 'bigint',
        failed: 'bigint',
      },
      key: ['tenant_id', 'id'],
      set: {
        sent: '@sent + $sent',
        skipped: '@skipped + $skipped',
        failed: '@failed + $failed',
        processed: '@processed + $sent + $skipped + $failed',
      },
    },
    [...exports.values()],
  );
}

/**
 * Brings messages to the state their commands say: dead if any is dead, else pending if any is open, else delivered if
 * any was sent, else filtered.
 * @returns exports that lost a pending message, and may be complete now.
 */
export async function settleMessages(
  tx: Tx,
  tenantId: string,
  messageIds: Iterable<string>,
  now: number,
): Promise<Set<string>> {
  const ids = listParam(new Set(messageIds));
  const rows = await tx.query<{
    message_id: string;
    store_id: string;
    export_id: string | null;
    state: LedgerState;
    dead: number;
    open: number;
    done: number;
  }>(
    `SELECT m.id AS message_id, m.store_id, m.export_id, m.state,
       COUNT(CASE WHEN c.state = 'dead' THEN 1 END) AS dead,
       COUNT(CASE WHEN c.state IN ('ready', 'waiting', 'sending', 'unknown', 'merged') THEN 1 END) AS open,
       COUNT(CASE WHEN c.state = 'done' THEN 1 END) AS done
     FROM message m JOIN command c ON c.message_id = m.id AND c.tenant_id = m.tenant_id
     WHERE m.tenant_id = $1 AND ${inList('m.id', 2)} GROUP BY m.tenant_id, m.id, m.store_id, m.export_id, m.state`,
    [tenantId, ids],
  );
  const moves = rows
    .map((row) => ({
      tenantId,
      messageId: row.message_id,
      storeId: row.store_id,
      exportId: row.export_id,
      from: row.state,
      to: stateOf(row),
    }))
    .filter((move) => move.from !== move.to);
  await tx.updateRows(
    {
      table: 'message',
      columns: { tenant_id: 'text', id: 'text', state: 'text', settled_at: 'bigint' },
      key: ['tenant_id', 'id'],
      set: { state: '$state', settled_at: '$settled_at' },
    },
    moves.map((move) => ({
      tenant_id: tenantId,
      id: move.messageId,
      state: move.to,
      settled_at: move.to === 'pending' ? null : now,
    })),
  );
  await countMoves(tx, moves);
  return new Set(
    moves.flatMap((move) => (move.exportId && move.from === 'pending' ? [move.exportId] : [])),
  );
}

function stateOf(row: { dead: number; open: number; done: number }): LedgerState {
  if (Number(row.dead) > 0) return 'dead';
  if (Number(row.open) > 0) return 'pending';
  return Number(row.done) > 0 ? 'delivered' : 'filtered';
}
