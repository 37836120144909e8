import { HubError } from '@storewire/core';

/** A store cannot be worked with: it was just deleted, or nothing installed knows its platform. */
export class StoreNotUsable extends HubError {
  readonly code = 'STORE_NOT_USABLE';
  readonly next = 'fixSettings';

  constructor(storeId: string) {
    super(
      `Store ${storeId} cannot be used: it was deleted, or the adapter of its platform is not installed.`,
      'GET /api/v1/adapters lists what is installed; STOREWIRE_ADAPTERS may leave some out.',
    );
  }
}
