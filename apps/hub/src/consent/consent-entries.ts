import type { Columns, Row, Tx } from '../database/sql.js';

const COLUMNS: Columns = {
  tenant_id: 'text',
  id: 'text',
  account_id: 'text',
  store_id: 'text',
  contact_key: 'text',
  channel: 'text',
  state: 'text',
  sent: 'integer',
  at: 'bigint',
  rule: 'text',
  inputs: 'text',
  message_id: 'text',
  recorded_at: 'bigint',
};

/** Adds to the consent ledger. */
export const insertConsentEntries = (tx: Tx, entries: readonly Row[]): Promise<boolean[]> =>
  tx.insertRows('consent_entry', COLUMNS, entries);
