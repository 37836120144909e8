import type { WooLinks, WooMeta } from './documents.js';
import type { CurrencyCode } from './money.js';
import type { Meta } from './records.js';
import type { ShopClock } from './shop-clock.js';

export const WOOCOMMERCE_VERSION = '10.9.1';
export const WORDPRESS_VERSION = '6.9.7';

/** What every document needs to know about the shop. */
export interface Frame {
  readonly clock: ShopClock;
  /** The shop's own address without a trailing slash. */
  readonly home: string;
  readonly currency: CurrencyCode;
  readonly pricesIncludeTax: boolean;
  readonly hasPrettyPermalinks: boolean;
  /** Seconds. */
  readonly now: number;
}

const ITEM_METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** Address of a REST path such as `/wc/v3/orders`. */
export function restUrl(frame: Frame, path: string): string {
  return frame.hasPrettyPermalinks
    ? `${frame.home}/wp-json${path}`
    : `${frame.home}/index.php?rest_route=${path}`;
}

export function links(
  frame: Frame,
  collection: string,
  id: number | string,
  allow: readonly string[] = ITEM_METHODS,
): WooLinks {
  return {
    self: [{ href: restUrl(frame, `${collection}/${id}`), targetHints: { allow: [...allow] } }],
    collection: [{ href: restUrl(frame, collection) }],
  };
}

/** Shop time and UTC of an instant, as the pairs `date_x` and `date_x_gmt` have them. */
export function both(frame: Frame, instant: number): [local: string, gmt: string];
export function both(frame: Frame, instant: number | null): [string | null, string | null];
export function both(frame: Frame, instant: number | null): [string | null, string | null] {
  return instant === null ? [null, null] : [frame.clock.local(instant), frame.clock.gmt(instant)];
}

export function metaDocument(meta: readonly Meta[]): WooMeta[] {
  return meta.map(({ id, key, value }) => ({ id, key, value }));
}
