import type { Line } from '@storewire/core';

/** What a description of an event holds. */
const LONGEST = 2048;

/**
 * Shopify's cart permalink: `/cart/{variant}:{quantity},…` fills a cart in any browser. It is no link to the cart
 * itself, so it works where no checkout was begun.
 *
 * @see docs/adapters/shopify.md#what-is-sent-when
 */
export function cartLink(lines: readonly Line[], shopUrl: string): string | undefined {
  const parts = lines.map(({ variantId, quantity }) =>
    /^\d{1,20}$/.test(variantId ?? '') && Number.isInteger(quantity) && quantity > 0
      ? `${variantId}:${quantity}`
      : undefined,
  );
  if (parts.length === 0 || parts.includes(undefined)) return undefined;
  const link = URL.parse(`/cart/${parts.join(',')}`, shopUrl)?.href;
  return link && link.length <= LONGEST ? link : undefined;
}
