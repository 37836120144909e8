import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { DEFAULT_ACCOUNT } from '@storewire/sandbox';
import {
  type CompatCredentials,
  CompatScene,
  contact,
  PATIENT_MS,
  signed,
} from '../testing/compat-scene.js';

jest.setTimeout(120_000);

const uuid = expect.stringMatching(/^[0-9a-f-]{36}$/);

describe('the compatibility door', () => {
  let scene: CompatScene;

  beforeAll(async () => {
    scene = await CompatScene.open();
    scene.waitAtMost(PATIENT_MS);
  });
  afterAll(async () => {
    await scene?.close();
    expect(scene.hub.logs.join('\n')).not.toMatch(/ada@customer\.example|Ada Kowal/);
  });
  beforeEach(() => scene.begin());

  describe('who may call', () => {
    it.each([
      ['at the root', '/api/contact/upsert'],
      ['at the root, v2', '/api/v2/contact/upsert'],
      ['without api in the path', 'compat/contact/upsert'],
    ])('is known %s by the client id', async (_, path) => {
      const url = path.replace(/^compat/, scene.base);
      const { body } = await scene.post(url, signed(contact(), scene.credentials));
      expect(body).toMatchObject({ success: true, contactId: uuid });
    });

    it.each([
      [
        'another secret',
        (good: CompatCredentials) => signed(contact(), { ...good, apiSecret: 'x' }),
      ],
      ['no sha', (good: CompatCredentials) => ({ ...signed(contact(), good), sha: undefined })],
      ['half a sha', (good: CompatCredentials) => ({ ...signed(contact(), good), sha: 'abc' })],
      [
        'another client',
        (good: CompatCredentials) => signed(contact(), { ...good, clientId: '0'.repeat(16) }),
      ],
      ['the account itself', () => signed(contact(), DEFAULT_ACCOUNT)],
      ['nothing', () => ({})],
    ])('is refused with %s', async (_, bodyOf) => {
      for (const path of [`${scene.base}/api/contact/upsert`, '/api/contact/upsert']) {
        const { status, body } = await scene.post(path, bodyOf(scene.credentials));
        expect([status, body]).toEqual([
          200,
          { success: false, message: ['User not authenticated'] },
        ]);
      }
      expect(await scene.messages()).toEqual([]);
    });

    it('is refused at the address of another store', async () => {
      const other = await scene.door.store();
      const path = `${new URL(other.compatUrl).pathname}/api/contact/upsert`;
      const { body } = await scene.post(path, signed(contact(), scene.credentials));
      expect(body.message).toEqual(['User not authenticated']);
    });

    it('may use two secrets during a change, under one client id', async () => {
      const path = `${scene.store.path}/compat-credentials`;
      const second = await scene.door.made(path, {});
      expect(second).toMatchObject({
        clientId: scene.credentials.clientId,
        apiSecret: expect.stringMatching(/^[0-9a-f]{32}$/),
      });
      expect((await scene.hub.api('POST', path, {})).status).toBe(409);
      expect(await scene.call('contact/upsert', contact())).toMatchObject({ success: true });
      expect(await scene.call('contact/upsert', contact(), second)).toMatchObject({
        success: true,
      });
      const { body } = await scene.hub.api('GET', path);
      expect(JSON.stringify(body)).not.toMatch(/apiSecret|secret/);
      const first = body.items[1].id;
      expect((await scene.hub.api('DELETE', `${path}/${first}`)).status).toBe(204);
      expect(await scene.call('contact/upsert', contact())).toMatchObject({ success: false });
      expect(await scene.call('contact/upsert', contact(), second)).toMatchObject({
        success: true,
      });
    });
  });
});
