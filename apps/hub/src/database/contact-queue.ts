import { inList, listParam, type Sql, type Tx } from './sql.js';

// The commands of one contact go out in their order: of each contact only the first open one is ready.

/** States in which a command still has something to do. */
export const OPEN_STATES = `('ready', 'waiting', 'sending', 'unknown')`;

/**
 * The first open command of each contact becomes ready, unless another one of the contact is ready or under way. In two
 * statements, because PostgreSQL may make a loop of a single one that counts anew for every waiting command.
 */
export async function readyNext(
  tx: Tx,
  tenantId: string,
  accountId: string,
  contactKeys: Iterable<string>,
): Promise<void> {
  const first = await tx.query<{ id: string }>(
    `SELECT MIN(id) AS id FROM command WHERE account_id = $1 AND ${inList('contact_key', 2)} AND tenant_id = $3
       AND state IN ${OPEN_STATES} GROUP BY contact_key
     HAVING COUNT(CASE WHEN state <> 'waiting' THEN 1 END) = 0`,
    [accountId, listParam(new Set(contactKeys)), tenantId],
  );
  await tx.updateRows(
    {
      table: 'command',
      columns: { tenant_id: 'text', id: 'text' },
      key: ['tenant_id', 'id'],
      set: { state: `'ready'` },
    },
    first.map(({ id }) => ({ tenant_id: tenantId, id })),
  );
}

/**
 * The same for the contacts of commands that were under way. Where they stand is read anew: an e-mail change moves the
 * whole queue of a person, what is being sent included.
 */
export async function readyAfter(
  tx: Tx,
  tenantId: string,
  accountId: string,
  commandIds: Iterable<string>,
): Promise<void> {
  const rows = await tx.query<{ contact_key: string }>(
    `SELECT contact_key FROM command WHERE tenant_id = $1 AND ${inList('id', 2)}`,
    [tenantId, listParam(new Set(commandIds))],
  );
  await readyNext(
    tx,
    tenantId,
    accountId,
    rows.map((row) => row.contact_key),
  );
}

/** Merged commands end as the one that said them. @returns the messages they belong to. */
export async function endMerged(
  tx: Tx,
  tenantId: string,
  ids: readonly string[],
  state: 'done' | 'dead',
  now: number,
): Promise<string[]> {
  if (ids.length === 0) return [];
  const rows = await tx.query<{ message_id: string }>(
    `UPDATE command SET state = $1, cause = $2, detail = $3, settled_at = $4
     WHERE tenant_id = $5 AND state = 'merged' AND ${inList('merged_into', 6)} RETURNING message_id`,
    [
      state,
      state === 'dead' ? 'CONTACT_REFUSED' : null,
      state === 'dead'
        ? 'SALESmanago refused the contact; the command this one was merged into says why.'
        : null,
      now,
      tenantId,
      listParam(ids),
    ],
  );
  return rows.map((row) => row.message_id);
}

/** Open commands that stand behind a refused contact. */
export async function waitingEvents(
  sql: Sql,
  tenantId: string,
  accountId: string,
  contactKeys: Iterable<string>,
): Promise<{ id: string; messageId: string; contactKey: string }[]> {
  const rows = await sql.query(
    `SELECT id, message_id, contact_key, kind FROM command WHERE account_id = $1 AND ${inList('contact_key', 2)}
       AND tenant_id = $3 AND state IN ${OPEN_STATES} AND state = 'waiting' ORDER BY contact_key, id`,
    [accountId, listParam(new Set(contactKeys)), tenantId],
  );
  const blocked = new Set<string>();
  return rows.flatMap((row) => {
    const contactKey = String(row.contact_key);
    const isEvent =
      row.kind === 'addEvent' || row.kind === 'cartEvent' || row.kind === 'deleteCartEvent';
    // A later upsert has its own chance, and so have the events behind it.
    if (!isEvent) blocked.add(contactKey);
    return isEvent && !blocked.has(contactKey)
      ? [{ id: String(row.id), messageId: String(row.message_id), contactKey }]
      : [];
  });
}
