import { magento1 } from './magento1/index.js';
import { magento2 } from './magento2/index.js';

/** The two platforms of the family. They share words and order states, and no call. */
export default [magento2, magento1];

export { Magento1Client } from './magento1/client.js';
export { Magento1Connection } from './magento1/connection.js';
export { Magento2Client } from './magento2/client.js';
export { Magento2Connection } from './magento2/connection.js';
export { magento1, magento2 };
