import type { NamedConsent, RecordKind } from '../model/records.js';
import type { ConsentState, Known } from '../model/values.js';
import { contactKeyOf } from './command.js';
import { filtered } from './contact.rule.js';
import type { Decision, DecisionInput, LinkedConsent, Memory } from './decision.js';

/** The records that belong to a person and that the operating mode lets through or not. */
const OF_A_PERSON: readonly RecordKind[] = ['contact', 'order', 'cart', 'consent'];

/** What the newsletter consent is called in the memory of the mode `newsletter-consent`. */
const NEWSLETTER = 'newsletter-email';

interface PersonRecord {
  readonly email?: Known<string>;
  readonly emailConsent?: ConsentState;
  readonly emailConsentAt?: Known<string>;
  readonly consents?: Known<NamedConsent[]>;
  /** Of a consent record. */
  readonly channel?: string;
  readonly state?: ConsentState | string;
  readonly at?: Known<string>;
}

/**
 * S50, for inbound events and imports: whose data is sent at all, and what counts as an opt-in. A platform with sources
 * of its own is asked only where the mode says something of its own: `linked-consent` without a name is the default.
 */
export function applyOperatingMode(
  input: DecisionInput,
  decideRest: (input: DecisionInput) => Decision,
): Decision {
  const { settings, isInboundOnly } = input.store;
  const { operatingMode: mode, linkedConsentName } = settings;
  const isAsked = input.source === 'inbound' || input.source === 'import';
  if (!isAsked || !OF_A_PERSON.includes(input.kind)) return decideRest(input);
  if (mode === 'automatic') return decideRest(withOptIn(input, undefined));
  if (mode === 'newsletter-consent') return onlyWith(NEWSLETTER, input, decideRest);
  if (linkedConsentName) return onlyWith(linkedConsentName, input, decideRest);
  if (!isInboundOnly) return decideRest(input);
  return filtered(
    'linkedConsentUnnamed',
    'The operating mode is bound to a consent whose name is not set; nothing is sent before it is.',
  );
}

function onlyWith(
  name: string,
  input: DecisionInput,
  decideRest: (input: DecisionInput) => Decision,
): Decision {
  const record = input.record as PersonRecord;
  const said = saidOf(name, record, input.kind);
  const before = input.known.contact?.linkedConsent;
  const known = before?.name === name ? before : undefined;
  const linked = said ?? known;
  const isPerson = input.known.contact !== undefined;
  if (linked?.state === 'in') {
    const granted = said?.state === 'in' && name !== NEWSLETTER ? said : undefined;
    return remembering(said, decideRest(granted ? withOptIn(input, granted.at) : input));
  }
  // Who is known is heard when he opts out; it is the one thing that may be sent without the consent.
  if (isPerson && optsOut(record, input.kind))
    return remembering(said, decideRest(optOutOf(input)));
  const decision = filtered(
    name === NEWSLETTER ? 'newsletterConsentMissing' : 'linkedConsentMissing',
    'The person has not given the consent that the operating mode asks for; nothing of the person is sent.',
    {
      inputs: { consent: name, said: said?.state ?? null },
      memory: isPerson && record.email ? { contactKey: contactKeyOf({ email: record.email }) } : {},
    },
  );
  return remembering(said, decision);
}

/** What a document says about the consent. The newsletter consent is also said by the e-mail status. */
function saidOf(name: string, record: PersonRecord, kind: RecordKind): LinkedConsent | undefined {
  const own = (record.consents ?? []).filter((consent) => isCalled(consent, name)).at(-1);
  if (own) return { name, state: own.granted ? 'in' : 'out', ...(own.at ? { at: own.at } : {}) };
  if (name !== NEWSLETTER) return undefined;
  const state = kind === 'consent' ? emailState(record) : record.emailConsent;
  const at = kind === 'consent' ? record.at : record.emailConsentAt;
  if (state !== 'in' && state !== 'out') return undefined;
  return { name, state, ...(at ? { at } : {}) };
}

const emailState = ({ channel, state }: PersonRecord): string | undefined =>
  channel === 'email' ? state : undefined;

/** By the store's own name, or by the kind where the setting names that. */
const isCalled = (consent: NamedConsent, name: string): boolean => {
  const wanted = name.trim().toLowerCase();
  return consent.name?.trim().toLowerCase() === wanted || consent.kind === wanted;
};

/** The document with an opt-in that it does not give itself; one it does give, or an opt-out, stays what it is. */
function withOptIn(input: DecisionInput, at: Known<string>): DecisionInput {
  const { kind, known } = input;
  if (kind !== 'contact' && kind !== 'order') return input;
  const record = input.record as PersonRecord;
  if (record.emailConsent !== undefined) return input;
  const state = known.contact?.consent.email?.state;
  // Nobody gave this opt-in (mode automatic), so it is no reason to doubt a status that is known.
  if (at === undefined && state !== undefined && state !== 'unknown') return input;
  return {
    ...input,
    record: { ...record, emailConsent: 'in', ...(at ? { emailConsentAt: at } : {}) } as never,
  };
}

const optsOut = (record: PersonRecord, kind: RecordKind): boolean =>
  kind === 'consent' ? record.state === 'out' : record.emailConsent === 'out';

/** Of a contact document the opt-out alone. */
function optOutOf(input: DecisionInput): DecisionInput {
  if (input.kind === 'consent') return input;
  const { email, externalId, emailConsentAt, updatedAt } = input.record as Record<string, never>;
  return {
    ...input,
    kind: 'consent',
    record: {
      email,
      externalId,
      channel: 'email',
      state: 'out',
      at: emailConsentAt,
      updatedAt,
    } as never,
  };
}

/** A person whose consent was heard is remembered with it. */
function remembering(said: LinkedConsent | undefined, decision: Decision): Decision {
  if (!said || !decision.memory.contactKey) return decision;
  const memory: Memory = { ...decision.memory, linkedConsent: said };
  return { ...decision, memory };
}
