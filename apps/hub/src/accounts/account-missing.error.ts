import { HubError } from '@storewire/core';

/** Work names an account that is not there (any more). */
export class AccountMissing extends HubError {
  readonly code = 'ACCOUNT_MISSING';
  readonly next = 'fixSettings';

  constructor(accountId: string) {
    super(
      `There is no SALESmanago account ${accountId}.`,
      'The account was deleted; choose another one for the store.',
    );
  }
}
