import type { Beacon, BeaconCart, BeaconVisitor } from '../beacon/beacon.js';
import { quietly, uuid } from './browser.js';
import type { TrackerConfig } from './config.js';

const MAX_BYTES = 16_384;

/** Hands the cart to the browser for sending, so that leaving the page does not stop it. */
export const postCart = (config: TrackerConfig, cart: BeaconCart, who: BeaconVisitor): void => {
  const body = (named: boolean): string =>
    JSON.stringify({
      v: 1,
      id: uuid(),
      platform: config.platform,
      at: Date.now(),
      cart: named
        ? cart
        : { ...cart, lines: cart.lines.map((line) => ({ ...line, name: undefined })) },
      ...who,
    } satisfies Beacon);
  const fits = (text: string): boolean => new Blob([text]).size <= MAX_BYTES;
  const beacon = [body(true), body(false)].find(fits);
  if (!beacon) return;
  const url = `${config.base}/cart`;
  // A text is sent without a preflight, which an unloading page would not wait for.
  if (quietly(() => navigator.sendBeacon(url, beacon))) return;
  fetch(url, {
    method: 'POST',
    body: beacon,
    keepalive: true,
    mode: 'no-cors',
    credentials: 'omit',
  }).catch(() => {});
};
