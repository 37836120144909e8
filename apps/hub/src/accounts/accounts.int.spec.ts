import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createSandbox, DEFAULT_ACCOUNT, type Sandbox } from '@storewire/sandbox';
import { Database } from '../database/database.service.js';
import { type ApiAnswer, startTestHub, type TestHub } from '../testing/test-hub.js';
import { type AccountChange, AccountDirectory } from './account-directory.js';
import { AccountPause } from './account-pause.js';

const UNREACHABLE = 'http://127.0.0.1:9';

describe('accounts', () => {
  let hub: TestHub;
  let sandbox: Sandbox;
  let tenant: { id: string; key: string };
  let base: string;

  beforeAll(async () => {
    sandbox = createSandbox();
    await sandbox.listen();
    hub = await startTestHub();
    tenant = await hub.tenant();
    base = `/api/v1/tenants/${tenant.id}/accounts`;
  });
  afterAll(async () => {
    await hub.close();
    await sandbox.close();
  });
  beforeEach(() => sandbox.faults.clear());

  const good = () => ({
    name: 'Bookshop',
    endpoint: `${sandbox.url}/api/`,
    clientId: DEFAULT_ACCOUNT.clientId,
    apiSecret: DEFAULT_ACCOUNT.apiSecret,
    owner: DEFAULT_ACCOUNT.owners[0],
    v3Endpoint: sandbox.url,
    v3ApiKey: DEFAULT_ACCOUNT.v3Keys?.[0]?.key,
  });
  const create = (values: object = {}): Promise<ApiAnswer> =>
    hub.api('POST', base, { ...good(), ...values }, tenant.key);
  const parts = ({ body }: ApiAnswer): Record<string, unknown> =>
    Object.fromEntries(body.parts.map(({ part, ok }: { part: string; ok: unknown }) => [part, ok]));
  const check = (id: string): Promise<ApiAnswer> =>
    hub.api('POST', `${base}/${id}/check`, undefined, tenant.key);

  it('saves an account and shows everything but its secrets', async () => {
    const { status, body } = await create();
    expect(status).toBe(201);
    expect(body).toEqual({
      id: expect.any(String),
      name: 'Bookshop',
      endpoint: sandbox.url,
      clientId: DEFAULT_ACCOUNT.clientId,
      owner: DEFAULT_ACCOUNT.owners[0],
      credential: 'secret',
      hasApiSecret: true,
      v3Endpoint: sandbox.url,
      hasV3ApiKey: true,
      v3Key: { state: 'unchecked', expiresAt: null, checkedAt: null },
      state: 'active',
      pausedReason: null,
      callsPerSecond: 5,
      concurrency: 2,
      timeoutSeconds: 30,
      lookUpSeconds: [5, 30, 120],
      retryWindowMinutes: 60,
      pace: { callsPerSecond: 5, concurrency: 2, reason: null },
      callbackUrls: { optIn: expect.any(String), optOut: expect.any(String) },
      hasOldCallbackSecret: false,
      warnings: [],
      createdAt: expect.any(String),
      updatedAt: expect.any(String),
    });
    expect((await hub.api('GET', `${base}/${body.id}`, undefined, tenant.key)).body).toEqual(body);
    const list = await hub.api('GET', base, undefined, tenant.key);
    expect(list.body.items).toContainEqual(body);
  });

  it('never gives a secret away: not in answers, audit, rows or log', async () => {
    const secret = { apiSecret: 'api-secret-4711', v3ApiKey: 'v3-key-4711' };
    const made = await create(secret);
    const path = `${base}/${made.body.id}`;
    const answers = [
      made,
      await hub.api('GET', path),
      await hub.api('PATCH', path, { apiSecret: 'api-secret-4712' }),
      await hub.api('GET', base),
      await check(made.body.id),
      await hub.api('GET', `${path}/owners`),
      await hub.api('GET', `/api/v1/tenants/${tenant.id}/audit`),
      await hub.api('POST', base, { ...good(), ...secret, owner: 'wrong' }),
    ];
    const rows = await hub.app.get(Database).query('SELECT * FROM account');
    const everything = JSON.stringify([answers.map(({ body }) => body), rows, hub.logs]);
    // With its name: the digits alone are in ids and times, too.
    expect(everything).not.toMatch(/(?:api-secret|v3-key)-471[12]/);
    expect(answers[6]?.body.items[0]).toMatchObject({
      action: 'account.update',
      detail: { changes: { apiSecret: 'changed' } },
    });
  });

  it('makes a pair of callback templates with a secret of 16 characters of its own', async () => {
    const [one, two] = [await create(), await create()];
    const { optIn, optOut } = one.body.callbackUrls;
    const form =
      /^http:\/\/127\.0\.0\.1:\d+\/callbacks\/([^/]+)\/([^/]+)\/opt-in\?email=\$email\$&key=sha1\(\$email\$([A-Za-z0-9]{16})\)$/;
    const [, tenantId, accountId, secret] = form.exec(optIn) ?? [];
    expect([tenantId, accountId]).toEqual([tenant.id, one.body.id]);
    expect(optOut).toBe(optIn.replace('opt-in', 'opt-out'));
    expect(two.body.callbackUrls.optIn).not.toContain(secret);
    const known = await hub.app.get(AccountDirectory).callbackSecrets(tenant.id, one.body.id);
    expect(known).toEqual([secret]);
  });

  it('checks an account part by part', async () => {
    const made = await create();
    const answer = await check(made.body.id);
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ ok: true, state: 'active' });
    expect(parts(answer)).toEqual({ endpoint: true, credentials: true, owner: true, v3: true });
  });

  it.each([
    {
      why: 'nothing answers',
      values: { endpoint: UNREACHABLE, v3Endpoint: null, v3ApiKey: null },
      result: { endpoint: false, credentials: null, owner: null, v3: null },
    },
    {
      why: 'the secret is wrong',
      values: { apiSecret: 'wrong' },
      result: { endpoint: true, credentials: false, owner: null, v3: true },
    },
    {
      why: 'the owner is nobody',
      values: { owner: 'nobody@shop.example' },
      result: { endpoint: true, credentials: true, owner: false, v3: true },
    },
    {
      why: 'the v3 key is wrong',
      values: { v3ApiKey: 'WRONGKEY' },
      result: { endpoint: true, credentials: true, owner: true, v3: false },
    },
  ])('says which part is wrong when $why', async ({ values, result }) => {
    const made = await create(values);
    expect(made.status).toBe(201);
    const answer = await check(made.body.id);
    expect([answer.status, answer.body.ok]).toEqual([200, false]);
    expect(parts(answer)).toEqual(result);
    const wrong = answer.body.parts.find((part: { ok: unknown }) => part.ok === false);
    expect(wrong).toMatchObject({ code: expect.stringMatching(/^[A-Z0-9_]+$/) });
    expect(wrong.message.length).toBeGreaterThan(20);
  });

  it('reports a server that answers nonsense as the endpoint', async () => {
    const made = await create();
    sandbox.faults.add({ kind: 'html', path: 'user/listByClient' });
    expect(parts(await check(made.body.id))).toMatchObject({ endpoint: false, credentials: null });
  });

  it('fetches the owners anew', async () => {
    const made = await create();
    const path = `${base}/${made.body.id}/owners`;
    const { status, body } = await hub.api('GET', path, undefined, tenant.key);
    expect(status).toBe(200);
    expect(body).toEqual({ items: DEFAULT_ACCOUNT.owners, nextCursor: null });
  });

  it.each([
    {
      why: 'nothing answers',
      endpoint: UNREACHABLE,
      secret: undefined,
      status: 424,
      next: 'retry',
    },
    {
      why: 'the secret is wrong',
      endpoint: undefined,
      secret: 'wrong',
      status: 422,
      next: 'fixSettings',
    },
  ])(
    'says why there are no owners when $why, without a 5xx',
    async ({ endpoint, secret, status, next }) => {
      const made = await create({
        ...(endpoint ? { endpoint } : {}),
        ...(secret ? { apiSecret: secret } : {}),
      });
      const answer = await hub.api('GET', `${base}/${made.body.id}/owners`);
      expect([answer.status, answer.body.next]).toEqual([status, next]);
      expect(answer.body.code).toMatch(/^SM_/);
    },
  );

  it('logs in with e-mail and password and keeps a pair, not a secret', async () => {
    const body = { ...DEFAULT_ACCOUNT.login, endpoint: sandbox.url, v3Endpoint: sandbox.url };
    const made = await hub.api('POST', `${base}/login`, body, tenant.key);
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({
      name: DEFAULT_ACCOUNT.clientId,
      credential: 'pair',
      hasApiSecret: false,
      hasV3ApiKey: true,
      owner: 'owner@shop.example',
      endpoint: sandbox.url,
      warnings: [],
    });
    expect(parts(await check(made.body.id))).toEqual({
      endpoint: true,
      credentials: true,
      owner: true,
      v3: true,
    });
    const rows = await hub.app.get(Database).query('SELECT * FROM account');
    expect(JSON.stringify([rows, hub.logs])).not.toContain(DEFAULT_ACCOUNT.login?.password);
  });

  it('warns of a login that gave no v3 key', async () => {
    sandbox.faults.add({ kind: 'status', path: '/v3/auth/create' });
    const body = { ...DEFAULT_ACCOUNT.login, endpoint: sandbox.url, v3Endpoint: sandbox.url };
    const made = await hub.api('POST', `${base}/login`, body, tenant.key);
    expect(made.status).toBe(201);
    expect(made.body.hasV3ApiKey).toBe(false);
    expect(made.body.warnings).toEqual([expect.stringContaining('v3 key')]);
  });

  it.each([
    {
      why: 'a wrong password',
      change: { password: 'tr0ub4dor' },
      status: 422,
      code: 'SM_LOGIN_WRONG_DATA',
    },
    {
      why: 'no server',
      change: { endpoint: UNREACHABLE },
      status: 422,
      code: 'SM_LOGIN_WRONG_ENDPOINT',
    },
    { why: 'no e-mail', change: { email: 'owner' }, status: 422, code: 'VALIDATION_FAILED' },
  ])('refuses a login with $why', async ({ change, status, code }) => {
    const body = { ...DEFAULT_ACCOUNT.login, endpoint: sandbox.url, ...change };
    const answer = await hub.api('POST', `${base}/login`, body, tenant.key);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(JSON.stringify(answer.body)).not.toContain(body.password);
  });

  it('reports a SALESmanago that is down as something to try again', async () => {
    sandbox.faults.add({ kind: 'status', status: 503, path: 'authorization/token' });
    const body = { ...DEFAULT_ACCOUNT.login, endpoint: sandbox.url };
    const answer = await hub.api('POST', `${base}/login`, body, tenant.key);
    expect([answer.status, answer.body.next]).toEqual([424, 'retry']);
  });

  it('changes what is given and leaves the rest', async () => {
    const made = await create();
    const path = `${base}/${made.body.id}`;
    const change = {
      name: 'New name',
      callsPerSecond: 50,
      concurrency: 4,
      timeoutSeconds: 0.5,
      lookUpSeconds: [9, 1],
      retryWindowMinutes: 30,
    };
    const { status, body } = await hub.api('PATCH', path, change, tenant.key);
    expect(status).toBe(200);
    expect(body).toEqual({
      ...made.body,
      ...change,
      lookUpSeconds: [1, 9],
      pace: { callsPerSecond: 50, concurrency: 4, reason: null },
      updatedAt: expect.any(String),
    });
    const without = await hub.api('PATCH', path, { v3ApiKey: null }, tenant.key);
    expect(without.body).toMatchObject({ hasV3ApiKey: false, hasApiSecret: true });
  });

  it.each([
    { change: { callsPerSecond: 0 }, path: 'callsPerSecond' },
    { change: { retryWindowMinutes: 0 }, path: 'retryWindowMinutes' },
    { change: { concurrency: 21 }, path: 'concurrency' },
    { change: { timeoutSeconds: 0 }, path: 'timeoutSeconds' },
    { change: { name: null }, path: 'name' },
    { change: { endpoint: 'not an address' }, path: 'endpoint' },
    { change: { state: 'active' }, path: 'state' },
  ])('refuses the change $change', async ({ change, path }) => {
    const made = await create();
    const answer = await hub.api('PATCH', `${base}/${made.body.id}`, change, tenant.key);
    expect(answer.status).toBe(422);
    expect(answer.body.errors[0].path).toBe(path);
  });

  it('sends a stored secret to no other host, unless an operator says so', async () => {
    const made = await create();
    const path = `${base}/${made.body.id}`;
    const change = { endpoint: UNREACHABLE, v3Endpoint: UNREACHABLE };
    const refused = await hub.api('PATCH', path, change, tenant.key);
    expect(refused.status).toBe(422);
    expect(refused.body.errors.map((error: { path: string }) => error.path)).toEqual([
      'apiSecret',
      'v3ApiKey',
    ]);
    const secrets = { apiSecret: 'entered-again', v3ApiKey: 'entered-again' };
    const moved = await hub.api('PATCH', path, { ...change, ...secrets }, tenant.key);
    expect(moved.body.endpoint).toBe(UNREACHABLE);
    const back = await hub.api('PATCH', path, { endpoint: sandbox.url });
    expect(back.body.endpoint).toBe(sandbox.url);
  });

  it('keeps the client id of a login', async () => {
    const body = { ...DEFAULT_ACCOUNT.login, endpoint: sandbox.url };
    const made = await hub.api('POST', `${base}/login`, body, tenant.key);
    const path = `${base}/${made.body.id}`;
    const refused = await hub.api('PATCH', path, { clientId: 'other' });
    expect([refused.status, refused.body.errors[0].path]).toEqual([422, 'clientId']);
    const change = { clientId: DEFAULT_ACCOUNT.clientId, apiSecret: DEFAULT_ACCOUNT.apiSecret };
    const { body: byHand } = await hub.api('PATCH', path, change);
    expect(byHand).toMatchObject({ credential: 'secret', hasApiSecret: true });
  });

  it('ends a pause when a check passes, and not before', async () => {
    const made = await create({ apiSecret: 'wrong' });
    const { id } = made.body;
    const pause = hub.app.get(AccountPause);
    await pause.pause(tenant.id, id, 'wrong secret');
    expect((await hub.api('GET', `${base}/${id}`)).body).toMatchObject({
      state: 'paused',
      pausedReason: 'wrong secret',
    });
    expect((await check(id)).body.state).toBe('paused');
    const changes: AccountChange[] = [];
    const directory = hub.app.get(AccountDirectory);
    const resumed = Promise.withResolvers<void>();
    const end = directory.onChange(async (change) => {
      changes.push(change);
      if ((await directory.get(tenant.id, id)).state === 'active') resumed.resolve();
    });
    await hub.api('PATCH', `${base}/${id}`, { apiSecret: DEFAULT_ACCOUNT.apiSecret }, tenant.key);
    await resumed.promise;
    end();
    expect(changes).toContainEqual({ tenantId: tenant.id, accountId: id });
    expect((await hub.api('GET', `${base}/${id}`)).body).toMatchObject({
      state: 'active',
      pausedReason: null,
    });
  });

  it('keeps a context until the account changes, and signs with the new secret then', async () => {
    const made = await create();
    const directory = hub.app.get(AccountDirectory);
    const first = await directory.get(tenant.id, made.body.id);
    expect(await directory.get(tenant.id, made.body.id)).toBe(first);
    await hub.api('PATCH', `${base}/${made.body.id}`, { apiSecret: 'wrong', callsPerSecond: 9 });
    const second = await directory.get(tenant.id, made.body.id);
    expect(second).toMatchObject({ callsPerSecond: 9, state: 'active' });
    await expect(first.client.account.owners()).resolves.toEqual(DEFAULT_ACCOUNT.owners);
    await expect(second.client.account.owners()).rejects.toMatchObject({
      outcome: 'unauthorized',
    });
  });

  it('deletes an account', async () => {
    const made = await create();
    const path = `${base}/${made.body.id}`;
    const directory = hub.app.get(AccountDirectory);
    await directory.get(tenant.id, made.body.id);
    expect((await hub.api('DELETE', path, undefined, tenant.key)).status).toBe(204);
    expect((await hub.api('GET', path, undefined, tenant.key)).status).toBe(404);
    await expect(directory.get(tenant.id, made.body.id)).rejects.toMatchObject({
      code: 'ACCOUNT_MISSING',
    });
  });
});
