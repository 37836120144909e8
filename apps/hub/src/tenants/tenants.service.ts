import { Injectable } from '@nestjs/common';
import { AuditService, changesOf } from '../access/audit.service.js';
import { actorOf, type Caller } from '../access/caller.js';
import { notFound, ProblemException } from '../access/problem.js';
import { type Page, pageOf } from '../api/page.js';
import { Clock } from '../clock.js';
import { Database } from '../database/database.service.js';
import { newId } from '../ids.js';
import { Tenant } from './tenant.entity.js';

/** Tables that grow, with the column that tells their rows apart; emptied in steps before the tenant itself goes. */
const GROWING = [
  ['message', 'id'],
  ['consent_entry', 'id'],
  ['effect', 'effect_key'],
  ['contact', 'contact_key'],
] as const;
const STEP_ROWS = 200;

/** The clients of the agency. */
@Injectable()
export class TenantsService {
  private readonly listeners = new Set<(tenantId: string) => void>();

  constructor(
    private readonly db: Database,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  async create(name: string, by: Caller): Promise<Tenant> {
    const tenant: Tenant = { id: newId(), name, createdAt: this.clock.now() };
    await this.db.write(async (tx) => {
      await tx.manager.insert(Tenant, tenant);
      await this.audit.write(tx, {
        tenantId: tenant.id,
        actor: actorOf(by),
        action: 'tenant.create',
        target: tenant.id,
        detail: { name },
      });
    });
    return tenant;
  }

  async list(limit: number, after: string): Promise<Page<Tenant>> {
    const rows = await this.db.query<{ id: string; name: string; created_at: number }>(
      'SELECT id, name, created_at FROM tenant WHERE id > $1 ORDER BY id LIMIT $2',
      [after, limit + 1],
    );
    const page = pageOf(rows, limit, (row) => row.id);
    return {
      ...page,
      items: page.items.map(({ id, name, created_at }) => ({
        id,
        name,
        createdAt: Number(created_at),
      })),
    };
  }

  /** @throws ProblemException 404. */
  async get(id: string): Promise<Tenant> {
    const [tenant] = await this.db.global(Tenant).find({ id });
    if (!tenant) throw notFound('tenant');
    return tenant;
  }

  async rename(id: string, name: string, by: Caller): Promise<Tenant> {
    const before = await this.get(id);
    await this.db.write(async (tx) => {
      await tx.manager.update(Tenant, { id }, { name });
      await this.audit.write(tx, {
        tenantId: id,
        actor: actorOf(by),
        action: 'tenant.update',
        target: id,
        detail: { changes: changesOf({ name: before.name }, { name }) },
      });
    });
    return { ...before, name };
  }

  /**
   * Deletes the tenant with everything that belongs to it. Its keys stop working first; tables that may be large are
   * emptied in steps, so that other tenants' writes are not held up.
   *
   * @throws ProblemException 422 when `confirm` is not the tenant's name.
   */
  async delete(id: string, confirm: string | undefined): Promise<void> {
    const tenant = await this.get(id);
    if (confirm !== tenant.name) {
      throw new ProblemException({
        status: 422,
        code: 'CONFIRMATION_NEEDED',
        detail: 'Deleting a tenant cannot be undone: repeat its name as ?confirm=<name>.',
        next: 'fixData',
        errors: [{ path: 'confirm', message: 'must be the name of the tenant.' }],
      });
    }
    await this.db.write((tx) => tx.query('DELETE FROM api_key WHERE tenant_id = $1', [id]));
    for (const [table, key] of GROWING) await this.empty(table, key, id);
    await this.db.write((tx) => tx.manager.delete(Tenant, { id }));
    for (const listener of this.listeners) listener(id);
  }

  /** Calls back after a tenant was deleted. @returns a function that ends it. */
  onDelete(listener: (tenantId: string) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private async empty(table: string, key: string, tenantId: string): Promise<void> {
    let removed: number;
    do {
      removed = await this.db.write(async (tx) => {
        const rows = await tx.query(
          `SELECT ${key} FROM ${table} WHERE tenant_id = $1 LIMIT ${STEP_ROWS}`,
          [tenantId],
        );
        if (rows.length > 0) {
          await tx.query(
            `DELETE FROM ${table} WHERE tenant_id = $1 AND ${key} IN
             (SELECT ${key} FROM ${table} WHERE tenant_id = $1 LIMIT ${STEP_ROWS})`,
            [tenantId],
          );
        }
        return rows.length;
      });
    } while (removed === STEP_ROWS);
  }
}
