import { Injectable } from '@nestjs/common';
import { networkOf } from '../intake/network-of.js';
import { TokenBuckets } from '../intake/token-buckets.js';

/** A mailing list that is cleaned up at SALESmanago calls back for everybody on it. */
const OF_ACCOUNT = { burst: 5_000, perSecond: 50 };
/** A wrong URL in SALESmanago is noticed before this; a guesser is slowed down. */
const REFUSALS_OF_ADDRESS = { burst: 60, perSecond: 0.5 };
const MOST_ACCOUNTS = 10_000;
const MOST_ADDRESSES = 50_000;

/**
 * How much the callback door takes, per process. Genuine callbacks are counted by account, refused ones by address: so
 * nobody who has no key can use up what a genuine callback needs, not even behind the same address.
 */
@Injectable()
export class CallbackLimits {
  private readonly accounts = new TokenBuckets(OF_ACCOUNT, MOST_ACCOUNTS, () => this.now());
  private readonly addresses = new TokenBuckets(REFUSALS_OF_ADDRESS, MOST_ADDRESSES, () =>
    this.now(),
  );

  /** Counts a callback with the right key. @returns 0, or the seconds to wait. */
  ofAccount(tenantId: string, accountId: string): number {
    return this.accounts.take(`${tenantId}/${accountId}`);
  }

  /** Counts one that is refused. @returns 0, or the seconds to wait. */
  ofRefused(address: string): number {
    return this.addresses.take(networkOf(address));
  }

  /** Milliseconds of a clock that only goes forward. */
  protected now(): number {
    return performance.now();
  }
}
