interface Bucket {
  tokens: number;
  at: number;
}

/** How much is allowed: so many at once, and so many a second from then on. */
export interface Allowance {
  readonly burst: number;
  readonly perSecond: number;
}

/** Allowances by key, in memory; of too many keys the ones that were used longest ago are forgotten. */
export class TokenBuckets {
  private readonly buckets = new Map<string, Bucket>();

  /** @param now milliseconds of a clock that only goes forward. */
  constructor(
    private readonly allowance: Allowance,
    private readonly maxKeys: number,
    private readonly now: () => number = () => performance.now(),
  ) {}

  get size(): number {
    return this.buckets.size;
  }

  /** Takes one. @returns 0, or the seconds until there is one again. */
  take(key: string): number {
    const { burst, perSecond } = this.allowance;
    const now = this.now();
    const known = this.buckets.get(key) ?? { tokens: burst, at: now };
    const tokens = Math.min(burst, known.tokens + ((now - known.at) / 1000) * perSecond);
    const isAllowed = tokens >= 1;
    this.buckets.delete(key);
    this.buckets.set(key, { tokens: isAllowed ? tokens - 1 : tokens, at: now });
    this.forgetOldest();
    return isAllowed ? 0 : Math.max(1, Math.ceil((1 - tokens) / perSecond));
  }

  private forgetOldest(): void {
    if (this.buckets.size <= this.maxKeys) return;
    const oldest = this.buckets.keys().next();
    if (!oldest.done) this.buckets.delete(oldest.value);
  }
}
