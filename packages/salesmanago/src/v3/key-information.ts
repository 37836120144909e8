import { asObjects, asText } from '../outcome/json.js';
import { type ContactIdentity, identityBody } from '../request/event.request.js';
import {
  type KeyInformationUpsert,
  keyInformationBody,
} from '../request/key-information.request.js';
import { RecordNotes } from '../request/record-notes.js';
import { type WithWarnings, withWarnings } from '../warnings.js';
import { requestId } from './products.js';
import type { V3Calls } from './v3-calls.js';

export interface KeyInformation {
  contactId: string | undefined;
  /** By name; numbers stay numbers. */
  values: ReadonlyMap<string, string | number>;
}

/** Key information of a contact, API v3. Throws SalesmanagoError only. */
export class KeyInformationApi {
  constructor(
    private readonly calls: V3Calls,
    private readonly owner: string,
  ) {}

  async upsert(
    request: KeyInformationUpsert,
  ): Promise<WithWarnings<{ requestId: string | undefined }>> {
    const call = 'keyInformation/upsert';
    const notes = new RecordNotes(call);
    const body = keyInformationBody({ ...request, owner: request.owner ?? this.owner }, notes);
    const answer = await this.calls.post(call, body);
    return withWarnings({ requestId: requestId(answer) }, notes, answer);
  }

  /** @param name one name only; all when absent. */
  async get(identity: ContactIdentity, name?: string): Promise<KeyInformation> {
    const call = 'keyInformation/get';
    const query = {
      ...identityBody(identity, new RecordNotes(call)),
      ...(name === undefined ? {} : { name }),
    };
    const answer = await this.calls.get(call, { query });
    const values = new Map<string, string | number>();
    for (const item of asObjects(answer.list('keyInformation'))) {
      const key = asText(item.name);
      const { value } = item;
      if (key !== undefined && (typeof value === 'number' || typeof value === 'string')) {
        values.set(key, value);
      }
    }
    return { contactId: answer.text('contactId'), values };
  }
}
