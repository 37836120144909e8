import type { ConsentChange, Contact, ContactTrigger } from '../model/records.js';
import { CHANNELS } from '../model/values.js';
import { normaliseTags } from '../settings/normalise.js';
import { type Command, contactKeyOf, writeConsent } from './command.js';
import {
  type ConsentOutcome,
  type ConsentSignal,
  type ConsentSync,
  signalsOf,
} from './consent.rule.js';
import type { ConsentUpdate, Decision, DecisionInput, Memory, Reason } from './decision.js';
import {
  contactExtras,
  mappingReasons,
  planKeyInformation,
  withKeyInformation,
} from './extras.rule.js';
import { isIgnoredAddress } from './identity.js';
import { newsOf, withSnapshotTime } from './snapshot.rule.js';
import { contactFields } from './upsert.js';
import {
  consentOf,
  hasChanges,
  isBulk,
  memoryOf,
  planUpsert,
  type UpsertPlan,
} from './upsert-plan.js';

/** A decision not to send, by the rule that said so. */
export const filtered = (
  rule: string,
  result: string,
  extra: { inputs?: Record<string, unknown>; reasons?: readonly Reason[]; memory?: Memory } = {},
): Decision => ({
  commands: [],
  filteredBy: rule,
  reasons: [
    ...(extra.reasons ?? []),
    { rule, result, ...(extra.inputs ? { inputs: extra.inputs } : {}) },
  ],
  memory: extra.memory ?? {},
});

/** Decides a contact document: registration, login, newsletter sign-up, edit, or a row of an export. */
export function decideContact(input: DecisionInput<'contact'>): Decision {
  const contact = input.record as Contact;
  const email = contact.email;
  if (!email)
    return filtered('noAddress', 'The document has no e-mail address, so there is nobody to send.');
  if (isIgnoredAddress(email, input.store.settings)) {
    return filtered('ignoredDomain', 'The domain of the address is on the ignored list.');
  }
  const before = addressBefore(contact, email, input);
  const fields = {
    ...newsOf(contactFields(contact, input.store.settings, input.store.language), contact, input),
    ...contactExtras(input),
  };
  const signals = contactSignals(contact, input);
  const consent =
    before && !input.known.contact
      ? keptStatus
      : consentOf(signals, input, contact.updatedAt, syncOf(contact, input));
  const tags = tagsFor(triggersOf(input.trigger, consent), input);
  const plan = planUpsert(input, email, fields, consent, tags, before !== undefined);
  const lane = plan.command?.lane ?? (isBulk(input) ? 'export' : 'live');
  const info = planKeyInformation(input, email, lane, before !== undefined);
  const writes = [
    ...writeBacks(email, contact.externalId, signals, input),
    ...corrections(email, contact.externalId, consent, input),
  ];
  const memory: Memory = {
    ...withSnapshotTime(
      withKeyInformation(withStatus(plan.memory, writes, input), info, input),
      contact,
      input,
    ),
    ...(contact.externalId ? { customer: { id: contact.externalId, email } } : {}),
    ...(before ? { renamedFrom: contactKeyOf({ email: before }) } : {}),
  };
  const reasons = [...mappingReasons(input), ...plan.reasons, ...info.reasons];
  if (before) return renamed({ ...plan, reasons }, info.commands, before, email, memory);
  const commands = [...(plan.command ? [plan.command] : []), ...info.commands, ...writes];
  return {
    commands,
    ...(commands.length ? {} : { filteredBy: 'unchanged' }),
    reasons: [...reasons, ...writes.map(writeReason)],
    memory,
  };
}

/**
 * D7: the address under which SALESmanago has this customer, when it is another one now: the one the hub saw the
 * customer id with, else what the platform says. An ignored address was never sent, so there is nothing to rename.
 */
