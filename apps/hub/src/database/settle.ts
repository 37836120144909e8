import { inList, listParam, type Tx } from './sql.js';

type EndState = 'delivered' | 'filtered' | 'dead';
export type LedgerState = EndState | 'pending';

export interface LedgerMove {
  readonly tenantId: string;
  readonly messageId: string;
  readonly storeId: string;
  readonly exportId: string | null;
  readonly from: LedgerState;
  readonly to: LedgerState;
}

type ExportMove = LedgerMove & { readonly exportId: string };

/**
 * Keeps the counters of stores and exports in step with message states. `accepted` and the end states are counted;
 * what is pending is what the table says, so that the ledger's equation is a check and not a definition. An export counts
 * what is retried as it did, until it has ended again: its progress does not fall.
 */
export async function countMoves(tx: Tx, moves: readonly LedgerMove[]): Promise<void> {
  const real = moves.filter(({ from, to }) => from !== to);
  await countForStores(tx, real);
  await countForExports(
    tx,
    real.filter((move): move is ExportMove => Boolean(move.exportId)),
  );
}

async function countForStores(tx: Tx, moves: readonly LedgerMove[]): Promise<void> {
  const stores = new Map<
    string,
    { tenant_id: string; store_id: string; delivered: number; filtered: number; dead: number }
  >();
  for (const { tenantId, storeId, from, to } of moves) {
    const store = stores.get(storeId) ?? {
      tenant_id: tenantId,
      store_id: storeId,
      delivered: 0,
      filtered: 0,
      dead: 0,
    };
    if (from !== 'pending') store[from] -= 1;
    if (to !== 'pending') store[to] += 1;
    stores.set(storeId, store);
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
}

/** What an end state counts as in an export. */
const COUNTED = { delivered: 'sent', filtered: 'skipped', dead: 'failed' } as const;

async function countForExports(tx: Tx, moves: readonly ExportMove[]): Promise<void> {
  const ended = moves.filter((move) => move.to !== 'pending');
  const retriedFrom = await endRetries(
    tx,
    ended.filter((move) => move.from === 'pending'),
  );
  await beginRetries(
    tx,
    moves.filter((move) => move.to === 'pending'),
  );
  const exports = new Map<
    string,
    { tenant_id: string; id: string; sent: number; skipped: number; failed: number }
  >();
  for (const { tenantId, exportId, messageId, from, to } of ended) {
    const row = exports.get(exportId) ?? {
      tenant_id: tenantId,
      id: exportId,
      sent: 0,
      skipped: 0,
      failed: 0,
    };
    const before = from === 'pending' ? retriedFrom.get(messageId) : from;
    if (before) row[COUNTED[before]] -= 1;
    if (to !== 'pending') row[COUNTED[to]] += 1;
    exports.set(exportId, row);
  }
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

const RETRIED_FROM = {
  table: 'message',
  columns: { tenant_id: 'text', id: 'text', retried_from: 'text' },
  key: ['tenant_id', 'id'],
  set: { retried_from: '$retried_from' },
} as const;

const retryRow = ({ tenantId, messageId }: LedgerMove, from: EndState | null) => ({
  tenant_id: tenantId,
  id: messageId,
  retried_from: from,
});

async function beginRetries(tx: Tx, moves: readonly ExportMove[]): Promise<void> {
  const rows = moves.flatMap((move) =>
    move.from === 'pending' ? [] : [retryRow(move, move.from)],
  );
  await tx.updateRows(RETRIED_FROM, rows);
}

/** @returns for each message that was retried, how its export has counted it meanwhile. */
async function endRetries(
  tx: Tx,
  moves: readonly ExportMove[],
): Promise<ReadonlyMap<string, EndState>> {
  const retriedFrom = new Map<string, EndState>();
  for (const [tenantId, own] of Map.groupBy(moves, (move) => move.tenantId)) {
    const rows = await tx.query<{ id: string; retried_from: EndState }>(
      `SELECT id, retried_from FROM message
       WHERE tenant_id = $1 AND ${inList('id', 2)} AND retried_from IS NOT NULL`,
      [tenantId, listParam(own.map((move) => move.messageId))],
    );
    for (const row of rows) retriedFrom.set(row.id, row.retried_from);
  }
  const over = moves.filter((move) => retriedFrom.has(move.messageId));
  await tx.updateRows(
    RETRIED_FROM,
    over.map((move) => retryRow(move, null)),
  );
  return retriedFrom;
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
  // SQLite takes a CROSS JOIN in this order; left to itself it walks through every message of the tenant.
  const rows = await tx.query<{
    message_id: string;
    store_id: string;
    export_id: string | null;
    state: LedgerState;
    dead: number;
    open: number;
    done: number;
  }>(
    `SELECT m.id AS message_id, m.store_id, m.export_id, m.state, c.dead, c.open, c.done
     FROM (
       SELECT message_id,
         COUNT(CASE WHEN state = 'dead' THEN 1 END) AS dead,
         COUNT(CASE WHEN state IN ('ready', 'waiting', 'sending', 'unknown', 'merged') THEN 1 END) AS open,
         COUNT(CASE WHEN state = 'done' THEN 1 END) AS done
       FROM command WHERE ${inList('message_id', 2)} AND tenant_id = $1 GROUP BY message_id) c
     CROSS JOIN message m WHERE m.tenant_id = $1 AND m.id = c.message_id`,
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
