import { normaliseDomain } from '../settings/normalise.js';
import type { StoreFacts } from './decision.js';

export type EffectType = 'PURCHASE' | 'CANCELLATION' | 'RETURN';

/**
 * What must happen once, whichever source brings it: client id, shop key, order id, type and part. The location
 * is left out on purpose: it is a setting and may be corrected.
 */
export const orderEffectKey = (
  store: Pick<StoreFacts, 'clientId' | 'shopKey'>,
  orderId: string,
  type: EffectType,
  part = '-',
): string => [store.clientId, store.shopKey, orderId, type, part].map(encodePart).join('|');

/** One open CART event per person and store. */
export const cartKeyOf = (store: Pick<StoreFacts, 'shopKey'>, contactKey: string): string =>
  [store.shopKey, contactKey].map(encodePart).join('|');

/** The same store's cart key for another owner. */
export const cartKeyOfOwner = (cartKey: string, contactKey: string): string =>
  `${cartKey.slice(0, cartKey.indexOf('|'))}|${encodePart(contactKey)}`;

const encodePart = (part: string): string =>
  part.replace(/[|%]/g, (c) => (c === '|' ? '%7C' : '%25'));

/** S23: exact match of the domain, its subdomains too when the setting says so; case and IDN do not matter. */
export function isIgnoredAddress(
  email: string,
  settings: { readonly ignoredDomains: readonly string[]; readonly ignoredSubdomains: boolean },
): boolean {
  if (settings.ignoredDomains.length === 0) return false;
  const domain = normaliseDomain(email.slice(email.lastIndexOf('@') + 1));
  return settings.ignoredDomains.some(
    (ignored) =>
      domain === ignored || (settings.ignoredSubdomains && domain.endsWith(`.${ignored}`)),
  );
}