function addressBefore(
  contact: Contact,
  email: string,
  { known, store }: DecisionInput,
): string | undefined {
  const seen = contact.externalId ? known.customerEmail : undefined;
  const before = seen ?? contact.previousEmail ?? undefined;
  if (!before || contactKeyOf({ email: before }) === contactKeyOf({ email })) return undefined;
  return isIgnoredAddress(before, store.settings) ? undefined : before;
}

function renamed(
  plan: UpsertPlan,
  also: readonly Command[],
  before: string,
  email: string,
  memory: Memory,
): Decision {
  const upsert = plan.command;
  if (upsert?.kind !== 'upsertContact') return { commands: [], reasons: plan.reasons, memory };
  const { payload } = upsert;
  return {
    commands: [
      {
        ...upsert,
        kind: 'changeEmail',
        // The queue of the person goes on under the new address; what comes later waits for this.
        contactKey: contactKeyOf({ email }),
        payload: { ...payload, contact: { ...payload.contact, email: before }, newEmail: email },
      },
      ...also,
    ],
    reasons: [
      ...plan.reasons,
      { rule: 'emailChange', result: 'The contact keeps its history under the new address.' },
    ],
    memory,
  };
}

/** What is remembered of the person stands under the old address, so words about consent cannot be judged here. */
const keptStatus: ConsentOutcome = {
  changes: {},
  updates: [],
  reasons: [{ rule: 'consent.emailChange', result: 'The contact keeps its status.' }],
};

/** A tick at the registration or sign-up is an act, also where the platform keeps no time of it. */
function contactSignals(contact: Contact, input: DecisionInput): ConsentSignal[] {
  const seenAt = contact.updatedAt ?? input.now;
  const tickedAt = isRegistration(input)
    ? (contact.registeredAt ?? seenAt)
    : input.trigger === 'newsletter'
      ? seenAt
      : undefined;
  return signalsOf(contact).map((signal) =>
    signal.state === 'in' && tickedAt ? { at: tickedAt, ...signal } : signal,
  );
}

function syncOf(contact: Contact, input: DecisionInput): ConsentSync | undefined {
  const { consentSync, earlyOptOut } = input.store.settings;
  if (!consentSync || isBulk(input)) return undefined;
  return {
    isRegistration: isRegistration(input),
    ...(contact.registeredAt ? { registeredAt: contact.registeredAt } : {}),
    earlyOptOut,
    now: input.now,
  };
}

/** A poll may tell of a registration late; once the account and its consent were seen, it is a change like any other. */
const isRegistration = ({ trigger, known }: DecisionInput): boolean =>
  trigger === 'registration' &&
  (known.customerEmail === undefined ||
    !CHANNELS.some((channel) => known.contact?.storeConsent[channel] !== undefined));

/** D9: registered without a tick, but SALESmanago says opted in. */
function writeBacks(
  email: string,
  customerId: string | null | undefined,
  signals: readonly ConsentSignal[],
  input: DecisionInput,
): Command[] {
  const { settings, canWriteConsent } = input.store;
  if (!settings.consentSync || !isRegistration(input) || isBulk(input)) return [];
  if (!canWriteConsent) return [];
  return CHANNELS.filter(
    (channel) =>
      input.known.contact?.consent[channel]?.state === 'in' &&
      !signals.some((signal) => signal.channel === channel && signal.state === 'in'),
  ).map((channel) =>
    writeConsent({
      email,
      ...(customerId ? { customerId } : {}),
      channel,
      state: 'in',
      at: input.now,
    }),
  );
}

/** What SALESmanago was just heard to say, where it is not what was thought; nobody knows since when it is so. */
function withStatus(memory: Memory, writes: readonly Command[], { known }: DecisionInput): Memory {
  const heard = writes.flatMap((command): ConsentUpdate[] => {
    if (command.kind !== 'writeConsent') return [];
    const { channel, state } = command.payload;
    const isTold = known.contact?.consent[channel]?.at !== undefined;
    const inputs = { channel, said: state };
    return isTold ? [] : [{ channel, salesmanago: { state }, rule: 'status', inputs }];
  });
  return heard.length > 0
    ? { ...memory, consents: [...(memory.consents ?? []), ...heard] }
    : memory;
}

