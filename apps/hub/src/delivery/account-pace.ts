/** What the owner of the account set: the pace never goes beyond it. */
export interface PaceCeiling {
  readonly callsPerSecond: number;
  readonly concurrency: number;
}

/** Why an account is called more slowly than its ceiling allows. */
export type PaceReason = 'rateLimited' | 'unavailable' | 'slow' | 'failing';

/** The pace as people see it. */
export interface PaceReport {
  /** Calls that may start per second at present; 0 while the lane waits for its next probe. */
  readonly callsPerSecond: number;
  /** Calls at a time. */
  readonly concurrency: number;
  /** Null: as fast as the account's settings allow. */
  readonly reason: PaceReason | null;
}

/** One exchange with SALESmanago, as the client reports it. */
export interface PacedExchange {
  readonly call: string;
  /** Absent when no answer came. */
  readonly status?: number;
  readonly durationMs: number;
}

/** A call this slow says that the account has enough to do; a batch carries up to 400 records and may take longer. */
const SLOW_MS = 5_000;
const SLOW_BATCH_MS = 20_000;
/** A call is slow, too, when it takes this many times what it usually takes, and long enough to matter. */
const SLOW_FACTOR = 4;
const NOTICEABLE_MS = 2_000;
/** Weight of the newest duration in the usual one. */
const USUAL_WEIGHT = 0.1;

/** Several bad answers at once are one event. */
const CUT_EVERY_MS = 1_000;
/** Part of the ceiling that comes back with each second in which calls succeed. */
const RAISE_PER_SECOND = 1 / 20;
/** The slowest pace that is not a pause: one call in five seconds. */
const MIN_CALLS_PER_SECOND = 0.2;

/**
 * The pace of one account in this process: how many calls may start now, and how long everything waits while every
 * call fails. Below its ceiling it finds out by itself what the account bears: halved on 429, 503 and slowness, at most
 * once a second, and raised by steps while calls succeed. Time is monotonic milliseconds, given by the caller.
 */
export class AccountPace {
  private tokens: number;
  private filledAt: number;
  private running = 0;
  private failures = 0;
  private failedSends = 0;
  private closedUntil = 0;
  private heldUntil = 0;
  /** Part of the ceiling that may be used, over 0 and up to 1. */
  private level = 1;
  private cutAt = Number.NEGATIVE_INFINITY;
  private raisedAt: number;
  private reason: PaceReason | null = null;
  private readonly usualMs = new Map<string, number>();

  constructor(
    private ceiling: PaceCeiling,
    nowMs: number,
  ) {
    this.tokens = Math.max(1, ceiling.callsPerSecond);
    this.filledAt = nowMs;
    this.raisedAt = nowMs;
  }

  configure(ceiling: PaceCeiling): void {
    this.ceiling = ceiling;
  }

  /** 0 when a call may start now; else how long to wait, or `undefined` when a running call will say. */
  waitMs(nowMs: number): number | undefined {
    // While everything fails one call probes; the others wait for what it says.
    const allowed = this.failures > 0 ? 1 : this.concurrency;
    if (this.running >= allowed) return undefined;
    const opensAt = Math.max(this.closedUntil, this.heldUntil);
    if (nowMs < opensAt) return opensAt - nowMs;
    this.refill(nowMs);
    return this.tokens >= 1 ? 0 : Math.ceil(((1 - this.tokens) / this.callsPerSecond) * 1000);
  }

  start(): void {
    this.tokens -= 1;
    this.running += 1;
  }

  /** @param isSend false for a look-up: that it works does not say that sending does. */
  succeeded(isSend = true): void {
    this.running -= 1;
    this.failures = 0;
    if (isSend) this.failedSends = 0;
    this.closedUntil = 0;
  }

  /** @param waitMs how long nobody may call. */
  failed(nowMs: number, waitMs: number, isSend = true): void {
    this.running -= 1;
    this.failures += 1;
    if (isSend) this.failedSends += 1;
    this.closedUntil = nowMs + waitMs;
  }

