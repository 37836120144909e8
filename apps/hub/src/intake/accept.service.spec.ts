import { setImmediate as turn } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import type { Clock } from '../clock.js';
import type { Database } from '../database/database.service.js';
import type { InboxRepository, NewMessage } from '../database/inbox.repository.js';
import type { StoreContext } from '../stores/store-context.js';
import type { Courtesy } from '../work/courtesy.js';
import type { WorkQueue } from '../work/work-queue.js';
import { AcceptService } from './accept.service.js';

const store = { tenantId: 't', storeId: 's', connectionId: 'c' } as StoreContext;

/** A door with a database that only notes how many messages each commit takes. */
function door() {
  const commits: number[] = [];
  const db = { writeHot: (work: (tx: object) => Promise<unknown>) => work({}) };
  const inbox = {
    insert: async (_tx: object, messages: readonly NewMessage[]) => {
      commits.push(messages.length);
      return messages.map(() => true);
    },
  };
  const accept = new AcceptService(
    db as unknown as Database,
    inbox as unknown as InboxRepository,
    { wake: () => undefined } as unknown as WorkQueue,
    { cameIn: () => undefined } as unknown as Courtesy,
    { now: () => 0 } as Clock,
  );
  const come = (n: number) =>
    Array.from({ length: n }, () =>
      accept.accept({ store, source: 'webhook', topic: 'x', rawBody: Buffer.from('{}') }),
    );
  return { commits, come };
}

it('commits who comes alone without waiting for anybody', async () => {
  const { commits, come } = door();
  for (let i = 0; i < 3; i += 1) {
    let isThere = false;
    void come(1)[0]?.then(() => {
      isThere = true;
    });
    await turn();
    await turn();
    expect(isThere).toBe(true);
  }
  expect(commits).toEqual([1, 1, 1]);
});

it('takes at most 128 into one commit', async () => {
  const { commits, come } = door();
  await Promise.all(come(300));
  expect(commits).toEqual([128, 128, 44]);
});