/** D11: the store shows an older word than the one that counts for the whole account. */
function corrections(
  email: string,
  customerId: string | null | undefined,
  { overruled = [] }: ConsentOutcome,
  input: DecisionInput,
): Command[] {
  if (isBulk(input) || !input.store.canWriteConsent) return [];
  return overruled.map(({ channel, state }) =>
    writeConsent({ email, ...(customerId ? { customerId } : {}), channel, state, at: input.now }),
  );
}

const writeReason = (command: Command): Reason => ({
  rule: 'consent.writeBack',
  result: 'The store is set to what SALESmanago says.',
  ...(command.kind === 'writeConsent' ? { inputs: { channel: command.payload.channel } } : {}),
});

/** Decides a change on a newsletter list or a consent webhook. */
export function decideConsentChange(input: DecisionInput<'consent'>): Decision {
  const change = input.record as ConsentChange;
  const email = change.email ?? input.known.customerEmail;
  if (!email)
    return filtered('noAddress', 'The change names nobody the hub can address by e-mail.');
  if (isIgnoredAddress(email, input.store.settings)) {
    return filtered('ignoredDomain', 'The domain of the address is on the ignored list.');
  }
  const signal: ConsentSignal = {
    channel: change.channel,
    state: change.state,
    ...(change.at ? { at: change.at } : {}),
  };
  const consent = consentOf([signal], input, change.updatedAt);
  // A customer seen under another address keeps it here: the contact document that renames comes, too.
  const customer =
    change.externalId && !input.known.customerEmail
      ? { customer: { id: change.externalId, email } }
      : {};
  if (!hasChanges(consent)) {
    const writes = corrections(email, change.externalId, consent, input);
    return {
      commands: writes,
      ...(writes.length > 0
        ? {}
        : { filteredBy: consent.reasons.at(-1)?.rule ?? 'consent.unchanged' }),
      reasons: [...consent.reasons, ...writes.map(writeReason)],
      memory: { ...memoryOf(consent, email), ...customer },
    };
  }
  const tags = tagsFor(triggersOf(undefined, consent), input);
  const phone = change.phone ? { phone: change.phone } : {};
  const plan = planUpsert(input, email, phone, consent, tags);
  return {
    commands: plan.command ? [plan.command] : [],
    ...(plan.command ? {} : { filteredBy: plan.reasons.at(-1)?.rule ?? 'unchanged' }),
    reasons: plan.reasons,
    memory: { ...plan.memory, ...customer },
  };
}

/** A sign-up is one of its own beside what brought it; a document that signs somebody off is no sign-up. */
function triggersOf(
  trigger: ContactTrigger | undefined,
  consent: ConsentOutcome,
): ContactTrigger[] {
  const changes = Object.values(consent.changes);
  if (changes.includes('in')) return ['newsletter', ...(trigger ? [trigger] : [])];
  if (trigger === 'newsletter' && changes.includes('out')) return [];
  return trigger ? [trigger] : [];
}

/** Tags of the triggers, newsletter first; an export brings its own. */
export function tagsFor(triggers: readonly ContactTrigger[], input: DecisionInput): string[] {
  if (input.exportOptions) return normaliseTags(input.exportOptions.tags);
  const { settings } = input.store;
  const byTrigger: Record<ContactTrigger, readonly string[]> = {
    registration: settings.registrationTags,
    login: settings.loginTags,
    newsletter: settings.newsletterTags,
    edit: [],
    purchase: settings.purchaseTags,
    guestPurchase: settings.guestPurchaseTags,
  };
  return [...new Set(triggers.flatMap((trigger) => byTrigger[trigger]))];
}