  /** SALESmanago asked for a pause (`Retry-After`); a call that was under way and succeeds does not end it. */
  hold(nowMs: number, waitMs: number): void {
    this.heldUntil = Math.max(this.heldUntil, nowMs + waitMs);
  }

  /** What an exchange says about how much the account bears. */
  exchanged(nowMs: number, exchange: PacedExchange): void {
    const reason = this.complaintOf(exchange);
    if (reason) this.cut(nowMs, reason);
    else if (exchange.status !== undefined && exchange.status < 500) this.raise(nowMs);
    this.learn(exchange);
  }

  get consecutiveFailures(): number {
    return this.failures;
  }

  /** Sends that failed one after the other, whatever look-ups said in between. */
  get consecutiveFailedSends(): number {
    return this.failedSends;
  }

  /** The call that may start now is the last one for a while. */
  get isSlow(): boolean {
    return this.tokens < 2;
  }

  get isIdle(): boolean {
    return this.running === 0;
  }

  report(nowMs: number): PaceReport {
    const isWaiting = (this.failures > 0 && nowMs < this.closedUntil) || nowMs < this.heldUntil;
    return {
      callsPerSecond: isWaiting ? 0 : Math.round(this.callsPerSecond * 100) / 100,
      concurrency: this.failures > 0 ? 1 : this.concurrency,
      reason: this.reason ?? (this.failures > 0 ? 'failing' : null),
    };
  }

  private get callsPerSecond(): number {
    const { callsPerSecond } = this.ceiling;
    return Math.max(Math.min(MIN_CALLS_PER_SECOND, callsPerSecond), callsPerSecond * this.level);
  }

  private get concurrency(): number {
    return Math.max(1, Math.round(this.ceiling.concurrency * this.level));
  }

  private complaintOf({ call, status, durationMs }: PacedExchange): PaceReason | undefined {
    if (status === 429) return 'rateLimited';
    if (status === 503) return 'unavailable';
    const isTooLong = durationMs > (isBatch(call) ? SLOW_BATCH_MS : SLOW_MS);
    const usual = this.usualMs.get(call);
    const isUnusual =
      usual !== undefined && durationMs > NOTICEABLE_MS && durationMs > usual * SLOW_FACTOR;
    return isTooLong || isUnusual ? 'slow' : undefined;
  }

  private cut(nowMs: number, reason: PaceReason): void {
    // What is earned is earned at the old pace, what comes at the new one.
    this.refill(nowMs);
    this.reason = reason;
    this.raisedAt = nowMs;
    if (nowMs - this.cutAt < CUT_EVERY_MS) return;
    this.cutAt = nowMs;
    const { callsPerSecond } = this.ceiling;
    const least = Math.min(1, MIN_CALLS_PER_SECOND / callsPerSecond);
    this.level = Math.max(least, this.level / 2);
    // A full bucket would let the next second pass at the pace that was just too much.
    this.tokens = Math.min(this.tokens, Math.max(1, this.callsPerSecond));
  }

  private raise(nowMs: number): void {
    if (this.level >= 1) return;
    this.refill(nowMs);
    // A long silence proves nothing: it counts like a second.
    const seconds = Math.min(1, (nowMs - this.raisedAt) / 1000);
    this.raisedAt = nowMs;
    this.level = Math.min(1, this.level + seconds * RAISE_PER_SECOND);
    if (this.level >= 1) this.reason = null;
  }

  private learn({ call, status, durationMs }: PacedExchange): void {
    if (status === undefined || status >= 300) return;
    const usual = this.usualMs.get(call);
    this.usualMs.set(
      call,
      usual === undefined ? durationMs : usual + (durationMs - usual) * USUAL_WEIGHT,
    );
  }

  private refill(nowMs: number): void {
    const earned = ((nowMs - this.filledAt) / 1000) * this.callsPerSecond;
    this.tokens = Math.min(Math.max(1, this.callsPerSecond), this.tokens + earned);
    this.filledAt = nowMs;
  }
}

const isBatch = (call: string): boolean => /batch/i.test(call);
