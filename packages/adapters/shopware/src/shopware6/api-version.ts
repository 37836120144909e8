/** The Admin API has no version of its own since 6.4; what is asked for exists from 6.4 on. */
export const SHOPWARE6_API = 'Admin API';

/** First line whose API has these paths. */
export const OLDEST_SHOPWARE6 = [6, 4] as const;

/** The line whose published schema the calls are checked against. */
export const SHOPWARE6_VERSIONS = ['6.7'] as const;
