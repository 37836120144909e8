import { createHash, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { CompatPart } from '@storewire/core';
import { StoreSecrets } from '../store-secrets/store-secrets.service.js';
import type { StoreContext } from '../stores/store-context.js';
import { StoreDirectory } from '../stores/store-directory.js';
import { notAuthenticated } from './compat-refusal.js';

const CLIENT_ID = /^[a-z0-9]{16}$/;

/** Says which store a SALESmanago-style call is for, and whether its caller may speak for it. */
@Injectable()
export class CompatAccess {
  constructor(
    private readonly stores: StoreDirectory,
    private readonly secrets: StoreSecrets,
  ) {}

  /**
   * The store of a call, by its client id; with a token, of the store that has this address.
   * `sha` is recomputed with each valid secret and compared in constant time.
   * @throws CompatRefusal
   */
  async storeOf(token: string | undefined, body: CompatPart): Promise<StoreContext> {
    const { clientId, apiKey, sha } = body;
    if (typeof clientId !== 'string' || !CLIENT_ID.test(clientId)) throw notAuthenticated();
    if (typeof apiKey !== 'string' || typeof sha !== 'string') throw notAuthenticated();
    const of = await this.secrets.ofClient(clientId);
    const store = of && (await this.stores.byId(of.tenantId, of.storeId));
    if (!store) throw notAuthenticated();
    if (token !== undefined && (await this.stores.byToken(token))?.storeId !== store.storeId) {
      throw notAuthenticated();
    }
    const { tenantId, storeId } = store;
    const secrets = await this.secrets.valid({ tenantId, storeId, kind: 'compat' });
    let isGenuine = false;
    for (const secret of secrets) {
      if (isSame(signed(apiKey + clientId + secret), sha.toLowerCase())) isGenuine = true;
    }
    if (!isGenuine) throw notAuthenticated();
    return store;
  }
}

const signed = (text: string): string => createHash('sha1').update(text, 'utf8').digest('hex');

function isSame(expected: string, given: string): boolean {
  const [a, b] = [Buffer.from(expected), Buffer.from(given)];
  return a.length === b.length && timingSafeEqual(a, b);
}
