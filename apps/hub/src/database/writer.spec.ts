import { setImmediate as turn } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import type { SqliteHandle } from './sql.js';
import { Writer } from './writer.js';

/** A writer on a connection that only notes what is asked of it, and a disk that waits to be told. */
function rig() {
  const statements: string[] = [];
  const flushes: PromiseWithResolvers<void>[] = [];
  const handle = {
    query: async (sql: string) => void statements.push(sql),
    isInTransaction: false,
  };
  const writer = new Writer({} as DataSource, handle as unknown as SqliteHandle, () => {
    const one = Promise.withResolvers<void>();
    flushes.push(one);
    return one.promise;
  });
  return { writer, statements, flushes };
}

it('goes on with the next transaction while the last one is on its way to the disk', async () => {
  const { writer, statements, flushes } = rig();
  const done: string[] = [];
  const write = (name: string) => writer.run(async () => undefined).then(() => done.push(name));
  void write('first');
  void write('second');
  await turn();
  await turn();
  await turn();
  expect(statements).toEqual(['BEGIN IMMEDIATE', 'COMMIT', 'BEGIN IMMEDIATE', 'COMMIT']);
  expect(done).toEqual([]);
  flushes[0]?.resolve();
  await turn();
  expect(done).toEqual(['first']);
});

it('is idle only when everything is on disk', async () => {
  const { writer, flushes } = rig();
  let isIdle = false;
  void writer.run(async () => undefined);
  void writer.idle().then(() => {
    isIdle = true;
  });
  for (let i = 0; i < 5; i += 1) await turn();
  expect(isIdle).toBe(false);
  flushes[0]?.resolve();
  await turn();
  expect(isIdle).toBe(true);
});

it('fails a write that the disk did not take', async () => {
  const { writer, flushes } = rig();
  const written = writer.run(async () => 'done');
  await turn();
  await turn();
  flushes[0]?.reject(new Error('EIO'));
  await expect(written).rejects.toThrow('EIO');
});
