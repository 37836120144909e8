import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Database } from '../database/database.service.js';
import { startTestHub, type TestHub } from '../testing/test-hub.js';

const UNKNOWN = '01900000-0000-7000-8000-000000000000';

describe('access', () => {
  let hub: TestHub;
  let own: { id: string; key: string };
  let foreign: { id: string; key: string };

  beforeAll(async () => {
    hub = await startTestHub();
    own = await hub.tenant('Own');
    foreign = await hub.tenant('Foreign');
  });
  afterAll(() => hub.close());

  const keyOf = async (scopes: string[]): Promise<string> => {
    const answer = await hub.api('POST', `/api/v1/tenants/${own.id}/keys`, { name: 'k', scopes });
    return answer.body.key;
  };

  it('says who calls: an operator', async () => {
    const { status, body } = await hub.api('GET', '/api/v1/me');
    expect(status).toBe(200);
    expect(body).toMatchObject({ role: 'operator', tenantId: null, scopes: ['read', 'write'] });
  });

  it('says who calls: a tenant', async () => {
    const { body } = await hub.api('GET', '/api/v1/me', undefined, own.key);
    expect(body).toMatchObject({ role: 'tenant', tenantId: own.id, name: 'test' });
  });

  it.each([
    { name: 'no key', key: null },
    { name: 'a wrong key', key: 'sw_wrong' },
  ])('refuses $name with a problem document', async ({ key }) => {
    const { status, headers, body } = await hub.api('GET', '/api/v1/me', undefined, key);
    expect(status).toBe(401);
    expect(headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(headers.get('www-authenticate')).toBe('Bearer');
    expect(body).toMatchObject({ status: 401, code: 'UNAUTHORIZED', next: 'fixSettings' });
    expect(body).toMatchObject({ type: expect.any(String), title: 'Unauthorized' });
  });

  it('refuses a stranger before it looks at the body', async () => {
    const { status } = await hub.api('POST', '/api/v1/tenants', '{"broken', null);
    expect(status).toBe(401);
  });

  it.each([
    { name: 'a foreign tenant', path: () => `/api/v1/tenants/${foreign.id}/accounts` },
    { name: 'an unknown tenant', path: () => `/api/v1/tenants/${UNKNOWN}/accounts` },
    {
      name: 'an unknown account',
      path: () => `/api/v1/tenants/${own.id}/accounts/${UNKNOWN}/check`,
    },
    {
      name: 'an unknown store',
      path: () => `/api/v1/tenants/${own.id}/stores/${UNKNOWN}/settings/copy`,
    },
  ])('answers 404 for $name before the body is validated', async ({ path }) => {
    for (const body of [{ wrong: true }, '{"broken']) {
      const answer = await hub.api('POST', path(), body, own.key);
      expect(answer.status).toBe(404);
      expect(answer.body).toMatchObject({ code: 'NOT_FOUND', next: 'fixData' });
    }
  });

  it('answers 404 to an operator, too, when there is no such tenant', async () => {
    const { status } = await hub.api('POST', `/api/v1/tenants/${UNKNOWN}/keys`, {});
    expect(status).toBe(404);
  });

  it.each([
    { method: 'POST', path: '/api/v1/tenants' },
    { method: 'GET', path: '/api/v1/tenants' },
    { method: 'GET', path: '/api/v1/keys' },
    { method: 'POST', path: '/api/v1/keys' },
  ])('keeps $method $path for operators', async ({ method, path }) => {
    const { status, body } = await hub.api(method, path, undefined, own.key);
    expect(status).toBe(403);
    expect(body.code).toBe('FORBIDDEN');
  });

  it('keeps the deletion of a tenant for operators', async () => {
    const path = `/api/v1/tenants/${own.id}?confirm=Own`;
    expect((await hub.api('DELETE', path, undefined, own.key)).status).toBe(403);
    expect((await hub.api('DELETE', path, undefined, foreign.key)).status).toBe(404);
  });

  it('lets a key do what its scopes say, and nothing else', async () => {
    const reader = await keyOf(['read']);
    const writer = await keyOf(['write']);
    const path = `/api/v1/tenants/${own.id}`;
    expect((await hub.api('GET', path, undefined, reader)).status).toBe(200);
    expect((await hub.api('PATCH', path, { name: 'Own' }, reader)).status).toBe(403);
    expect((await hub.api('PATCH', path, { name: 'Own' }, writer)).status).toBe(200);
    expect((await hub.api('GET', path, undefined, writer)).status).toBe(403);
  });

  it('gives a key no more than its maker has', async () => {
    const writer = await keyOf(['write']);
    const path = `/api/v1/tenants/${own.id}/keys`;
    const { status, body } = await hub.api('POST', path, { name: 'k', scopes: ['read'] }, writer);
    expect(status).toBe(422);
    expect(body.errors).toEqual([{ path: 'scopes', message: expect.stringContaining('read') }]);
  });

  it('shows a key once, keeps only its hash, and forgets it on request', async () => {
    const path = `/api/v1/tenants/${own.id}/keys`;
    const made = await hub.api('POST', path, { name: 'short-lived' });
    expect(made.status).toBe(201);
    expect(made.body.key).toMatch(/^sw_[\w-]{43}$/);
    const list = await hub.api('GET', path);
    expect(list.body.items).toContainEqual({
      id: made.body.id,
      name: 'short-lived',
      scopes: ['read', 'write'],
      createdAt: expect.stringMatching(/Z$/),
    });
    expect(JSON.stringify(list.body)).not.toContain('sw_');
    const rows = await hub.app.get(Database).query('SELECT * FROM api_key');
    expect(JSON.stringify(rows)).not.toContain(made.body.key);
    expect((await hub.api('GET', '/api/v1/me', undefined, made.body.key)).status).toBe(200);
    expect((await hub.api('DELETE', `${path}/${made.body.id}`)).status).toBe(204);
    expect((await hub.api('GET', '/api/v1/me', undefined, made.body.key)).status).toBe(401);
  });

  it('does not delete keys of another tenant, nor the key in use', async () => {
    const { body: me } = await hub.api('GET', '/api/v1/me', undefined, own.key);
    const elsewhere = `/api/v1/tenants/${foreign.id}/keys/${me.id}`;
    expect((await hub.api('DELETE', elsewhere)).status).toBe(404);
    expect((await hub.api('DELETE', `/api/v1/keys/${me.id}`)).status).toBe(404);
    const { status, body } = await hub.api(
      'DELETE',
      `/api/v1/tenants/${own.id}/keys/${me.id}`,
      undefined,
      own.key,
    );
    expect([status, body.code]).toEqual([409, 'KEY_IN_USE']);
  });

  it('makes operator keys', async () => {
    const made = await hub.api('POST', '/api/v1/keys', { name: 'second operator' });
    expect(made.status).toBe(201);
    const { body } = await hub.api('GET', '/api/v1/me', undefined, made.body.key);
    expect(body.role).toBe('operator');
    const list = await hub.api('GET', '/api/v1/keys');
    expect(list.body.items.map((item: { name: string }) => item.name)).toEqual(
      expect.arrayContaining(['second operator', 'STOREWIRE_OPERATOR_KEY']),
    );
  });

  it('keeps an audit log, newest first, page by page', async () => {
    const tenant = await hub.tenant('Audited');
    await hub.api('PATCH', `/api/v1/tenants/${tenant.id}`, { name: 'Renamed' }, tenant.key);
    const path = `/api/v1/tenants/${tenant.id}/audit`;
    const first = await hub.api('GET', `${path}?limit=2`);
    expect(first.body.items.map((item: { action: string }) => item.action)).toEqual([
      'tenant.update',
      'key.create',
    ]);
    expect(first.body.items[0]).toMatchObject({
      actor: expect.stringMatching(/^test \(/),
      target: tenant.id,
      detail: { changes: { name: { before: 'Audited', after: 'Renamed' } } },
    });
    const second = await hub.api('GET', `${path}?limit=2&cursor=${first.body.nextCursor}`);
    expect(second.body.items.map((item: { action: string }) => item.action)).toEqual([
      'tenant.create',
    ]);
    expect(second.body.nextCursor).toBeNull();
  });
});
