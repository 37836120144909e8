import { LIMITS } from '../limits.js';
import { type ContactIdentity, identityBody } from './event.request.js';
import { compact, type RecordNotes } from './record-notes.js';

export type KeyInformationUpsert = ContactIdentity & {
  /** The contact's owner; the account's when absent. */
  owner?: string | undefined;
  numeric?: readonly { name: string; value: number }[] | undefined;
  text?: readonly { name: string; value: string }[] | undefined;
  /** Names to clear; at most 20. */
  setAsNull?: readonly string[] | undefined;
};

/** The body of `keyInformation/upsert`, without the account's owner. */
export const keyInformationBody = (
  request: KeyInformationUpsert,
  notes: RecordNotes,
): Record<string, unknown> =>
  compact({
    ...identityBody(request, notes),
    owner: request.owner,
    keyInformation: compact({ numeric: request.numeric, text: request.text }),
    setAsNull: notes.first('setAsNull', request.setAsNull, LIMITS.keyInformation.setAsNull),
  });
