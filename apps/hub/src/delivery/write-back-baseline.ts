import { Injectable } from '@nestjs/common';
import type { ConsentWrite, ConsentWriteResult } from '@storewire/core';
import { Clock } from '../clock.js';
import { insertConsentEntries } from '../consent/consent-entries.js';
import { Database } from '../database/database.service.js';
import { InboxRepository } from '../database/inbox.repository.js';
import { KnowledgeRepository } from '../database/knowledge.repository.js';
import { newId } from '../ids.js';
import { consentMessage } from '../processing/other-stores.js';
import type { StoreContext } from '../stores/store-context.js';

type Written = Extract<ConsentWriteResult, { state: unknown }>;

/** Remembers what a store says after consent was written to it, and enters it in the ledger. */
@Injectable()
export class WriteBackBaseline {
  constructor(
    private readonly db: Database,
    private readonly inbox: InboxRepository,
    private readonly clock: Clock,
  ) {}

  /**
   * @returns whether the consent has changed again while it was written, so that the store has a message more: what was
   * decided meanwhile still saw the old baseline.
   */
  async save(store: StoreContext, write: ConsentWrite, result: Written): Promise<boolean> {
    const { tenantId, accountId, facts } = store;
    const key = write.email.toLowerCase();
    const now = this.clock.now();
    const said = { state: result.state, at: result.at ?? new Date(now).toISOString() };
    return this.db.write(async (tx) => {
      const repository = new KnowledgeRepository(tx, tenantId, accountId);
      const known = (await repository.contacts(new Set([key]))).get(key);
      const contact = known ?? {
        contactKey: key,
        contactId: null,
        fields: {},
        consent: {},
        storeConsent: {},
        confirmationAskedAt: null,
      };
      const own = { ...contact.storeConsent[facts.shopKey], [write.channel]: said };
      contact.storeConsent = { ...contact.storeConsent, [facts.shopKey]: own };
      await repository.saveContacts(tx, [{ contact, isNew: !known }], now);
      await insertConsentEntries(tx, [
        {
          tenant_id: tenantId,
          id: newId(),
          account_id: accountId,
          store_id: store.storeId,
          contact_key: key,
          channel: write.channel,
          state: result.state,
          sent: 0,
          at: Date.parse(said.at),
          rule: 'writtenToStore',
          inputs: JSON.stringify({ asked: write.state, outcome: result.outcome }),
          recorded_at: now,
        },
      ]);
      const { state, at } = contact.consent[write.channel] ?? {};
      if (!at || state === write.state || (state !== 'in' && state !== 'out')) return false;
      const hint = { email: key, channel: write.channel, state, at };
      const target = { tenantId, storeId: store.storeId, connectionId: store.connectionId };
      await this.inbox.insert(tx, [consentMessage(hint, target, newId(), now)]);
      return true;
    });
  }
}
