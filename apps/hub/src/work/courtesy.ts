import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';

/** Work is weighed against the door this often, or after one round where that takes longer. */
const LOOK_MS = 16;
/** Fewer messages than this in that time say that nobody waits at the door. */
const CROWD = 16;
/** How long one listens at the door. */
const LISTEN_MS = 4;
/** At a flooded door the rest of the work gets about one part in so many: more as long as it may be a burst. */
const PATIENCE = [1, 4, 16];
/** A door at which nothing came in for so long is quiet, and a pause is over. */
const QUIET_MS = 32;
/** Work that waited for a shop for long is no measure for a pause. */
const MAX_TOOK_MS = 50;
/** From here on what came in has waited long enough, and a flood gets no more than what it takes by itself. */
const MAX_BEHIND_MS = 60_000;
/** Rounds that begin between two turns of the event loop once a pause is over. */
const TOGETHER = 16;

/** What a round of background work did. */
export interface Round {
  readonly messages: number;
  /** Age of its oldest message. */
  readonly behindMs: number;
}

/**
 * Doors come first: a store waits for its answer and gives up after seconds, while what is on disk can wait. Taking in
 * and working share one thread, so all background work goes through here by rounds, and under a flood all of it pauses.
 *
 * A flood is a door that takes in faster than work is done. How fast it could be is not seen while work keeps it
 * waiting, so with a crowd at the door one listens for a moment, and then during the pauses. A rate that work can follow
 * costs nothing.
 */
@Injectable()
export class Courtesy {
  /** Replaced in tests. */
  now = (): number => performance.now();
  /** Replaced in tests. */
  wait = (ms: number): Promise<unknown> => sleep(ms);
  private came = 0;
  /** What is weighed: since when, how many had come by then, what was done since. */
  private since = 0;
  private seen = 0;
  private worked = 0;
  private behindMs = 0;
  private underWay = 0;
  private level = 0;
  /** Messages per millisecond that came in during the last pause. */
  private heard = 0;
  private isShut = false;
  private readonly waiting: (() => void)[] = [];

  /** Told by a door: so many messages came in. */
  cameIn(messages: number): void {
    this.came += messages;
  }

  /** Does a round of background work when the doors leave room for it. @throws what `work` throws. */
  async round<R extends Round>(work: () => Promise<R>): Promise<R> {
    if (this.isShut || this.waiting.length > 0) {
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
    if (this.underWay === 0) this.weighAnew();
    this.underWay += 1;
    try {
      const round = await work();
      this.worked += round.messages;
      this.behindMs = Math.max(this.behindMs, round.behindMs);
      // What waits in the sockets is read before it is counted.
      await turn();
      return round;
    } finally {
      this.underWay -= 1;
      if (!this.isShut && this.now() - this.since >= LOOK_MS) void this.look();
    }
  }

  private weighAnew(): void {
    this.since = this.now();
    this.seen = this.came;
    this.worked = 0;
    this.behindMs = 0;
  }

  /** Nothing begins meanwhile. One quiet moment does not end a flood; it ends by degrees. */
  private async look(): Promise<void> {
    const tookMs = this.now() - this.since;
    const isCrowd = this.came - this.seen >= CROWD;
    if (!isCrowd && this.level === 0) return this.weighAnew();
    this.isShut = true;
    const workedPerMs = this.worked / tookMs;
    const isFlooded = this.heard > workedPerMs || (isCrowd && (await this.listen()) > workedPerMs);
    this.heard = 0;
    this.level = isFlooded
      ? Math.min(this.level + 1, PATIENCE.length)
      : Math.max(this.level - 1, 0);
    if (this.level > 0 && this.behindMs < MAX_BEHIND_MS) {
      await this.pause(Math.min(tookMs, MAX_TOOK_MS) * (PATIENCE[this.level - 1] ?? 0));
    }
    this.weighAnew();
    this.isShut = false;
    await this.letIn();
  }

  private async pause(ms: number): Promise<void> {
    const [came, startedAt] = [this.came, this.now()];
    for (let left = ms; left > 0; left -= QUIET_MS) {
      const before = this.came;
      await this.wait(Math.min(left, QUIET_MS));
      if (this.came === before) return;
    }
    this.heard = (this.came - came) / (this.now() - startedAt);
  }

  private async letIn(): Promise<void> {
    while (this.waiting.length > 0 && !this.isShut) {
      for (const begin of this.waiting.splice(0, TOGETHER)) begin();
      await turn();
    }
  }

  /** @returns messages that come in per millisecond. */
  private async listen(): Promise<number> {
    // Those whom the round has kept waiting come in first; they are no flood.
    await this.wait(LISTEN_MS);
    const [came, startedAt] = [this.came, this.now()];
    await this.wait(LISTEN_MS);
    return (this.came - came) / (this.now() - startedAt);
  }
}
