import { HubError } from '@storewire/core';

/** WordPress answers, but not under `/wp-json/`: there the consumer keys would not be looked at. */
export class PlainPermalinks extends HubError {
  readonly code = 'WOOCOMMERCE_PLAIN_PERMALINKS';
  readonly next = 'fixSettings';

  constructor(url: string, cause?: unknown) {
    super(
      `${url}/wp-json/ is not found (404): the shop uses plain permalinks, or the address is not its home page.`,
      'In WordPress choose Settings > Permalinks > Post name and save; then run the check again.',
      { cause },
    );
  }
}

/** There is no WooCommerce REST API of version 3 at the address. */
export class WooCommerceNotFound extends HubError {
  readonly code = 'WOOCOMMERCE_NOT_FOUND';
  readonly next = 'fixSettings';

  constructor(url: string, detail: string, cause?: unknown) {
    super(
      `No WooCommerce at ${url}: ${detail}`,
      'Check the address of the shop, and that the plugin WooCommerce is active and at least version 5.8.',
      { cause },
    );
  }
}

/** A public shop without TLS: orders and addresses would travel readable. */
export class InsecureShopAddress extends HubError {
  readonly code = 'WOOCOMMERCE_INSECURE_ADDRESS';
  readonly next = 'fixSettings';

  constructor(url: string) {
    super(
      `${url} is not https, and the hub may not call such addresses.`,
      'Give the shop a certificate and enter its https address.',
    );
  }
}
