import { setTimeout as pause } from 'node:timers/promises';
import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { type AccountContext, AccountDirectory } from '../accounts/account-directory.js';
import { AccountPaces } from '../accounts/account-paces.js';
import { AccountPause } from '../accounts/account-pause.js';
import { Clock } from '../clock.js';
import { OutboxRepository, PlanOutdated } from '../database/outbox.repository.js';
import { newId } from '../ids.js';
import { reach } from '../work/crash-points.js';
import { accountLane, laneParts, WorkQueue } from '../work/work-queue.js';
import type { AccountPace } from './account-pace.js';
import type { PlannedCall } from './call-plan.js';
import { CallPlanner } from './call-planner.service.js';
import { ExportLinger } from './export-linger.js';
import { LookUpService } from './look-up.service.js';
import type { Result, StartedCommand } from './outcome.js';
import { probeWaitMs } from './retry-policy.js';
import { Sender } from './sender.service.js';
import { methodOf } from './sent-request.js';
import { SettleService } from './settle.service.js';

/** Step 4: sends what is ready, per account in a lane of its own; lanes never wait for each other. */
@Injectable()
export class LaneService implements OnModuleInit {
  private readonly log = new Logger('delivery');

  constructor(
    private readonly outbox: OutboxRepository,
    private readonly accounts: AccountDirectory,
    private readonly paces: AccountPaces,
    private readonly pause: AccountPause,
    private readonly sender: Sender,
    private readonly settle: SettleService,
    private readonly lookUps: LookUpService,
    private readonly planner: CallPlanner,
    private readonly linger: ExportLinger,
    private readonly queue: WorkQueue,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.queue.handle('account', (lane) => this.work(lane));
  }

  /** Wakes every account that has something ready, in case a wake-up was lost. */
  async sweep(): Promise<void> {
    for (const { tenantId, accountId } of await this.outbox.waitingAccounts()) {
      this.queue.wake(accountLane(tenantId, accountId));
    }
  }

  /** Starts as many calls as the account's pace allows; a call that ends wakes the lane again. */
  private async work(lane: string): Promise<number | undefined> {
    const { tenantId, id: accountId } = laneParts(lane);
    const account = await this.accounts.get(tenantId, accountId);
    if (!account || account.state === 'paused') return undefined;
    const pace = this.paces.of(account);
    for (;;) {
      const waitMs = pace.waitMs(performance.now());
      if (waitMs !== 0) return waitMs;
      if (this.queue.isStopping) return undefined;
      if (await this.lookUps.startDue(account, pace, () => this.queue.wake(lane))) continue;
      const planned = await this.planner.next(account, pace);
      if (planned === 'linger') return this.linger.waitMs;
      if (!planned) return this.untilDue(tenantId, accountId);
      reach('deliver.beforeAttempt');
      const started = await this.start(account, planned);
      if (!started) continue;
      reach('deliver.beforeSend');
      pace.start();
      this.planner.started(account, planned);
      this.queue.beside(this.finish(lane, account, pace, planned.method, started));
    }
  }

  /** Writes the attempts; `undefined` when the plan was out of date and has to be made anew. */
  private async start(
    account: AccountContext,
    planned: PlannedCall,
  ): Promise<StartedCommand[] | undefined> {
    const started = planned.commands.map((command) => ({ command, attemptId: newId() }));
    try {
      await this.outbox.startAttempts(
        account.tenantId,
        newId(),
        methodOf(planned),
        this.clock.now(),
        started.map(({ command, attemptId }) => ({
          id: command.id,
          revision: command.revision,
          attemptId,
        })),
      );
      return started;
    } catch (error) {
      if (error instanceof PlanOutdated) return undefined;
      throw error;
    }
  }

  private async finish(
    lane: string,
    account: AccountContext,
    pace: AccountPace,
    method: PlannedCall['method'],
    started: readonly StartedCommand[],
  ): Promise<void> {
    const { tenantId, accountId } = account;
    const results = await this.sender.send(tenantId, accountId, account.client, method, started);
    reach('deliver.afterSend');
    const verdict = verdictOf(results);
    const othersSucceed = pace.consecutiveFailedSends < 3;
    if (verdict.isFailure) {
      const waitMs = Math.max(probeWaitMs(pace.consecutiveFailures + 1), verdict.retryAfterMs);
      pace.failed(performance.now(), waitMs);
      pace.hold(performance.now(), verdict.retryAfterMs);
    } else {
      pace.succeeded();
    }
    await this.untilWritten(() =>
      this.settle.settle(tenantId, accountId, results, {
        lookUpSeconds: account.lookUpSeconds,
        countTries: othersSucceed,
        retryWindowMs: account.retryWindowMs,
      }),
    );
    const { unauthorized } = verdict;
    if (unauthorized)
      await this.untilWritten(() => this.pause.pause(tenantId, accountId, unauthorized));
    await this.lookUps.proveWith(account, results);
    this.queue.wake(lane);
  }

  /**
   * What a call said is known here and nowhere else, so while the database refuses it (a full disk), it is tried again.
   * When the process ends before, the attempts are still `sending`, and the next start looks them up.
   */
  private async untilWritten(write: () => Promise<void>): Promise<void> {
    for (let failures = 1; ; failures += 1) {
      try {
        return await write();
      } catch (error) {
        this.log.error(
          `Results could not be written: ${error instanceof Error ? error.name : 'unknown error'}`,
        );
        if (this.queue.isStopping) return;
        await pause(probeWaitMs(failures));
      }
    }
  }

  private async untilDue(tenantId: string, accountId: string): Promise<number | undefined> {
    const due = await this.outbox.nextDue(tenantId, accountId);
    return due === undefined ? undefined : Math.max(20, due - this.clock.now());
  }
}

/** What a call says about the account: did anything arrive at all? */
function verdictOf(results: readonly Result[]): {
  isFailure: boolean;
  retryAfterMs: number;
  unauthorized?: string;
} {
  const outcome = results[0]?.outcome;
  if (!outcome) return { isFailure: false, retryAfterMs: 0 };
  if (outcome.kind === 'unauthorized')
    return { isFailure: true, retryAfterMs: 0, unauthorized: outcome.detail };
  if (outcome.kind === 'notSent')
    return { isFailure: true, retryAfterMs: outcome.retryAfterMs ?? 0 };
  return { isFailure: outcome.kind === 'unknown', retryAfterMs: 0 };
}
