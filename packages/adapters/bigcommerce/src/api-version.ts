/** Orders and the store itself are only in v2; everything else is in v3. */
export const BIGCOMMERCE_API = 'REST v3 and v2';

export const BIGCOMMERCE_API_HOST = 'https://api.bigcommerce.com';
