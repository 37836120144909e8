import type { Account } from './accounts.js';
import type { CallbackRecord, StatusSource } from './callbacks.js';
import type { Contact } from './contacts/contact.js';
import type { World } from './world.js';

/** What a person can do in the app or in a mail, as opposed to what a program does through the API. */
export interface CardChange {
  optedOut?: boolean;
  optedOutPhone?: boolean;
  name?: string;
  phone?: string;
  invalid?: boolean;
}

export interface ActionResult {
  clientId: string;
  email: string;
  optedOut: boolean;
  optedOutPhone: boolean;
  /** The call to the merchant, ended; `undefined` if none was due or no URL is set. */
  callback?: CallbackRecord;
}

export class UnknownContact extends Error {}
export class NothingToConfirm extends Error {}

/** Follows the unsubscribe link of a mail. */
export function unsubscribe(world: World, email: string, clientId?: string): Promise<ActionResult> {
  return setStatus(world, findContact(world, email, clientId), true, 'unsubscribe');
}

/**
 * Follows the link of the last pending confirmation mail.
 * @throws NothingToConfirm when no mail was sent.
 */
export function confirm(world: World, email: string, clientId?: string): Promise<ActionResult> {
  const found = findContact(world, email, clientId);
  const pending = found.contact.confirmations?.filter(({ state }) => state === 'pending') ?? [];
  if (pending.length === 0) throw new NothingToConfirm('No confirmation is pending.');
  for (const confirmation of pending) confirmation.state = 'confirmed';
  return setStatus(world, found, false, 'confirm');
}

/** Edits a contact as a user of the app does; a changed e-mail status calls the merchant. */
export function changeOnCard(
  world: World,
  email: string,
  change: CardChange,
  clientId?: string,
): Promise<ActionResult> {
  const found = findContact(world, email, clientId);
  const { contact } = found;
  if (change.name !== undefined) contact.name = change.name;
  if (change.phone !== undefined) contact.phone = change.phone;
  if (change.invalid !== undefined) contact.invalid = change.invalid;
  if (change.optedOutPhone !== undefined) contact.optedOutPhone = change.optedOutPhone;
  contact.modifiedOn = world.clock.now();
  return setStatus(world, found, change.optedOut ?? contact.optedOut, 'card');
}

/** Sends problems to the webhooks of an account's v3 keys; answers how many there are. */
export async function reportV3Problems(
  world: World,
  problems: { reasonCode: number; message: string }[],
  clientId?: string,
): Promise<number> {
  const keys = [...(world.account(clientId)?.v3Keys.values() ?? [])];
  const urls = keys.flatMap(({ webhookUrl, revoked }) =>
    webhookUrl && !revoked ? [webhookUrl] : [],
  );
  await Promise.all(urls.map((url) => world.callbacks.postProblems(url, problems)));
  return urls.length;
}

/** @throws UnknownContact; without `clientId` every account is searched. */
export function findContact(
  world: World,
  email: string,
  clientId?: string,
): { account: Account; contact: Contact } {
  for (const account of world.accounts.values()) {
    if (clientId !== undefined && account.options.clientId !== clientId) continue;
    account.runDueJobs(world.clock.now());
    const contact = account.contacts.find(email);
    if (contact) return { account, contact };
  }
  throw new UnknownContact('There is no such contact.');
}

async function setStatus(
  world: World,
  { account, contact }: { account: Account; contact: Contact },
  optedOut: boolean,
  source: StatusSource,
): Promise<ActionResult> {
  const method = `(${source})`;
  const at = world.clock.now();
  account.contacts.record(contact, { seq: ++world.seq, at, method, what: 'status' });
  const callback = await world.callbacks.setStatus(account, contact, { optedOut }, source);
  const { email, optedOutPhone } = contact;
  const result = { clientId: account.options.clientId, email, optedOut, optedOutPhone };
  return callback ? { ...result, callback } : result;
}
