import { Injectable } from '@nestjs/common';
import type { ConsentWrite, ConsentWriteResult } from '@storewire/core';
import { Clock } from '../clock.js';
import { Database } from '../database/database.service.js';
import { KnowledgeRepository } from '../database/knowledge.repository.js';
import { newId } from '../ids.js';
import type { StoreContext } from '../stores/store-context.js';

type Written = Extract<ConsentWriteResult, { state: unknown }>;

/** Remembers what a store says after consent was written to it, and enters it in the ledger. */
@Injectable()
export class WriteBackBaseline {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  async save(store: StoreContext, write: ConsentWrite, result: Written): Promise<void> {
    const { tenantId, accountId, facts } = store;
    const key = write.email.toLowerCase();
    const now = this.clock.now();
    const said = { state: result.state, at: result.at ?? new Date(now).toISOString() };
    await this.db.write(async (tx) => {
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
      await tx.insertRows(
        'consent_entry',
        {
          tenant_id: 'text',
          id: 'text',
          account_id: 'text',
          store_id: 'text',
          contact_key: 'text',
          channel: 'text',
          state: 'text',
          sent: 'integer',
          at: 'bigint',
          rule: 'text',
          inputs: 'text',
          recorded_at: 'bigint',
        },
        [
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
        ],
      );
    });
  }
}
