import type { NextAction } from '@storewire/core';
import { meaningOf } from '@storewire/salesmanago';

/** What to do about a dead letter. */
export interface Advice {
  readonly next: NextAction;
  /** For a shop owner: what to click, what to expect. */
  readonly hint: string;
}

const STORE_ANSWERS = 'Retry once the store works again; the raw message is kept.';

/** Causes of the hub itself and of stores; those of SALESmanago bring their own. */
const OWN: Readonly<Record<string, Advice>> = {
  CONTACT_REFUSED: {
    next: 'fixData',
    hint: 'Correct the contact this waited for (its own dead letter says what is wrong), then retry both.',
  },
  CONTACT_NOT_TAKEN: {
    next: 'fixData',
    hint: 'Check the address. A retry sends the contact by itself, so that SALESmanago says what it refuses.',
  },
  OUTCOME_UNKNOWN: {
    next: 'fixData',
    hint: 'Look at the contact in SALESmanago, then answer: the event is there, send it again, or drop it.',
  },
  NEVER_ARRIVED: {
    next: 'retry',
    hint: 'SALESmanago does not have it, so a retry sends it once. Look at the answers of its attempts first.',
  },
  JOB_UNFINISHED: {
    next: 'retry',
    hint: 'SALESmanago worked on the batch for very long. Retry; contact data does no harm twice.',
  },
  CLIENT_FAILED: {
    next: 'reportBug',
    hint: 'The hub itself failed while it made the call. Report it with the detail; a retry does no harm.',
  },
  WRITE_BACK_FAILED: {
    next: 'reportBug',
    hint: 'The hub itself failed while it wrote to the store. Report it with the detail; a retry does no harm.',
  },
  TRANSLATION_FAILED: {
    next: 'reportBug',
    hint: 'The hub itself failed while it read the message. Report it with the detail; the raw message is kept.',
  },
  UNREADABLE_DOCUMENT: {
    next: 'fixData',
    hint: 'The document is not what the platform sends: the detail names the fields. Correct the object in the store or the field mapping, then retry.',
  },
  STORE_UNAVAILABLE: { next: 'retry', hint: STORE_ANSWERS },
  STORE_RATE_LIMITED: { next: 'retry', hint: STORE_ANSWERS },
  STORE_REFUSED: {
    next: 'fixData',
    hint: 'The store refused the call; the detail says why. Correct it there, then retry.',
  },
  STORE_UNAUTHORIZED: {
    next: 'fixSettings',
    hint: 'Check the credentials of the connection and save them again, then retry.',
  },
  STORE_FORBIDDEN: {
    next: 'fixSettings',
    hint: 'Give the credentials the permission that the detail names, run the check, then retry.',
  },
  STORE_OBJECT_MISSING: {
    next: 'fixData',
    hint: 'The store no longer has the object. Nothing can be sent; drop it.',
  },
  SECRET_UNREADABLE: {
    next: 'fixSettings',
    hint: 'The hub runs with another master key than the one this was saved with. Restore the key, then retry.',
  },
};

/** An adapter's own code: its text is in the detail. */
const UNKNOWN: Advice = {
  next: 'fixSettings',
  hint: 'The detail says what is wrong. Correct it, then retry.',
};

export function adviceFor(cause: string): Advice {
  const own = Object.hasOwn(OWN, cause) ? OWN[cause] : undefined;
  if (own) return own;
  const meaning = meaningOf(cause);
  if (!meaning) return UNKNOWN;
  // As a dead letter it does not go on by itself any more.
  return meaning.next === 'retry'
    ? { next: 'retry', hint: AGAIN[meaning.outcome] ?? AGAIN_LATER }
    : { next: meaning.next, hint: meaning.hint };
}

const AGAIN_LATER = 'It was tried often enough. Retry when SALESmanago answers again.';
const AGAIN: Readonly<Record<string, string>> = {
  unknown:
    'SALESmanago gave no clear answer, again and again. Look at the attempts and the endpoint of the account, then retry.',
};
