import { Injectable } from '@nestjs/common';
import { AccountPace, type PaceReport } from '../delivery/account-pace.js';
import { Metrics } from '../health/metrics.service.js';
import { type AccountContext, AccountDirectory } from './account-directory.js';

type Settings = Pick<AccountContext, 'callsPerSecond' | 'concurrency'>;

interface Known {
  readonly tenantId: string;
  readonly accountId: string;
  readonly pace: AccountPace;
}

/** The paces of this process, one per account: delivery keeps to them, the API and the metrics show them. */
@Injectable()
export class AccountPaces {
  private readonly paces = new Map<string, Known>();

  constructor(directory: AccountDirectory, metrics: Metrics) {
    directory.onExchange(({ tenantId, accountId }, report) => {
      this.paces.get(keyOf(tenantId, accountId))?.pace.exchanged(performance.now(), report);
    });
    metrics.gauge({
      name: 'storewire_account_calls_per_second',
      help: 'Calls to SALESmanago that may start per second at present; 0 while the lane waits for its next probe.',
      labelNames: ['tenant', 'account'],
      collect: async (gauge) => {
        gauge.reset();
        const now = performance.now();
        for (const { tenantId, accountId, pace } of this.paces.values()) {
          gauge.set({ tenant: tenantId, account: accountId }, pace.report(now).callsPerSecond);
        }
      },
    });
  }

  /** The pace of an account, within what its settings allow now. */
  of({ tenantId, accountId, callsPerSecond, concurrency }: AccountContext): AccountPace {
    const key = keyOf(tenantId, accountId);
    let known = this.paces.get(key);
    if (known) {
      known.pace.configure({ callsPerSecond, concurrency });
    } else {
      const pace = new AccountPace({ callsPerSecond, concurrency }, performance.now());
      known = { tenantId, accountId, pace };
      this.paces.set(key, known);
    }
    return known.pace;
  }

  /** What can be shown of an account; one that was never called here has its whole pace before it. */
  report(tenantId: string, accountId: string, settings: Settings): PaceReport {
    const { callsPerSecond, concurrency } = settings;
    const known = this.paces.get(keyOf(tenantId, accountId));
    if (!known) return { callsPerSecond, concurrency, reason: null };
    known.pace.configure({ callsPerSecond, concurrency });
    return known.pace.report(performance.now());
  }
}

const keyOf = (tenantId: string, accountId: string): string => `${tenantId}/${accountId}`;
