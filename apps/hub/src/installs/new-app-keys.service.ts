import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { HubError } from '@storewire/core';
import { Clock } from '../clock.js';
import { ConnectionPause } from '../connections/connection-pause.js';
import { type CheckFailure, StoreCheckService } from '../stores/store-check.service.js';
import type { StoreContext } from '../stores/store-context.js';
import { WorkQueue } from '../work/work-queue.js';
import { type AwaitingStore, type InstallState, InstallStates } from './install-states.service.js';

const SWEEP_MS = 15_000;
const MINUTE_MS = 60_000;
/** A person may switch the app on later than they install it. */
const PATIENCE_MS = 24 * 60 * MINUTE_MS;
/** Longer than a click on "install" takes; from then on somebody should know. */
const TELL_AFTER_MS = 2 * MINUTE_MS;
const SLOWEST_MS = 30 * MINUTE_MS;
/** Shops that give no answer hold nobody else up. */
const MOST_AT_ONCE = 20;

const NOT_ACTIVE_YET: CheckFailure = {
  code: 'APP_NOT_ACTIVE_YET',
  next: 'retry',
  message:
    'The app is installed and not active yet: the shop takes its keys as soon as the app is switched on. The hub tries again by itself for a day.',
};

/** What the state of an installation says when a shop has given its keys. @param since now. */
export const awaitedFrom = (since: number): NonNullable<InstallState['awaits']> => ({
  since,
  nextAt: since + SWEEP_MS,
});

/**
 * A shop gives its keys while the app is being installed, and takes them once it is active. So a refusal of new keys is
 * no failure: the hub tries again, at first soon and then at growing distances, until a check passes or a day is over.
 */
@Injectable()
export class NewAppKeys implements OnApplicationBootstrap {
  private readonly log = new Logger('installs');

  constructor(
    private readonly states: InstallStates,
    private readonly checks: StoreCheckService,
    private readonly pause: ConnectionPause,
    private readonly queue: WorkQueue,
    private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    this.checks.onFailed((store, failure) => this.read(store, failure));
    this.queue.every('newAppKeys', SWEEP_MS, () => this.sweep());
  }

  /** Tries the keys whose turn it is; the rest has its turn next time. */
  async sweep(): Promise<void> {
    const now = this.clock.now();
    const waiting = await this.states.awaiting(now - PATIENCE_MS);
    const due = waiting.filter(({ awaits }) => awaits.nextAt <= now).slice(0, MOST_AT_ONCE);
    await Promise.all(due.map((store) => this.tryOrSay(store)));
  }

  private async tryOrSay(store: AwaitingStore): Promise<void> {
    try {
      await this.tryKeys(store);
    } catch (error) {
      const reason = error instanceof HubError ? error.code : (error as Error).name;
      this.log.warn(`The new keys of store ${store.storeId} could not be tried: ${reason}.`);
    }
  }

  private async tryKeys(store: AwaitingStore): Promise<void> {
    const { since } = store.awaits;
    const waitedMs = this.clock.now() - since;
    const nextAt = this.clock.now() + Math.min(Math.max(waitedMs, SWEEP_MS), SLOWEST_MS);
    // Before the call, so that one that ends badly is not repeated at once.
    await this.set(store, waitedMs < PATIENCE_MS ? { since, nextAt } : undefined);
    const { tenantId, storeId, connectionId } = store;
    const { failure, isPaused } = await this.checks.check(tenantId, storeId);
    if (!failure) {
      await this.set(store, undefined);
      this.log.log(`The shop of store ${storeId} takes the keys of its app.`);
    } else if (!isPaused && failure.code === NOT_ACTIVE_YET.code && waitedMs >= TELL_AFTER_MS) {
      // A pause has its reason already, such as that the app was uninstalled again.
      await this.pause.pause(tenantId, connectionId, failure.message);
    }
  }

  private set(store: AwaitingStore, awaits: AwaitingStore['awaits'] | undefined): Promise<void> {
    return this.states.change(store, ({ awaits: before, ...state }) =>
      // Another installation may have come in the meantime.
      before && before.since !== store.awaits.since
        ? { ...state, awaits: before }
        : { ...state, ...(awaits ? { awaits } : {}) },
    );
  }

  private async read(
    store: StoreContext,
    { code }: CheckFailure,
  ): Promise<CheckFailure | undefined> {
    if (code !== 'STORE_UNAUTHORIZED' || !store.adapter.install) return undefined;
    const { awaits } = await this.states.read(store);
    const isNew = awaits !== undefined && this.clock.now() - awaits.since < PATIENCE_MS;
    return isNew ? NOT_ACTIVE_YET : undefined;
  }
}
