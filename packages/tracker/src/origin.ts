/**
 * Whether a browser at this `Origin` may talk to the tracker door of a store. The header is set by the browser and not
 * by the page, so a page elsewhere cannot lie about it; a missing or opaque (`null`) one is refused.
 *
 * @param storefronts addresses of the storefront; scheme, host and port must be equal, the path does not count.
 */
export function isAllowedOrigin(
  origin: string | undefined,
  storefronts: readonly string[],
): boolean {
  if (origin === undefined || !URL.canParse(origin)) return false;
  const given = new URL(origin).origin;
  return (
    given !== 'null' &&
    storefronts.some((address) => URL.canParse(address) && new URL(address).origin === given)
  );
}
