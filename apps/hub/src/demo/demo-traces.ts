import { Injectable } from '@nestjs/common';
import { actorOf, type Caller, SCOPES } from '../access/caller.js';
import { Database } from '../database/database.service.js';

/** In whose name the demo acts. No API key has this id, so nothing that a person does looks like it. */
export const DEMO_CALLER: Caller = { keyId: 'demo', name: 'demo', tenantId: null, scopes: SCOPES };

const ACTOR = actorOf(DEMO_CALLER);
const IS_DEMO = `EXISTS (SELECT 1 FROM audit a
  WHERE a.tenant_id = tenant.id AND a.target = tenant.id AND a.action = 'tenant.create' AND a.actor = $1)`;

/** Tells what the demo made from what people made: the audit log knows who did it. */
@Injectable()
export class DemoTraces {
  constructor(private readonly db: Database) {}

  /** The demo's tenant, when an earlier start or this one made it. */
  async tenantId(): Promise<string | undefined> {
    const [row] = await this.db.query<{ id: string }>(
      `SELECT id FROM tenant WHERE ${IS_DEMO} ORDER BY id LIMIT 1`,
      [ACTOR],
    );
    return row?.id;
  }

  async hasOtherTenants(): Promise<boolean> {
    const rows = await this.db.query(`SELECT id FROM tenant WHERE NOT ${IS_DEMO} LIMIT 1`, [ACTOR]);
    return rows.length > 0;
  }

  /** Ids of what the demo made in the tenant and is still there. */
  async madeIn(tenantId: string, table: 'account' | 'store'): Promise<string[]> {
    const rows = await this.db.query<{ id: string }>(
      `SELECT t.id FROM ${table} t JOIN audit a ON a.tenant_id = t.tenant_id AND a.target = t.id
       WHERE t.tenant_id = $1 AND a.action = $2 AND a.actor = $3`,
      [tenantId, `${table}.create`, ACTOR],
    );
    return rows.map(({ id }) => id);
  }

  /** True when the tenant has no store, no account and no key: nobody uses it. */
  async isEmpty(tenantId: string): Promise<boolean> {
    for (const table of ['store', 'account', 'api_key']) {
      const rows = await this.db.query(`SELECT id FROM ${table} WHERE tenant_id = $1 LIMIT 1`, [
        tenantId,
      ]);
      if (rows.length > 0) return false;
    }
    return true;
  }
}
