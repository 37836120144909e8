import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Client, closeSandboxes, OWNER, purchase, startSandbox } from '../../test/client.js';

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

describe('reading', () => {
  it('tells whether a contact exists', async () => {
    const { contactId } = await upsert();
    const has = (email: string) => client.v2('/api/contact/hasContact', { email });
    expect(await has(ADA)).toMatchObject({ result: true, contactId });
    expect(await has('no@x.example')).toMatchObject({
      success: true,
      result: false,
      contactId: null,
    });
  });

  it('leaves unknown addresses out of basic, which has contactId', async () => {
    const { contactId } = await upsert({ forceOptIn: true });
    const { contacts } = await client.v2('/api/contact/basic', { email: [ADA, 'no@x.example'] });
    expect(contacts).toHaveLength(1);
    expect(contacts[0]).toMatchObject({
      contactId,
      email: ADA,
      optedOut: false,
      optedOutPhone: true,
    });
    const byId = await client.v2('/api/contact/basicById', { id: [contactId] });
    expect(byId.contacts).toEqual(contacts);
  });

  it('shows the whole card with id, a list of properties and the events', async () => {
    const { contactId } = await upsert({ properties: { a: 'b' }, tags: ['T'] });
    await client.v2('/api/v2/contact/addContactExtEvent', {
      email: ADA,
      contactEvent: purchase({ detail1: 'Mug', detail20: 'z' }),
    });
    const { contacts } = await client.v2('/api/contact/listAll', { email: [ADA] });
    expect(contacts[0]).toMatchObject({
      id: contactId,
      mainContactOwner: OWNER,
      properties: [{ name: 'a', value: 'b' }],
      contactTags: [{ tag: 'T', score: 1 }],
      contactExtEvents: [purchase({ detail1: 'Mug', detail20: 'z' })],
    });
    expect(contacts[0].contactId).toBeUndefined();
  });

  it('shows list to the owner only, listAll to everybody', async () => {
    const { contactId } = await upsert();
    const other = { owner: 'sales@shop.example' };
    const length = async (path: string, body: object) =>
      (await client.v2(`/api/contact/${path}`, { ...body, ...other })).contacts.length;
    expect(await length('list', { email: [ADA] })).toBe(0);
    expect(await length('listById', { contactId: [contactId] })).toBe(0);
    expect(await length('listAll', { email: [ADA] })).toBe(1);
    expect(await length('listAllById', { contactId: [contactId] })).toBe(1);
  });

  it('reads 50 at most', async () => {
    const email = Array.from({ length: 51 }, (_, n) => `c${n}@x.example`);
    expect(await client.v2('/api/contact/list', { email })).toMatchObject({ success: false });
  });

  it('feeds changes by time, in pages', async () => {
    await upsert();
    now += 1000;
    await upsert({ contact: { email: 'eva@x.example' } });
    const read = (path: string, body: object) => client.v2(`/api/contact/${path}`, body);
    const created = await read('createdContacts', { from: now, to: now });
    expect(created.createdContacts).toEqual([
      { id: expect.stringMatching(UUID), email: 'eva@x.example' },
    ]);
    const iso = await read('modifiedContacts', {
      from: '2026-01-01T00:00:00Z',
      to: new Date(now).toISOString(),
    });
    expect(iso.modifiedContacts).toHaveLength(2);
    const page = await read('paginatedModifiedContacts', { from: 0, to: now, page: 1, size: 1 });
    expect([page.modifiedContacts[0].email, page.hasMore]).toEqual([ADA, true]);
  });

  it('exports to a file', async () => {
    await upsert();
    const { requestId } = await client.v2('/api/contact/paginatedContactList/export', {
      page: 1,
      size: 1000,
    });
    const { fileUrl } = await client.v2('/api/job/status', { requestId });
    expect(await (await fetch(fileUrl)).json()).toMatchObject([{ email: ADA }]);
    expect(await client.v2('/api/job/status', { requestId: 1 })).toMatchObject({ success: false });
  });
});
