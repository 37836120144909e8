import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import type { V3KeyState } from '../accounts/account.entity.js';
import { AccountDirectory } from '../accounts/account-directory.js';
import { KEY_TEXTS } from '../accounts/v3-key-state.js';
import { AlertsService, type HeldAlert } from '../alerts/alerts.service.js';
import { Clock } from '../clock.js';
import { Database } from '../database/database.service.js';

const DAY_MS = 86_400_000;
/** How long before its end a key is warned of. */
const WARN_MS = 14 * DAY_MS;

interface Found {
  tenant_id: string;
  id: string;
  owners_missing: string;
  has_v3_api_key: number;
  v3_key_state: V3KeyState | null;
  v3_key_expires_at: number | null;
}

/** Alerts about accounts that follow from what is kept of them: owners that are gone, keys that end or are refused. */
@Injectable()
export class AccountAlerts implements OnModuleInit {
  private readonly log = new Logger('alerts');

  constructor(
    private readonly db: Database,
    private readonly alerts: AlertsService,
    private readonly accounts: AccountDirectory,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.accounts.onChange(() => {
      this.evaluate().catch((error: Error) =>
        this.log.warn(`Alerts of accounts were not evaluated: ${error.name}`),
      );
    });
  }

  async evaluate(): Promise<void> {
    const accounts = await this.db.query<Found>(
      'SELECT tenant_id, id, owners_missing, has_v3_api_key, v3_key_state, v3_key_expires_at FROM account',
    );
    const now = this.clock.now();
    await this.alerts.settle('ownerMissing', accounts.flatMap(ownerMissing));
    await this.alerts.settle('v3KeyRefused', accounts.flatMap(keyRefused));
    await this.alerts.settle(
      'v3KeyExpiring',
      accounts.flatMap((account) => keyExpiring(account, now)),
    );
  }
}

function ownerMissing({ tenant_id, id, owners_missing }: Found): HeldAlert[] {
  const missing = JSON.parse(owners_missing) as string[];
  if (missing.length === 0) return [];
  const stores = missing.filter((place) => place !== 'account').length;
  const places = [
    ...(missing.includes('account') ? ['the account'] : []),
    ...(stores > 0 ? [stores === 1 ? 'one store' : `${stores} stores`] : []),
  ].join(' and ');
  return [
    {
      tenantId: tenant_id,
      kind: 'ownerMissing',
      subject: `account:${id}`,
      severity: 'warning',
      message: `The contact owner that ${places} set${missing.length === 1 ? 's' : ''} is no user of the SALESmanago account any more: choose another one.`,
      count: missing.length,
    },
  ];
}

function keyRefused({ tenant_id, id, has_v3_api_key, v3_key_state }: Found): HeldAlert[] {
  if (has_v3_api_key !== 1 || v3_key_state === null || v3_key_state === 'working') return [];
  return [
    {
      tenantId: tenant_id,
      kind: 'v3KeyRefused',
      subject: `account:${id}`,
      severity: 'error',
      message: KEY_TEXTS[v3_key_state],
      count: 1,
    },
  ];
}

function keyExpiring(account: Found, now: number): HeldAlert[] {
  const { tenant_id, id, has_v3_api_key, v3_key_state } = account;
  const endsAt = account.v3_key_expires_at === null ? null : Number(account.v3_key_expires_at);
  if (has_v3_api_key !== 1 || endsAt === null || endsAt - now > WARN_MS) return [];
  if (v3_key_state !== null && v3_key_state !== 'working') return [];
  const day = new Date(endsAt).toISOString().slice(0, 10);
  return [
    {
      tenantId: tenant_id,
      kind: 'v3KeyExpiring',
      subject: `account:${id}`,
      severity: 'warning',
      message: `The API v3 key of this account ends on ${day}: make a new one before.`,
      count: 1,
    },
  ];
}
