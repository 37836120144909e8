import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Database } from '../database/database.service.js';
import { startTestHub, type TestHub } from '../testing/test-hub.js';

jest.setTimeout(120_000);

describe('tenants', () => {
  let hub: TestHub;

  beforeAll(async () => {
    hub = await startTestHub();
  });
  afterAll(() => hub.close());

  it('makes, reads and renames a tenant', async () => {
    const made = await hub.api('POST', '/api/v1/tenants', { name: '  Bookshop ' });
    expect(made.status).toBe(201);
    expect(made.body).toEqual({
      id: expect.any(String),
      name: 'Bookshop',
      createdAt: expect.stringMatching(/^\d{4}-.*Z$/),
    });
    const path = `/api/v1/tenants/${made.body.id}`;
    expect((await hub.api('PATCH', path, { name: 'Books' })).body.name).toBe('Books');
    expect((await hub.api('GET', path)).body).toEqual({ ...made.body, name: 'Books' });
  });

  it('lists tenants page by page, each once', async () => {
    for (let i = 0; i < 5; i += 1) await hub.api('POST', '/api/v1/tenants', { name: `T${i}` });
    const all = await hub.api('GET', '/api/v1/tenants?limit=200');
    expect(all.body.nextCursor).toBeNull();
    const seen: unknown[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const path = `/api/v1/tenants?limit=2${cursor ? `&cursor=${cursor}` : ''}`;
      const { body } = await hub.api('GET', path);
      expect(body.items.length).toBeLessThanOrEqual(2);
      seen.push(...body.items);
      cursor = body.nextCursor;
    }
    expect(seen).toEqual(all.body.items);
  });

  it.each(['', '?confirm=', '?confirm=Other'])('does not delete with "%s"', async (query) => {
    const { id } = await hub.tenant('Kept');
    const { status, body } = await hub.api('DELETE', `/api/v1/tenants/${id}${query}`);
    expect([status, body.code]).toEqual([422, 'CONFIRMATION_NEEDED']);
    expect((await hub.api('GET', `/api/v1/tenants/${id}`)).status).toBe(200);
  });

  it('deletes a tenant with everything it has, and nothing of another one', async () => {
    const other = await hub.tenant('Stays');
    const { id, key } = await hub.tenant('Goes & goes');
    const db = hub.app.get(Database);
    const rows = Array.from({ length: 450 }, (_, i) => ({
      tenant_id: id,
      effect_key: `e${i}`,
      state: 'done',
      at: 1,
    }));
    const columns = { tenant_id: 'text', effect_key: 'text', state: 'text', at: 'bigint' } as const;
    await db.write((tx) => tx.insertRows('effect', columns, rows));
    await hub.api('PATCH', `/api/v1/tenants/${id}/settings`, { active: false }, key);

    const path = `/api/v1/tenants/${id}?confirm=${encodeURIComponent('Goes & goes')}`;
    expect((await hub.api('DELETE', path)).status).toBe(204);

    expect((await hub.api('GET', `/api/v1/tenants/${id}`)).status).toBe(404);
    expect((await hub.api('GET', '/api/v1/me', undefined, key)).status).toBe(401);
    for (const table of ['effect', 'setting', 'audit', 'api_key']) {
      expect(await db.query(`SELECT 1 AS one FROM ${table} WHERE tenant_id = $1`, [id])).toEqual(
        [],
      );
    }
    expect((await hub.api('GET', '/api/v1/me', undefined, other.key)).status).toBe(200);
  });
});
