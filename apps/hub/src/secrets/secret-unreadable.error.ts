import { HubError } from '@storewire/core';

/** A stored secret cannot be decrypted. */
export class SecretUnreadable extends HubError {
  readonly code = 'SECRET_UNREADABLE';
  readonly next = 'fixSettings';

  constructor(
    place: { readonly rowId: string; readonly field: string },
    detail: string,
    cause?: unknown,
  ) {
    super(
      `The secret ${place.field} of ${place.rowId} cannot be read: ${detail}.`,
      'Start the hub with the STOREWIRE_MASTER_KEY it was saved with; that may be one of a list, separated by commas.',
      { cause },
    );
  }
}
