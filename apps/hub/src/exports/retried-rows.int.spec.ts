import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { AccountPause } from '../accounts/account-pause.js';
import { Database } from '../database/database.service.js';
import { countMoves, type LedgerState } from '../database/settle.js';
import { newId } from '../ids.js';
import { Message } from '../intake/message.entity.js';
import { WooScene } from '../testing/woo-scene.js';
import type { ExportAnswer } from './export.dto.js';
import { ExportRow } from './export.entity.js';

jest.setTimeout(120_000);

const PEOPLE = 6;

describe('a dead row of an export that is retried', () => {
  let scene: WooScene;

  beforeAll(async () => {
    scene = await WooScene.open();
    for (let n = 0; n < PEOPLE; n += 1) {
      scene.shop.registerCustomer({ email: `person.${n}@customer.example` });
    }
  });
  afterAll(() => scene.close());
  beforeEach(() => scene.sandbox.faults.clear());

  const post = async (path: string, body: object) =>
    (await scene.hub.api('POST', `${scene.path}${path}`, body)).body;
  const read = (id: string): Promise<ExportAnswer> => scene.get(`${scene.path}/exports/${id}`);
  const counts = ({ processed, sent, skipped, failed, total }: ExportAnswer) => ({
    processed,
    sent,
    skipped,
    failed,
    total,
  });
  const retryAll = () => post('/dead-letters/retry', { all: true });

  it('goes on counting as failed until it is delivered, so that the progress never falls', async () => {
    scene.sandbox.faults.add({ kind: 'refuse', email: 'person.3@customer.example' });
    const { id } = await post('/exports', { kind: 'contacts' });
    await scene.until('the export is done', async () => (await read(id)).state === 'done');
    const total = scene.shop.counts.customers;
    const atFirst = { processed: total, sent: total - 1, skipped: 0, failed: 1, total };
    expect(counts(await read(id))).toEqual(atFirst);

    // Nothing is sent while the account is paused, so that what waits can be looked at in peace.
    const pause = scene.hub.app.get(AccountPause);
    await pause.pause(scene.tenantId, scene.accountId, 'a look at what waits');
    await retryAll();
    expect(await scene.get(`${scene.path}/ledger`)).toMatchObject({ pending: 1, dead: 0 });
    expect(counts(await read(id))).toEqual(atFirst);
    await pause.resume(scene.tenantId, scene.accountId);
    await scene.settled();
    expect(await scene.get(`${scene.path}/ledger`)).toMatchObject({ pending: 0, dead: 1 });
    expect(counts(await read(id))).toEqual(atFirst);

    scene.sandbox.faults.clear();
    await retryAll();
    await scene.settled();
    expect(counts(await read(id))).toEqual({ ...atFirst, sent: total, failed: 0 });
  });

  describe('by its states', () => {
    const insert = async (): Promise<{ exportId: string; messageId: string }> => {
      const [exportId, messageId] = [newId(), newId()];
      const { tenantId, storeId } = scene;
      const db = scene.hub.app.get(Database);
      const [store] = await db.query<{ connection_id: string }>(
        'SELECT connection_id FROM store WHERE tenant_id = $1 AND id = $2',
        [tenantId, storeId],
      );
      await db.write(async (tx) => {
        await tx.manager.insert(ExportRow, {
          tenantId,
          id: exportId,
          storeId,
          kind: 'contact',
          options: { status: 'untouched', tags: [], automation: true, dryRun: false },
          state: 'paused',
          startedAt: 1,
        });
        await tx.manager.insert(Message, {
          tenantId,
          id: messageId,
          storeId,
          connectionId: store?.connection_id ?? '',
          source: 'export',
          topic: 'export.contact',
          messageKey: messageId,
          receivedAt: 1,
          // Nobody works on it.
          stage: 'decided',
        });
      });
      return { exportId, messageId };
    };

    it.each([
      { path: ['dead'], failed: 1 },
      { path: ['dead', 'pending'], failed: 1 },
      { path: ['dead', 'pending', 'dead'], failed: 1 },
      { path: ['dead', 'pending', 'dead', 'pending', 'delivered'], sent: 1 },
      { path: ['dead', 'pending', 'filtered'], skipped: 1 },
      { path: ['dead', 'delivered'], sent: 1 },
      { path: ['delivered', 'pending', 'filtered'], skipped: 1 },
    ] as const)('$path is processed once', async ({ path, ...counted }) => {
      const { exportId, messageId } = await insert();
      const { tenantId, storeId } = scene;
      const db = scene.hub.app.get(Database);
      let from: LedgerState = 'pending';
      for (const to of path) {
        await db.write((tx) =>
          countMoves(tx, [{ tenantId, storeId, exportId, messageId, from, to }]),
        );
        from = to;
        expect((await read(exportId)).processed).toBe(1);
      }
      expect(await read(exportId)).toMatchObject({ sent: 0, skipped: 0, failed: 0, ...counted });
    });
  });
});
