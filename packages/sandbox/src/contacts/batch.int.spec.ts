import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Client, closeSandboxes, purchase, startSandbox } from '../../test/client.js';

const ADA = 'ada@customer.example';
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

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

describe('batches', () => {
  it('answers ids by address and leaves out what could not be stored', async () => {
    const { contactIds, success } = await client.v2('/api/contact/batchupsert', {
      upsertDetails: [
        { contact: { email: ADA } },
        { contact: { email: 'broken' } },
        { contact: { email: 'eva@x.example' }, owner: 'stranger@x.example' },
      ],
      useApiDoubleOptIn: false,
    });
    expect([success, Object.keys(contactIds)]).toEqual([true, [ADA]]);
    expect(contactIds[ADA]).toMatch(UUID);
  });

  it('refuses more than 1,000 contacts as a whole', async () => {
    const upsertDetails = Array.from({ length: 1001 }, (_, n) => ({
      contact: { email: `c${n}@x.example` },
    }));
    expect(await client.v2('/api/contact/batchupsert', { upsertDetails })).toMatchObject({
      success: false,
    });
    expect(client.sandbox.stats().contacts).toBe(0);
  });

  it('runs batchupsertv2 as a job that takes its time', async () => {
    const other = await startSandbox({ now: () => now, jobDurationMs: 5000 });
    const { requestId } = await other.v2('/api/contact/batchupsertv2', {
      upsertDetails: [{ contact: { email: ADA } }, { contact: { email: 'broken' } }],
      useApiDoubleOptIn: false,
      fireEvents: false,
    });
    const status = () => other.v2('/api/job/status', { requestId });
    expect((await status()).message).toHaveLength(1);
    expect((await other.v2('/api/contact/basic', { email: [ADA] })).contacts).toEqual([]);
    now += 5000;
    const { message, fileUrl } = await status();
    expect(message).toEqual([]);
    const file = await (await fetch(fileUrl)).json();
    expect(file).toMatchObject({
      contactIds: { [ADA]: expect.any(String) },
      failedContacts: ['broken'],
    });
  });

  it('changes many statuses and deletes by tag', async () => {
    await upsert({ tags: ['OLD'] });
    const opened = await client.v2('/api/contact/batchoptin', {
      emails: [ADA, 'nobody@x.example'],
    });
    expect(Object.keys(opened.contactIds)).toEqual([ADA]);
    expect(card().optedOut).toBe(false);
    await client.v2('/api/contact/batchoptout', { emails: [ADA] });
    expect(card().optedOut).toBe(true);
    await client.v2('/api/contact/batchDelete', {
      contacts: [{ addresseeType: 'tag', value: 'OLD' }],
    });
    expect(client.sandbox.contact(ADA)).toBeUndefined();
  });
});

describe('single-contact methods', () => {
  it('switches each channel', async () => {
    const { contactId } = await upsert();
    for (const path of ['optin', 'phoneoptin'])
      await client.v2(`/api/contact/${path}`, { email: ADA });
    expect(card()).toMatchObject({ optedOut: false, optedOutPhone: false });
    for (const path of ['optout', 'phoneoptout'])
      await client.v2(`/api/contact/${path}`, { contactId });
    expect(card()).toMatchObject({ optedOut: true, optedOutPhone: true });
    expect(await client.v2('/api/contact/optin', { email: 'no@x.example' })).toMatchObject({
      success: false,
    });
  });

  it('deletes a contact with its events and remembers what happened', async () => {
    await upsert();
    await client.v2('/api/v2/contact/addContactExtEvent', { email: ADA, contactEvent: purchase() });
    expect(await client.v2('/api/contact/delete', { email: ADA })).toMatchObject({
      success: true,
      result: 'deleted',
    });
    expect(client.sandbox.stats()).toMatchObject({
      contacts: 0,
      events: 0,
      eventsByType: {},
      contactsDeleted: 1,
    });
    expect(client.sandbox.operations(ADA).map(({ what }) => what)).toEqual([
      'created',
      'event',
      'deleted',
    ]);
  });

  it('manages tags, notes, owners and coupons', async () => {
    await upsert({ tags: ['A'] });
    await client.v2('/api/contact/managetags', { email: ADA, tags: ['B'], removeTags: ['A'] });
    await client.v2('/api/contact/addNote', { email: ADA, note: 'called', priv: true });
    await client.v2('/api/contact/setMainOwner', { contact: ADA, newOwner: 'sales@shop.example' });
    const { coupon } = await client.v2('/api/contact/addContactCoupon', {
      email: ADA,
      name: 'Spring',
      length: 8,
    });
    expect(coupon).toHaveLength(8);
    const use = () => client.v2('/api/contact/useContactCoupon', { email: ADA, coupon });
    expect([(await use()).success, (await use()).success]).toEqual([true, false]);
    expect(card()).toMatchObject({
      tags: { B: 1 },
      owner: 'sales@shop.example',
      contactNotes: [{ note: 'called' }],
    });
    expect((await client.v2('/api/contact/tags')).tags).toEqual([{ tag: 'B', numberOfTagged: 1 }]);
  });

  it('counts loyalty points', async () => {
    await upsert({ loyaltyProgram: 'Sandbox club' });
    const change = (modificationType: string, points: number) =>
      client.v2('/api/loyalty/program/v1/modifyPoints', {
        loyaltyProgram: 'Sandbox club',
        contacts: { addresseeType: 'EMAIL', value: ADA },
        points,
        modificationType,
      });
    expect((await change('ADD', 10)).points).toBe(10);
    expect((await change('SUBTRACT', 4)).points).toBe(6);
  });
});
