import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Client, closeSandboxes, startSandbox } from '../../test/client.js';

const ADA = 'ada@customer.example';

let client: Client;
let now: number;
beforeEach(async () => {
  now = 1_767_225_600_000;
  client = await startSandbox({ now: () => now });
});
afterEach(closeSandboxes);

const upsert = (body: object = {}) =>
  client.v2('/api/contact/upsert', { contact: { email: ADA }, ...body });
const card = (email = ADA) => client.sandbox.contact(email) as Record<string, unknown>;

describe('double opt-in', () => {
  const subscribe = { forceOptIn: true, useApiDoubleOptIn: true };

  it('keeps the contact out until the mail is confirmed', async () => {
    await upsert({ ...subscribe, doubleOptInEmailId: 'mail-1', doubleOptInLanguage: 'PL' });
    expect(card()).toMatchObject({
      optedOut: true,
      confirmations: [{ emailId: 'mail-1', language: 'PL', state: 'pending' }],
    });
    const result = await client.sandbox.confirm(ADA);
    expect(result.optedOut).toBe(false);
    expect(card()).toMatchObject({ optedOut: false, confirmations: [{ state: 'confirmed' }] });
  });

  it('sends no mail to a contact that is opted in, and each time to one that is not', async () => {
    await upsert({ forceOptIn: true });
    await upsert(subscribe);
    expect(card()).toMatchObject({ optedOut: false, confirmations: [] });
    await upsert({ contact: { email: 'eva@x.example' }, ...subscribe });
    await upsert({ contact: { email: 'eva@x.example' }, ...subscribe });
    expect(client.sandbox.stats().confirmationsSent).toBe(2);
  });

  it('wants a confirmation mail to send', async () => {
    const other = await startSandbox({}, { confirmationEmailId: null });
    const body = { contact: { email: ADA }, ...subscribe };
    expect(await other.v2('/api/contact/upsert', body)).toMatchObject({
      message: ['Invalid confirmation email account'],
    });
  });

  it('is on in a batch that does not say otherwise', async () => {
    const upsertDetails = [{ contact: { email: ADA }, forceOptIn: true }];
    await client.v2('/api/contact/batchupsert', { upsertDetails });
    expect(card()).toMatchObject({ optedOut: true, confirmations: [{ state: 'pending' }] });
    await client.v2('/api/contact/batchupsert', { upsertDetails, useApiDoubleOptIn: false });
    expect(card()).toMatchObject({ optedOut: false });
  });

  it('sends the mail again on request', async () => {
    await upsert();
    await client.v2('/api/email/sendConfirmation', { email: ADA, lang: 'PL' });
    expect(card()).toMatchObject({ confirmations: [{ language: 'PL', state: 'pending' }] });
  });
});
