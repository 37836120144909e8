import { randomBytes } from 'node:crypto';
import {
  type ConsentState,
  type ConsentWrite,
  type ConsentWriteResult,
  convert,
  type Instant,
} from '@storewire/core';
import type { Shopware6Client } from './client.js';
import { equals, type Filter, inChannel } from './criteria.js';
import type { CustomerDocument, RecipientDocument } from './documents.js';

interface KnownConsent {
  readonly state: ConsentState;
  readonly at?: Instant;
}

/**
 * Writes e-mail consent into the newsletter list: reads, compares, writes, reads back; repeatable. The Admin API sends
 * no confirmation mail and raises no newsletter event. "In" becomes a confirmed entry (`optIn`), in the sales channel of
 * the person's account or of the entry that is there; "out" becomes `optOut` in every sales channel that is read.
 * Somebody who was never on the list needs no entry to be off it.
 *
 * `missing` when the shop has neither account, guest order nor newsletter entry of the address. Shopware keeps no
 * consent for mobile: `unknown`, and nothing is written.
 *
 * @throws StoreForbidden without `newsletter_recipient:create` or `:update`; StoreUnauthorized, StoreUnavailable.
 * @see docs/adapters/shopware.md#consent
 */
export async function writeConsent(
  client: Shopware6Client,
  write: ConsentWrite,
): Promise<ConsentWriteResult> {
  if (write.channel !== 'email') return { outcome: 'unchanged', state: 'unknown' };
  const entries = await byEmail<RecipientDocument>(client, 'newsletter-recipient', write.email);
  if (entries.length > 0 && write.state === 'out') {
    const subscribed = entries.filter((entry) => entry.status !== 'optOut');
    for (const { id } of subscribed) {
      await client.update('newsletter-recipient', id, { status: 'optOut' });
    }
    if (subscribed.length === 0) return { outcome: 'unchanged', ...saidOf(entries) };
    return { outcome: 'written', ...saidOf(await reread(client, write.email)) };
  }
  const person = await findPerson(client, write);
  const entry = entries.find((one) => one.salesChannelId === person?.salesChannelId) ?? entries[0];
  if (entry) {
    const present = known(entry);
    if (present.state === 'in') return { outcome: 'unchanged', ...present };
    await client.update('newsletter-recipient', entry.id, {
      status: 'optIn',
      confirmedAt: write.at,
    });
    return { outcome: 'written', ...saidOf(await reread(client, write.email, entry.id)) };
  }
  if (!person) return { outcome: 'missing' };
  if (write.state === 'out') return { outcome: 'unchanged', state: 'unknown' };
  const id = newId();
  await client.create('newsletter-recipient', {
    id,
    email: person.email,
    firstName: person.firstName,
    lastName: person.lastName,
    status: 'optIn',
    confirmedAt: write.at,
    hash: newId(),
    salesChannelId: person.salesChannelId,
    languageId: person.languageId,
  });
  return { outcome: 'written', ...saidOf(await reread(client, write.email, id)) };
}

type Person = Pick<CustomerDocument, 'id' | 'email' | 'guest' | 'salesChannelId' | 'languageId'> & {
  readonly firstName: string;
  readonly lastName: string;
};

/** The account whose id the hub knows, while it still has the address; else an account, else a guest. */
async function findPerson(
  client: Shopware6Client,
  { email, customerId }: ConsentWrite,
): Promise<Person | undefined> {
  const people = await byEmail<Person>(client, 'customer', email);
  return (
    people.find(({ id }) => id === customerId) ?? people.find(({ guest }) => !guest) ?? people[0]
  );
}

/** MySQL compares without case, other collations do not; the answer is compared again. */
async function byEmail<T extends { readonly email: string }>(
  client: Shopware6Client,
  entity: 'customer' | 'newsletter-recipient',
  email: string,
): Promise<T[]> {
  const filter: Filter[] = [equals('email', email), ...inChannel(client.salesChannelId)];
  const { rows } = await client.search<T>(entity, {
    filter,
    limit: 100,
    sort: [
      { field: 'createdAt', order: 'DESC' },
      { field: 'id', order: 'ASC' },
    ],
  });
  return rows.filter((row) => row.email.toLowerCase() === email.toLowerCase());
}

const reread = async (
  client: Shopware6Client,
  email: string,
  id?: string,
): Promise<RecipientDocument[]> =>
  (await byEmail<RecipientDocument>(client, 'newsletter-recipient', email)).filter(
    (entry) => id === undefined || entry.id === id,
  );

/** Of several entries: subscribed as long as one of them is. */
function saidOf(entries: readonly RecipientDocument[]): KnownConsent {
  const states = entries.map(known);
  return (
    states.find(({ state }) => state === 'in') ??
    states.find(({ state }) => state === 'pending') ??
    states[0] ?? { state: 'unknown' }
  );
}

function known(entry: RecipientDocument): KnownConsent {
  const at = convert('shopware6ConsentAt', entry, {}) as Instant | undefined;
  const state = convert('shopware6Consent', entry.status, {}) as ConsentState | undefined;
  return { state: state ?? 'unknown', ...(at ? { at } : {}) };
}

/** 32 hexadecimal digits, as Shopware writes its ids. */
const newId = (): string => randomBytes(16).toString('hex');
