import { shopware5 } from './shopware5/adapter.js';
import { shopware6 } from './shopware6/adapter.js';

/** Two platforms with one name and nothing in common but the maker; the merchant's version decides. */
export default [shopware6, shopware5];

export { Shopware5Client } from './shopware5/client.js';
export { Shopware5Connection } from './shopware5/connection.js';
export { confirmApp, proofOf, registerApp } from './shopware6/app-handshake.js';
export { appFiles, appNameOf } from './shopware6/app-manifest.js';
export { Shopware6Client } from './shopware6/client.js';
export { Shopware6Connection } from './shopware6/connection.js';
export { shopware5, shopware6 };
