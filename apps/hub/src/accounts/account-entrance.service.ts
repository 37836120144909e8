import { Injectable } from '@nestjs/common';
import type { LoginRequest, LoginResult } from '@storewire/salesmanago';
import type { Caller } from '../access/caller.js';
import { Clock } from '../clock.js';
import { newId } from '../ids.js';
import type { KeyExpiry } from './account.dto.js';
import type { Account } from './account.entity.js';
import { AccountsService } from './accounts.service.js';
import { keyEnd, newToken, V3_KEY_NAME, V3KeySetting } from './v3-key-setting.js';

/** An account before SALESmanago lets the hub in: what is fixed by then. */
export interface Entrance {
  readonly tenantId: string;
  readonly id: string;
  readonly v3ProblemToken: string;
  readonly v3Endpoint: string | undefined;
  readonly v3KeyExpiry: KeyExpiry | undefined;
  /** What to ask for with the password. */
  readonly v3Key: LoginRequest['v3Key'];
}

/** A saved account, and what to look at although it was saved. */
export interface Entered {
  readonly account: Account;
  readonly warnings: string[];
}

/** Saves what a password gave: a signed pair, a login token and, where it can be had, an API v3 key. */
@Injectable()
export class AccountEntrance {
  constructor(
    private readonly accounts: AccountsService,
    private readonly keys: V3KeySetting,
    private readonly clock: Clock,
  ) {}

  /** @param origins checked ones, of what was entered. */
  prepare(
    tenantId: string,
    origins: { readonly endpoint?: string | undefined; readonly v3Endpoint?: string | undefined },
    v3KeyExpiry: KeyExpiry | undefined,
  ): Entrance {
    const { endpoint, v3Endpoint } = origins;
    const [id, v3ProblemToken] = [newId(), newToken()];
    const webhookUrl = this.keys.problemUrlOf({ tenantId, id }, v3ProblemToken);
    // A host without TLS is a local one. It has no part in the vendor's API v3, and no password goes from it to there.
    const asksForKey = v3Endpoint !== undefined || !endpoint?.startsWith('http://');
    const v3Key = asksForKey
      ? { keyName: V3_KEY_NAME, v3Endpoint, expiry: v3KeyExpiry, webhookUrl }
      : undefined;
    return { tenantId, id, v3ProblemToken, v3Endpoint, v3KeyExpiry, v3Key };
  }

  /** @param name the client id when absent. */
  async keep(
    { tenantId, id, v3ProblemToken, v3Endpoint, v3KeyExpiry }: Entrance,
    { credentials, token, tokenExpiresAtMs, smapp, v3Error }: LoginResult,
    name: string | undefined,
    by: Caller,
  ): Promise<Entered> {
    const { v3ApiKey } = credentials;
    const account = await this.accounts.insert(
      tenantId,
      {
        id,
        name: name ?? credentials.clientId,
        endpoint: credentials.endpoint,
        clientId: credentials.clientId,
        owner: credentials.owner,
        v3Endpoint: credentials.v3Endpoint ?? v3Endpoint,
        secrets: {
          credential: credentials.credential,
          ...(v3ApiKey ? { v3ApiKey } : {}),
          v3ProblemToken,
          loginToken: { token, expiresAtMs: tokenExpiresAtMs },
          ...(smapp === undefined ? {} : { smapp }),
        },
        ...(v3ApiKey ? { v3KeyExpiresAt: keyEnd(v3KeyExpiry, this.clock.now()) } : {}),
      },
      by,
    );
    const warnings = v3Error
      ? [`No API v3 key was made: ${v3Error.message} Enter one by hand.`]
      : [];
    return { account, warnings };
  }
}
