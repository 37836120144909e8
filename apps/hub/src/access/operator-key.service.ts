import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Clock } from '../clock.js';
import { HubConfig } from '../config.js';
import { Database } from '../database/database.service.js';
import { hashOf, newApiKey } from './api-keys.service.js';
import { SCOPES } from './caller.js';

/** Ids of the two operator keys that nobody created over the API. */
const FROM_ENVIRONMENT = 'environment';
const GENERATED = 'generated';

/**
 * The first operator key: the one of STOREWIRE_OPERATOR_KEY, which follows the variable at every start, else one that
 * is made once and printed to the terminal, past the logger.
 */
@Injectable()
export class OperatorKeyService implements OnApplicationBootstrap {
  constructor(
    private readonly db: Database,
    private readonly config: HubConfig,
    private readonly clock: Clock,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const given = this.config.operatorKey;
    if (given) return this.keepGiven(given);
    const key = newApiKey();
    if (await this.insertFirst(key)) {
      process.stdout.write(`\nOperator API key (shown only now; keep it safe):\n\n    ${key}\n\n`);
    }
  }

  private async keepGiven(key: string): Promise<void> {
    const hash = hashOf(key);
    await this.db.write(async (tx) => {
      // The same key may be there under another id: entered by hand, or printed at the first start and set now.
      const [known] = await tx.query<{ id: string; tenant_id: string | null }>(
        'SELECT id, tenant_id FROM api_key WHERE hash = $1',
        [hash],
      );
      if (known && known.tenant_id === null) return;
      if (known) {
        throw new Error('STOREWIRE_OPERATOR_KEY is the key of a tenant; set another one.');
      }
      await tx.query('DELETE FROM api_key WHERE id = $1', [FROM_ENVIRONMENT]);
      await tx.query(INSERT, this.row(FROM_ENVIRONMENT, 'STOREWIRE_OPERATOR_KEY', hash));
    });
  }

  /** @returns false when there is an operator key, also one that another process made at this moment. */
  private insertFirst(key: string): Promise<boolean> {
    return this.db.write(async (tx) => {
      const existing = await tx.query('SELECT id FROM api_key WHERE tenant_id IS NULL LIMIT 1');
      if (existing.length > 0) return false;
      const inserted = await tx.query(
        `${INSERT} ON CONFLICT DO NOTHING RETURNING id`,
        this.row(GENERATED, 'first operator key', hashOf(key)),
      );
      return inserted.length > 0;
    });
  }

  private row(id: string, name: string, hash: string): (string | number)[] {
    return [id, name, hash, JSON.stringify(SCOPES), this.clock.now()];
  }
}

const INSERT =
  'INSERT INTO api_key (id, name, hash, scopes, created_at) VALUES ($1, $2, $3, $4, $5)';
