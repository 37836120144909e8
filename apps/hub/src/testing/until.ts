import { setTimeout as pause } from 'node:timers/promises';

const EVERY_MS = 15;
/** More than anything takes on a machine that is busy with other things. */
const LONGEST_MS = 25_000;

/** Looks again and again until it is so. @throws Error that says what was waited for, after `timeoutMs`. */
export async function until(
  what: string,
  isSo: () => unknown,
  timeoutMs = LONGEST_MS,
): Promise<void> {
  const end = performance.now() + timeoutMs;
  while (!(await isSo())) {
    if (performance.now() > end) throw new Error(`Waited ${timeoutMs} ms until ${what}.`);
    await pause(EVERY_MS);
  }
}
