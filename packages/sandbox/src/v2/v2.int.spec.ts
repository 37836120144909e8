import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Client, closeSandboxes, OWNER, signed, startSandbox } from '../../test/client.js';
import { DEFAULT_ACCOUNT, signCall } from '../index.js';

const { clientId, login } = DEFAULT_ACCOUNT;
const LIST = '/api/user/listByClient';

afterEach(closeSandboxes);

describe('v2 envelope', () => {
  let client: Client;
  beforeEach(async () => {
    client = await startSandbox();
  });

  it('accepts a right signature and lists the users', async () => {
    expect(await client.v2(LIST)).toEqual({
      success: true,
      message: [],
      users: DEFAULT_ACCOUNT.owners,
    });
  });

  it.each([
    {
      body: { sha: 'b3303faa88b01ce15a9d25133cd274927505b812' },
      why: 'a signature of another secret',
    },
    { body: { apiKey: 'key2' }, why: 'an apiKey the signature was not made for' },
    { body: { clientId: 'unknown' }, why: 'an unknown clientId' },
    { body: { sha: undefined }, why: 'no signature' },
    { body: { apiKey: '' }, why: 'an empty apiKey' },
  ])('refuses $why with HTTP 200', async ({ body }) => {
    const answer = await client.post(LIST, { ...signed(), ...body });
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ success: false, message: ['User not authenticated'] });
  });

  it('refuses an upper-case signature', async () => {
    const body = signed() as { sha: string };
    const answer = await client.post(LIST, { ...body, sha: body.sha.toUpperCase() });
    expect(await answer.json()).toMatchObject({ success: false });
  });

  it.each([
    { owner: undefined, message: 'Not authenticated, not owner specified' },
    { owner: '', message: 'Not authenticated, not owner specified' },
    { owner: 'stranger@shop.example', message: 'Not authenticated, invalid owner' },
  ])('tells a missing owner from a wrong one ($owner)', async ({ owner, message }) => {
    expect(await client.v2(LIST, { owner })).toEqual({ success: false, message: [message] });
  });

  it.each([1767225600, 1767225600000, '1767225600', undefined])(
    'takes requestTime %s',
    async (requestTime) =>
      expect(await client.v2(LIST, { requestTime })).toMatchObject({ success: true }),
  );

  it('answers transport mistakes with HTTP errors, not with JSON', async () => {
    const { url } = client.sandbox;
    const answers = await Promise.all([
      fetch(url + LIST),
      client.post(LIST, '{"clientId":'),
      client.post(LIST, '[]'),
      client.post(LIST, signed(), { 'Content-Type': 'text/plain' }),
      client.post('/api/contact/unknown', signed()),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([405, 400, 400, 415, 404]);
    expect(answers[4]?.headers.get('content-type')).toContain('text/html');
  });
});

describe('v2 in strict mode', () => {
  it('wants requestTime', async () => {
    const client = await startSandbox({ strict: true });
    expect(await client.v2(LIST, { requestTime: undefined })).toMatchObject({ success: false });
    expect(await client.v2(LIST)).toMatchObject({ success: true });
  });
});

describe('login', () => {
  let client: Client;
  const post = async (path: string, body: object) => (await client.post(path, body)).json();
  const token = async () =>
    (
      (await post('/api/authorization/token', {
        username: login?.email,
        password: login?.password,
      })) as { token: string }
    ).token;

  it('gives a pair that signs, without giving the secret', async () => {
    client = await startSandbox();
    const first = await post('/api/authorization/token', {
      username: login?.email,
      password: login?.password,
    });
    expect(first).toMatchObject({ success: true, endpoint: client.sandbox.url, smapp: 3 });
    const pair = await post('/api/account/integration', {
      token: (first as { token: string }).token,
      apiKey: 'mine',
    });
    expect(pair).toMatchObject({ success: true, shortId: clientId });
    expect(JSON.stringify(pair)).not.toContain(DEFAULT_ACCOUNT.apiSecret);
    const sha = (pair as { sha1: string }).sha1;
    expect(await client.v2(LIST, { apiKey: 'mine', sha })).toMatchObject({ success: true });
  });

  it('lets a login token stand in for the secret until it ends', async () => {
    client = await startSandbox();
    const answer = (await post('/api/system/authorise', {
      userName: login?.email,
      password: login?.password,
    })) as { token: string; clientId: string; validTo: number };
    const sha = signCall('k', answer.clientId, answer.token);
    expect(await client.v2(LIST, { apiKey: 'k', sha })).toMatchObject({ success: true });
    client.sandbox.clock.advance(answer.validTo - client.sandbox.clock.now());
    expect(await client.v2(LIST, { apiKey: 'k', sha })).toMatchObject({ success: false });
  });

  it('names what is wrong', async () => {
    client = await startSandbox();
    const integrate = (body: object) => post('/api/account/integration', body);
    expect(
      await post('/api/authorization/token', { username: login?.email, password: 'no' }),
    ).toEqual({
      success: false,
      message: ['User not authenticated'],
    });
    expect(await integrate({ apiKey: 'k' })).toMatchObject({ message: ['Token not specified'] });
    expect(await integrate({ token: 'tok_no', apiKey: 'k' })).toMatchObject({
      message: ['Authorization failed. Wrong Token'],
    });
    expect(await integrate({ token: await token() })).toMatchObject({
      message: ['Api key not specified'],
    });
  });

  it('refuses a user with two-factor authentication and an inactive account', async () => {
    client = await startSandbox({}, { twoFactor: true });
    expect(await token()).toBeUndefined();
    client = await startSandbox({}, { active: false });
    expect(await client.v2(LIST)).toEqual({ success: false, message: ['Not authenticated'] });
  });

  it('renews a token and signs a browser in with it', async () => {
    client = await startSandbox();
    const renewed = await client.v2('/api/authorization/refreshToken', { owner: OWNER });
    const { url } = client.sandbox;
    const open = (t: string) => fetch(`${url}/api/authorization/authorize?t=${t}`);
    expect((await open(renewed.token)).status).toBe(200);
    expect((await open('tok_no')).status).toBe(403);
  });

  it('asks to subscribe a module that the account lacks', async () => {
    client = await startSandbox();
    const create = () => client.v2('/api/wm/createLiveChat', { chat: { name: 'Chat' } });
    expect(await create()).toMatchObject({ success: false, type: 'STORE' });
    await client.v2('/api/appstore/subscribeProducts', { items: '[{"name":"LIVE_CHAT"}]' });
    expect(await create()).toMatchObject({ success: true });
  });

  it('takes a logo as a form and serves it', async () => {
    client = await startSandbox();
    const form = new FormData();
    for (const [name, value] of Object.entries(signed())) form.set(name, String(value));
    form.set('attachment', new Blob(['logo'], { type: 'image/png' }), 'logo.png');
    const upload = await fetch(`${client.sandbox.url}/api/wm/uploadImage.json`, {
      method: 'POST',
      body: form,
    });
    const { url } = (await upload.json()) as { url: string };
    const image = await fetch(url);
    expect([image.headers.get('content-type'), await image.text()]).toEqual(['image/png', 'logo']);
  });
});
