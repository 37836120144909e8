import { Injectable, Logger } from '@nestjs/common';
import { type LaneHandler, WorkQueue } from './work-queue.js';

interface LaneState {
  running: boolean;
  again: boolean;
  timer?: NodeJS.Timeout;
}

/** A lane that failed is looked at again after this long. */
const RETRY_MS = 1_000;
/** How long calls under way may take to end. */
const STOP_MS = 10_000;

/** One process, its own event loop: lanes run side by side, each one by itself. */
@Injectable()
export class InProcessQueue extends WorkQueue {
  private readonly log = new Logger('work');
  private readonly handlers = new Map<string, LaneHandler>();
  private readonly lanes = new Map<string, LaneState>();
  private readonly timers = new Set<NodeJS.Timeout>();
  private readonly active = new Set<Promise<void>>();
  private stopped = false;

  get isStopping(): boolean {
    return this.stopped;
  }

  handle(kind: string, handler: LaneHandler): void {
    this.handlers.set(kind, handler);
  }

  wake(lane: string): void {
    if (this.stopped) return;
    const state = this.lanes.get(lane) ?? { running: false, again: false };
    this.lanes.set(lane, state);
    if (state.running) {
      state.again = true;
      return;
    }
    clearTimeout(state.timer);
    state.running = true;
    this.beside(this.run(lane, state));
  }

  beside(work: Promise<void>): void {
    const tracked = work.finally(() => this.active.delete(tracked));
    this.active.add(tracked);
  }

  every(name: string, intervalMs: number, work: () => Promise<void>): void {
    let running = false;
    const timer = setInterval(() => {
      if (running || this.stopped) return;
      running = true;
      this.beside(
        work()
          .catch((error: Error) => this.log.error(`${name} failed: ${error.name}`))
          .finally(() => {
            running = false;
          }),
      );
    }, intervalMs);
    this.timers.add(timer);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    for (const timer of this.timers) clearInterval(timer);
    for (const state of this.lanes.values()) clearTimeout(state.timer);
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<'late'>((resolve) => {
      timer = setTimeout(resolve, STOP_MS, 'late');
    });
    while (this.active.size) {
      if ((await Promise.race([Promise.allSettled(this.active), late])) === 'late') break;
    }
    clearTimeout(timer);
  }

  private async run(lane: string, state: LaneState): Promise<void> {
    const handler = this.handlers.get(lane.slice(0, lane.indexOf(':')));
    // In a turn of its own, so that waking never runs work inside the caller.
    await new Promise((resolve) => setImmediate(resolve));
    let waitMs: number | undefined;
    do {
      state.again = false;
      try {
        waitMs = await handler?.(lane);
      } catch (error) {
        this.log.error(`A lane failed and is tried again: ${describe(error)}`);
        waitMs = RETRY_MS;
      }
    } while (state.again && !this.stopped && waitMs !== RETRY_MS);
    state.running = false;
    if (this.stopped) return;
    if (waitMs === undefined && !state.again) {
      this.lanes.delete(lane);
      return;
    }
    this.wakeIn(lane, state, waitMs ?? 0);
  }

  private wakeIn(lane: string, state: LaneState, waitMs: number): void {
    clearTimeout(state.timer);
    state.timer = setTimeout(() => this.wake(lane), waitMs);
  }
}

const describe = (error: unknown): string =>
  error instanceof Error
    ? `${error.name} ${(error.stack ?? '').split('\n')[1]?.trim() ?? ''}`
    : 'unknown error';
