import { Injectable } from '@nestjs/common';
import { type BeaconVisitor, ownTokenVerifier, type TokenVerifier } from '@storewire/tracker';
import { Clock } from '../clock.js';
import { StoreSecrets } from '../store-secrets/store-secrets.service.js';
import type { StoreContext } from '../stores/store-context.js';

/** Checks what a store has signed, with the secrets that are valid now. */
@Injectable()
export class IdentityTokens {
  constructor(
    private readonly secrets: StoreSecrets,
    private readonly clock: Clock,
  ) {}

  /** The secrets are opened only for somebody who brings a token. */
  async verifier(
    { tenantId, storeId }: StoreContext,
    { identity }: BeaconVisitor,
  ): Promise<TokenVerifier> {
    const secrets =
      identity === undefined
        ? []
        : await this.secrets.valid({ tenantId, storeId, kind: 'tracker' });
    return ownTokenVerifier(secrets, Math.floor(this.clock.now() / 1000));
  }
}
