import { HubError } from '@storewire/core';

/** The key file holds no key. A new one is not made: what is encrypted needs the old one. */
export class MasterKeyInvalid extends HubError {
  readonly code = 'MASTER_KEY_INVALID';
  readonly next = 'fixSettings';

  constructor(path: string) {
    super(
      `${path} does not hold a key of 32 bytes in base64.`,
      'Restore the file from the backup of the keys, or set STOREWIRE_MASTER_KEY.',
    );
  }
}
