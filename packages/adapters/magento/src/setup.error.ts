import { HubError } from '@storewire/core';

/** No REST API of Magento 2 at the address. */
export class Magento2NotFound extends HubError {
  readonly code = 'MAGENTO2_NOT_FOUND';
  readonly next = 'fixSettings';

  constructor(url: string, cause?: unknown) {
    super(
      `${url} has no REST API of Magento 2: neither /rest/ nor /index.php/rest/ is found.`,
      'Check that the address is the home page of the shop, and that its web server passes /rest/ on to Magento.',
      { cause },
    );
  }
}

/** Somebody chose the wrong one of the two platforms. */
export class IsMagento1 extends HubError {
  readonly code = 'MAGENTO2_IS_MAGENTO1';
  readonly next = 'fixSettings';

  constructor(url: string, cause?: unknown) {
    super(
      `${url} is a shop on Magento 1 or OpenMage.`,
      'Add the store again with the platform Magento 1 / OpenMage (magento1), an API user and its key.',
      { cause },
    );
  }
}

/** Older than what this adapter reads. */
export class Magento2TooOld extends HubError {
  readonly code = 'MAGENTO2_TOO_OLD';
  readonly next = 'fixSettings';

  constructor(version: string, oldest: string) {
    super(
      `The shop runs Magento ${version}; the adapter needs at least ${oldest}.`,
      `Update the shop to Magento ${oldest} or later. Older versions do not tell who subscribed to the newsletter.`,
    );
  }
}

/** No SOAP API of Magento 1 at the address. */
export class Magento1NotFound extends HubError {
  readonly code = 'MAGENTO1_NOT_FOUND';
  readonly next = 'fixSettings';

  constructor(url: string, cause?: unknown) {
    super(
      `${url}/index.php/api/v2_soap/ is not found (404).`,
      'Check that the address is the home page of a Magento 1 or OpenMage shop, and that its host does not block /api/.',
      { cause },
    );
  }
}

/** Somebody chose the wrong one of the two platforms. */
export class IsMagento2 extends HubError {
  readonly code = 'MAGENTO1_IS_MAGENTO2';
  readonly next = 'fixSettings';

  constructor(url: string, version: string, cause?: unknown) {
    super(
      `${url} is a shop on Magento ${version}.`,
      'Add the store again with the platform Magento 2 (magento2) and the values of an integration.',
      { cause },
    );
  }
}

/** The shop reads the description of its own API over the network before each call, and could not. */
export class WsdlUnreachable extends HubError {
  readonly code = 'MAGENTO1_WSDL_UNREACHABLE';
  readonly next = 'fixSettings';

  constructor(url: string, cause?: unknown) {
    super(
      `The shop at ${url} cannot load the description of its own SOAP API.`,
      'Ask its host that the server can call the shop by its public name and reach schemas.xmlsoap.org.',
      { cause },
    );
  }
}

/** Something in front of the shop keeps the hub out. */
export class ApiBlocked extends HubError {
  readonly code = 'MAGENTO_API_BLOCKED';
  readonly next = 'fixSettings';

  constructor(address: string, cause?: unknown) {
    super(
      `${address} is blocked (403) by a firewall or the web server in front of the shop.`,
      'Ask the host of the shop to let the address of the hub through, and to leave this path open.',
      { cause },
    );
  }
}

/** A public shop without TLS: orders and addresses would travel readable. */
export class InsecureShopAddress extends HubError {
  readonly code = 'MAGENTO_INSECURE_ADDRESS';
  readonly next = 'fixSettings';

  constructor(url: string) {
    super(
      `${url} is not https, and the hub may not call such addresses.`,
      'Give the shop a certificate and enter its https address.',
    );
  }
}
