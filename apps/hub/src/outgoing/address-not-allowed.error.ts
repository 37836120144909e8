import { HubError } from '@storewire/core';

/** The hub was asked to call an address that is not on the public internet. Nothing was sent. */
export class AddressNotAllowed extends HubError {
  readonly code = 'ADDRESS_NOT_ALLOWED';
  readonly next = 'fixSettings';

  /** @param host name or address, without path and query. */
  constructor(host: string) {
    super(
      `${host} is not a public address, and the hub calls only those.`,
      'Enter the public address. For local development, start the hub with STOREWIRE_ALLOW_PRIVATE_ADDRESSES=true.',
    );
  }
}
