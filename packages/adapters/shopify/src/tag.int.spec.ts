import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { embedOf, themeWith } from '../test/fake-tag.js';
import { type Running, runFake } from '../test/run-fake.js';
import { tagPlacement } from './tag.js';

const TAG = { src: 'https://hub.example/t/a-token/s.js' };
const MOVED = { src: 'https://new-hub.example/t/a-token/s.js' };
const LINK =
  'https://mugs-example.myshopify.com/admin/themes/current/editor?context=apps&template=index&activateAppId=FAKE_api_key/storewire';

let running: Running;
beforeEach(async () => {
  running = await runFake();
});
afterEach(() => running.fake.stop());

const tag = () => running.fake.shop.tag;
const trackerUrl = () => JSON.parse(tag().pixel?.settings ?? '{}').trackerUrl;
const switchOn = (...embed: Parameters<typeof embedOf>) => {
  tag().theme = themeWith(embedOf(...embed));
};
const withhold = (scope: string) => {
  const { shop } = running.fake;
  shop.scopes = new Set([...shop.scopes].filter((one) => one !== scope));
};
const place = (given = TAG) => tagPlacement.place(running.client, given);
const find = (given = TAG) => tagPlacement.find(running.client, given);
const remove = (given = TAG) => tagPlacement.remove(running.client, given);

describe('placing', () => {
  it('switches the pixel on and asks a person for the embed, with the way there', async () => {
    expect(await place()).toEqual({
      state: 'person',
      detail: expect.stringMatching(/^Switch on the app embed Storewire/),
      link: LINK,
    });
    expect(trackerUrl()).toBe('https://hub.example/t/a-token');
  });

  it('is done once the embed is on', async () => {
    switchOn();
    expect(await place()).toEqual({ state: 'placed' });
  });

  it('does nothing twice', async () => {
    switchOn();
    await place();
    const before = running.fake.writes();
    expect(await place()).toEqual({ state: 'placed' });
    expect(running.fake.writes()).toBe(before);
  });

  it('corrects the address of the pixel', async () => {
    await place();
    const id = tag().pixel?.id;
    await place(MOVED);
    expect([tag().pixel?.id, trackerUrl()]).toEqual([id, 'https://new-hub.example/t/a-token']);
  });

  it('says what to do while the app has no pixel extension', async () => {
    tag().isDeployed = false;
    switchOn();
    expect(await place()).toEqual({
      state: 'placed',
      detail: expect.stringMatching(/deploy the app package/),
    });
  });

  it.each(['write_pixels', 'read_customer_events'])('names the scope %s', async (scope) => {
    withhold(scope);
    switchOn();
    const { state, detail } = await place();
    expect(state).toBe('placed');
    expect(detail).toMatch(scope === 'write_pixels' ? /read_pixels|write_pixels/ : scope);
  });

  it('says that it cannot see the theme without read_themes', async () => {
    withhold('read_themes');
    switchOn();
    expect(await place()).toMatchObject({
      state: 'person',
      detail: expect.stringMatching(/read_themes/),
      link: LINK,
    });
  });
});

describe('looking', () => {
  it('changes nothing', async () => {
    await find();
    expect([running.fake.writes(), tag().pixel]).toEqual([0, undefined]);
  });

  it.each([
    ['switched off', () => switchOn('storewire-mugs', true)],
    ['of another app', () => switchOn('storewire-staging')],
    ['taken out', () => (tag().theme = themeWith({}))],
  ])('takes an embed that is %s for none', async (_, change) => {
    await place();
    change();
    expect((await find()).state).toBe('person');
  });

  it('knows its block where Shopify does not tell the name of the app', async () => {
    await place();
    tag().handle = null;
    switchOn('whatever');
    expect(await find()).toEqual({ state: 'placed' });
  });

  it('reads a theme that still has a preset as it came', async () => {
    await place();
    tag().theme = JSON.stringify({
      current: 'Default',
      presets: { Default: { blocks: embedOf() } },
    });
    expect(await find()).toEqual({ state: 'placed' });
  });

  it.each(['', 'no JSON', '[]', 'null', '{"current":{"blocks":{"1":{}}}}'])(
    'asks a person where the theme says %j',
    async (theme) => {
      tag().theme = theme;
      expect((await find()).state).toBe('person');
    },
  );

  it.each([
    ['switched off', () => (tag().pixel = undefined)],
    [
      'another address',
      () =>
        (tag().pixel = {
          id: 'gid://shopify/WebPixel/1',
          settings: '{"trackerUrl":"https://other.example"}',
        }),
    ],
    ['another address', () => (tag().pixel = { id: 'gid://shopify/WebPixel/1', settings: 'x' })],
  ])('tells of a pixel: %s', async (said, change) => {
    switchOn();
    await place();
    change();
    expect(await find()).toEqual({ state: 'placed', detail: expect.stringContaining(said) });
  });
});

describe('removing', () => {
  it('takes the pixel away, and again', async () => {
    await place();
    await remove();
    expect(tag().pixel).toBeUndefined();
    await remove();
  });

  it('leaves the pixel of another hub alone', async () => {
    await place(MOVED);
    await remove();
    expect(tag().pixel).toBeDefined();
  });

  it('is over at once where the scope was never given', async () => {
    withhold('write_pixels');
    await expect(remove()).resolves.toBeUndefined();
  });
});
