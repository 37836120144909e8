import { afterAll, afterEach, beforeAll, describe, expect, jest } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { hasChromium, launch } from './chromium.js';
import { HubDoor } from './hub-door.js';
import { Mall } from './mall.js';
import { Shopper, type Visit } from './shopper.js';

// A browser on a busy machine takes its time; a beacon that does not come fails sooner, with its number.
jest.setTimeout(120_000);

/** A browser, the fake shops and the hub's door. */
export interface World {
  readonly browser: Browser;
  readonly hub: HubDoor;
  readonly mall: Mall;
}

export interface Scene {
  /** There from the first test on. */
  world: World;
  /** A new shopper in a new browser profile. */
  enter(platform: string, visit?: Visit): Promise<Shopper>;
}

/** Tests in a real browser. After each: nothing that happened to the script has reached the page as an error. */
export function describeInChromium(name: string, tests: (scene: Scene) => void): void {
  (hasChromium ? describe : describe.skip)(name, () => {
    const shoppers: Shopper[] = [];
    const scene = {
      enter: async (platform, visit) => {
        const shopper = await Shopper.enter(scene.world, platform, visit);
        shoppers.push(shopper);
        return shopper;
      },
    } as Scene;
    beforeAll(async () => {
      const [browser, hub, mall] = await Promise.all([
        launch(),
        new HubDoor().open(),
        new Mall().open(),
      ]);
      scene.world = { browser, hub, mall };
    });
    afterEach(async () => {
      const seen = shoppers.flatMap(({ errors }) => errors);
      await Promise.all(shoppers.splice(0).map((shopper) => shopper.leave()));
      expect(seen).toEqual([]);
    });
    afterAll(async () => {
      await scene.world.browser.close();
      await scene.world.hub.close();
      await scene.world.mall.close();
    });
    tests(scene);
  });
}
