import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  type AccountOptions,
  createSandbox,
  DEFAULT_ACCOUNT,
  type Sandbox,
} from '@storewire/sandbox';
import { Clock } from '../clock.js';
import { Database } from '../database/database.service.js';
import { insertStore } from '../testing/sample-store.js';
import { type ApiAnswer, startTestHub, type TestHub } from '../testing/test-hub.js';
import { AccountWatch } from '../watchdog/account-watch.service.js';

const DAY_MS = 86_400_000;
const LOGIN = { email: 'owner@shop.example', password: 'sandbox-password' };
const KEY = DEFAULT_ACCOUNT.v3Keys?.[0]?.key;

class MovedClock extends Clock {
  offsetMs = 0;
  override now(): number {
    return Date.now() + this.offsetMs;
  }
}

describe('what the forms of an account need', () => {
  const clock = new MovedClock();
  let hub: TestHub;
  let sandbox: Sandbox;
  let tenant: { id: string; key: string };
  let base: string;

  beforeAll(async () => {
    sandbox = createSandbox();
    await sandbox.listen();
    hub = await startTestHub({
      override: (builder) => builder.overrideProvider(Clock).useValue(clock),
    });
  });
  afterAll(async () => {
    await hub.close();
    await sandbox.close();
  });
  beforeEach(async () => {
    clock.offsetMs = 0;
    sandbox.reset();
    sandbox.addAccount(DEFAULT_ACCOUNT);
    tenant = await hub.tenant();
    base = `/api/v1/tenants/${tenant.id}/accounts`;
  });

  const call = (method: string, path: string, body?: unknown): Promise<ApiAnswer> =>
    hub.api(method, path, body, tenant.key);
  const account = async (values: object = {}): Promise<string> => {
    const { body } = await call('POST', base, {
      name: 'Bookshop',
      endpoint: sandbox.url,
      clientId: DEFAULT_ACCOUNT.clientId,
      apiSecret: DEFAULT_ACCOUNT.apiSecret,
      owner: DEFAULT_ACCOUNT.owners[0],
      v3Endpoint: sandbox.url,
      v3ApiKey: KEY,
      ...values,
    });
    return body.id;
  };
  const withAccount = (change: Partial<AccountOptions>): void =>
    sandbox.addAccount({ ...DEFAULT_ACCOUNT, ...change });
  const alerts = async (): Promise<string[]> => {
    const { body } = await call('GET', `/api/v1/tenants/${tenant.id}/alerts`);
    // A clock that is days ahead of the sandbox's is told of, too.
    const kinds: string[] = body.items.map(({ kind }: { kind: string }) => kind);
    return kinds.filter((kind) => kind !== 'clockSkew').sort();
  };
  const read = async (id: string) => (await call('GET', `${base}/${id}`)).body;

  it('S11: lists the web push forms, and the code of one', async () => {
    const id = await account();
    const { status, body } = await call('GET', `${base}/${id}/forms`);
    expect([status, body]).toEqual([
      200,
      { items: [{ id: 1, name: 'Sandbox web push form' }], nextCursor: null },
    ]);
    const code = await call('GET', `${base}/${id}/forms/1/code`);
    expect(code.body).toEqual({ code: "sm('webPush', ['1', '360']);", form: '1', days: 360 });
    expect((await call('GET', `${base}/${id}/forms/9/code`)).status).toBe(404);
  });

  it('S11: says that an account does not offer the code of a form', async () => {
    const id = await account();
    sandbox.faults.add({ path: '/api/wm/consentFormCode', kind: 'status', status: 404, count: 1 });
    const code = await call('GET', `${base}/${id}/forms/1/code`);
    expect([code.status, code.body.code]).toEqual([422, 'NOT_OFFERED']);
  });

  it('X7: lists every e-mail of a type, all pages, with the sender', async () => {
    const emails = Array.from({ length: 250 }, (_, n) => ({
      id: `mail-${n}`,
      name: `Mail ${n}`,
      subject: 'Hello',
      type: 'STANDARD' as const,
      modifiedOn: Date.parse('2026-10-01T00:00:00Z') + n * 60_000,
      senderAccountId: 'sender-1',
    }));
    const confirmation = {
      ...emails[0],
      id: 'confirm',
      type: 'SUBSCRIPTION_CONFIRMATION' as const,
    };
    withAccount({ emails: [...emails, confirmation as never] });
    const id = await account();
    const all = await call('GET', `${base}/${id}/emails`);
    expect(all.body.items).toHaveLength(250);
    expect(all.body.items[249]).toEqual({
      emailId: 'mail-249',
      name: 'Mail 249',
      subject: 'Hello',
      modifiedAt: '2026-10-01T04:09:00.000Z',
      sender: expect.objectContaining({ accountId: 'sender-1' }),
    });
    const kind = await call('GET', `${base}/${id}/emails?type=SUBSCRIPTION_CONFIRMATION`);
    expect(kind.body.items.map(({ emailId }: { emailId: string }) => emailId)).toEqual(['confirm']);
    const some = await call('GET', `${base}/${id}/emails?from=2026-09-01&to=2026-09-30`);
    expect(some.body.items).toEqual([]);
    const day = await call('GET', `${base}/${id}/emails?from=2026-10-01&to=2026-10-01`);
    expect(day.body.items).toHaveLength(250);
    expect((await call('GET', `${base}/${id}/emails?type=OTHER`)).status).toBe(400);
  });

  it('X7: needs the API v3 key, and says so', async () => {
    const id = await account({ v3ApiKey: null });
    const { status, body } = await call('GET', `${base}/${id}/emails`);
    expect([status, body.code]).toEqual([422, 'SM_CREDENTIALS_INVALID']);
    expect(body.detail).toContain('no API v3 key');
  });

  it('S13: signs the browser in with a login token, and keeps it out of the log', async () => {
    const { body } = await call('POST', `${base}/login`, { ...LOGIN, endpoint: sandbox.url });
    const link = await call('GET', `${base}/${body.id}/sign-in-link`);
    expect(link.body).toMatchObject({ signsIn: true, reason: null });
    expect(link.headers.get('cache-control')).toBe('no-store');
    expect((await fetch(link.body.url)).status).toBe(200);
    const token = new URL(link.body.url).searchParams.get('t') as string;
    expect(hub.logs.join('\n')).not.toContain(token);
    const reader = await call('POST', `/api/v1/tenants/${tenant.id}/keys`, {
      name: 'reader',
      scopes: ['read'],
    });
    const path = `${base}/${body.id}/sign-in-link`;
    expect((await hub.api('GET', path, undefined, reader.body.key)).status).toBe(403);
  });

  it('S13: exchanges a login token that has ended, and gives a plain link where it cannot', async () => {
    const { body } = await call('POST', `${base}/login`, { ...LOGIN, endpoint: sandbox.url });
    const first = (await call('GET', `${base}/${body.id}/sign-in-link`)).body.url;
    clock.offsetMs = 30 * DAY_MS;
    const second = (await call('GET', `${base}/${body.id}/sign-in-link`)).body.url;
    expect(second).not.toBe(first);
    expect((await fetch(second)).status).toBe(200);
    const wrong = await account({ apiSecret: 'wrong' });
    const plain = await call('GET', `${base}/${wrong}/sign-in-link`);
    expect(plain.body).toEqual({
      url: sandbox.url,
      signsIn: false,
      reason: expect.stringContaining('no login token'),
    });
  });

  it('S13: tells which modules are on, or that the account does not tell', async () => {
    const id = await account();
    expect((await call('GET', `${base}/${id}/modules`)).body).toEqual({
      offered: true,
      reason: null,
      items: [
        { module: 'liveChat', active: false },
        { module: 'webPush', active: true },
        { module: 'popUp', active: false },
      ],
    });
    const wrong = await account({ apiSecret: 'wrong' });
    expect((await call('GET', `${base}/${wrong}/modules`)).body).toMatchObject({
      offered: false,
      reason: expect.stringContaining('not offered by this account'),
      items: [{ active: null }, { active: null }, { active: null }],
    });
  });

  it('S7: warns of owners that are gone, of the account and of a store', async () => {
    const id = await account();
    const storeId = await insertStore(hub.app, tenant.id, 'Books');
    const db = hub.app.get(Database);
    await db.write((tx) =>
      tx.query('UPDATE store SET account_id = $1 WHERE id = $2', [id, storeId]),
    );
    const settings = `/api/v1/tenants/${tenant.id}/stores/${storeId}/settings`;
    await call('PATCH', settings, { owner: 'sales@shop.example' });
    const good = await call('POST', `${base}/${id}/check`);
    expect(good.body).toMatchObject({ ok: true, warnings: [] });

    withAccount({ owners: ['owner@shop.example'] });
    const gone = await call('POST', `${base}/${id}/check`);
    expect(gone.body).toMatchObject({
      ok: true,
      warnings: [expect.stringContaining('store Books')],
    });

    const look = async (days: number): Promise<void> => {
      clock.offsetMs = days * (DAY_MS + 60_000);
      await hub.app.get(AccountWatch).sweep();
    };
    await look(1);
    expect(await alerts()).toContain('ownerMissing');
    withAccount({});
    await look(2);
    expect(await alerts()).not.toContain('ownerMissing');
    withAccount({ owners: ['other@shop.example'] });
    await look(3);
    expect(await alerts()).toContain('ownerMissing');
    const { body } = await call('GET', `/api/v1/tenants/${tenant.id}/alerts`);
    expect(JSON.stringify(body)).not.toContain('@');
  });

  it('X10: takes a key that works, and says so of one that never did', async () => {
    const id = await account({ v3ApiKey: null });
    expect((await read(id)).v3Key).toEqual({ state: 'none', expiresAt: null, checkedAt: null });
    const wrong = await call('POST', `${base}/${id}/v3-key`, { apiKey: 'NOTAKEY' });
    expect(wrong.body).toMatchObject({ hasV3ApiKey: true, v3Key: { state: 'wrong' } });
    const checked = await call('POST', `${base}/${id}/check`);
    expect(checked.body.parts).toContainEqual(
      expect.objectContaining({ part: 'v3', ok: false, code: 'V3_KEY_WRONG' }),
    );
    const right = await call('POST', `${base}/${id}/v3-key`, {
      apiKey: KEY,
      expiresAt: '2099-01-01',
    });
    expect(right.body.v3Key).toEqual({
      state: 'working',
      expiresAt: '2099-01-01T00:00:00.000Z',
      checkedAt: expect.any(String),
    });
    for (const body of [{}, { apiKey: 'A', ...LOGIN }, { email: LOGIN.email }]) {
      const { status } = await call('POST', `${base}/${id}/v3-key`, body);
      expect(status).toBe(422);
    }
  });

  it('X10: makes a key with a login, warns before its end, and tells an ended one apart', async () => {
    const id = await account({ v3ApiKey: null });
    const path = `${base}/${id}/v3-key`;
    const refused = await call('POST', path, { ...LOGIN, password: 'wrong' });
    expect(refused.status).toBe(422);
    const made = await call('POST', path, { ...LOGIN, expiry: 'ONE_MONTH' });
    expect(made.body.v3Key.state).toBe('working');
    const daysLeft = (Date.parse(made.body.v3Key.expiresAt) - Date.now()) / DAY_MS;
    expect(daysLeft).toBeCloseTo(30, 1);
    expect(JSON.stringify([made.body, hub.logs])).not.toContain(LOGIN.password);
    expect(await alerts()).toEqual([]);

    clock.offsetMs = 17 * DAY_MS;
    await hub.app.get(AccountWatch).sweep();
    expect(await alerts()).toEqual(['v3KeyExpiring']);

    clock.offsetMs = 31 * DAY_MS;
    sandbox.clock.offsetMs = 31 * DAY_MS;
    await hub.app.get(AccountWatch).sweep();
    expect((await read(id)).v3Key.state).toBe('expired');
    expect(await alerts()).toEqual(['v3KeyRefused']);
    expect((await read(id)).hasV3ApiKey).toBe(true);
  });

  it('X10: tells a revoked key apart, keeps it, and forgets the alarm with a new one', async () => {
    const { body } = await call('POST', `${base}/login`, {
      ...LOGIN,
      endpoint: sandbox.url,
      v3Endpoint: sandbox.url,
      v3KeyExpiry: 'ONE_YEAR',
    });
    expect(body.v3Key.expiresAt).not.toBeNull();
    await call('POST', `${base}/${body.id}/check`);
    const revoked = await call('POST', `${base}/${body.id}/v3-key/revoke`);
    expect(revoked.body).toMatchObject({ hasV3ApiKey: true, v3Key: { state: 'revoked' } });
    const checked = await call('POST', `${base}/${body.id}/check`);
    expect(checked.body.parts).toContainEqual({
      part: 'v3',
      ok: false,
      code: 'V3_KEY_REVOKED',
      message: expect.stringContaining('worked before and was revoked'),
    });
    await hub.app.get(AccountWatch).sweep();
    expect(await alerts()).toEqual(['v3KeyRefused']);
    await call('POST', `${base}/${body.id}/v3-key`, { apiKey: KEY });
    await hub.app.get(AccountWatch).sweep();
    expect(await alerts()).toEqual([]);
  });

  it('X10: does not revoke a key when the account is deleted', async () => {
    const id = await account();
    expect((await call('DELETE', `${base}/${id}`)).status).toBe(204);
    const other = await account();
    const checked = await call('POST', `${base}/${other}/check`);
    expect(checked.body.parts).toContainEqual(expect.objectContaining({ part: 'v3', ok: true }));
  });

  it('X10: takes problems that come later at the address of the account, and at no other', async () => {
    const id = await account();
    const { url } = (await call('POST', `${base}/${id}/v3-problem-url`)).body;
    expect((await call('POST', `${base}/${id}/v3-problem-url`)).body.url).toBe(url);
    withAccount({ v3Keys: [{ key: KEY as string, webhookUrl: url }] });
    await sandbox.reportV3Problems([
      { reasonCode: 11, message: 'products[2].name|max:255|too long' },
    ]);
    const { body } = await call('GET', `${base}/${id}/v3-problems`);
    expect(body.items).toEqual([
      expect.objectContaining({ reasonCode: 11, record: 2, field: 'name', text: 'too long' }),
    ]);
    const wrong = await fetch(`${url.slice(0, -4)}AAAA`, { method: 'POST', body: '{}' });
    expect(wrong.status).toBe(404);
    expect((await call('GET', `${base}/${id}/v3-problems`)).body.items).toHaveLength(1);
  });

  it('S10: both callback secrets are valid during a change, and the old one not after it', async () => {
    const id = await account();
    const before = await read(id);
    const rotated = await call('POST', `${base}/${id}/callback-secret`);
    expect(rotated.body.hasOldCallbackSecret).toBe(true);
    expect(rotated.body.callbackUrls.optIn).not.toBe(before.callbackUrls.optIn);
    const knock = async (template: string): Promise<number> => {
      const [, secret = ''] = /sha1\(\$email\$(\w+)\)/.exec(template) ?? [];
      const key = createHash('sha1').update(`ada@customer.example${secret}`).digest('hex');
      const url = template
        .replace('$email$&', 'ada%40customer.example&')
        .replace(/sha1\(.*\)$/, key);
      return (await fetch(url)).status;
    };
    expect(await knock(before.callbackUrls.optIn)).toBe(200);
    expect(await knock(rotated.body.callbackUrls.optIn)).toBe(200);
    const again = await call('POST', `${base}/${id}/callback-secret`);
    expect([again.status, again.body.code]).toEqual([409, 'OLD_SECRET_VALID']);
    const removed = await call('DELETE', `${base}/${id}/callback-secret/old`);
    expect(removed.body).toMatchObject({
      hasOldCallbackSecret: false,
      callbackUrls: rotated.body.callbackUrls,
    });
    expect(await knock(before.callbackUrls.optIn)).toBe(403);
    expect(await knock(rotated.body.callbackUrls.optIn)).toBe(200);
    const { body: audit } = await call('GET', `/api/v1/tenants/${tenant.id}/audit`);
    expect(audit.items[0]).toMatchObject({
      action: 'account.update',
      detail: { changes: { callbackSecret: 'changed' } },
    });
  });
});
