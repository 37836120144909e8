import { Injectable } from '@nestjs/common';
import { type Cart, isEmail, isIgnoredAddress, type MappedRow } from '@storewire/core';
import type { InboxMessage } from '../database/inbox.repository.js';
import { wellFormed } from '../processing/well-formed.js';
import type { StoreContext } from '../stores/store-context.js';
import type { KeptBeacon, Verdict } from './graded-beacon.js';
import { KnownShoppers } from './known-shoppers.js';
import { VisitorLookUps } from './visitor-look-ups.service.js';

/** Whose cart it is, as far as the grade of the identity lets it count. */
type Owner = Pick<Cart, 'email' | 'customerId' | 'contactId'>;

const NOBODY: Owner = {};

/**
 * Step 2 for carts of the storefront script: the record with the person that its identity is good for. Nobody becomes
 * a contact here; a person whom SALESmanago does not have yet is nobody, and the cart waits for the store to send it.
 */
@Injectable()
export class BeaconRows {
  constructor(
    private readonly shoppers: KnownShoppers,
    private readonly lookUps: VisitorLookUps,
  ) {}

  /** @throws VisitorAsked while SALESmanago is being asked who it is. */
  async row(message: InboxMessage, store: StoreContext): Promise<MappedRow<'cart'>> {
    const beacon = JSON.parse(message.body) as KeptBeacon;
    const verdict = message.meta as unknown as Verdict;
    const { cart } = beacon;
    const currency = cart.currency ?? store.shop.currency;
    const record: Cart = {
      externalId: cart.token,
      identity: verdict.grade,
      ...(await this.ownerOf(beacon, verdict, store)),
      updatedAt: new Date(Number(verdict.snapshotAt)).toISOString(),
      ...(currency ? { currency } : {}),
      ...(cart.total === undefined ? {} : { total: cart.total }),
      lines: cart.lines,
      ...linkOf(cart.lines, store),
    };
    return {
      row: { kind: 'cart', id: cart.token, raw: { ...beacon, verdict } },
      result: { record: wellFormed(record), problems: [] },
    };
  }

  private ownerOf(beacon: KeptBeacon, verdict: Verdict, store: StoreContext): Promise<Owner> {
    const { grade, email = '', customerId, smclient = '' } = verdict;
    switch (grade) {
      case 'proven':
        return this.provenOwner(email, customerId, store);
      case 'visitor':
        return this.visitorOwner(smclient, store);
      case 'claimed':
        return this.claimedOwner(beacon.email?.trim().toLowerCase() ?? '', store);
      case 'none':
        return Promise.resolve(NOBODY);
    }
  }

  /** The customer id alone is enough where the hub knows whose it is. */
  private async provenOwner(
    email: string,
    customerId: string | undefined,
    store: StoreContext,
  ): Promise<Owner> {
    const customer = customerId ? { customerId } : {};
    if (email === '') return customer;
    // The rule names the ignored domain; SALESmanago does not hear of the address.
    if (isIgnoredAddress(email, store.settings)) return { email, ...customer };
    if (await this.shoppers.isSent(store, email)) return { email, ...customer };
    const { tenantId, accountId } = store;
    const found = this.lookUps.find(tenantId, accountId, { email });
    return found ? { email, contactId: found.contactId, ...customer } : customer;
  }

  /** Whom a cookie `smclient` means; nobody when SALESmanago knows none. @throws VisitorAsked while it is asked. */
  async visitorOwner(contactId: string, store: StoreContext): Promise<Owner> {
    const { tenantId, accountId } = store;
    const email = await this.shoppers.addressOf(store, contactId);
    if (email) return { email, contactId };
    return this.lookUps.find(tenantId, accountId, { contactId }) ?? NOBODY;
  }

  /** S32: only with the setting, and only for a person whom the store itself has given to the hub. */
  private async claimedOwner(email: string, store: StoreContext): Promise<Owner> {
    if (!store.settings.claimedCarts || !isEmail(email)) return NOBODY;
    if (isIgnoredAddress(email, store.settings)) return { email };
    const isGiven =
      (await this.shoppers.isOfStore(store, email)) && (await this.shoppers.isSent(store, email));
    return isGiven ? { email } : NOBODY;
  }
}

/** A page does not say where its links lead; the platform's form and the shop's own address do. */
function linkOf(
  lines: Cart['lines'],
  { adapter, storefrontUrl, shop }: StoreContext,
): Pick<Cart, 'recoveryUrl'> {
  const url = storefrontUrl ?? shop.url;
  const recoveryUrl = url && adapter.cartLink?.(lines, url);
  return recoveryUrl ? { recoveryUrl } : {};
}
