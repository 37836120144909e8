import { quietly, store, stored, uuid } from './browser.js';
import type { TrackerConfig } from './config.js';
import { isAllowed } from './consent.js';
import { page } from './globals.js';
import { renderMonitoring } from './monitoring.js';
import { postCart } from './post.js';
import { askHub, personOf, visitor } from './visitor.js';
import type { Watcher } from './watcher.js';

const MEMORY = 'storewire';
const SETTLE_MS = 400;
const HUB_NEEDS_MS = 5_000;

/** What the browser remembers between pages. */
interface Memory {
  /** The cart that was posted last, with the person it was posted for. */
  sent: string;
  token: string;
  /** The shopper was in the checkout with it. */
  isCheckout: boolean;
}

/** Follows the cart of this page from the moment the shopper allows it; once, however often it was loaded. */
export const start = (config: TrackerConfig, watcher: Watcher): void => {
  quietly(() => run(config, watcher));
};

const run = (config: TrackerConfig, watcher: Watcher): void => {
  page.storewire = page.storewire || {};
  if (page.storewire.on) return;
  page.storewire.on = true;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let looking: Promise<unknown> = Promise.resolve();
  let hasSeenLines = false;
  let isFirst = true;
  const fits = (place: string): boolean => !!watcher.checkout?.test(place);
  const isCheckout = (): boolean =>
    fits(`${location.pathname}${location.search} ${document.body.id} ${document.body.className} `);
  const forget = (): void => store('localStorage', MEMORY, {});

  const look = async (): Promise<void> => {
    if (!isAllowed(config, watcher)) return;
    const before = stored<Memory>('localStorage', MEMORY);
    const isArrival = isFirst;
    isFirst = false;
    const cart = await watcher.read(isArrival && !before.sent);
    if (!cart) return;
    const isEmpty = cart.lines.length === 0;
    if (isEmpty) {
      const isBought =
        isCheckout() ||
        (!hasSeenLines && (before.isCheckout || (isArrival && fits(document.referrer)))) ||
        (cart.token && before.token && cart.token !== before.token);
      // A cart that became an order was not emptied by the shopper, and one never posted is nobody's news.
      if (!before.sent || isBought) return forget();
    }
    hasSeenLines = hasSeenLines || !isEmpty;
    const who = await visitor(config);
    const token = (isEmpty && before.token) || cart.token || before.token || uuid();
    const sent = JSON.stringify([cart, personOf(who)]);
    if (sent !== before.sent) {
      postCart(config, { ...cart, token }, who);
      setTimeout(() => ask(true), HUB_NEEDS_MS);
    }
    if (isEmpty) forget();
    else store('localStorage', MEMORY, { sent, token, isCheckout: isCheckout() });
  };

  const ask = (isCartPosted: boolean): void => {
    if (isAllowed(config, watcher)) askHub(config, isCartPosted).catch(() => {});
  };
  const lookNow = (): void => {
    clearTimeout(timer);
    timer = undefined;
    // One after the other: two looks at once could post an older cart last.
    looking = looking.then(look).catch(() => {});
  };
  const changed = (): void => {
    // Not put off again by the next change: a page that moves all the time would never be looked at.
    timer = timer || setTimeout(lookNow, SETTLE_MS);
  };

  const follow = (): void => {
    if (config.monitoring) quietly(() => renderMonitoring(config.monitoring as never));
    quietly(() => watcher.listen?.(changed, forget));
    quietly(() =>
      new PerformanceObserver((seen) => {
        if (seen.getEntries().some((entry) => watcher.changes?.test(entry.name))) changed();
      }).observe({ type: 'resource' }),
    );
    addEventListener('pagehide', () => timer && lookNow());
    addEventListener('pageshow', (event) => event.persisted && watcher.asksShop && changed());
    (page.storewire || {}).update = changed;
    ask(false);
    const [visit] = performance.getEntriesByType('navigation') as { type?: string }[];
    if (watcher.asksShop || visit?.type !== 'back_forward') lookNow();
  };

  const wait = (): void => {
    if (isAllowed(config, watcher)) quietly(follow);
    else setTimeout(() => quietly(wait), 1_000);
  };
  // Consent tools are there once the page is complete; before that, silence would be taken for a yes.
  const isReady =
    document.readyState === 'complete' ||
    (config.consent === 'none' && document.readyState === 'interactive');
  if (isReady) wait();
  else
    addEventListener(config.consent === 'none' ? 'DOMContentLoaded' : 'load', () => quietly(wait));
};
