import { Clock } from '../clock.js';

/** A clock that a test moves; until then it shows the time of day. */
export class TestClock extends Clock {
  private aheadMs = 0;

  override now(): number {
    return Date.now() + this.aheadMs;
  }

  move(ms: number): void {
    this.aheadMs += ms;
  }
}
