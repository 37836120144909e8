import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createSandbox, DEFAULT_ACCOUNT, DEFAULT_PARTNER, type Sandbox } from '@storewire/sandbox';
import { Database } from '../database/database.service.js';
import { startTestHub, type TestHub } from '../testing/test-hub.js';

const REGISTER = 'account/registerAppstore';
const PASSWORD = 'c0rrect-horse-battery';

describe('S3 making a SALESmanago account', () => {
  let hub: TestHub;
  let sandbox: Sandbox;
  let tenant: { id: string; key: string };
  let base: string;
  let count = 0;

  beforeAll(async () => {
    sandbox = createSandbox({ accounts: [DEFAULT_ACCOUNT, DEFAULT_PARTNER] });
    await sandbox.listen();
    hub = await startTestHub({
      env: {
        STOREWIRE_PARTNER_ENDPOINT: sandbox.url,
        STOREWIRE_PARTNER_CLIENT_ID: DEFAULT_PARTNER.clientId,
        STOREWIRE_PARTNER_API_SECRET: DEFAULT_PARTNER.apiSecret,
        STOREWIRE_PARTNER_OWNER: DEFAULT_PARTNER.owners[0] ?? '',
        STOREWIRE_PARTNER_TERMS_CONSENT: 'Terms',
        STOREWIRE_PARTNER_MARKETING_CONSENT: 'Marketing',
      },
    });
    tenant = await hub.tenant();
    base = `/api/v1/tenants/${tenant.id}/accounts`;
  });
  afterAll(async () => {
    await hub.close();
    await sandbox.close();
  });
  beforeEach(() => {
    count += 1;
    sandbox.faults.clear();
    sandbox.addAccount(DEFAULT_PARTNER);
  });

  const email = (): string => `ada.${count}@newshop.example`;
  const form = (values: object = {}): object => ({
    name: 'Bookshop',
    email: email(),
    password: PASSWORD,
    phone: '+48 600 100 200',
    language: 'pl',
    acceptsTerms: true,
    acceptsMarketing: false,
    ...values,
  });
  const register = (values: object = {}, headers: Record<string, string> = {}) =>
    hub.api('POST', `${base}/registration`, form(values), tenant.key, headers);
  const calls = (path: string): number => sandbox.requests({ path }).length;
  const audit = async (): Promise<Record<string, unknown>[]> =>
    (await hub.api('GET', `/api/v1/tenants/${tenant.id}/audit`)).body.items;

  it('is offered', async () => {
    const { body } = await hub.api('GET', `${base}/registration`, undefined, tenant.key);
    expect(body).toEqual({ offered: true, signUpUrl: expect.any(String), reason: null });
  });

  it('saves the new account as a login does, ready for work', async () => {
    const made = await register();
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({
      name: 'Bookshop',
      endpoint: sandbox.url,
      clientId: expect.stringMatching(/^[a-z0-9]{16}$/),
      owner: email(),
      credential: 'pair',
      hasApiSecret: false,
      state: 'active',
      warnings: [],
    });
    const { body } = await hub.api('POST', `${base}/${made.body.id}/check`, undefined, tenant.key);
    expect(body.ok).toBe(true);
    const link = await hub.api('GET', `${base}/${made.body.id}`, undefined, tenant.key);
    expect(link.body).toEqual(made.body);
  });

  it('tells the vendor name, phone and both consents', async () => {
    await register({ acceptsMarketing: true });
    expect(sandbox.vendorContact(email())).toMatchObject({
      name: 'Bookshop',
      phone: '+48 600 100 200',
      consents: [
        { consentName: 'Terms', consentAccept: true },
        { consentName: 'Marketing', consentAccept: true },
      ],
    });
    count += 1;
    await register();
    expect(sandbox.vendorContact(email())?.consents[1]).toMatchObject({ consentAccept: false });
  });

  it('keeps the password nowhere: not in answers, audit, rows, answers kept for repeating, or log', async () => {
    const answers = [
      await register({}, { 'idempotency-key': `secret-${count}` }),
      await register(),
      await register({ email: 'wrong' }),
      await register({ phone: PASSWORD }),
    ];
    sandbox.faults.add({ kind: 'failure', path: REGISTER, message: `Password ${PASSWORD} is bad` });
    count += 1;
    answers.push(await register());
    expect(answers.map(({ status }) => status)).toEqual([201, 422, 422, 422, 422]);
    const tables = ['account', 'audit', 'idempotency'].map((table) =>
      hub.app.get(Database).query(`SELECT * FROM ${table}`),
    );
    const kept = [answers.map(({ body }) => body), await Promise.all(tables), hub.logs];
    expect(hub.logs.length).toBeGreaterThan(0);
    expect(JSON.stringify(kept)).not.toContain(PASSWORD);
    expect(JSON.stringify(kept)).not.toContain(DEFAULT_PARTNER.apiSecret);
    expect(hub.logs.join()).not.toContain('@newshop.example');
  });

  it('makes one account for one Idempotency-Key', async () => {
    const before = calls(REGISTER);
    const key = { 'idempotency-key': `once-${count}` };
    const [first, second] = [await register({}, key), await register({}, key)];
    expect(first.status).toBe(201);
    expect(second).toMatchObject({ status: 201, body: first.body });
    expect(calls(REGISTER) - before).toBe(1);
  });

  it('writes who made it into the audit log', async () => {
    const { body } = await register();
    const [created, registered] = await audit();
    expect(created).toMatchObject({ action: 'account.create', target: body.id });
    expect(registered).toMatchObject({
      action: 'account.register',
      target: body.id,
      detail: { result: 'made' },
    });
  });

  it('logs in where the answer does not lead into the account', async () => {
    sandbox.faults.add({ kind: 'missingId', path: REGISTER });
    const before = calls('authorization/token');
    expect((await register()).status).toBe(201);
    expect(calls('authorization/token') - before).toBe(1);
  });

  it('clears up a lost answer by logging in', async () => {
    sandbox.faults.add({ kind: 'applyThenReset', path: REGISTER });
    expect((await register()).status).toBe(201);
  });

  it('says when it is not known whether there is an account, and notes it', async () => {
    sandbox.faults.add({ kind: 'applyThenReset', path: REGISTER });
    sandbox.faults.add({ kind: 'status', status: 503, path: 'authorization/token' });
    const answer = await register();
    expect([answer.status, answer.body.code, answer.body.next]).toEqual([
      424,
      'SM_REGISTRATION_UNKNOWN',
      'retry',
    ]);
    expect((await audit())[0]).toMatchObject({
      action: 'account.register',
      detail: { result: 'unknown' },
    });
    const list = await hub.api('GET', base, undefined, tenant.key);
    expect(list.body.items.map((one: { owner: string }) => one.owner)).not.toContain(email());
  });

  it('says when the account was made and does not open yet', async () => {
    sandbox.faults.add({ kind: 'missingId', path: REGISTER });
    sandbox.faults.add({ kind: 'failure', path: 'authorization/token', message: 'Confirm first' });
    const { status, body } = await register();
    expect([status, body.code]).toEqual([422, 'SM_REGISTRATION_NOT_ENTERED']);
    expect(body.detail).toContain('was made');
    expect((await audit())[0]).toMatchObject({ detail: { result: 'notEntered' } });
  });

  it('warns when the vendor did not take name, phone and consents', async () => {
    sandbox.faults.add({ kind: 'failure', path: 'contact/upsertVendorToSupport', message: 'no' });
    const { status, body } = await register();
    expect([status, body.warnings]).toEqual([201, [expect.stringContaining('name, phone')]]);
  });

  it.each([
    {
      why: 'an e-mail that has an account',
      values: { email: DEFAULT_ACCOUNT.owners[0] },
      code: 'SM_REGISTRATION_EXISTS',
      path: 'email',
    },
    {
      why: 'a password that SALESmanago does not take',
      fault: { kind: 'failure', message: 'Password is too weak' },
      code: 'SM_REGISTRATION_WEAK_PASSWORD',
      path: 'password',
    },
    {
      why: 'a language that SALESmanago does not know',
      fault: {
        kind: 'answer',
        patch: { success: false, message: ['no'], values: { lang: 'unknown' } },
      },
      code: 'SM_REGISTRATION_WRONG_DATA',
      path: 'language',
    },
    {
      why: 'a call that SALESmanago does not offer any more',
      fault: { kind: 'status', status: 404 },
      code: 'SM_REGISTRATION_NOT_OFFERED',
    },
  ])('refuses $why with a clear text', async ({ values, fault, code, path }) => {
    if (fault) sandbox.faults.add({ path: REGISTER, ...fault } as never);
    const { status, body } = await register(values);
    expect([status, body.code]).toEqual([422, code]);
    expect(body.errors?.[0]?.path).toBe(path);
    expect(body.detail.length).toBeGreaterThan(40);
  });

  it('tells the operator when the partner credentials are refused', async () => {
    sandbox.addAccount({ ...DEFAULT_PARTNER, apiSecret: 'another' });
    const { status, body } = await register();
    expect([status, body.code]).toEqual([422, 'SM_REGISTRATION_PARTNER_REFUSED']);
    expect(hub.logs.join()).toContain('SM_REGISTRATION_PARTNER_REFUSED');
  });

  it('reports a SALESmanago that is down as something to try again', async () => {
    sandbox.faults.add({ kind: 'status', status: 503, path: REGISTER, retryAfterS: 7 });
    const { status, body, headers } = await register();
    expect([status, body.next, headers.get('retry-after')]).toEqual([424, 'retry', '7']);
  });

  it.each([
    { values: { acceptsTerms: false }, path: 'acceptsTerms' },
    { values: { password: 'short' }, path: 'password' },
    { values: { phone: 'call me' }, path: 'phone' },
    { values: { language: 'polish' }, path: 'language' },
    { values: { name: '' }, path: 'name' },
    { values: { endpoint: 'https://elsewhere.example' }, path: 'endpoint' },
  ])('asks nobody about $values', async ({ values, path }) => {
    const before = calls(REGISTER);
    const { status, body } = await register(values);
    expect([status, body.errors[0].path]).toEqual([422, path]);
    expect(calls(REGISTER)).toBe(before);
  });
});

describe('S3 without partner credentials', () => {
  it('leads to the vendor', async () => {
    const hub = await startTestHub();
    try {
      const { id, key } = await hub.tenant();
      const { status, body } = await hub.api(
        'POST',
        `/api/v1/tenants/${id}/accounts/registration`,
        {
          name: 'Bookshop',
          email: 'ada@newshop.example',
          password: PASSWORD,
          phone: '600100200',
          language: 'pl',
          acceptsTerms: true,
        },
        key,
      );
      expect([status, body.code]).toEqual([422, 'NOT_OFFERED']);
      expect(body.detail).toContain('https://www.salesmanago.com/');
    } finally {
      await hub.close();
    }
  });
});
