import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { HubError, type WebhookSubscription } from '@storewire/core';
import { ProblemException } from '../access/problem.js';
import { AlertsService } from '../alerts/alerts.service.js';
import { Clock } from '../clock.js';
import { HubConfig } from '../config.js';
import { Database } from '../database/database.service.js';
import type { StoreContext } from '../stores/store-context.js';
import { StoreDirectory } from '../stores/store-directory.js';
import { StoreWebhooksService } from '../stores/store-webhooks.service.js';
import { type StoreRound, StoreRounds } from '../work/store-rounds.js';
import { laneParts, WorkQueue } from '../work/work-queue.js';
import { compareSubscriptions, topicsOf } from './subscriptions.js';
import { type WatchState, WebhookWatch } from './webhook-watch.entity.js';

/** A new store registers by itself; the first look comes when that is over. */
const ROUND: StoreRound = { table: 'webhook_watch', lane: 'watch', firstMs: 10 * 60_000 };

interface Finding {
  readonly state: WatchState;
  readonly detail: string | null;
  readonly topics?: readonly string[];
  /** For the alert; the detail may quote the platform. */
  readonly problem?: string;
}

/**
 * Looks after the webhook subscriptions of every store: once a day, after a change of the public address, and when
 * webhooks stop while polls find changes. What is missing or switched off is registered again.
 */
@Injectable()
export class WebhookWatchService implements OnModuleInit {
  private readonly log = new Logger('watchdog');

  constructor(
    private readonly db: Database,
    private readonly stores: StoreDirectory,
    private readonly webhooks: StoreWebhooksService,
    private readonly alerts: AlertsService,
    private readonly rounds: StoreRounds,
    private readonly queue: WorkQueue,
    private readonly config: HubConfig,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.queue.handle('watch', (lane) => this.work(lane));
  }

  /** Wakes the stores whose look is due; a new store gets its first date. */
  sweep(): Promise<void> {
    return this.rounds.sweep(ROUND);
  }

  /** Looks at a store with the next sweep. */
  async lookSoon(tenantId: string, storeId: string): Promise<void> {
    await this.db.of(tenantId, WebhookWatch).update({ storeId }, { nextAt: this.clock.now() });
  }

  private async work(lane: string): Promise<undefined> {
    const { tenantId, id: storeId } = laneParts(lane);
    const row = await this.db.of(tenantId, WebhookWatch).findOne({ storeId });
    if (!row || !this.rounds.isDue(row)) return undefined;
    const isMoved = row.publicUrl !== this.config.publicUrl;
    const store = await this.stores.byId(tenantId, storeId);
    if (!store || store.isPaused) return this.postpone(row, null);
    try {
      const finding = await this.look(store, row, isMoved);
      // Told first: a process that ends in between looks again and tells once more, instead of never.
      await this.tell(store, finding);
      await this.save(row, finding);
    } catch (error) {
      await this.afterError(store, row, error);
    }
    return undefined;
  }

  private async look(store: StoreContext, row: WebhookWatch, isMoved: boolean): Promise<Finding> {
    const { webhooks } = store.adapter.sources;
    if (!webhooks?.check || !webhooks.register) return { state: 'unsupported', detail: null };
    if (!this.webhooks.canReach(store)) {
      const detail =
        'The hub has no public https address, so the store cannot reach it; polling does the work.';
      return { state: 'unreachable', detail };
    }
    const found = await this.webhooks.list(store.tenantId, store.storeId);
    const { isComplete, lost } = compareSubscriptions(found, isMoved ? null : row.topics);
    // What the store refused yesterday is tried again today.
    if (isComplete && row.state !== 'failed') {
      return { state: 'ok', detail: null, topics: topicsOf(found) };
    }
    const after = await this.webhooks.register(store.tenantId, store.storeId);
    this.log.log(`Webhooks of store ${store.storeId} were registered again.`);
    return findingOf(after, row.topics === null || isMoved ? [] : lost);
  }

  private async tell({ tenantId, storeId }: StoreContext, finding: Finding): Promise<void> {
    const { state, problem } = finding;
    const about = { tenantId, kind: 'webhookWatchdog', subject: `store:${storeId}` } as const;
    if (problem) {
      const severity = state === 'failed' ? 'error' : 'warning';
      await this.alerts.raise({ ...about, severity, message: problem });
    } else {
      await this.alerts.resolve(tenantId, about.kind, about.subject);
    }
  }

  private async afterError(store: StoreContext, row: WebhookWatch, error: unknown): Promise<void> {
    const isKnown = error instanceof HubError || error instanceof ProblemException;
    const code = isKnown ? error.code : 'unexpected error';
    this.log.warn(`Webhooks of store ${store.storeId} could not be checked: ${code}.`);
    const detail = isKnown
      ? error.message
      : 'The check itself failed; the log of the hub says where.';
    if (this.rounds.isPassing(error, row)) {
      await this.postpone(row, detail);
      return;
    }
    const problem = `The webhook subscriptions of this store cannot be checked (${code}). Polling brings what changes; check the store.`;
    const finding: Finding = { state: 'failed', detail, problem };
    await this.tell(store, finding);
    await this.save(row, finding);
  }

  private async save({ tenantId, storeId }: WebhookWatch, finding: Finding): Promise<void> {
    await this.db.of(tenantId, WebhookWatch).update(
      { storeId },
      {
        state: finding.state,
        detail: finding.detail,
        ...(finding.topics ? { topics: [...finding.topics] } : {}),
        ...this.rounds.datesAfterLook(),
      },
    );
  }

  private async postpone(row: WebhookWatch, detail: string | null): Promise<undefined> {
    await this.db
      .of(row.tenantId, WebhookWatch)
      .update({ storeId: row.storeId }, { ...this.rounds.dateOfRetry(), detail });
    return undefined;
  }
}

function findingOf(after: readonly WebhookSubscription[], lost: readonly string[]): Finding {
  const topics = topicsOf(after);
  const refused = after.filter(({ active }) => !active);
  if (refused.length > 0) {
    const named = refused.map(({ topic, detail }) => (detail ? `${topic}: ${detail}` : topic));
    return {
      state: 'failed',
      detail: named.join('; '),
      topics,
      problem: `The store refuses ${countOf(refused.length)}: ${refused.map(({ topic }) => topic).join(', ')}. Polling brings what changes; check the permissions of the connection.`,
    };
  }
  if (lost.length === 0) return { state: 'ok', detail: null, topics };
  const detail = `Registered again: ${lost.join(', ')}.`;
  return {
    state: 'repaired',
    detail,
    topics,
    problem: `${countOf(lost.length)} of this store ${lost.length === 1 ? 'was' : 'were'} missing or switched off and ${lost.length === 1 ? 'has' : 'have'} been registered again: ${lost.join(', ')}.`,
  };
}

const countOf = (count: number): string =>
  count === 1 ? 'A webhook subscription' : `${count} webhook subscriptions`;
