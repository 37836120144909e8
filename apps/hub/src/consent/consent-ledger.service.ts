import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.service.js';

/** One change of consent, with the rule and what it looked at. */
export interface ConsentEvent {
  readonly id: string;
  readonly at: string;
  readonly recordedAt: string;
  readonly channel: string;
  readonly state: string;
  /** True when SALESmanago was told, or told us. */
  readonly sent: boolean;
  readonly rule: string;
  readonly inputs: unknown;
  readonly messageId: string | null;
}

/** What SALESmanago last said of a person. */
export interface ConsentWord {
  readonly email: string;
  readonly channel: string;
  readonly state: string;
  readonly at: string;
}

/** Everything that is known about one person's consent in one store, oldest first. */
@Injectable()
export class ConsentLedgerService {
  constructor(private readonly db: Database) {}

  async of(tenantId: string, storeId: string, email: string): Promise<ConsentEvent[]> {
    const rows = await this.db.query(
      `SELECT id, at, recorded_at, channel, state, sent, rule, inputs, message_id FROM consent_entry
       WHERE tenant_id = $1 AND store_id = $2 AND contact_key = $3
         AND account_id = (SELECT account_id FROM store WHERE tenant_id = $1 AND id = $2) ORDER BY id LIMIT 1000`,
      [tenantId, storeId, email.trim().toLowerCase()],
    );
    return rows.map((row) => ({
      id: String(row.id),
      at: new Date(Number(row.at)).toISOString(),
      recordedAt: new Date(Number(row.recorded_at)).toISOString(),
      channel: String(row.channel),
      state: String(row.state),
      sent: Number(row.sent) === 1,
      rule: String(row.rule),
      inputs: JSON.parse(String(row.inputs)),
      messageId: row.message_id as string | null,
    }));
  }

  /**
   * The last word of SALESmanago's callbacks about each person whom the store has told of, oldest first.
   * @param since milliseconds since 1970.
   */
  async changedInSalesmanago(
    tenantId: string,
    storeId: string,
    since: number,
  ): Promise<ConsentWord[]> {
    const rows = await this.db.query(
      `SELECT contact_key, channel, state, at FROM consent_entry e
       WHERE tenant_id = $1 AND rule = 'callback' AND recorded_at >= $3 AND contact_key NOT LIKE '#%'
         AND account_id = (SELECT account_id FROM store WHERE tenant_id = $1 AND id = $2)
         AND EXISTS (SELECT 1 FROM consent_entry o WHERE o.tenant_id = e.tenant_id AND o.account_id = e.account_id
           AND o.contact_key = e.contact_key AND o.store_id = $2)
       ORDER BY id`,
      [tenantId, storeId, since],
    );
    const last = new Map<string, ConsentWord>();
    for (const row of rows) {
      const word = {
        email: String(row.contact_key),
        channel: String(row.channel),
        state: String(row.state),
        at: new Date(Number(row.at)).toISOString(),
      };
      const key = `${word.channel} ${word.email}`;
      last.delete(key);
      last.set(key, word);
    }
    return [...last.values()];
  }
}
