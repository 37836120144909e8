import { Injectable } from '@nestjs/common';
import type { V2Credential } from '@storewire/salesmanago';
import { SecretBox, type SecretPlace } from '../secrets/secret-box.js';
import type { Account } from './account.entity.js';

/** The encrypted part of an account. */
export interface AccountSecrets {
  readonly credential: V2Credential;
  readonly v3ApiKey?: string;
  /** Signs SALESmanago's callbacks; the first is shown, all are accepted (two during a change). */
  readonly callbackSecrets: readonly string[];
  /** Signs a browser in to SALESmanago; only after a login. */
  readonly loginToken?: { readonly token: string; readonly expiresAtMs: number };
  /** Makes the address for asynchronous problems of API v3 unguessable. */
  readonly v3ProblemToken?: string;
  /** Application number for the monitoring code, which only a login tells. */
  readonly smapp?: number;
}

/** Opens and seals the encrypted part. */
@Injectable()
export class AccountVault {
  constructor(private readonly box: SecretBox) {}

  /** @throws SecretUnreadable when the master key is not the one it was saved with. */
  open(row: Pick<Account, 'tenantId' | 'id' | 'secrets'>): AccountSecrets {
    return this.box.openJson<AccountSecrets>(row.secrets, placeOf(row.tenantId, row.id));
  }

  seal(tenantId: string, accountId: string, secrets: AccountSecrets): string {
    return this.box.sealJson(secrets, placeOf(tenantId, accountId));
  }
}

const placeOf = (tenantId: string, accountId: string): SecretPlace => ({
  tenantId,
  rowId: accountId,
  field: 'account.secrets',
});
