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
import { StoreForbidden, StoreUnavailable } from '@storewire/core';
import { HubConfig } from '../config.js';
import { ConnectionClients } from '../connections/connection-clients.js';
import { StoreDirectory } from '../stores/store-directory.js';
import { HOUR_MS, TagScene } from '../testing/tag-scene.js';
import { THEME_EDITOR } from '../testing/tagged-shop.js';
import { StoreRounds } from '../work/store-rounds.js';
import { TAG_ROUND } from './tag-placements.service.js';

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

  it('is placed by the hub once the connection was checked', async () => {
    expect(scene.pages.scripts).toEqual([scene.src]);
    expect(await scene.placement()).toEqual({
      state: 'placed',
      detail: null,
      link: null,
      checkedAt: expect.stringMatching(/^\d{4}-/),
    });
    expect(await scene.alerts()).toEqual([]);
  });

  it('is looked at each day and left alone', async () => {
    scene.pages.calls = [];
    await scene.lookAfter();
    expect(scene.pages.calls).toEqual(['find']);
  });

  it('is put back when it is gone, and somebody is told for a day', async () => {
    scene.pages.scripts = [];
    await scene.lookAfter();
    expect(scene.pages.scripts).toEqual([scene.src]);
    expect(await scene.placement()).toMatchObject({
      state: 'placed',
      detail: expect.stringMatching(/was gone/),
    });
    expect(await scene.alerts()).toEqual([
      expect.objectContaining({ severity: 'warning', message: expect.stringMatching(/put back/) }),
    ]);
    await scene.lookAfter();
    expect(await scene.placement()).toMatchObject({ state: 'placed', detail: null });
    expect(await scene.alerts()).toEqual([]);
  });

  it('waits for a person with the way to the place, and notices when it is done', async () => {
    scene.pages.scripts = [];
    scene.pages.needsPerson = true;
    expect((await scene.place()).body).toMatchObject({
      state: 'person',
      detail: 'Switch on the embed.',
      link: THEME_EDITOR,
    });
    const [alert] = await scene.alerts();
    expect(alert).toMatchObject({ severity: 'warning' });
    expect(alert.message).not.toContain('Switch on the embed');
    await scene.lookAfter(
      HOUR_MS + 60_000,
      async () => Number((await scene.row()).nextAt) > scene.clock.now() + HOUR_MS / 2,
    );
    expect(await scene.alerts()).toEqual([expect.objectContaining({ id: alert.id, count: 1 })]);
    scene.pages.scripts = [scene.src];
    await scene.lookAfter(HOUR_MS + 60_000);
    expect(await scene.placement()).toMatchObject({ state: 'placed', detail: null, link: null });
    expect(await scene.alerts()).toEqual([]);
  });

  it('is looked at after a check of the connection', async () => {
    scene.pages.scripts = [];
    await scene.check();
    await scene.until('it is put back', () => scene.pages.scripts.length === 1);
  });

  it('tells which permission is missing, and comes back once it is there', async () => {
    scene.pages.fault = new StoreForbidden(['write_content']);
    const { status, body } = await scene.place();
    expect([status, body.code, body.detail]).toEqual([
      422,
      'STORE_FORBIDDEN',
      expect.stringContaining('write_content'),
    ]);
    expect(await scene.placement()).toMatchObject({
      state: 'failed',
      detail: expect.stringContaining('write_content'),
    });
    expect(await scene.alerts()).toEqual([
      expect.objectContaining({
        severity: 'error',
        message: expect.stringMatching(/STORE_FORBIDDEN.*write_content/),
      }),
    ]);
    scene.pages.fault = undefined;
    expect((await scene.place()).body).toMatchObject({ state: 'placed', detail: null });
    expect(await scene.alerts()).toEqual([]);
  });

  it('says what it needs where the platform does not say what is missing', async () => {
    scene.pages.fault = new StoreForbidden([]);
    await scene.place();
    expect((await scene.alerts())[0].message).toMatch(/It needs write_content, read_content\.$/);
  });

  it('is not taken away where it was never placed', async () => {
    await scene.set({ monitoringCode: false });
    await scene.becomes('off');
    scene.pages.fault = new StoreForbidden(['write_content']);
    await scene.set({ monitoringCode: null });
    await scene.becomes('failed');
    await scene.set({ monitoringCode: false });
    await scene.becomes('off');
    expect(await scene.alerts()).toEqual([]);
  });

  it('tells nobody of a shop that gives no answer, until that lasts for more than a day', async () => {
    scene.pages.fault = new StoreUnavailable('status 503');
    const isNoted = async () => (await scene.placement()).detail !== null;
    await scene.lookAfter(undefined, isNoted);
    expect(await scene.placement()).toMatchObject({
      state: 'placed',
      detail: expect.stringContaining('503'),
    });
    expect(await scene.alerts()).toEqual([]);
    await scene.lookAfter(2 * HOUR_MS);
    expect(await scene.placement()).toMatchObject({ state: 'failed' });
    expect(await scene.alerts()).toHaveLength(1);
  });

  it('moves with the public address of the hub', async () => {
    const config = scene.hub.app.get(HubConfig);
    const move = (publicUrl: string) => {
      Object.defineProperty(config, 'publicUrl', { get: () => publicUrl, configurable: true });
      scene.hub.app.get(StoreDirectory).forget(scene.tenantId);
    };
    const before = config.publicUrl;
    const moved = before.replace('127.0.0.1', 'localhost');
    move(moved);
    try {
      await scene.hub.app.get(StoreRounds).sweep(TAG_ROUND);
      const there = scene.src.replace(before, moved);
      await scene.until('the tag moves', () => scene.pages.scripts.join() === there);
      expect(await scene.alerts()).toEqual([]);
    } finally {
      move(before);
    }
  });

  it('is not placed where browsers cannot reach the hub', async () => {
    const clients = scene.hub.app.get(ConnectionClients);
    const mayBePrivate = clients.mayBePrivate.bind(clients);
    clients.mayBePrivate = () => false;
    try {
      scene.pages.calls = [];
      expect((await scene.place()).body.state).toBe('unreachable');
      expect([scene.pages.calls, await scene.alerts()]).toEqual([[], []]);
    } finally {
      clients.mayBePrivate = mayBePrivate;
    }
    // What was placed before is not forgotten.
    await scene.set({ monitoringCode: false });
    await scene.becomes('off');
    expect(scene.pages.scripts).toEqual([]);
  });

  it('is placed once however many ask at a time', async () => {
    scene.pages.calls = [];
    await Promise.all([scene.place(), scene.place(), scene.check()]);
    await scene.until('all is quiet', () => scene.isConcluded());
    expect(scene.pages.scripts).toEqual([scene.src]);
  });

  it('is to be copied where the platform has no way', async () => {
    const { id } = await scene.connect('untagged');
    expect(await scene.placement(id)).toEqual({
      state: 'unsupported',
      detail: null,
      link: null,
      checkedAt: null,
    });
    const { status, body } = await scene.hub.api('POST', `${scene.codePath(id)}/place`);
    expect([status, body.code]).toEqual([422, 'TAG_NOT_SUPPORTED']);
  });
});
