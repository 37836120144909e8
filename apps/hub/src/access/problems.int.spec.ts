import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestHub, type TestHub } from '../testing/test-hub.js';
import { until } from '../testing/until.js';

describe('problem documents', () => {
  let hub: TestHub;

  beforeAll(async () => {
    hub = await startTestHub();
  });
  afterAll(() => hub.close());

  it.each([
    { why: 'broken JSON', body: '{"name":', status: 400, code: 'MALFORMED_REQUEST' },
    {
      why: 'a poisoned prototype',
      body: '{"__proto__":{"a":1}}',
      status: 400,
      code: 'MALFORMED_REQUEST',
    },
    { why: 'a list', body: '[]', status: 422, code: 'VALIDATION_FAILED' },
    { why: 'no body', body: undefined, status: 422, code: 'VALIDATION_FAILED' },
    { why: 'a blank name', body: { name: '  ' }, status: 422, code: 'VALIDATION_FAILED' },
    {
      why: 'over 1 MiB',
      body: { name: 'x'.repeat(1_050_000) },
      status: 413,
      code: 'BODY_TOO_LARGE',
    },
  ])('refuses $why with $status', async ({ body, status, code }) => {
    const answer = await hub.api('POST', '/api/v1/tenants', body);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(answer.body).toMatchObject({ status, next: 'fixData', detail: expect.any(String) });
  });

  it('refuses another content type', async () => {
    const headers = { 'content-type': 'text/plain' };
    const answer = await hub.api('POST', '/api/v1/tenants', 'name=x', undefined, headers);
    expect([answer.status, answer.body.code]).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
  });

  it('names every wrong field at once, unknown ones too', async () => {
    const { id } = await hub.tenant();
    const { status, body } = await hub.api('POST', `/api/v1/tenants/${id}/accounts`, {
      name: '',
      endpoint: 5,
      clientId: 'with blank',
      owner: 'nobody',
      surprise: true,
    });
    expect(status).toBe(422);
    const paths = body.errors.map((error: { path: string }) => error.path);
    expect([...new Set(paths)].sort()).toEqual(
      ['apiSecret', 'clientId', 'endpoint', 'name', 'owner', 'surprise'].sort(),
    );
    expect(body.errors).toContainEqual({ path: 'surprise', message: 'is not a known key.' });
  });

  it.each(['limit=0', 'limit=201', 'limit=many', 'cursor=%00', 'unknown=1'])(
    'refuses the query %s',
    async (query) => {
      const { status, body } = await hub.api('GET', `/api/v1/tenants?${query}`);
      expect([status, body.code]).toEqual([400, 'MALFORMED_REQUEST']);
      expect(body.errors[0].path).toBe(query.split('=')[0]);
    },
  );

  it.each([
    '/api/v1/elsewhere?email=ada@customer.example',
    '/elsewhere',
    '/api/v1/tenants/x/elsewhere',
  ])('answers 404 at %s without repeating the address', async (path) => {
    const { status, body } = await hub.api('GET', path);
    expect([status, body.code]).toEqual([404, 'NOT_FOUND']);
    expect(JSON.stringify(body)).not.toContain('elsewhere');
  });

  it('logs requests by route, without queries and addresses', async () => {
    const { id } = await hub.tenant();
    await hub.api('GET', `/api/v1/tenants/${id}/audit?cursor=YQ&email=ada@customer.example`);
    // The line of a request is written after its answer.
    await until('the request is logged', () =>
      hub.logs.some(
        (line) => line.includes('"msg":"request"') && line.includes('"/api/v1/tenants/:t/audit"'),
      ),
    );
    expect(hub.logs.join('')).not.toMatch(/customer\.example|sw_[\w-]{20}/);
  });
});
