import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Agent } from 'undici';
import { caught } from '../test/caught.js';
import { type FakeAnswer, FakeService } from '../test/fake-service.js';
import { LoginError } from './login.error.js';
import { type LoginRequest, login } from './login.js';

const NOW = 1_767_225_600_000;
const door = new FakeService();
const host = new FakeService();
const v3 = new FakeService();
const agent = new Agent();

beforeAll(() => Promise.all([door.start(), host.start(), v3.start()]));
afterAll(async () => {
  await agent.destroy();
  await Promise.all([door.stop(), host.stop(), v3.stop()]);
});

const GOOD: Record<string, () => FakeAnswer> = {
  '/api/authorization/token': () => ({
    body: { success: true, message: [], token: 'tok_1', endpoint: host.url, smapp: 3 },
  }),
  '/api/account/integration': () => ({
    body: { success: true, message: [], shortId: 'k3v9x0', sha1: 'f00d' },
  }),
  '/api/user/listByClient': () => ({
    body: { success: true, message: [], users: ['sales@shop.example', 'Admin@shop.example'] },
  }),
  '/v3/auth/create': () => ({ body: { apiKey: 'V3KEY' } }),
};

function serve(changes: Record<string, FakeAnswer> = {}): void {
  for (const service of [door, host, v3]) {
    service.answers(({ path }) => changes[path] ?? GOOD[path]?.() ?? { status: 404, body: 'no' });
  }
}

const enter = (request: Partial<LoginRequest> = {}, timeoutMs = 25_000) =>
  login(
    { email: 'admin@shop.example', password: 'pa55word', endpoint: door.url, ...request },
    { dispatcher: agent, now: () => NOW, randomKey: () => 'made', timeoutMs },
  );

beforeEach(() => serve());

