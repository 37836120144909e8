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
}
