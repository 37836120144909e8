import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { DiskFailed, LogFlush } from './log-flush.js';

/** A disk that brings something to safety only when it is told to. */
function slowDisk() {
  const flushes: PromiseWithResolvers<void>[] = [];
  const flush = new LogFlush(() => {
    const one = Promise.withResolvers<void>();
    flushes.push(one);
    return one.promise;
  });
  const done: string[] = [];
  const commit = (name: string) => flush.flushed().then(() => done.push(name));
  return { flushes, done, commit };
}

describe('LogFlush', () => {
  it('is done when the disk is, and not before', async () => {
    const { flushes, done, commit } = slowDisk();
    void commit('a');
    await turn();
    expect(done).toEqual([]);
    flushes[0]?.resolve();
    await turn();
    expect(done).toEqual(['a']);
  });

  it('flushes once for all that was committed during a flush, and never takes the running one for theirs', async () => {
    const { flushes, done, commit } = slowDisk();
    void commit('a');
    await turn();
    void commit('b');
    void commit('c');
    flushes[0]?.resolve();
    await turn();
    expect(done).toEqual(['a']);
    expect(flushes).toHaveLength(2);
    flushes[1]?.resolve();
    await turn();
    expect(done).toEqual(['a', 'b', 'c']);
  });

  it('after a failure says so for ever: the system forgets what it could not write', async () => {
    const { flushes, commit } = slowDisk();
    const first = commit('a');
    await turn();
    const second = commit('b');
    flushes[0]?.reject(new Error('EIO: i/o error, fdatasync'));
    await expect(first).rejects.toThrow(DiskFailed);
    await expect(second).rejects.toThrow('i/o error');
    await expect(commit('c')).rejects.toThrow(DiskFailed);
    expect(flushes).toHaveLength(1);
  });
});
