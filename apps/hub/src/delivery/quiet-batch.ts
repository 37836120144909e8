import { Injectable } from '@nestjs/common';
import type { ContactUpsert, SalesmanagoClient } from '@storewire/salesmanago';
import type { Result, StartedCommand } from './outcome.js';
import { QUIET_BATCH } from './sent-request.js';

/** Addresses that one status call asks for. */
const MAX_ASKED = 50;
const FIRST_WAIT_MS = 500;
const WAIT_MS = 5_000;
const GIVE_UP_MS = 600_000;

/**
 * A batch of contacts that starts no automation rules: SALESmanago takes it as a job. It is done when the job says so
 * and the account knows the address.
 */
@Injectable()
export class QuietBatch {
  /** Replaced in tests. */
  wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

  /** @throws SalesmanagoError */
  async send(
    client: SalesmanagoClient,
    started: readonly StartedCommand[],
    upserts: readonly ContactUpsert[],
  ): Promise<Result[]> {
    const { value } = await client.contacts.batchUpsertAsync(upserts, { fireEvents: false });
    if (value.requestId && !(await this.isFinished(client, value.requestId))) {
      const detail = 'SALESmanago was still working on the batch after ten minutes.';
      return started.map((one) => ({
        ...one,
        sent: { method: QUIET_BATCH },
        outcome: { kind: 'unknown', cause: 'JOB_UNFINISHED', detail },
      }));
    }
    const known = await this.knownContacts(client, started);
    return started.map((one) => {
      const id = known.get(one.command.contactKey);
      return {
        ...one,
        sent: { method: QUIET_BATCH },
        outcome: id
          ? { kind: 'done', id }
          : {
              kind: 'refused',
              cause: 'CONTACT_NOT_TAKEN',
              detail: 'SALESmanago finished the batch and does not know this address.',
            },
      };
    });
  }

  private async isFinished(client: SalesmanagoClient, requestId: string): Promise<boolean> {
    for (
      let waited = 0, wait = FIRST_WAIT_MS;
      waited < GIVE_UP_MS;
      waited += wait, wait = WAIT_MS
    ) {
      await this.wait(wait);
      if ((await client.account.jobStatus(requestId)).isFinished) return true;
    }
    return false;
  }

  private async knownContacts(
    client: SalesmanagoClient,
    started: readonly StartedCommand[],
  ): Promise<Map<string, string>> {
    const addresses = started.map(({ command }) => command.contactKey);
    const known = new Map<string, string>();
    for (let i = 0; i < addresses.length; i += MAX_ASKED) {
      for (const contact of await client.contacts.basic(addresses.slice(i, i + MAX_ASKED))) {
        if (contact.email) known.set(contact.email.toLowerCase(), contact.contactId);
      }
    }
    return known;
  }
}
