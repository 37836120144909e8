import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import {
  type ConsentWriteResult,
  HubError,
  StoreForbidden,
  StoreRateLimited,
  StoreUnauthorized,
} from '@storewire/core';
import { Clock } from '../clock.js';
import { ConnectionPause } from '../connections/connection-pause.js';
import { type DueCommand, OutboxRepository, PlanOutdated } from '../database/outbox.repository.js';
import { newId } from '../ids.js';
import { StoreDirectory } from '../stores/store-directory.js';
import { connectionLane, laneParts, WorkQueue, writeBackLane } from '../work/work-queue.js';
import type { Outcome, StartedCommand } from './outcome.js';
import { SettleService } from './settle.service.js';
import { payloadOf } from './wire.js';
import { WriteBackBaseline } from './write-back-baseline.js';

const ROUND = 20;
const METHOD = 'store.consent';
/** A store may be down for a night; its consent is written in the morning. */
const RETRY_WINDOW_MS = 24 * 3_600_000;

/**
 * The lane of a connection the other way: consent that SALESmanago knows is written to the store. What the store
 * says afterwards is its new baseline, so that its own webhook about the change is no news.
 */
@Injectable()
export class WriteBackService implements OnModuleInit {
  private readonly log = new Logger('write-back');

  constructor(
    private readonly outbox: OutboxRepository,
    private readonly stores: StoreDirectory,
    private readonly settle: SettleService,
    private readonly baseline: WriteBackBaseline,
    private readonly pause: ConnectionPause,
    private readonly queue: WorkQueue,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.queue.handle('writeback', (lane) => this.work(lane));
  }

  /** Wakes every connection that has consent to write, in case a wake-up was lost. */
  async sweep(): Promise<void> {
    for (const { tenantId, connectionId } of await this.outbox.waitingWriteBacks()) {
      this.queue.wake(writeBackLane(tenantId, connectionId));
    }
  }

  private async work(lane: string): Promise<number | undefined> {
    const { tenantId, id: connectionId } = laneParts(lane);
    for (;;) {
      const due = await this.outbox.due(tenantId, connectionId, this.clock.now(), ROUND);
      if (due.length === 0) {
        const next = await this.outbox.nextDue(tenantId, connectionId);
        return next === undefined ? undefined : Math.max(50, next - this.clock.now());
      }
      for (const command of due) {
        if (!(await this.write(tenantId, connectionId, command))) return undefined;
      }
    }
  }

  /** @returns false when the connection was paused. */
  private async write(
    tenantId: string,
    connectionId: string,
    command: DueCommand,
  ): Promise<boolean> {
    const started: StartedCommand = { command, attemptId: newId() };
    try {
      const { id, revision } = command;
      const attempt = [{ id, revision, attemptId: started.attemptId }];
      await this.outbox.startAttempts(tenantId, newId(), METHOD, this.clock.now(), attempt);
    } catch (error) {
      if (error instanceof PlanOutdated) return true;
      throw error;
    }
    const outcome = await this.callStore(tenantId, command);
    const options = {
      lookUpSeconds: [],
      countTries: outcome.kind !== 'unauthorized',
      retryWindowMs: RETRY_WINDOW_MS,
    };
    await this.settle.settle(tenantId, connectionId, [{ ...started, outcome }], options);
    if (outcome.kind !== 'unauthorized') return true;
    await this.pause.pause(tenantId, connectionId, outcome.detail);
    return false;
  }

  private async callStore(tenantId: string, command: DueCommand): Promise<Outcome> {
    const store = await this.stores.byId(tenantId, command.storeId);
    const sink = store?.adapter.sinks?.consent;
    if (!store || !sink)
      return { kind: 'dropped', detail: 'The store was removed, or takes no consent back.' };
    const write = payloadOf(command, 'writeConsent');
    try {
      const result: ConsentWriteResult = await sink(store.client(), write);
      if (result.outcome === 'missing')
        return { kind: 'dropped', detail: 'The store does not know this person.' };
      const isOutdated = await this.baseline.save(store, write, result);
      if (isOutdated) this.queue.wake(connectionLane(tenantId, store.connectionId));
      const mismatch = result.state === write.state ? '' : `; the store now says ${result.state}`;
      return { kind: 'done', answer: `${result.outcome}${mismatch}` };
    } catch (error) {
      return this.failureOf(error);
    }
  }

  private failureOf(error: unknown): Outcome {
    const detail = error instanceof Error ? error.message : String(error);
    if (error instanceof StoreUnauthorized || error instanceof StoreForbidden) {
      return { kind: 'unauthorized', cause: error.code, detail };
    }
    if (error instanceof HubError && error.next === 'retry') {
      const retryAfterMs =
        error instanceof StoreRateLimited ? { retryAfterMs: error.retryAfterMs } : {};
      return { kind: 'notSent', cause: error.code, detail, ...retryAfterMs };
    }
    if (error instanceof HubError) return { kind: 'refused', cause: error.code, detail };
    this.log.error(
      `Consent could not be written: ${error instanceof Error ? error.name : 'unknown error'}`,
    );
    return { kind: 'refused', cause: 'WRITE_BACK_FAILED', detail };
  }
}
