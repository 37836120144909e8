import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { OpenAPIObject } from '@nestjs/swagger';
import { insertStore } from '../testing/sample-store.js';
import { startTestHub, type TestHub } from '../testing/test-hub.js';

// Some tests call every route there is.
jest.setTimeout(120_000);

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;
const UNKNOWN = '01900000-0000-7000-8000-000000000000';

describe('the OpenAPI document', () => {
  let hub: TestHub;
  let document: OpenAPIObject;
  let own: { id: string; key: string };
  let foreign: { id: string; key: string };
  let ids: Record<string, string>;

  beforeAll(async () => {
    hub = await startTestHub();
    document = (await hub.api('GET', '/api/openapi.json', undefined, null)).body;
    own = await hub.tenant();
    foreign = await hub.tenant();
    const store = await insertStore(hub.app, foreign.id);
    ids = { t: foreign.id, s: store };
  });
  afterAll(() => hub.close());

  const operations = () =>
    Object.entries(document.paths).flatMap(([path, item]) =>
      METHODS.flatMap((method) => {
        const operation = item[method];
        return operation ? [{ path, method, operation, name: `${method} ${path}` }] : [];
      }),
    );
  const fill = (path: string, values: Record<string, string>): string =>
    path.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? UNKNOWN);

  it('is OpenAPI 3.1, with a page that needs nothing from elsewhere', async () => {
    expect(document.openapi).toMatch(/^3\.1\./);
    const page = await hub.api('GET', '/api/docs', undefined, null);
    expect([page.status, page.headers.get('content-type')]).toEqual([
      200,
      expect.stringContaining('text/html'),
    ]);
    const assets = [...page.body.matchAll(/(?:src|href)="([^"]+)"/g)].map((match) => match[1]);
    expect(assets.length).toBeGreaterThan(2);
    for (const asset of assets) {
      expect(asset).not.toMatch(/^(https?:)?\/\//);
      const url = new URL(asset, `${hub.url}/api/docs`);
      expect((await hub.api('GET', url.pathname, undefined, null)).status).toBe(200);
    }
  });

  it('names the routes of the contract', () => {
    const names = operations().map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining([
        'get /api/v1/me',
        'post /api/v1/keys',
        'delete /api/v1/keys/{k}',
        'post /api/v1/tenants/{t}/keys',
        'get /api/v1/tenants/{t}/audit',
        'get /api/v1/tenants/{t}/alerts',
        'post /api/v1/tenants/{t}/alerts/{id}/acknowledge',
        'put /api/v1/tenants/{t}/alert-webhook',
        'get /api/v1/tenants/{t}/stores/{s}/reconciliation',
        'delete /api/v1/tenants/{t}',
        'post /api/v1/tenants/{t}/accounts/login',
        'post /api/v1/tenants/{t}/accounts/{a}/check',
        'get /api/v1/tenants/{t}/accounts/{a}/owners',
        'patch /api/v1/tenants/{t}/settings',
        'post /api/v1/tenants/{t}/settings/bulk',
        'patch /api/v1/tenants/{t}/stores/{s}/settings',
        'post /api/v1/tenants/{t}/stores/{s}/settings/copy',
        'get /api/v1/tenants/{t}/stores/{s}/inbound-secrets',
        'post /api/v1/tenants/{t}/stores/{s}/inbound-secrets',
        'post /inbound/v1/{token}/events',
        'get /inbound/v1/event.schema.json',
        'get /api/v1/tenants/{t}/stores/{s}/compat-credentials',
        'post /api/v1/tenants/{t}/stores/{s}/compat-credentials',
        'post /compat/{token}/{path}',
        'get /api/v1/tenants/{t}/stores/{s}/consent-changes.csv',
        'post /api/v1/tenants/{t}/stores/{s}/app',
        'get /install/{platform}/{token}',
        'post /install/{platform}/{token}/confirm',
        'get /api/v1/tenants/{t}/stores/{s}/imports',
        'post /api/v1/tenants/{t}/stores/{s}/imports',
        'get /api/v1/tenants/{t}/stores/{s}/imports/{x}',
      ]),
    );
  });

  it('says of every route what goes in and what comes out', () => {
    for (const { name, path, operation } of operations()) {
      if (!path.startsWith('/api/v1/')) continue;
      const parameters = (operation.parameters ?? []) as { name: string; in: string }[];
      const inPath = parameters.filter((one) => one.in === 'path').map((one) => one.name);
      const expected = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
      expect([name, inPath.sort()]).toEqual([name, expected.sort()]);
      const success = Object.entries(operation.responses).filter(([status]) => /^2/.test(status));
      expect([name, success.length]).toEqual([name, 1]);
      const [status, response] = success[0] as [string, { content?: object }];
      if (status !== '204') expect([name, 'content' in response]).toEqual([name, true]);
      expect([name, operation.summary]).toEqual([name, expect.stringMatching(/\w/)]);
    }
  });

  it('holds no reference that leads nowhere', () => {
    const text = JSON.stringify(document);
    for (const [, name = ''] of text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
      expect([name, document.components?.schemas?.[name] !== undefined]).toEqual([name, true]);
    }
    expect(text).not.toContain('"nullable"');
  });

  it('names the values of every enumeration of the settings', () => {
    const operation = document.paths['/api/v1/tenants/{t}/settings']?.patch as unknown as {
      requestBody: { content: Record<string, { schema: { properties: object } }> };
    };
    const schema = operation.requestBody.content['application/json']?.schema;
    expect(schema?.properties).toMatchObject({
      cartWindow: {
        anyOf: [{ enum: expect.arrayContaining(['always-new', '7d']) }, { type: 'null' }],
      },
      registrationTags: { anyOf: [{ type: 'array' }, { type: 'string' }, { type: 'null' }] },
    });
  });

  it('answers 401 on every route of the API without a key', async () => {
    for (const { path, method, name } of operations()) {
      if (!path.startsWith('/api/v1/')) continue;
      const { status } = await hub.api(method.toUpperCase(), fill(path, ids), undefined, null);
      expect([name, status]).toEqual([name, 401]);
    }
  });

  it('answers 404 on every route of a tenant with the key of another one', async () => {
    const ofTenant = operations().filter(({ path }) => path.startsWith('/api/v1/tenants/{t}'));
    expect(ofTenant.length).toBeGreaterThan(20);
    for (const { path, method, name } of ofTenant) {
      const body = method === 'get' || method === 'delete' ? undefined : { any: 'thing' };
      const answer = await hub.api(method.toUpperCase(), fill(path, ids), body, own.key);
      expect([name, answer.status, answer.body.code]).toEqual([name, 404, 'NOT_FOUND']);
    }
  });

  it('answers 404 for the store of another tenant under the own one', async () => {
    const ofStore = operations().filter(({ path }) => path.includes('/stores/{s}'));
    for (const { path, method, name } of ofStore) {
      const body = method === 'get' || method === 'delete' ? undefined : { any: 'thing' };
      const url = fill(path, { ...ids, t: own.id });
      const answer = await hub.api(method.toUpperCase(), url, body, own.key);
      expect([name, answer.status]).toEqual([name, 404]);
    }
  });
});
