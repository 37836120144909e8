import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';

/** Fewer messages than this during a round say that nobody waits at the door. */
const CROWD = 16;
/** How long one listens at the door. */
const LISTEN_MS = 4;
/** At a flooded door the rest of the work gets about one part in so many: more as long as it may be a burst. */
const PATIENCE = [1, 4, 16];
/** From here on what came in has waited long enough, and a flood gets no more than what it takes by itself. */
const MAX_BEHIND_MS = 60_000;

/** A round of background work. */
export interface Round {
  readonly messages: number;
  readonly tookMs: number;
  /** Age of its oldest message. */
  readonly behindMs: number;
}

/**
 * Doors come first: a store waits for its answer and gives up after seconds, while what is on disk can wait. Taking in
 * and working share one thread, so after each round background work asks here, and under a flood it pauses.
 *
 * A flood is a door that takes in more than twice as fast as work is done. How fast it could be is not seen while work
 * keeps it waiting, so with a crowd at the door one listens for a moment. A rate that work can follow costs nothing.
 */
@Injectable()
export class Courtesy {
  /** Replaced in tests. */
  now = (): number => performance.now();
  /** Replaced in tests. */
  wait = (ms: number): Promise<void> => sleep(ms);
  private came = 0;
  /** Of those that came, how many came before this round. */
  private seen = 0;
  /** Rounds in a row after which the door was flooded. */
  private flooded = 0;

  /** Told by a door: so many messages came in. */
  cameIn(messages: number): void {
    this.came += messages;
  }

  /** Lets the event loop turn, and waits while the door is flooded. */
  async giveWay({ messages, tookMs, behindMs }: Round): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    const isFlooded = this.came - this.seen >= CROWD && (await this.hearsFlood(messages / tookMs));
    if (isFlooded && behindMs < MAX_BEHIND_MS) {
      await this.wait(tookMs * (PATIENCE[this.flooded] ?? PATIENCE.at(-1) ?? 0));
    }
    this.flooded = isFlooded ? this.flooded + 1 : 0;
    this.seen = this.came;
  }

  /** @param worked messages that work has done per millisecond. */
  private async hearsFlood(worked: number): Promise<boolean> {
    // Those whom the round has kept waiting come in first; they are no flood.
    await this.wait(LISTEN_MS);
    const before = this.came;
    const startedAt = this.now();
    await this.wait(LISTEN_MS);
    return (this.came - before) / (this.now() - startedAt) > 2 * worked;
  }
}
