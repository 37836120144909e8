import { writeThroughBridge } from '@storewire/adapter-kit';
import {
  type ConsentState,
  type ConsentWrite,
  type ConsentWriteResult,
  StoreForbidden,
  StoreRefused,
} from '@storewire/core';
import type { PrestashopClient } from './client.js';
import { idIn, type NewsletterChange, patchBody, putBody } from './customer-xml.js';
import type { PsDocument } from './documents.js';
import { equal } from './query.js';
import { codesBehind, METHOD_NOT_ALLOWED, METHOD_UNKNOWN } from './refusal.js';
import { canPatch } from './versions.js';
import { instantMs, instantOf, wallClock } from './wall-clock.js';

const FIELDS = ['id', 'email', 'newsletter', 'is_guest', 'active', 'id_shop', 'date_upd'];

/**
 * Writes e-mail consent into the customers of an address. There may be several: an account, and one row for each
 * guest checkout. An opt-out goes to all of them; an opt-in to the accounts, and to guests where there is no account.
 * With PATCH from 8.0 on, before that with PUT and the whole customer. `newsletter` only: `optin` is the consent to
 * partner offers, which is another one.
 *
 * Reads, compares, writes, reads back; repeatable. Subscribers of the footer form without an account are not in the
 * webservice: they are written through our module. `missing` when neither knows anybody by the address. Mobile consent
 * is kept nowhere: `unknown`.
 *
 * @throws StoreForbidden when the key may write no customers; StoreUnauthorized, StoreUnavailable; BridgeRefusedKey.
 * @see docs/adapters/prestashop.md#newsletter
 */
export async function writeConsent(
  client: PrestashopClient,
  write: ConsentWrite,
): Promise<ConsentWriteResult> {
  if (write.channel !== 'email') return { outcome: 'unchanged', state: 'unknown' };
  const rows = await rowsOf(client, write.email);
  if (rows.length === 0) return writeThroughBridge(client.bridge, write);
  const targets = targetsOf(rows, write.state);
  if (targets.length === 0) return { outcome: 'missing' };
  const zone = await client.facts.zone();
  const differing = targets.filter((row) => stateOf(row) !== write.state);
  if (differing.length === 0) return { outcome: 'unchanged', ...said(targets, zone) };
  const change: NewsletterChange =
    write.state === 'in'
      ? { newsletter: '1', newsletter_date_add: wallClock(Date.parse(write.at), zone) }
      : { newsletter: '0' };
  for (const row of differing) await writeRow(client, row, change);
  const after = targetsOf(await rowsOf(client, write.email), write.state);
  return { outcome: 'written', ...said(after, zone) };
}

async function rowsOf(client: PrestashopClient, email: string): Promise<PsDocument[]> {
  const address = email.toLowerCase();
  const rows = await client.list('customers', {
    fields: FIELDS,
    filter: { email: equal(email), deleted: equal(0) },
    sort: ['id_ASC'],
  });
  // A bracket in the address would make another filter of it.
  return rows.filter((row) => String(row.email).toLowerCase() === address);
}

function targetsOf(rows: readonly PsDocument[], state: 'in' | 'out'): readonly PsDocument[] {
  if (state === 'out') return rows;
  const active = rows.filter((row) => String(row.active) === '1');
  const accounts = active.filter((row) => String(row.is_guest) !== '1');
  return accounts.length ? accounts : active;
}

const stateOf = (row: PsDocument): 'in' | 'out' => (String(row.newsletter) === '1' ? 'in' : 'out');

/** One yes among the rows is a yes; the time is that of the newest change. */
function said(rows: readonly PsDocument[], zone: string): { state: ConsentState; at?: string } {
  const times = rows.map((row) => instantMs(row.date_upd, zone) ?? 0);
  const at = Math.max(0, ...times);
  return {
    state: rows.some((row) => stateOf(row) === 'in') ? 'in' : 'out',
    ...(at > 0 ? { at: instantOf(at) } : {}),
  };
}

async function writeRow(
  client: PrestashopClient,
  row: PsDocument,
  change: NewsletterChange,
): Promise<void> {
  const id = String(row.id);
  const shopId = Number(row.id_shop) > 0 ? String(row.id_shop) : undefined;
  if (canPatch(client.version) && (await patch(client, id, change, shopId))) return;
  const entity = await client.readXml('customers', id, shopId);
  const body = putBody(entity.text, id, change);
  mustBe(id, (await client.write('PUT', 'customers', id, body, shopId)).text);
}

/** False where the key may not PATCH; it may be allowed to PUT. */
async function patch(
  client: PrestashopClient,
  id: string,
  change: NewsletterChange,
  shopId: string | undefined,
): Promise<boolean> {
  try {
    const body = patchBody(id, change);
    mustBe(id, (await client.write('PATCH', 'customers', id, body, shopId)).text);
    return true;
  } catch (error) {
    const [code] = codesBehind(error);
    const isMethod = code === METHOD_NOT_ALLOWED || code === METHOD_UNKNOWN;
    if (isMethod && (error instanceof StoreForbidden || error instanceof StoreRefused))
      return false;
    throw error;
  }
}

function mustBe(id: string, answer: string): void {
  const written = idIn(answer);
  if (written !== id) {
    throw new StoreRefused(
      `customer ${id} was to be written, but the answer is about ${written ?? 'none'}`,
    );
  }
}
