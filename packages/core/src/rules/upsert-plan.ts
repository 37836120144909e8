import { type Command, contactKeyOf, type LaneClass } from './command.js';
import {
  type ConsentOutcome,
  type ConsentSignal,
  type ConsentSync,
  decideConsent,
} from './consent.rule.js';
import type { DecisionInput, KnownContact, Memory, Reason } from './decision.js';
import { buildUpsert, type ContactFields, changedFields, fieldHashes } from './upsert.js';

export interface UpsertPlan {
  readonly command?: Command;
  readonly reasons: readonly Reason[];
  readonly memory: Memory;
}

/**
 * The upsert for one person, or the reason why none is needed: a live one without tags, consent and anything new is
 * not sent, one of an export always is.
 *
 * @param isRenamed the address changes with it, so it is sent even with nothing else to say.
 */
export function planUpsert(
  input: DecisionInput,
  email: string,
  fields: ContactFields,
  said: ConsentOutcome,
  tags: readonly string[],
  isRenamed = false,
): UpsertPlan {
  const { settings } = input.store;
  const contact = input.known.contact;
  const { consent, asks } = withDoubleOptIn(said, input);
  const hashes = fieldHashes(fields);
  const changed = changedFields(hashes, contact?.fields ?? {});
  const consents = hasChanges(consent);
  const isNew = !isKnown(contact);
  const always = isBulk(input);
  const memory: Memory = { ...memoryOf(consent, email) };
  if (!always && !isNew && !isRenamed && changed.length === 0 && !consents && tags.length === 0) {
    const reason = { rule: 'unchanged', result: 'SALESmanago already has all of this.' };
    return { reasons: [...consent.reasons, reason], memory };
  }
  const confirm = always ? 'never' : asks ? 'ask' : 'leave';
  const lane: LaneClass = always ? 'export' : consents ? 'consent' : 'live';
  return {
    command: {
      kind: 'upsertContact',
      lane,
      contactKey: contactKeyOf({ email }),
      payload: buildUpsert({ email, fields, tags, consent: consent.changes, confirm, settings }),
    },
    reasons: [
      ...consent.reasons,
      {
        rule: 'contact',
        result: 'sent',
        inputs: { isNew, changed, tags, trigger: input.trigger ?? 'edit' },
      },
    ],
    memory: {
      ...memory,
      fields: { ...contact?.fields, ...hashes },
      ...(asks ? { confirmationAskedAt: input.now } : {}),
    },
  };
}

/** What is remembered of a document's words about consent, whether or not anything is sent. */
export const memoryOf = (consent: ConsentOutcome, email: string): Memory => ({
  contactKey: contactKeyOf({ email }),
  ...(consent.updates.length ? { consents: consent.updates } : {}),
  ...(consent.recheckAt ? { recheckAt: consent.recheckAt } : {}),
});

/** True once the contact itself was sent; a person of whom only a consent or a baseline is remembered was not. */
export const isKnown = (contact: KnownContact | undefined): contact is KnownContact =>
  contact !== undefined &&
  (contact.contactId !== undefined || Object.keys(contact.fields).length > 0);

export const hasChanges = (consent: ConsentOutcome): boolean =>
  Object.keys(consent.changes).length > 0;

export const isBulk = ({ source }: DecisionInput): boolean =>
  source === 'export' || source === 'import';

/**
 * S8: with a confirmation mail the person is not in before the click, so the state is `pending`. Within the window
 * after a mail nothing is said about the e-mail status: a second mail is not allowed (D12), and an opt-in without
 * one would go round the confirmation. Exports ask nobody.
 */
function withDoubleOptIn(
  consent: ConsentOutcome,
  input: DecisionInput,
): { consent: ConsentOutcome; asks: boolean } {
  const { settings } = input.store;
  if (!settings.doubleOptIn || consent.changes.email !== 'in' || isBulk(input)) {
    return { consent, asks: false };
  }
  if (mayAsk(input)) {
    const updates = consent.updates.map((update) =>
      update.channel === 'email' && update.salesmanago
        ? { ...update, salesmanago: { ...update.salesmanago, state: 'pending' as const } }
        : update,
    );
    return { consent: { ...consent, updates }, asks: true };
  }
  const { email: _, ...changes } = consent.changes;
  const updates = consent.updates.map(({ salesmanago, ...update }) =>
    update.channel === 'email' || !salesmanago ? update : { ...update, salesmanago },
  );
  const reason: Reason = {
    rule: 'doubleOptInWindow',
    result: 'A confirmation mail is on its way; nothing is said about the e-mail status.',
    inputs: {
      askedAt: input.known.contact?.confirmationAskedAt ?? null,
      windowMinutes: settings.doubleOptInWindowMinutes,
    },
  };
  return {
    consent: { ...consent, changes, updates, reasons: [...consent.reasons, reason] },
    asks: false,
  };
}

/** At most one confirmation mail per address and window. */
function mayAsk({ known, store, now }: DecisionInput): boolean {
  const asked = known.contact?.confirmationAskedAt;
  if (!asked) return true;
  return Date.parse(now) - Date.parse(asked) >= store.settings.doubleOptInWindowMinutes * 60_000;
}

/** What the document's words about consent mean here; an export follows what it was asked to do. */
export function consentOf(
  signals: readonly ConsentSignal[],
  input: DecisionInput,
  seenAt: string | null | undefined,
  sync?: ConsentSync,
): ConsentOutcome {
  const status = input.exportOptions?.status;
  if (status === 'untouched') {
    const reason = { rule: 'consent.untouched', result: 'The export leaves the status as it is.' };
    return { changes: {}, updates: [], reasons: [reason] };
  }
  if (status === 'optIn' || status === 'optOut') return forcedByExport(status, input);
  return decideConsent(signals, input.known.contact, seenAt ?? input.now, sync);
}

/** X1: a status chosen for the whole export. It says nothing about the store, whose baseline stays. */
function forcedByExport(status: 'optIn' | 'optOut', { known, now }: DecisionInput): ConsentOutcome {
  const signal: ConsentSignal = {
    channel: 'email',
    state: status === 'optIn' ? 'in' : 'out',
    at: now,
  };
  const contact = known.contact && { ...known.contact, storeConsent: {} };
  const outcome = decideConsent([signal], contact, now);
  const updates = outcome.updates
    .map(({ store: _, ...update }) => ({ ...update, rule: `export.${status}` }))
    .filter((update) => update.salesmanago);
  return { ...outcome, updates };
}
