import { Injectable } from '@nestjs/common';
import { isAllowedOrigin, MAX_BEACON_BYTES, type Unread } from '@storewire/tracker';
import { Metrics } from '../health/metrics.service.js';
import type { StoreContext } from '../stores/store-context.js';
import { storefrontOrigins } from './storefront-origins.js';
import { type TrackerDoorName, TrackerLimits } from './tracker-limits.js';
import { foreignOrigin, tooManyRequests, unread } from './tracker-problem.js';

/** What a browser posted. */
export interface Posted {
  readonly store: StoreContext;
  readonly origin: string | undefined;
  readonly body: string;
}

/** Lets in what a page of the storefront posted in the form of the contract, and counts it all. */
@Injectable()
export class TrackerAdmission {
  constructor(
    private readonly limits: TrackerLimits,
    private readonly metrics: Metrics,
  ) {}

  /** @throws ProblemException 403, 400, 413, 422 or 429. */
  admit<T extends object>(
    door: 'cart' | 'visitor',
    { store, origin, body }: Posted,
    read: (body: string) => T | Unread,
  ): T {
    if (!isAllowedOrigin(origin, storefrontOrigins(store))) {
      this.count(door, 'foreignOrigin');
      throw foreignOrigin();
    }
    const found = read(body);
    if ('problem' in found) {
      this.count(door, found.problem.code);
      throw unread(found.problem, MAX_BEACON_BYTES);
    }
    this.limitStore(door, store.storeId);
    return found;
  }

  /** @throws ProblemException 429. */
  limitStore(door: TrackerDoorName, storeId: string): void {
    this.refuseWait(door, this.limits.ofStore(storeId, door));
  }

  /** @throws ProblemException 429. */
  limitAddress(door: TrackerDoorName, address: string): void {
    this.refuseWait(door, this.limits.ofAddress(address));
  }

  private refuseWait(door: TrackerDoorName, wait: number): void {
    if (wait === 0) return;
    this.count(door, 'tooMany');
    throw tooManyRequests(wait);
  }

  count(door: TrackerDoorName, outcome: string): void {
    this.metrics.countTracker(door, outcome);
  }
}
