import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { ApiKeyExpiry } from '@storewire/salesmanago';
import { Clock } from '../clock.js';
import { HubConfig } from '../config.js';
import type { Account } from './account.entity.js';

const DAY_MS = 86_400_000;
const LIFE_DAYS: Readonly<Record<Exclude<ApiKeyExpiry, 'NEVER'>, number>> = {
  SEVEN_DAYS: 7,
  ONE_MONTH: 30,
  THREE_MONTHS: 90,
  ONE_YEAR: 365,
};

/** As SALESmanago's list of API v3 keys shows ours. */
export const V3_KEY_NAME = 'Storewire';

/** When a key made now will end; undefined for one that does not. */
export const keyEnd = (expiry: ApiKeyExpiry | undefined, now: number): number | undefined =>
  expiry === undefined || expiry === 'NEVER' ? undefined : now + LIFE_DAYS[expiry] * DAY_MS;

/** What a key is made with besides the account: the hub's address and the time. */
@Injectable()
export class V3KeySetting {
  constructor(
    private readonly config: HubConfig,
    private readonly clock: Clock,
  ) {}

  now(): number {
    return this.clock.now();
  }

  addressOf({ tenantId, id }: Pick<Account, 'tenantId' | 'id'>, token: string): string {
    return `${this.config.publicUrl}/callbacks/${tenantId}/${id}/v3-problems/${token}`;
  }

  /** SALESmanago posts to https only. */
  problemUrlOf(account: Pick<Account, 'tenantId' | 'id'>, token: string): string | undefined {
    return this.config.isPublic ? this.addressOf(account, token) : undefined;
  }
}

/** For the address of asynchronous problems. */
export const newToken = (): string => randomBytes(24).toString('base64url');
