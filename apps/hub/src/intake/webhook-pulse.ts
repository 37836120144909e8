import { Injectable } from '@nestjs/common';
import type { StoreContext } from '../stores/store-context.js';

/** What the webhook door has heard from one store since it was last asked. */
export interface Heard {
  readonly store: StoreContext;
  count: number;
  lastAt: number;
}

/**
 * Listens at the webhook door: which stores talk, and when they did last. Kept in memory and written now and then, so
 * that it costs intake nothing; a crash loses the count of the last moments and no message.
 */
@Injectable()
export class WebhookPulse {
  private heard = new Map<string, Heard>();

  beat(store: StoreContext, now: number): void {
    const known = this.heard.get(store.storeId);
    if (known) {
      known.count += 1;
      known.lastAt = now;
    } else {
      this.heard.set(store.storeId, { store, count: 1, lastAt: now });
    }
  }

  /** Whether a store was heard of since the last `take`. */
  hasHeard(storeId: string): boolean {
    return this.heard.has(storeId);
  }

  /** What was heard since the last time. */
  take(): Heard[] {
    const taken = [...this.heard.values()];
    this.heard = new Map();
    return taken;
  }
}
