import { HubError } from '@storewire/core';

/** The module in the shop does not take the key; the connection itself may be fine, so it is not paused. */
export class BridgeRefusedKey extends HubError {
  readonly code = 'BRIDGE_REFUSED_KEY';
  readonly next = 'fixSettings';

  constructor(cause?: unknown) {
    super(
      'The Storewire module in the shop refused the signature.',
      'Download the module again on the page of the store and install it over the old one; check that the clocks of both servers are right.',
      { cause },
    );
  }
}

/** Nothing answers where the module should. */
export class BridgeNotInstalled extends HubError {
  readonly code = 'BRIDGE_NOT_INSTALLED';
  readonly next = 'fixSettings';

  constructor(cause?: unknown) {
    super(
      'The Storewire module is not installed in the shop, or is switched off.',
      'Download the module on the page of the store and install it in the shop, as docs/bridges.md says.',
      { cause },
    );
  }
}
