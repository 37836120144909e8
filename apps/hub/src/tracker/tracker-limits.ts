import { Injectable } from '@nestjs/common';
import { networkOf } from '../intake/network-of.js';
import { TokenBuckets } from '../intake/token-buckets.js';

/** A shopper changes the cart now and then; an office or a mobile network has many of them behind one address. */
const OF_ADDRESS = { burst: 120, perSecond: 2 };
/** More than the busiest hour of a large store. */
const OF_STORE = { burst: 1_500, perSecond: 50 };
const MOST_ADDRESSES = 50_000;
const MOST_STORES = 10_000;

/** The doors that have limits. */
export type TrackerDoorName = 'cart' | 'visitor' | 'identity';

/** How much the doors of the tracker take, per process: by address and by store. */
@Injectable()
export class TrackerLimits {
  private readonly addresses = new TokenBuckets(OF_ADDRESS, MOST_ADDRESSES);
  private readonly stores = new TokenBuckets(OF_STORE, MOST_STORES);

  /** @returns 0, or the seconds to wait. */
  ofAddress(address: string): number {
    return this.addresses.take(networkOf(address));
  }

  /** @returns 0, or the seconds to wait. @param door carts must not be locked out by questions. */
  ofStore(storeId: string, door: TrackerDoorName): number {
    return this.stores.take(`${door}/${storeId}`);
  }
}
