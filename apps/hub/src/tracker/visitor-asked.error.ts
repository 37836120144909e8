import { HubError } from '@storewire/core';

/** SALESmanago is being asked about a visitor; the message is read again once it has answered. */
export class VisitorAsked extends HubError {
  readonly code = 'VISITOR_ASKED';
  readonly next = 'retry';

  constructor() {
    super(
      'SALESmanago is being asked who this visitor is.',
      'Nothing to do; the cart is read again by itself.',
    );
  }
}
