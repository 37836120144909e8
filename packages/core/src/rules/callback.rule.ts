import type { ConsentChange } from '../model/records.js';
import { contactKeyOf, writeConsent } from './command.js';
import { filtered } from './contact.rule.js';
import type { ConsentUpdate, Decision, DecisionInput } from './decision.js';
import { isIgnoredAddress } from './identity.js';

/**
 * D11: SALESmanago says what a person's consent is now. The state is remembered, and the store is set to it where it
 * differs; SALESmanago is told nothing, for it told us. A repeated callback finds everything as it is.
 *
 * A record with a time is the word of another store of the account, which SALESmanago has been told already. It counts
 * while that is still the state; what came after it has a record of its own.
 */
export function decideCallback(input: DecisionInput<'consent'>): Decision {
  const { email, channel, state, at, isLateHint } = input.record as ConsentChange;
  if (!email) return filtered('noAddress', 'The callback names nobody.');
  if (isIgnoredAddress(email, input.store.settings)) {
    return filtered('ignoredDomain', 'The domain of the address is on the ignored list.');
  }
  if (state !== 'in' && state !== 'out') {
    return filtered('unknownState', 'SALESmanago does not say what the consent of this person is.');
  }
  const known = input.known.contact?.consent[channel];
  const store = input.known.contact?.storeConsent[channel];
  const inputs = {
    channel,
    said: state,
    salesmanago: known?.state ?? 'unknown',
    store: store?.state ?? 'unknown',
  };
  if (at && known?.state !== state) {
    return filtered('older', 'The consent has changed again since the other store told of it.', {
      inputs,
    });
  }
  if (isLateHint) {
    return filtered('lateHint', 'SALESmanago says something else now; that has its own callback.', {
      inputs,
    });
  }
  const update: ConsentUpdate[] =
    known?.state === state
      ? []
      : [{ channel, salesmanago: { state, at: input.now }, rule: 'callback', inputs }];
  const memory = {
    contactKey: contactKeyOf({ email }),
    ...(update.length ? { consents: update } : {}),
  };
  if (store?.state === state) {
    return filtered('unchanged', 'The store already has this state.', { inputs, memory });
  }
  if (!input.store.canWriteConsent) {
    return filtered('noWriteBack', 'The platform of this store takes no consent back.', {
      inputs,
      memory,
    });
  }
  const customerId = input.known.customerId;
  return {
    commands: [
      writeConsent({ email, ...(customerId ? { customerId } : {}), channel, state, at: input.now }),
    ],
    reasons: [{ rule: 'callback', result: state, inputs }],
    memory,
  };
}
