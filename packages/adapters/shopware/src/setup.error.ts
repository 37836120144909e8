import { failedAnswerOf } from '@storewire/adapter-kit';
import { HubError } from '@storewire/core';

/** The address answers, but there is no such API. */
export class ShopwareNotFound extends HubError {
  readonly code = 'SHOPWARE_NOT_FOUND';
  readonly next = 'fixSettings';

  constructor(url: string, detail: string, cause?: unknown) {
    super(
      `There is no Shopware API at ${url}: ${detail}`,
      'Check the address: it is the home page of the shop, as the browser shows it, without /admin or /backend.',
      { cause },
    );
  }
}

/** The shop is Shopware, but of a version that this adapter does not speak to. */
export class WrongShopwareVersion extends HubError {
  readonly code = 'SHOPWARE_WRONG_VERSION';
  readonly next = 'fixSettings';

  constructor(found: string, needed: string, hint: string) {
    super(`The shop is Shopware ${found}; this connection needs ${needed}.`, hint);
  }
}

/** The shop sends callers elsewhere; credentials are not sent after a redirect. */
export class ShopwareMoved extends HubError {
  readonly code = 'SHOPWARE_MOVED';
  readonly next = 'fixSettings';

  constructor(url: string, cause?: unknown) {
    super(
      `${url} redirects to another address, and a call cannot follow it.`,
      'Enter the address that the browser shows once the shop is open: https or http, with or without www.',
      { cause },
    );
  }
}

/** Something in front of the shop refuses the hub before Shopware sees the call. */
export class ShopwareBlocked extends HubError {
  readonly code = 'SHOPWARE_BLOCKED';
  readonly next = 'fixSettings';

  constructor(url: string, status: number | undefined, cause?: unknown) {
    super(
      `${url} refuses the call with ${status} and a page that is not Shopware's.`,
      'A password, a firewall or a CDN stands in front of the shop: let it pass /api for the address of the hub.',
      { cause },
    );
  }
}

/** A 401 or 403 whose body is no JSON, which the API never sends. */
export function isBlocked(error: unknown): boolean {
  const answer = failedAnswerOf(error);
  return (answer?.status === 401 || answer?.status === 403) && answer.json() === undefined;
}

/** A public shop without TLS: orders and addresses would travel readable. */
export class InsecureShopAddress extends HubError {
  readonly code = 'SHOPWARE_INSECURE_ADDRESS';
  readonly next = 'fixSettings';

  constructor(url: string) {
    super(
      `${url} is not https, and the hub may not call such addresses.`,
      'Give the shop a certificate and enter its https address.',
    );
  }
}
