import { type LaneHandler, WorkQueue } from '../../src/work/work-queue.js';
import type { ModelClock } from './world.js';

/** The queue of one life of the process, turned by hand: nothing runs unless the test says so. */
export class ManualQueue extends WorkQueue {
  readonly isStopping = false;
  private readonly handlers = new Map<string, LaneHandler>();
  private readonly awake = new Set<string>();
  private readonly due = new Map<string, number>();
  private beside_ = 0;

  constructor(private readonly clock: ModelClock) {
    super();
  }

  handle(kind: string, handler: LaneHandler): void {
    this.handlers.set(kind, handler);
  }

  wake(lane: string): void {
    this.awake.add(lane);
  }

  every(): void {}

  beside(work: Promise<void>): void {
    this.beside_ += 1;
    void work.finally(() => {
      this.beside_ -= 1;
    });
  }

  async stop(): Promise<void> {}

  get isBusy(): boolean {
    return this.beside_ > 0;
  }

  /** Runs one lane that was woken, or whose time has come. @returns whether there was one. */
  async turn(): Promise<boolean> {
    for (const [lane, at] of this.due) {
      if (at > this.clock.now()) continue;
      this.due.delete(lane);
      this.awake.add(lane);
    }
    const [lane] = this.awake;
    if (lane === undefined) return false;
    this.awake.delete(lane);
    const waitMs = await this.handlers.get(lane.slice(0, lane.indexOf(':')))?.(lane);
    if (waitMs !== undefined) this.due.set(lane, this.clock.now() + waitMs);
    return true;
  }

  /** When the next lane is due that waits for the clock. */
  get nextDue(): number | undefined {
    return this.due.size ? Math.min(...this.due.values()) : undefined;
  }
}
