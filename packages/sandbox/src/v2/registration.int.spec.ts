import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Client, closeSandboxes, signed, startSandbox } from '../../test/client.js';
import { DEFAULT_ACCOUNT, DEFAULT_PARTNER, signCall } from '../index.js';

const REGISTER = '/api/account/registerAppstore';
const EMAIL = 'ada@newshop.example';
const GOOD = {
  email: EMAIL,
  password: 'pa55word',
  lang: 'PL',
  items: '[{"name":"EMAIL_MARKETING","contactLimit":1000},{"name":"WEB_PUSH"}]',
};

let client: Client;

beforeEach(async () => {
  client = await startSandbox({ accounts: [DEFAULT_ACCOUNT, DEFAULT_PARTNER] });
});
afterEach(closeSandboxes);

const post = async (path: string, body: object) => (await client.post(path, body)).json();
const register = (body: object = {}, by = DEFAULT_PARTNER) =>
  post(REGISTER, { ...signed(by), ...GOOD, ...body });

/** The signature of a new account, by the token of its making. */
async function pairOf(token: string): Promise<object> {
  const answer = await post('/api/account/integration', { token, apiKey: 'mine' });
  const { shortId, sha1 } = answer as { shortId: string; sha1: string };
  return { clientId: shortId, apiKey: 'mine', sha: sha1, requestTime: 1767225600, owner: EMAIL };
}

describe('account/registerAppstore', () => {
  it('makes an account that its token and its password open', async () => {
    const { success, token } = (await register()) as { success: boolean; token: string };
    expect(success).toBe(true);
    const pair = await pairOf(token);
    expect(await post('/api/user/listByClient', pair)).toMatchObject({ users: [EMAIL] });
    const login = { username: EMAIL, password: GOOD.password };
    expect(await post('/api/authorization/token', login)).toMatchObject({ success: true });
    expect(await post('/api/account/items', { token })).toMatchObject({
      items: ['EMAIL_MARKETING', 'WEB_PUSH'],
    });
  });

  it.each([
    { why: 'an account that is no partner', by: DEFAULT_ACCOUNT, message: 'Not authorized' },
    {
      why: 'a wrong secret',
      by: { ...DEFAULT_PARTNER, apiSecret: 'wrong' },
      message: 'User not authenticated',
    },
    {
      why: 'an owner who is no user',
      by: { ...DEFAULT_PARTNER, owners: ['stranger@agency.example'] },
      message: 'Not authenticated, invalid owner',
    },
  ])('refuses $why', async ({ by, message }) => {
    expect(await register({}, by)).toEqual({ success: false, message: [message] });
    expect(client.sandbox.accounts()).toHaveLength(2);
  });

  it.each([EMAIL, EMAIL.toUpperCase()])('makes one account for %s', async (email) => {
    await register();
    expect(await register({ email })).toEqual({
      success: false,
      message: ['Unable to create account: Already registered'],
    });
  });

  it.each([
    { body: { password: 'short' }, field: 'password' },
    { body: { email: 'ada' }, field: 'email' },
    { body: { lang: 'polish' }, field: 'lang' },
  ])('names the wrong field of $body', async ({ body, field }) => {
    expect(await register(body)).toEqual({
      success: false,
      message: ['Cannot register appstore user'],
      values: { [field]: expect.any(String) },
    });
  });

  it('wants the items as a JSON text', async () => {
    expect(await register({ items: [{ name: 'WEB_PUSH' }] })).toEqual({
      success: false,
      message: ['Cannot add appstore products'],
    });
  });
});

describe('contact/upsertVendorToSupport', () => {
  const INTRODUCE = '/api/contact/upsertVendorToSupport';
  const person = {
    name: 'Ada Kowal',
    phone: '+48600100200',
    consentDetails: [{ consentName: 'Terms', consentAccept: true }],
  };
  const pair = async () => pairOf(((await register()) as { token: string }).token);

  it('keeps the merchant of an account, once', async () => {
    const auth = await pair();
    const first = (await post(INTRODUCE, { ...auth, ...person })) as { contactId: string };
    const again = await post(INTRODUCE, { ...auth, ...person, phone: '+48600100201' });
    expect(again).toMatchObject({ success: true, contactId: first.contactId });
    expect(client.sandbox.vendorContact(EMAIL)).toMatchObject({
      contactId: first.contactId,
      name: 'Ada Kowal',
      phone: '+48600100201',
      consents: [{ consentName: 'Terms', consentAccept: true }],
    });
  });

  it('refuses a consent that the vendor does not have, and a wrong signature', async () => {
    const auth = await pair();
    const unknown = [{ consentName: 'Nobody knows', consentAccept: true }];
    expect(await post(INTRODUCE, { ...auth, consentDetails: unknown })).toMatchObject({
      success: false,
    });
    const sha = signCall('mine', 'other', 'secret');
    expect(await post(INTRODUCE, { ...auth, ...person, sha })).toEqual({
      success: false,
      message: ['User not authenticated'],
    });
    expect(client.sandbox.vendorContact(EMAIL)).toBeUndefined();
  });
});
