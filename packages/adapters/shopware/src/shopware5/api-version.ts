/** The REST API has no version of its own. */
export const SHOPWARE5_API = 'REST API';

/** First line with default addresses and the field `changed` on customers. */
export const OLDEST_SHOPWARE5 = [5, 2] as const;
