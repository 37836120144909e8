import { HubError } from '@storewire/core';

/** What SALESmanago would say now is out of date in a moment; the callback is read again then. */
export class ConsentOnItsWay extends HubError {
  readonly code = 'CONSENT_ON_ITS_WAY';
  readonly next = 'retry';

  constructor() {
    super(
      'A consent of this person is on its way to SALESmanago.',
      'Nothing to do; the callback is read again by itself.',
    );
  }
}
