import { Injectable } from '@nestjs/common';
import type { AccountContext } from '../accounts/account-directory.js';
import { Clock } from '../clock.js';
import { OutboxRepository } from '../database/outbox.repository.js';
import {
  BATCH_FROM,
  BATCH_FROM_WHEN_SLOW,
  EXPORT_LANE,
  fairly,
  isForConsent,
  MAX_BATCH,
  type PlannedCall,
  planCall,
} from './call-plan.js';
import { ExportLinger } from './export-linger.js';
import { ExportTurns } from './export-turns.js';

/** How long the list of running exports is believed. */
const FRESH_MS = 1_000;

interface Lane {
  readonly turns: ExportTurns;
  exports: readonly string[];
  readAt: number;
  /** The last call was for consent. */
  wasConsent: boolean;
}

/** Chooses the next call of an account: consent before live before export, and of ten calls one for each export. */
@Injectable()
export class CallPlanner {
  private readonly lanes = new Map<string, Lane>();

  constructor(
    private readonly outbox: OutboxRepository,
    private readonly linger: ExportLinger,
    private readonly clock: Clock,
  ) {}

  /**
   * `linger`: there are batches of exports that are worth a moment's wait, and nothing else.
   * @param pace `isIdle`: no call of the account is under way; `isSlow`: calls have to wait for each other.
   */
  async next(
    account: AccountContext,
    { isIdle, isSlow }: { readonly isIdle: boolean; readonly isSlow: boolean },
  ): Promise<PlannedCall | 'linger' | undefined> {
    const { tenantId, accountId } = account;
    const lane = await this.laneOf(account);
    const exportId = lane.turns.next(lane.exports);
    if (exportId) {
      const planned = planCall(await this.due(account, EXPORT_LANE, exportId));
      if (!planned) lane.turns.pass(exportId);
      // What is worth waiting for holds up no live traffic meanwhile.
      else if (!(await this.linger.shouldWait(account, planned, isIdle))) return planned;
    }
    const batchFrom = isSlow ? BATCH_FROM_WHEN_SLOW : BATCH_FROM;
    const due = await this.outbox.due(tenantId, accountId, this.clock.now(), MAX_BATCH * 2);
    let ready = fairly(due, batchFrom, lane.wasConsent);
    // While a batch of contacts fills up, one of events may be full already, or the other way round.
    for (let isLingering = false; ; isLingering = true) {
      const planned = planCall(ready, batchFrom);
      if (!planned) return isLingering ? 'linger' : undefined;
      if (planned.commands[0]?.lane !== EXPORT_LANE) return planned;
      if (!(await this.linger.shouldWait(account, planned, isIdle))) return planned;
      const waiting = new Set(planned.commands);
      ready = ready.filter((command) => !waiting.has(command));
    }
  }

  /** A planned call was started. */
  started({ tenantId, accountId }: AccountContext, planned: PlannedCall): void {
    const lane = this.lanes.get(keyOf(tenantId, accountId));
    if (!lane) return;
    const [first] = planned.commands;
    const exportId = first?.lane === EXPORT_LANE ? first.exportId : null;
    lane.turns.started(lane.exports, exportId);
    lane.wasConsent = isForConsent(planned);
  }

  private due({ tenantId, accountId }: AccountContext, fromLane: number, exportId: string) {
    const now = this.clock.now();
    return this.outbox.due(tenantId, accountId, now, MAX_BATCH, fromLane, exportId);
  }

  private async laneOf({ tenantId, accountId }: AccountContext): Promise<Lane> {
    const key = keyOf(tenantId, accountId);
    const lane = this.lanes.get(key) ?? {
      turns: new ExportTurns(),
      exports: [],
      readAt: Number.NEGATIVE_INFINITY,
      wasConsent: false,
    };
    this.lanes.set(key, lane);
    if (performance.now() - lane.readAt < FRESH_MS) return lane;
    lane.readAt = performance.now();
    lane.exports = await this.outbox.runningExports(tenantId, accountId);
    return lane;
  }
}

const keyOf = (tenantId: string, accountId: string): string => `${tenantId}/${accountId}`;
