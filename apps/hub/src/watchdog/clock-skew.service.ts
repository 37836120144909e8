import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { AccountDirectory } from '../accounts/account-directory.js';
import type { AlertSubject } from '../alerts/alert.entity.js';
import { AlertsService } from '../alerts/alerts.service.js';
import { Clock } from '../clock.js';
import { ConnectionClients } from '../connections/connection-clients.js';

const ALLOWED_MS = 30_000;
/** A cached answer carries an old date; three in a row are no accident. */
const IN_A_ROW = 3;
/** `Date` headers have no fractions of a second. */
const RESOLUTION_MS = 1_000;

interface Known {
  state: 'unknown' | 'fine' | 'skewed';
  skewed: number;
}

/**
 * How far a server's clock was from ours, in milliseconds; 0 where its date fits the time the call took. Positive: the
 * server is ahead.
 */
export function skewMs(serverTimeMs: number, endedAtMs: number, durationMs: number): number {
  if (serverTimeMs > endedAtMs) return serverTimeMs - endedAtMs;
  const startedAtMs = endedAtMs - durationMs;
  const latest = serverTimeMs + RESOLUTION_MS;
  return latest < startedAtMs ? latest - startedAtMs : 0;
}

/** Compares the hub's clock with the `Date` of every answer: signatures, windows and consent depend on it. */
@Injectable()
export class ClockSkew implements OnModuleInit {
  private readonly log = new Logger('clock');
  private readonly known = new Map<string, Known>();

  constructor(
    private readonly accounts: AccountDirectory,
    private readonly connections: ConnectionClients,
    private readonly alerts: AlertsService,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.accounts.onExchange(({ tenantId, accountId }, { serverTimeMs, durationMs }) => {
      if (serverTimeMs === undefined) return;
      this.measured(tenantId, `account:${accountId}`, serverTimeMs, durationMs);
    });
    this.connections.onCall(({ tenantId, connectionId }, { date, durationMs }) => {
      const serverTimeMs = Date.parse(date ?? '');
      if (Number.isNaN(serverTimeMs)) return;
      this.measured(tenantId, `connection:${connectionId}`, serverTimeMs, durationMs);
    });
  }

  private measured(
    tenantId: string,
    subject: AlertSubject,
    serverTimeMs: number,
    durationMs: number,
  ): void {
    const skew = skewMs(serverTimeMs, this.clock.now(), durationMs);
    const known = this.known.get(subject) ?? { state: 'unknown', skewed: 0 };
    this.known.set(subject, known);
    if (Math.abs(skew) <= ALLOWED_MS) {
      known.skewed = 0;
      if (known.state === 'fine') return;
      known.state = 'fine';
      this.inBackground(this.alerts.resolve(tenantId, 'clockSkew', subject));
      return;
    }
    known.skewed += 1;
    if (known.skewed < IN_A_ROW || known.state === 'skewed') return;
    known.state = 'skewed';
    const seconds = Math.round(Math.abs(skew) / 1000);
    const [type] = subject.split(':');
    const other = type === 'account' ? 'SALESmanago' : 'the store';
    this.inBackground(
      this.alerts.raise({
        tenantId,
        kind: 'clockSkew',
        subject,
        severity: 'warning',
        message: `The clock of the hub is ${seconds} s ${skew > 0 ? 'behind' : 'ahead of'} that of ${other}. Check the clock of the machine the hub runs on.`,
      }),
    );
  }

  private inBackground(work: Promise<void>): void {
    work.catch((error: Error) => this.log.warn(`A skew was not noted: ${error.name}`));
  }
}
