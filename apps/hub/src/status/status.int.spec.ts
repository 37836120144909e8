import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestHub, type TestHub } from '../testing/test-hub.js';

describe('the status page without the demo', () => {
  let hub: TestHub;

  beforeAll(async () => {
    hub = await startTestHub();
    const { id } = await hub.tenant('Bookshop');
    await hub.api('POST', `/api/v1/tenants/${id}/accounts`, {
      name: 'Account',
      endpoint: 'http://127.0.0.1:9',
      clientId: 'client',
      apiSecret: 'secret',
      owner: 'owner@shop.example',
    });
  });
  afterAll(() => hub.close());

  const get = (path: string, headers: Record<string, string> = {}) =>
    hub.api('GET', path, undefined, null, headers);

  it('is open to everybody, and to nothing but itself', async () => {
    const { status, headers } = await get('/');
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; script-src 'sha256-/,
    );
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('cache-control')).toBe('no-store');
  });

  it.each([
    { path: '/', accepts: 'pl,en;q=0.5', language: 'pl' },
    { path: '/', accepts: 'en-GB', language: 'en' },
    { path: '/?lang=en', accepts: 'pl', language: 'en' },
    { path: '/?lang=%3Cscript%3E', accepts: 'pl', language: 'pl' },
    { path: '/?lang=en&lang=pl', accepts: 'pl', language: 'pl' },
  ])('speaks $language at $path to who likes $accepts', async ({ path, accepts, language }) => {
    const { status, headers, body } = await get(path, { 'accept-language': accepts });
    expect([status, headers.get('content-language')]).toEqual([200, language]);
    expect(body).toContain(`<html lang="${language}">`);
    expect(body).not.toContain('<script>alert');
  });

  it('says that the hub runs, and nothing about anybody', async () => {
    const { status, headers, body } = await get('/status.json');
    expect([status, headers.get('cache-control')]).toEqual([200, 'no-store']);
    expect(body).toEqual({
      version: expect.stringMatching(/^\d+\.\d+\.\d+/),
      isReady: true,
      demo: 'off',
      inspectorUrl: null,
      demoStoreUrl: null,
      stores: [],
    });
  });

  it('has its routes in the OpenAPI document', async () => {
    const { body } = await get('/api/openapi.json');
    expect(Object.keys(body.paths)).toEqual(expect.arrayContaining(['/', '/status.json']));
    expect(body.components.schemas.StatusMessage.properties).not.toHaveProperty('email');
  });
});
