import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type Page, pageOf } from '../api/page.js';
import { Clock } from '../clock.js';
import { Database } from '../database/database.service.js';
import { newId } from '../ids.js';
import { ApiKey } from './api-key.entity.js';
import { AuditService } from './audit.service.js';
import { actorOf, type Caller, SCOPES, type Scope } from './caller.js';
import { conflict, invalid, notFound } from './problem.js';

export interface NewKey {
  readonly name: string;
  readonly scopes?: readonly Scope[];
}

export interface KeyFacts {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly createdAt: number;
}

/** Shown once: only the hash is kept. */
export interface CreatedKey extends KeyFacts {
  readonly key: string;
}

const KEY_BYTES = 32;

/** API keys: random, kept as SHA-256, of one tenant or (tenant `null`) of an operator. */
@Injectable()
export class ApiKeysService {
  constructor(
    private readonly db: Database,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /** Whose key this is, or `undefined`. */
  async identify(key: string): Promise<Caller | undefined> {
    const hash = hashOf(key);
    const [row] = await this.db.global(ApiKey).find({ hash });
    if (!row || !timingSafeEqual(Buffer.from(row.hash), Buffer.from(hash))) return undefined;
    return {
      keyId: row.id,
      name: row.name,
      tenantId: row.tenantId,
      scopes: SCOPES.filter((scope) => row.scopes.includes(scope)),
    };
  }

  /** @throws ProblemException 422 for a scope that the caller does not have. */
  async create(tenantId: string | null, { name, scopes }: NewKey, by: Caller): Promise<CreatedKey> {
    const granted = scopes ?? by.scopes;
    const missing = granted.filter((scope) => !by.scopes.includes(scope));
    if (missing.length > 0) {
      throw invalid([
        { path: 'scopes', message: `your own key does not have ${missing.join(', ')}.` },
      ]);
    }
    const key = newApiKey();
    const row = {
      id: newId(),
      tenantId,
      name,
      hash: hashOf(key),
      scopes: SCOPES.filter((scope) => granted.includes(scope)),
      createdAt: this.clock.now(),
    };
    await this.db.write(async (tx) => {
      await tx.manager.insert(ApiKey, row);
      if (tenantId !== null) {
        await this.audit.write(tx, {
          tenantId,
          actor: actorOf(by),
          action: 'key.create',
          target: row.id,
          detail: { name, scopes: row.scopes },
        });
      }
    });
    return { ...factsOf(row), key };
  }

  async list(tenantId: string | null, limit: number, after: string): Promise<Page<KeyFacts>> {
    const rows = await this.db.query<KeyRow>(
      `SELECT id, name, scopes, created_at FROM api_key
       WHERE ${tenantId === null ? 'tenant_id IS NULL' : 'tenant_id = $3'} AND id > $1 ORDER BY id LIMIT $2`,
      tenantId === null ? [after, limit + 1] : [after, limit + 1, tenantId],
    );
    const page = pageOf(rows, limit, (row) => row.id);
    return { ...page, items: page.items.map(readRow) };
  }

  /** @throws ProblemException 404; 409 for the key that makes the call, so that nobody locks himself out. */
  async delete(tenantId: string | null, id: string, by: Caller): Promise<void> {
    const [row] = await this.db.global(ApiKey).find({ id });
    if (!row || row.tenantId !== tenantId) throw notFound('key');
    if (id === by.keyId) {
      throw conflict('KEY_IN_USE', 'This call is made with the key itself; use another one.');
    }
    await this.db.write(async (tx) => {
      await tx.query('DELETE FROM api_key WHERE id = $1', [id]);
      if (tenantId !== null) {
        await this.audit.write(tx, {
          tenantId,
          actor: actorOf(by),
          action: 'key.delete',
          target: id,
          detail: { name: row.name },
        });
      }
    });
  }
}

export const newApiKey = (): string => `sw_${randomBytes(KEY_BYTES).toString('base64url')}`;

/** SHA-256 in hex. Keys are random, so a slow hash would protect nothing more. */
export const hashOf = (key: string): string => createHash('sha256').update(key).digest('hex');

interface KeyRow {
  id: string;
  name: string;
  scopes: string;
  created_at: number;
}

const readRow = (row: KeyRow): KeyFacts => ({
  id: row.id,
  name: row.name,
  scopes: JSON.parse(row.scopes),
  createdAt: Number(row.created_at),
});

const factsOf = ({ id, name, scopes, createdAt }: KeyFacts): KeyFacts => ({
  id,
  name,
  scopes,
  createdAt,
});