describe('login', () => {
  it('yields a pair, the endpoint, the owners and the application number', async () => {
    expect(await enter()).toEqual({
      credentials: {
        endpoint: host.url,
        clientId: 'k3v9x0',
        owner: 'Admin@shop.example',
        credential: { kind: 'pair', apiKey: 'made', sha: 'f00d' },
      },
      owners: ['sales@shop.example', 'Admin@shop.example'],
      smapp: 3,
      token: 'tok_1',
      tokenExpiresAtMs: NOW + 2_577_600_000,
    });
  });

  it('asks the typed endpoint for the token and the returned one for the rest', async () => {
    await enter();
    expect(door.seen.map(({ path, body }) => ({ path, body }))).toEqual([
      {
        path: '/api/authorization/token',
        body: { username: 'admin@shop.example', password: 'pa55word' },
      },
    ]);
    expect(host.seen.map(({ path }) => path)).toEqual([
      '/api/account/integration',
      '/api/user/listByClient',
    ]);
    expect(host.seen[0]?.body).toEqual({ token: 'tok_1', apiKey: 'made' });
    expect(host.seen[1]?.body).toEqual({
      clientId: 'k3v9x0',
      apiKey: 'made',
      requestTime: NOW,
      sha: 'f00d',
      owner: 'admin@shop.example',
    });
    expect(v3.seen).toHaveLength(0);
  });

  it('makes a v3 key when asked', async () => {
    const { credentials } = await enter({ v3Key: { keyName: 'storewire_1', v3Endpoint: v3.url } });
    expect(credentials).toMatchObject({ v3ApiKey: 'V3KEY', v3Endpoint: v3.url });
    expect(v3.last.body).toEqual({
      email: 'admin@shop.example',
      password: 'pa55word',
      keyName: 'storewire_1',
      expiry: 'NEVER',
      endpoint: new URL(host.url).host,
    });
    expect(v3.last.headers).not.toHaveProperty('api-key');
  });

  it('is good without the v3 key, and says why there is none', async () => {
    serve({
      '/v3/auth/create': {
        status: 400,
        body: { reasonCode: 10, messages: ['Authentication failed'] },
      },
    });
    const result = await enter({ v3Key: { keyName: 'storewire_1', v3Endpoint: v3.url } });
    expect(result.credentials.v3ApiKey).toBeUndefined();
    expect(result.v3Error).toMatchObject({ code: 'SM_V3_KEY_REFUSED', outcome: 'unauthorized' });
  });

  it('takes the first user as owner when the login is none', async () => {
    serve({ '/api/user/listByClient': { body: { success: true, users: ['sales@shop.example'] } } });
    expect((await enter()).credentials.owner).toBe('sales@shop.example');
  });

  const refused = (text: string): FakeAnswer => ({ body: { success: false, message: [text] } });
  it.each([
    {
      at: '/api/authorization/token',
      answer: refused('User not authenticated'),
      refusal: 'wrongData',
    },
    { at: '/api/authorization/token', answer: { status: 401, body: '' }, refusal: 'wrongData' },
    {
      at: '/api/authorization/token',
      answer: refused('Not authenticated'),
      refusal: 'inactiveAccount',
    },
    {
      at: '/api/authorization/token',
      answer: refused('Two-factor authentication is required'),
      refusal: 'unsupported',
    },
    {
      at: '/api/authorization/token',
      answer: refused('Enter the verification code'),
      refusal: 'unsupported',
    },
    { at: '/api/authorization/token', answer: refused('Something else'), refusal: 'unsupported' },
    {
      at: '/api/authorization/token',
      answer: { body: { success: true, smapp: 3 } },
      refusal: 'unsupported',
    },
    {
      at: '/api/authorization/token',
      answer: { status: 404, body: '<html>' },
      refusal: 'wrongEndpoint',
    },
    { at: '/api/authorization/token', answer: { body: '<html>' }, refusal: 'wrongEndpoint' },
    {
      at: '/api/authorization/token',
      answer: { status: 301, headers: { location: '/' }, body: '' },
      refusal: 'wrongEndpoint',
    },
    { at: '/api/authorization/token', answer: { status: 503, body: '' }, refusal: 'unavailable' },
    { at: '/api/authorization/token', answer: { status: 500, body: '' }, refusal: 'unavailable' },
    {
      at: '/api/account/integration',
      answer: refused('Integration failed'),
      refusal: 'unsupported',
    },
    {
      at: '/api/account/integration',
      answer: { body: { success: true, shortId: 'k3v9x0' } },
      refusal: 'unsupported',
    },
    {
      at: '/api/user/listByClient',
      answer: refused('Not authenticated'),
      refusal: 'inactiveAccount',
    },
    {
      at: '/api/user/listByClient',
      answer: refused('User not authenticated'),
      refusal: 'inactiveAccount',
    },
    { at: '/api/user/listByClient', answer: refused('whatever'), refusal: 'inactiveAccount' },
    { at: '/api/user/listByClient', answer: { status: 502, body: '' }, refusal: 'unavailable' },
  ])('says $refusal when $at answers $answer', async ({ at, answer, refusal }) => {
    serve({ [at]: answer });
    const error = await caught(enter());
    expect(error).toBeInstanceOf(LoginError);
    expect(error).toMatchObject({ refusal });
  });

  it('says wrongEndpoint when nobody listens there', async () => {
    const gone = new FakeService();
    await gone.start();
    const { url } = gone;
    await gone.stop();
    expect(await caught(enter({ endpoint: url }))).toMatchObject({
      refusal: 'wrongEndpoint',
      code: 'SM_LOGIN_WRONG_ENDPOINT',
    });
  });

  it('says unavailable when no answer comes', async () => {
    door.answers(() => new Promise(() => undefined));
    expect(await caught(enter({}, 300))).toMatchObject({
      refusal: 'unavailable',
      outcome: 'notSent',
    });
  });

  it('stops after the first step with wrong data, and no error holds what was typed or returned', async () => {
    serve({ '/api/authorization/token': refused('User not authenticated') });
    const wrong = await caught(enter());
    expect(host.seen).toHaveLength(0);
    expect(wrong.hint).toContain('two-factor');
    serve({ '/api/account/integration': { body: { success: true, sha1: 'f00d' } } });
    const half = await caught(enter());
    for (const error of [wrong, half]) {
      const shown = [
        error.message,
        error.hint,
        error.answer,
        String(error.cause),
        JSON.stringify(error),
      ].join();
      expect(shown).not.toMatch(/pa55word|admin@|tok_1|f00d/);
    }
  });
});
