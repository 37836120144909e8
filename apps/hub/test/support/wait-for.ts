import { setTimeout as pause } from 'node:timers/promises';

export interface WaitOptions {
  /** Default 30,000. */
  readonly timeoutMs?: number;
  /** Default 20. */
  readonly everyMs?: number;
  /** Told in the error, so that a failure says how far it got. */
  readonly state?: () => unknown;
}

/**
 * Asks until the answer is neither `false` nor `undefined`, and gives that answer.
 * @throws Error naming `what` when the time is up; an error of `probe` at once.
 */
export async function waitFor<T>(
  what: string,
  probe: () => T | Promise<T>,
  { timeoutMs = 30_000, everyMs = 20, state }: WaitOptions = {},
): Promise<Exclude<T, false | undefined>> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const answer = await probe();
    if (answer !== false && answer !== undefined) return answer as Exclude<T, false | undefined>;
    if (performance.now() > deadline) {
      const reached = state ? ` ${JSON.stringify(await state())}` : '';
      throw new Error(`Not within ${timeoutMs} ms: ${what}.${reached}`);
    }
    await pause(everyMs);
  }
}
