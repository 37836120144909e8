import type { ReadCart } from './values.js';

/** How the cart of one platform is followed. */
export interface Watcher {
  /** `read` asks the shop; else it reads what the page was delivered with, which is old after a step back. */
  readonly asksShop?: boolean;
  /** Addresses of requests after which the cart may be another. */
  readonly changes?: RegExp;
  /** Fits path, query, body id and body classes of the checkout after the cart page, and of its thank-you page. */
  readonly checkout?: RegExp;
  /** What the platform's own consent says; nothing where it does not tell. */
  consent?(): boolean | undefined;
  /** Events of the platform that no request shows. */
  listen?(changed: () => void, bought: () => void): void;
  /**
   * The cart as it is now, or nothing when it cannot be known.
   *
   * @param isIdle first look at a page, and no cart is remembered: a costly question may be left out.
   */
  read(isIdle: boolean): ReadCart | undefined | Promise<ReadCart | undefined>;
}
