import type { Limits } from './options.js';

/**
 * Sizes known from clients and documents of the vendor; hard limits of the real service are not published.
 * 400 events per batch is the size the vendor's own plugin uses.
 */
export const DEFAULT_LIMITS = {
  bodyBytes: 32 * 1024 * 1024,
  contactsPerBatch: 1000,
  eventsPerBatch: 400,
  contactsPerList: 50,
  contactsPerPage: 1000,
  contactText: 255,
  tag: 255,
  propertyValue: 255,
  eventDescription: 2048,
  eventProducts: 512,
  eventLocation: 36,
  eventText: 255,
  productsPerCall: 100,
  collectionContactsPerCall: 1000,
  collectionProductsPerContact: 100,
} as const;

export function withLimits(changes: Partial<Limits> = {}): Limits {
  return { ...DEFAULT_LIMITS, overLimit: 'reject', ...changes };
}

/** Cuts to at most `max` UTF-16 units without splitting a character. */
export function cutText(text: string, max: number): string {
  if (text.length <= max) return text;
  const splitsPair = /[\uD800-\uDBFF]/.test(text.charAt(max - 1));
  return text.slice(0, splitsPair ? max - 1 : max);
}
