import { HubError } from '@storewire/core';

/** The list came with everything although only changes were asked for. */
export class ChangeFilterIgnored extends HubError {
  readonly code = 'BIGCOMMERCE_FILTER_IGNORED';
  readonly next = 'reportBug';

  constructor(list: string) {
    super(
      `BigCommerce ignores the filter by time of change for ${list} and gives the whole list.`,
      'The poll stops before it reads all of it; webhooks go on. Report it with the time it was first seen.',
    );
  }
}
