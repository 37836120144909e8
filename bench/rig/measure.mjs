import { closeSync, fdatasyncSync, openSync, unlinkSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { cpuSeconds, residentMb } from './child.mjs';

export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** The middle of the values; for an even count the lower of the two. */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN;
}

/**
 * What one fsync of a commit costs on the disk the databases are on: milliseconds, for as many bytes as a full group
 * of 64 messages writes.
 */
export function measureFsync(folder, { times = 100, bytes = 64 * 4096 } = {}) {
  const file = join(folder, 'fsync.tmp');
  const fd = openSync(file, 'w');
  const block = Buffer.alloc(bytes, 7);
  const took = [];
  for (let i = 0; i < times; i += 1) {
    writeSync(fd, block);
    const startedAt = performance.now();
    fdatasyncSync(fd);
    took.push(performance.now() - startedAt);
  }
  closeSync(fd);
  unlinkSync(file);
  took.sort((a, b) => a - b);
  return { p50: took[Math.floor(times * 0.5)], p99: took[Math.floor(times * 0.99)] };
}

/** Parts of a core that a process uses at rest, over some seconds. */
export async function useAtRest(pid, seconds = 5) {
  await sleep(2_000);
  const before = cpuSeconds(pid);
  await sleep(seconds * 1000);
  return (cpuSeconds(pid) - before) / seconds;
}

/**
 * Waits until a process has nothing left to do: it uses under a twentieth of a core more than at rest.
 *
 * @param {{ rest?: number, maxMs?: number }} [options] `rest` in parts of a core
 */
export async function untilIdle(pid, { rest = 0, maxMs = 120_000 } = {}) {
  const end = performance.now() + maxMs;
  for (let before = cpuSeconds(pid); before !== undefined && performance.now() < end; ) {
    await sleep(500);
    const now = cpuSeconds(pid);
    if (now - before <= 0.03 + rest) return;
    before = now;
  }
}

/** Asks again and again until `isEnough` of the answer; throws after `maxMs`, with what was answered last. */
export async function until(ask, isEnough, { everyMs = 100, maxMs = 600_000 } = {}) {
  const end = performance.now() + maxMs;
  for (;;) {
    const answer = await ask();
    if (isEnough(answer)) return answer;
    if (performance.now() > end) {
      throw new Error(`gave up waiting; the last answer was ${JSON.stringify(answer)}`);
    }
    await sleep(everyMs);
  }
}

/** Notes the resident memory of a process every second. `stop` gives points of seconds and MB. */
export function watchMemory(pid) {
  const points = [];
  const startedAt = performance.now();
  const note = () => {
    const mb = residentMb(pid);
    if (mb !== undefined) points.push([(performance.now() - startedAt) / 1000, mb]);
  };
  const timer = setInterval(note, 1000);
  note();
  return {
    stop: () => {
      note();
      clearInterval(timer);
      return points;
    },
  };
}
