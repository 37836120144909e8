import type { ConsentUpdate, Decision } from '@storewire/core';
import { insertConsentEntries } from '../consent/consent-entries.js';
import type { LedgerMove, LedgerState } from '../database/settle.js';
import { inList, listParam, type Tx } from '../database/sql.js';
import { newId } from '../ids.js';
import type { Decided } from './decide.service.js';
import { keepsNothing } from './kept-nowhere.js';
import { broughtByWebhook } from './object-key.js';

/** True when nothing of the message is sent and no record of it may be kept. */
const isKeptNowhere = ({ decisions }: Decided): boolean =>
  decisions.length > 0 && decisions.every(({ filteredBy }) => keepsNothing(filteredBy));

/**
 * Writes what was decided: the records with the reasons, the message's new state, the consent ledger.
 * @returns the moves for the counters.
 */
export async function saveDecisions(
  tx: Tx,
  decided: readonly Decided[],
  now: number,
): Promise<LedgerMove[]> {
  await tx.insertRows(
    'decision',
    {
      tenant_id: 'text',
      message_id: 'text',
      revision: 'bigint',
      records: 'text',
      reasons: 'text',
      decided_at: 'bigint',
    },
    decided.map((one) => ({
      tenant_id: one.message.store.tenantId,
      message_id: one.message.messageId,
      // One more for each time: after a replay or a retry the earlier decisions stay readable.
      revision: now,
      records: JSON.stringify(
        one.message.rows.map(({ row, result }) =>
          isKeptNowhere(one)
            ? { kind: row.kind, id: '', record: {} }
            : { kind: row.kind, id: row.id, record: result.record },
        ),
      ),
      reasons: JSON.stringify(one.decisions.map((decision) => decision.reasons)),
      decided_at: now,
    })),
  );
  await saveConsents(tx, decided, now);
  await dropBodies(tx, decided.filter(isKeptNowhere));
  const rows = decided.map((one) => messageRow(one, now));
  await tx.updateRows(
    {
      table: 'message',
      columns: {
        tenant_id: 'text',
        id: 'text',
        state: 'text',
        rule: 'text',
        email: 'text',
        reference: 'text',
        external_id: 'text',
        object_key: 'text',
        decided_at: 'bigint',
        settled_at: 'bigint',
      },
      key: ['tenant_id', 'id'],
      set: {
        stage: `'decided'`,
        state: '$state',
        rule: '$rule',
        cause: 'NULL',
        detail: 'NULL',
        email: '$email',
        reference: '$reference',
        external_id: '$external_id',
        object_key: 'COALESCE($object_key, @object_key)',
        decided_at: '$decided_at',
        settled_at: '$settled_at',
      },
    },
    rows,
  );
  return decided.map(({ message }, i) => ({
    tenantId: message.store.tenantId,
    messageId: message.messageId,
    storeId: message.store.storeId,
    exportId: message.exportId,
    from: 'pending',
    to: rows[i]?.state ?? 'pending',
  }));
}

async function dropBodies(tx: Tx, decided: readonly Decided[]): Promise<void> {
  const [first] = decided;
  if (!first) return;
  await tx.query(`DELETE FROM message_body WHERE tenant_id = $1 AND ${inList('message_id', 2)}`, [
    first.message.store.tenantId,
    listParam(decided.map(({ message }) => message.messageId)),
  ]);
}

function messageRow(one: Decided, now: number) {
  const { message, decisions } = one;
  const sends = decisions.some((decision) => decision.commands.length > 0);
  const record = isKeptNowhere(one)
    ? undefined
    : (message.rows[0]?.result.record as Record<string, unknown> | undefined);
  const kind = message.rows[0]?.row.kind;
  const state: LedgerState = sends ? 'pending' : 'filtered';
  const rule = sends
    ? null
    : (decisions.find((decision) => decision.filteredBy)?.filteredBy ?? 'nothingToSend');
  const email = typeof record?.email === 'string' ? record.email : record && personOf(decisions);
  const reference = kind === 'order' ? (record?.number ?? record?.externalId) : record?.externalId;
  const externalId = record?.externalId;
  return {
    tenant_id: message.store.tenantId,
    id: message.messageId,
    state,
    rule,
    email: email?.slice(0, 254) ?? null,
    reference: typeof reference === 'string' ? reference.slice(0, 100) : null,
    external_id:
      kind === 'order' && externalId !== reference && typeof externalId === 'string'
        ? externalId.slice(0, 100)
        : null,
    object_key: broughtByWebhook(message) ?? null,
    decided_at: now,
    settled_at: sends ? null : now,
  };
}

const personOf = (decisions: readonly Decision[]): string | undefined =>
  decisions
    .map((decision) => decision.memory.contactKey)
    .find((key) => key && !key.startsWith('#'));

async function saveConsents(tx: Tx, decided: readonly Decided[], now: number): Promise<void> {
  const entries = decided.flatMap(({ message, decisions }) =>
    decisions.flatMap(({ memory }) =>
      (memory.consents ?? []).map((update) =>
        entryRow(update, memory.contactKey ?? '', message, now),
      ),
    ),
  );
  await insertConsentEntries(tx, entries);
}

function entryRow(
  update: ConsentUpdate,
  contactKey: string,
  message: Decided['message'],
  now: number,
) {
  const state = update.salesmanago ?? update.store;
  return {
    tenant_id: message.store.tenantId,
    id: newId(),
    account_id: message.store.accountId,
    store_id: message.store.storeId,
    contact_key: contactKey.toLowerCase(),
    channel: update.channel,
    state: state?.state ?? 'unknown',
    // `unchanged` moves the time of a known state and tells SALESmanago nothing.
    sent: update.salesmanago && update.rule !== 'unchanged' ? 1 : 0,
    at: state?.at ? Date.parse(state.at) : now,
    rule: update.rule,
    inputs: JSON.stringify(update.inputs),
    message_id: message.messageId,
    recorded_at: now,
  };
}
