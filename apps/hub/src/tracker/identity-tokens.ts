import { Injectable } from '@nestjs/common';
import type { PlatformIdentity, SignedShopper } from '@storewire/core';
import {
  type BeaconVisitor,
  ownTokenVerifier,
  type ProvenPerson,
  type TokenVerifier,
} from '@storewire/tracker';
import { Clock } from '../clock.js';
import { StoreSecrets } from '../store-secrets/store-secrets.service.js';
import type { StoreContext } from '../stores/store-context.js';
import { KnownShoppers } from './known-shoppers.js';

/** What our own tokens begin with; no platform's does. */
const OWN_TOKEN = /^v1\./;

/** Checks what a store has signed: our own form with the secrets that are valid now, else as its platform signs. */
@Injectable()
export class IdentityTokens {
  constructor(
    private readonly secrets: StoreSecrets,
    private readonly shoppers: KnownShoppers,
    private readonly clock: Clock,
  ) {}

  /** The secrets are opened, and customers looked up, only for somebody who brings a token. */
  async verifier(store: StoreContext, { identity }: BeaconVisitor): Promise<TokenVerifier> {
    const now = Math.floor(this.clock.now() / 1000);
    if (identity === undefined) return ownTokenVerifier([], now);
    const platform: PlatformIdentity<object> | undefined = store.adapter.identity;
    if (!platform?.verifyToken || OWN_TOKEN.test(identity)) {
      const { tenantId, storeId } = store;
      return ownTokenVerifier(
        await this.secrets.valid({ tenantId, storeId, kind: 'tracker' }),
        now,
      );
    }
    const { connection } = store;
    const signed = platform.verifyToken(identity, { connection, now });
    const found = 'refused' in signed ? signed : await this.known(store, signed);
    return () => found;
  }

  /** With the address, where the platform signed it or the hub knows the customer. */
  async known(store: StoreContext, signed: SignedShopper): Promise<ProvenPerson> {
    if (signed.email !== undefined) return signed;
    const email = await this.shoppers.addressOfCustomer(store, signed.customerId);
    return email === undefined ? signed : { ...signed, email };
  }
}
