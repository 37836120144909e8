import { type RateRule, StoreRateLimited } from '@storewire/core';

/** Where time comes from; in tests `sleep` moves `now` forward and returns at once. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  sleep(ms: number): Promise<void>;
}

/**
 * Keeps one store's calls within its rate: a token bucket of one second's calls, so many at a time, and pauses that
 * the store itself asks for. First come, first served.
 */
export class Throttle {
  private running = 0;
  private readonly queue: (() => void)[] = [];
  private readonly capacity: number;
  private tokens: number;
  private filledAt: number;
  private pausedUntil = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly rate: RateRule | undefined,
    private readonly clock: Clock,
    private readonly maxWaitMs: number,
  ) {
    this.capacity = Math.max(1, rate?.callsPerSecond ?? 1);
    this.tokens = this.capacity;
    this.filledAt = clock.now();
  }

  /**
   * Waits for a turn and gives what ends it.
   * @throws StoreRateLimited when the store asked for a longer pause than is worth waiting here.
   */
  async enter(): Promise<() => void> {
    this.refuseLongPause();
    if (this.rate && this.running >= this.rate.concurrency) {
      await new Promise<void>((go) => this.queue.push(go));
    } else {
      this.running++;
    }
    let left = false;
    const leave = () => {
      if (left) return;
      left = true;
      const next = this.queue.shift();
      if (next) next();
      else this.running--;
    };
    try {
      await this.waitForTurn();
    } catch (error) {
      leave();
      throw error;
    }
    return leave;
  }

  /** No call of this client for so long, beginning now; a longer pause under way stays. */
  pause(ms: number): void {
    if (ms > 0) this.pausedUntil = Math.max(this.pausedUntil, this.clock.now() + ms);
  }

  private async waitForTurn(): Promise<void> {
    const tokenMs = this.takeToken();
    if (tokenMs > 0) await this.clock.sleep(tokenMs);
    // A pause may begin while this call waits, also while it waits for another pause.
    while (this.pauseLeftMs() > 0) {
      this.refuseLongPause();
      await this.clock.sleep(this.pauseLeftMs());
    }
  }

  /** Takes a token, in advance if need be; how long to wait until it is there. */
  private takeToken(): number {
    if (!this.rate) return 0;
    const now = this.clock.now();
    const refilled = ((now - this.filledAt) / 1000) * this.rate.callsPerSecond;
    this.tokens = Math.min(this.capacity, this.tokens + refilled) - 1;
    this.filledAt = now;
    return this.tokens >= 0 ? 0 : (-this.tokens / this.rate.callsPerSecond) * 1000;
  }

  private refuseLongPause(): void {
    const leftMs = this.pauseLeftMs();
    if (leftMs > this.maxWaitMs) throw new StoreRateLimited(leftMs);
  }

  private pauseLeftMs(): number {
    return this.pausedUntil - this.clock.now();
  }
}
