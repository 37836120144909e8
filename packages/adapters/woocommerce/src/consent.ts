import {
  type ConsentState,
  type ConsentWrite,
  type ConsentWriteResult,
  convert,
} from '@storewire/core';
import { statusOf, type WooClient } from './client.js';
import { gmtMs, instantOf, type WooDocument } from './dates.js';

interface Meta {
  readonly key: string;
  readonly value: unknown;
}

interface MetaDocument extends WooDocument {
  readonly email?: string;
  readonly customer_id?: number;
  readonly billing?: { readonly email?: string };
  readonly meta_data?: readonly Meta[];
}

/** A document that keeps somebody's consent, and where it is read and written. */
interface Keeper {
  readonly path: string;
  readonly document: MetaDocument;
}

const FIELDS = 'id,email,customer_id,billing,meta_data,date_created_gmt,date_modified_gmt';
const WORDS = [
  ['1', '0'],
  ['yes', 'no'],
  ['true', 'false'],
  ['on', 'off'],
] as const;
/** Block checkout keeps the box `hub/newsletter` under this prefix. */
const CHECKOUT_PREFIX = '_wc_other/';

/**
 * Writes e-mail consent into the newsletter field: of the customer; of a guest's newest order where there is no
 * account, and of a customer's newest order for a field that begins with `_`, which WooCommerce hides on customers.
 * Keeps the words found there (`yes`/`no`, `1`/`0`); a field that is not there yet gets `1` or `0`, because a plugin
 * that asks "is it set?" takes the word `no` for a yes.
 *
 * Reads, compares, writes, reads back; repeatable. `missing` when the shop has neither account nor order of the
 * address. Without a newsletter field, and for mobile consent, the shop says nothing: `unknown`, and nothing is
 * written.
 *
 * @throws StoreForbidden when the key may only read; StoreUnauthorized, StoreUnavailable.
 */
export async function writeConsent(
  client: WooClient,
  write: ConsentWrite,
): Promise<ConsentWriteResult> {
  const field = client.newsletterField;
  if (!field || write.channel !== 'email') return { outcome: 'unchanged', state: 'unknown' };
  const keeper = await findKeeper(client, field, write);
  if (!keeper) return { outcome: 'missing' };
  const present = stateOf(keeper.document, field);
  if (present === write.state) return { outcome: 'unchanged', ...said(keeper.document, field) };
  await client.write('PUT', keeper.path, {
    meta_data: rowsFor(keeper.document, field, write.state),
  });
  const after = await client.get<MetaDocument>(keeper.path, { _fields: FIELDS });
  return { outcome: 'written', ...said(after, field) };
}

async function findKeeper(
  client: WooClient,
  field: string,
  write: ConsentWrite,
): Promise<Keeper | undefined> {
  const email = write.email.toLowerCase();
  const customer = await findCustomer(client, email, write.customerId);
  if (customer && !field.startsWith('_')) {
    return { path: `/customers/${customer.id}`, document: customer };
  }
  const order = customer
    ? await newestOrder(client, { customer: customer.id }, () => true)
    : await newestOrder(
        client,
        { search: email },
        (found) => !found.customer_id && found.billing?.email?.toLowerCase() === email,
      );
  return order && { path: `/orders/${order.id}`, document: order };
}

/** By id where the hub knows it and the address still fits, else by address. */
async function findCustomer(
  client: WooClient,
  email: string,
  id: string | undefined,
): Promise<MetaDocument | undefined> {
  const isSame = (customer: MetaDocument) => customer.email?.toLowerCase() === email;
  if (id && /^\d+$/.test(id)) {
    try {
      const customer = await client.get<MetaDocument>(`/customers/${id}`, { _fields: FIELDS });
      if (isSame(customer)) return customer;
    } catch (error) {
      if (statusOf(error) !== 404) throw error;
    }
  }
  const query = { email, role: 'all', _fields: FIELDS };
  return (await client.list<MetaDocument>('/customers', query)).rows.find(isSame);
}

async function newestOrder(
  client: WooClient,
  filter: Readonly<Record<string, string | number>>,
  fits: (order: MetaDocument) => boolean,
): Promise<MetaDocument | undefined> {
  const { rows } = await client.list<MetaDocument>('/orders', {
    ...filter,
    status: 'any',
    orderby: 'date',
    order: 'desc',
    per_page: 100,
    _fields: FIELDS,
  });
  return rows.find(fits);
}

const keysOf = (field: string): readonly string[] => [field, CHECKOUT_PREFIX + field];

const rowsOf = (document: MetaDocument, field: string): Meta[] =>
  (document.meta_data ?? []).filter(({ key }) => keysOf(field).includes(key));

function stateOf(document: MetaDocument, field: string): ConsentState {
  const rows = rowsOf(document, field);
  // Two forms of one field that say different things say nothing, so that both are written.
  const states = new Set(rows.map(({ value }) => convert('consentFlag', value, {}) ?? 'unknown'));
  const [state = 'unknown'] = states as Set<ConsentState>;
  return states.size === 1 ? state : 'unknown';
}

function said(document: MetaDocument, field: string): { state: ConsentState; at?: string } {
  const ms = gmtMs(document.date_modified_gmt ?? document.date_created_gmt);
  return { state: stateOf(document, field), ...(ms === undefined ? {} : { at: instantOf(ms) }) };
}

/** The rows to write: those that are there, each in its own words; a new one where there is none. */
function rowsFor(document: MetaDocument, field: string, state: 'in' | 'out'): Meta[] {
  const rows = rowsOf(document, field);
  if (rows.length === 0) return [{ key: field, value: wordFor(undefined, state) }];
  return rows.map(({ key, value }) => ({ key, value: wordFor(value, state) }));
}

function wordFor(present: unknown, state: 'in' | 'out'): string {
  const word = String(present ?? '').toLowerCase();
  const [yes, no] = WORDS.find((pair) => (pair as readonly string[]).includes(word)) ?? WORDS[0];
  return state === 'in' ? yes : no;
}
