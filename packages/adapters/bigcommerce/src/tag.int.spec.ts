import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { StoreForbidden } from '@storewire/core';
import { RunningStore } from '../test/running-store.js';
import { findTag, placeTag, removeTag } from './tag.js';

const TAG = { src: 'https://hub.example/t/shop.js', storefront: '1' };

describe('the storefront script', () => {
  let store: RunningStore;
  beforeEach(async () => {
    store = await RunningStore.open();
  });
  afterEach(() => store.stop());

  it('stands on all pages, asynchronous, for shoppers who take targeting cookies', async () => {
    expect(await findTag(store.client(), TAG)).toEqual({ state: 'absent' });
    expect(await placeTag(store.client(), TAG)).toEqual({ state: 'placed' });
    expect(store.fake.scripts.rows).toMatchObject([
      {
        src: TAG.src,
        kind: 'src',
        visibility: 'all_pages',
        load_method: 'async',
        consent_category: 'targeting',
        auto_uninstall: true,
        enabled: true,
        channel_id: 1,
      },
    ]);
    expect(await findTag(store.client(), TAG)).toEqual({ state: 'placed' });
  });

  it('is placed once, however often it is placed, and once per storefront', async () => {
    await placeTag(store.client(), TAG);
    await placeTag(store.client(), TAG);
    await placeTag(store.client(), { ...TAG, storefront: '2' });
    expect(store.fake.scripts.rows.map(({ channel_id }) => channel_id)).toEqual([1, 2]);
  });

  it('stays off the checkout without the scope, says so, and moves there once it has it', async () => {
    store.fake.withhold('store_content_checkout');
    const placed = await placeTag(store.client(), TAG);
    expect(placed).toMatchObject({
      state: 'placed',
      detail: expect.stringMatching(/store_content_checkout/),
    });
    expect(await findTag(store.client(), TAG)).toEqual(placed);
    expect(await placeTag(store.client(), TAG)).toEqual(placed);
    expect(store.fake.scripts.rows).toMatchObject([{ visibility: 'storefront' }]);
    store.fake.withhold(undefined);
    expect(await placeTag(store.client(), TAG)).toEqual({ state: 'placed' });
    expect(store.fake.scripts.rows).toMatchObject([{ visibility: 'all_pages' }]);
  });

  it('sees that somebody switched it off, and is put right', async () => {
    await placeTag(store.client(), TAG);
    for (const script of store.fake.scripts.rows) script.enabled = false;
    expect(await findTag(store.client(), TAG)).toMatchObject({
      state: 'absent',
      detail: expect.stringMatching(/Script Manager/),
    });
    await placeTag(store.client(), TAG);
    expect(store.fake.scripts.rows).toMatchObject([{ enabled: true }]);
  });

  it('is taken away, and leaves the scripts of others alone', async () => {
    await placeTag(store.client(), TAG);
    await placeTag(store.client(), { ...TAG, src: 'https://other.example/s.js' });
    await removeTag(store.client(), TAG);
    await removeTag(store.client(), TAG);
    expect(store.fake.scripts.rows.map(({ src }) => src)).toEqual(['https://other.example/s.js']);
  });

  it('names the scope that it needs', async () => {
    store.fake.withhold('store_v2_content');
    for (const call of [placeTag, findTag, removeTag]) {
      const error = await Promise.resolve(call(store.client(), TAG)).catch((e: unknown) => e);
      expect(error).toBeInstanceOf(StoreForbidden);
      expect((error as StoreForbidden).missing).toEqual(['store_v2_content']);
    }
  });
});
