import { describe, expect, it } from '@jest/globals';
import { SalesmanagoError } from '@storewire/salesmanago';
import type { DueCommand } from '../database/outbox.repository.js';
import { KeyInformationCall } from './key-information-call.js';

const command = {
  kind: 'keyInformation',
  payload: { email: 'ada@customer.example', numeric: { points: 1 }, text: {}, setAsNull: ['old'] },
} as unknown as DueCommand;

const error = (code: 'SM_V3_KEY_REFUSED' | 'SM_FIELD_REFUSED' | 'SM_TIMEOUT', field?: string) =>
  new SalesmanagoError({
    code,
    call: 'keyInformation/upsert',
    detail: 'no',
    problems: field ? [{ reasonCode: 16, field, text: 'not known', details: {} }] : [],
  });

const callWith = (account: object, upsert: (request: object) => Promise<unknown>) =>
  new KeyInformationCall(
    {
      get: async () => ({
        hasV3ApiKey: true,
        v3KeyState: null,
        ...account,
        client: { keyInformation: { upsert } },
      }),
    } as never,
    { noting: (_: unknown, call: () => Promise<unknown>) => call() } as never,
    {} as never,
    {} as never,
  ).send('t', 'a', command);

describe('the call for Key Information', () => {
  it('says what was mapped', async () => {
    let asked: object = {};
    const outcome = await callWith({}, async (request) => {
      asked = request;
      return { value: { requestId: 'r-1' } };
    });
    expect(outcome).toEqual({ kind: 'done', answer: 'r-1' });
    expect(asked).toEqual({
      email: 'ada@customer.example',
      numeric: [{ name: 'points', value: 1 }],
      setAsNull: ['old'],
    });
  });

  it.each([
    { account: { hasV3ApiKey: false }, cause: 'NO_V3_KEY', why: 'there is no key any more' },
    {
      account: { v3KeyState: 'revoked' },
      cause: 'SM_V3_KEY_REFUSED',
      why: 'the key is known to be refused',
    },
  ])('waits without a call while $why, however long', async ({ account, cause }) => {
    const outcome = await callWith(account, () => Promise.reject(new Error('called')));
    expect(outcome).toMatchObject({ kind: 'later', cause, countsTry: false });
  });

  it('waits when the key is refused', async () =>
    expect(await callWith({}, () => Promise.reject(error('SM_V3_KEY_REFUSED')))).toMatchObject({
      kind: 'later',
      countsTry: false,
    }));

  it('gives a contact that API v3 does not know yet some time, and not for ever', async () =>
    expect(
      await callWith({}, () => Promise.reject(error('SM_FIELD_REFUSED', 'email'))),
    ).toMatchObject({
      kind: 'later',
      cause: 'CONTACT_NOT_KNOWN_YET',
      waitMs: 60_000,
      countsTry: true,
    }));

  it.each([error('SM_FIELD_REFUSED', 'owner'), error('SM_TIMEOUT')])(
    'leaves every other failure to the delivery',
    (thrown) => expect(callWith({}, () => Promise.reject(thrown))).rejects.toBe(thrown),
  );
});
