import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { caught } from '../../test/caught.js';
import { AUTH, TestAccount } from '../../test/test-client.js';
import { signInLink } from './account.js';

const fake = new TestAccount();
const { service } = fake;
const account = () => fake.client.account;

beforeAll(() => fake.start());
afterAll(() => fake.stop());

it('owners are e-mails, and an empty list is not believed', async () => {
  service.answers({
    body: { success: true, message: [], users: ['a@shop.example', 'b@shop.example'] },
  });
  expect(await account().owners()).toEqual(['a@shop.example', 'b@shop.example']);
  expect(service.last).toMatchObject({ path: '/api/user/listByClient', body: AUTH });
  service.answers({ body: { success: true, users: [] } });
  expect((await caught(account().owners())).code).toBe('SM_ID_MISSING');
});

it('consentForms gives id and name', async () => {
  service.answers({
    body: {
      success: true,
      consentFormList: [{ intId: 4, name: 'Push' }, { intId: '5' }, { name: 'no id' }],
    },
  });
  expect(await account().consentForms()).toEqual([
    { id: 4, name: 'Push' },
    { id: 5, name: '5' },
  ]);
});

it.each([
  { body: { message: ['In progress'] }, gives: { isFinished: false, messages: ['In progress'] } },
  { body: { message: 'In progress' }, gives: { isFinished: false, messages: ['In progress'] } },
  {
    body: { message: [], fileUrl: 'https://x.example/f' },
    gives: { isFinished: true, fileUrl: 'https://x.example/f' },
  },
  {
    body: { message: ['Done'], fileUrl: 'https://x.example/f' },
    gives: { isFinished: true, fileUrl: 'https://x.example/f' },
  },
  { body: { message: null }, gives: { isFinished: true, fileUrl: undefined } },
])('a job with $body', async ({ body, gives }) => {
  service.answers({ body: { success: true, ...body } });
  expect(await account().jobStatus('52133')).toEqual(gives);
  expect(service.last.body).toEqual({ ...AUTH, requestId: 52133 });
});

it('refreshToken gives the token, and no error keeps an answer that may hold it', async () => {
  service.answers({ body: { success: true, token: 'tok_2' } });
  expect(await account().refreshToken()).toBe('tok_2');
  service.answers({ body: { success: true, Token: 'tok_secret' } });
  const error = await caught(account().refreshToken());
  expect(error.code).toBe('SM_ID_MISSING');
  expect(error.answer).toBeUndefined();
});

it.each([
  { items: ['LIVE_CHAT', { name: 'WEB_PUSH' }, 7], gives: ['LIVE_CHAT', 'WEB_PUSH', '7'] },
  { items: undefined, gives: undefined },
])('modules reads $items', async ({ items, gives }) => {
  service.answers({ body: { success: true, items } });
  expect(await account().modules('tok_1')).toEqual(gives);
  expect(service.last).toMatchObject({ path: '/api/account/items', body: { token: 'tok_1' } });
});

it.each([
  { code: "sm('webPush', ['a-1', '360']);", gives: ['a-1', '360'] },
  { code: "sm('webPush', ['a-1','360'])", gives: ['a-1', '360'] },
  { code: "sm('webPush', ['a', '360']);alert(1)", gives: undefined },
  { code: '<script>alert(1)</script>', gives: undefined },
  { code: undefined, gives: undefined },
])('webPushCall lets only the known call through: $code', async ({ code, gives }) => {
  service.answers({ body: { success: true, code } });
  expect(await account().webPushCall('tok_1', 4)).toEqual(gives);
  expect(service.last.body).toMatchObject({ token: 'tok_1', wizardIntId: 4 });
});

it('signInLink escapes the token', () => {
  expect(signInLink('app3.salesmanago.com', 'a b&c')).toBe(
    'https://app3.salesmanago.com/api/authorization/authorize?t=a%20b%26c',
  );
});
