import type { Erasure } from '../model/records.js';
import { contactKeyOf } from './command.js';
import { filtered } from './contact.rule.js';
import type { Decision, DecisionInput } from './decision.js';
import { isIgnoredAddress } from './identity.js';
import { buildUpsert } from './upsert.js';

/** D8, S31: what a deletion in the store means for SALESmanago. */
export function decideErasure(input: DecisionInput<'erasure'>): Decision {
  const person = input.record as Erasure;
  const { settings } = input.store;
  const email = person.email ?? input.known.customerEmail;
  if (!email) return filtered('unknownPerson', 'The hub knows nobody by this customer id.');
  const contactKey = contactKeyOf({ email });
  const reasons = [{ rule: 'erasure', result: settings.erasureInSalesmanago }];
  switch (settings.erasureInSalesmanago) {
    case 'leave':
      return filtered('erasureLeft', 'The setting leaves the contact in SALESmanago.');
    case 'delete':
      return {
        commands: [{ kind: 'deleteContact', lane: 'consent', contactKey, payload: { email } }],
        reasons,
        memory: { contactKey },
      };
    case 'optOut': {
      // An upsert makes a contact where there is none, and these addresses were never sent.
      if (isIgnoredAddress(email, settings)) {
        return filtered('ignoredDomain', 'The domain of the address is on the ignored list.');
      }
      const consent = { email: 'out', mobile: 'out' } as const;
      const payload = buildUpsert({
        email,
        fields: {},
        tags: [],
        consent,
        confirm: 'never',
        settings,
      });
      return {
        commands: [{ kind: 'upsertContact', lane: 'consent', contactKey, payload }],
        reasons,
        memory: { contactKey },
      };
    }
  }
}
