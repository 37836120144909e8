import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  it,
  jest,
} from '@jest/globals';
import { StoreUnavailable } from '@storewire/core';
import { TagScene } from '../testing/tag-scene.js';

jest.setTimeout(180_000);

describe('S30: the tag on the pages of a store', () => {
  let scene: TagScene;

  beforeAll(async () => {
    scene = await TagScene.open();
  });
  afterAll(() => scene?.close());
  beforeEach(() => scene.begin());
  afterEach(async () => {
    await scene.remove();
  });

  describe('and the settings', () => {
    it('is taken away when the monitoring code is switched off, and placed when it is on again', async () => {
      await scene.set({ monitoringCode: false });
      await scene.becomes('off');
      expect([scene.pages.scripts, (await scene.row()).src]).toEqual([[], null]);
      scene.pages.calls = [];
      await scene.lookAfter();
      expect(scene.pages.calls).toEqual([]);
      await scene.set({ monitoringCode: null });
      await scene.becomes('placed');
      expect(scene.pages.scripts).toEqual([scene.src]);
    });

    it('is left to the person who wants to paste it', async () => {
      await scene.set({ monitoringPlacedByHub: false });
      await scene.becomes('manual');
      expect(scene.pages.scripts).toEqual([]);
      const { status, body } = await scene.place();
      expect([status, body.code]).toEqual([422, 'TAG_SWITCHED_OFF']);
      expect(body.detail).toContain('monitoringPlacedByHub');
      // A script that somebody pasted is not the hub's.
      scene.pages.scripts = [scene.src];
      await scene.set({ monitoringCode: false });
      await scene.becomes('off');
      expect(scene.pages.scripts).toEqual([scene.src]);
    });

    it('follows the settings of the tenant, too', async () => {
      await scene.hub.api('PATCH', `${scene.tenantPath}/settings`, { monitoringCode: false });
      await scene.becomes('off');
      await scene.hub.api('PATCH', `${scene.tenantPath}/settings`, { monitoringCode: null });
      await scene.becomes('placed');
    });

    it('asks a person where the shop goes on loading it', async () => {
      scene.pages.keepsTag = true;
      await scene.set({ monitoringCode: false });
      await scene.becomes('person');
      expect((await scene.placement()).detail).toMatch(/still loads/);
      expect(await scene.alerts()).toHaveLength(1);
      scene.pages.keepsTag = false;
      await scene.lookAfter();
      expect(await scene.placement()).toMatchObject({ state: 'off' });
      expect(await scene.alerts()).toEqual([]);
    });

    it('is looked at again when they change while the shop is asked', async () => {
      scene.pages.meanwhile = () => scene.set({ monitoringCode: false });
      await scene.place();
      await scene.becomes('off');
      expect(scene.pages.scripts).toEqual([]);
    });

    it('asks the shop nothing for a change of others', async () => {
      scene.pages.calls = [];
      await scene.set({ registrationTags: ['NEW'] });
      await scene.set({ monitoringCode: false });
      await scene.becomes('off');
      expect(scene.pages.calls).toEqual(['remove', 'find']);
    });
  });

  describe('of a store that is deleted', () => {
    it('is taken away', async () => {
      expect((await scene.remove()).status).toBe(204);
      await scene.until('the tag is gone', () => scene.pages.scripts.length === 0);
    });

    it('is taken away even if it was just being placed', async () => {
      await scene.set({ monitoringCode: false });
      await scene.becomes('off');
      scene.pages.calls = [];
      scene.pages.meanwhile = () => scene.remove();
      await scene.set({ monitoringCode: null });
      await scene.until('the tag is taken away', () => scene.pages.calls.at(-1) === 'remove');
      expect([scene.pages.calls, scene.pages.scripts]).toEqual([['find', 'place', 'remove'], []]);
    });

    it('stays where the shop gives no answer, and the store is deleted all the same', async () => {
      scene.pages.fault = new StoreUnavailable('status 503');
      expect((await scene.remove()).status).toBe(204);
      expect((await scene.hub.api('GET', scene.codePath())).status).toBe(404);
      await scene.until('the log says so', () =>
        /may still be there/.test(scene.hub.logs.join('\n')),
      );
    });

    it('is left alone where it is not of the hub', async () => {
      await scene.set({ monitoringPlacedByHub: false });
      await scene.becomes('manual');
      // A look that is not quite over when the store goes is taken for one that may place the tag yet.
      await scene.until('the look is over', () => scene.isConcluded());
      expect((await scene.row()).src).toBeNull();
      scene.pages.scripts = [scene.src];
      expect((await scene.remove()).status).toBe(204);
      expect((await scene.hub.api('GET', scene.codePath())).status).toBe(404);
      expect(scene.pages.scripts).toEqual([scene.src]);
    });
  });
});
