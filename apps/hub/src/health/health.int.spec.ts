import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Account } from '../accounts/account.entity.js';
import { Database } from '../database/database.service.js';
import { insertStore } from '../testing/sample-store.js';
import { startTestHub, type TestHub } from '../testing/test-hub.js';
import { Metrics } from './metrics.service.js';
import { Readiness } from './readiness.js';

let hub: TestHub;

const open = (path: string) => hub.api('GET', path, undefined, null);

beforeAll(async () => {
  hub = await startTestHub();
});
afterAll(() => hub.close());

describe('GET /health', () => {
  it('says that the process lives', async () => {
    expect(await open('/health/live')).toMatchObject({ status: 200, body: { status: 'ok' } });
  });

  it('says that the database and the worker are there', async () => {
    const { status, body } = await open('/health/ready');
    expect([status, body]).toEqual([200, { status: 'ok', database: 'up', worker: 'up' }]);
  });

  it('is not ready without its database', async () => {
    const down = jest.spyOn(hub.app.get(Database), 'isReady').mockResolvedValue(false);
    const { status, body } = await open('/health/ready');
    down.mockRestore();
    expect([status, body]).toEqual([
      503,
      { status: 'unavailable', database: 'down', worker: 'up' },
    ]);
  });

  it('is not ready while it shuts down', async () => {
    const readiness = hub.app.get(Readiness);
    readiness.beforeApplicationShutdown();
    const { status, body } = await open('/health/ready');
    readiness.onApplicationBootstrap();
    expect([status, body.worker]).toEqual([503, 'down']);
  });
});

describe('GET /metrics', () => {
  it('gives the process, the intake, the ledger and what is paused, by ids only', async () => {
    const { id: tenantId } = await hub.tenant('Personal Name');
    const storeId = await insertStore(hub.app, tenantId, 'Secret Shop');
    const db = hub.app.get(Database);
    await db.write((tx) =>
      tx.insertRows(
        'store_count',
        { tenant_id: 'text', store_id: 'text', accepted: 'bigint', delivered: 'bigint' },
        [{ tenant_id: tenantId, store_id: storeId, accepted: 7, delivered: 4 }],
      ),
    );
    await db.of(tenantId, Account).update({}, { state: 'paused' });
    hub.app.get(Metrics).observeIntake(0.004, 200);

    const { status, headers, body } = await open('/metrics');
    expect(status).toBe(200);
    expect(headers.get('content-type')).toContain('text/plain');
    const labels = `tenant="${tenantId}",store="${storeId}"`;
    expect(body).toContain(`storewire_messages{${labels},state="accepted"} 7`);
    expect(body).toContain(`storewire_messages{${labels},state="delivered"} 4`);
    expect(body).toMatch(new RegExp(`storewire_account_paused\\{tenant="${tenantId}",.*\\} 1`));
    expect(body).toMatch(new RegExp(`storewire_connection_paused\\{tenant="${tenantId}",.*\\} 0`));
    expect(body).toContain('storewire_intake_seconds_bucket{le="0.005",status="200"} 1');
    expect(body).toContain('process_cpu_user_seconds_total');
    for (const personal of ['Personal Name', 'Secret Shop', 'owner@shop.example']) {
      expect(body).not.toContain(personal);
    }
  });

  it('forgets a store that was deleted', async () => {
    const { id: tenantId } = await hub.tenant('Gone');
    const storeId = await insertStore(hub.app, tenantId);
    const db = hub.app.get(Database);
    await db.write((tx) =>
      tx.insertRows('store_count', { tenant_id: 'text', store_id: 'text' }, [
        { tenant_id: tenantId, store_id: storeId },
      ]),
    );
    expect((await open('/metrics')).body).toContain(storeId);
    await hub.api('DELETE', `/api/v1/tenants/${tenantId}?confirm=Gone`);
    expect((await open('/metrics')).body).not.toContain(storeId);
  });
});
