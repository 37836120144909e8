import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AuditService, SECRET_CHANGED } from '../access/audit.service.js';
import { actorOf, type Caller } from '../access/caller.js';
import { conflict, notFound } from '../access/problem.js';
import { Clock } from '../clock.js';
import { Database } from '../database/database.service.js';
import type { Tx } from '../database/sql.js';
import { newId } from '../ids.js';
import { SecretBox, type SecretPlace } from '../secrets/secret-box.js';
import { StoreSecret, type StoreSecretKind } from './store-secret.entity.js';

/** Which secrets of which store. */
export interface SecretsOf {
  readonly tenantId: string;
  readonly storeId: string;
  readonly kind: StoreSecretKind;
}

export interface StoreSecretFacts {
  readonly id: string;
  readonly clientId: string | null;
  readonly createdAt: number;
}

/** The only time that it is seen. */
export interface NewStoreSecret extends StoreSecretFacts {
  readonly secret: string;
}

const MOST_VALID = 2;

/** How a secret of a kind looks: SALESmanago's own are 32 hexadecimal digits, and forms may insist on that. */
const NEW_SECRET: Readonly<Record<StoreSecretKind, () => string>> = {
  inbound: () => `swi_${randomBytes(32).toString('base64url')}`,
  compat: () => randomBytes(16).toString('hex'),
  tracker: () => `swt_${randomBytes(32).toString('base64url')}`,
  app: () => randomBytes(32).toString('hex'),
};

/** Sixteen lower-case letters and digits, as SALESmanago's own client ids. */
const newClientId = (): string => randomBytes(8).toString('hex');

/** Secrets of the doors of a store: shown once, sealed, two at a time. A door without one lets nobody in. */
@Injectable()
export class StoreSecrets {
  constructor(
    private readonly db: Database,
    private readonly box: SecretBox,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /** Newest first. */
  async list(of: SecretsOf): Promise<StoreSecretFacts[]> {
    return (await this.rows(of)).map(factsOf);
  }

  /** @throws ProblemException 409 while two are valid. */
  async create(of: SecretsOf, by: Caller): Promise<NewStoreSecret> {
    const { tenantId, storeId, kind } = of;
    const id = newId();
    const secret = NEW_SECRET[kind]();
    const row = await this.db.write(async (tx) => {
      const others = await tx.manager.findBy(StoreSecret, { tenantId, storeId, kind });
      if (others.length >= MOST_VALID) throw twoAreValid();
      const made = {
        tenantId,
        id,
        storeId,
        kind,
        clientId: kind === 'compat' ? (others[0]?.clientId ?? newClientId()) : null,
        secret: this.box.seal(secret, placeOf(tenantId, id)),
        createdAt: this.clock.now(),
      };
      await tx.manager.insert(StoreSecret, made);
      await this.note(tx, of, 'create', by);
      return made;
    });
    return { ...factsOf(row), secret };
  }

  /** What is signed with it is refused from now on. @throws ProblemException 404. */
  async delete(of: SecretsOf, id: string, by: Caller): Promise<void> {
    await this.db.write(async (tx) => {
      if ((await tx.manager.countBy(StoreSecret, { ...of, id })) === 0) throw notFound('secret');
      await tx.manager.delete(StoreSecret, { ...of, id });
      await this.note(tx, of, 'delete', by);
    });
  }

  /** The valid secrets. @throws SecretUnreadable when the master key is another one. */
  async valid(of: SecretsOf): Promise<string[]> {
    return (await this.opened(of)).map(({ secret }) => secret);
  }

  /** The valid secrets with their ids, newest first. @throws SecretUnreadable as `valid`. */
  async opened(of: SecretsOf): Promise<{ readonly id: string; readonly secret: string }[]> {
    const rows = await this.rows(of);
    return rows.map(({ tenantId, id, secret }) => ({
      id,
      secret: this.box.open(secret, placeOf(tenantId, id)),
    }));
  }

  /** The store that a client id was made for. */
  async ofClient(clientId: string): Promise<{ tenantId: string; storeId: string } | undefined> {
    const [row] = await this.db.query<{ tenant_id: string; store_id: string }>(
      'SELECT tenant_id, store_id FROM store_secret WHERE client_id = $1 LIMIT 1',
      [clientId],
    );
    return row && { tenantId: row.tenant_id, storeId: row.store_id };
  }

  private async rows({ tenantId, storeId, kind }: SecretsOf): Promise<StoreSecret[]> {
    const rows = await this.db.of(tenantId, StoreSecret).find({ where: { storeId, kind } });
    return rows.sort((a, b) => (a.id < b.id ? 1 : -1));
  }

  private note(tx: Tx, { tenantId, storeId, kind }: SecretsOf, did: string, by: Caller) {
    return this.audit.write(tx, {
      tenantId,
      actor: actorOf(by),
      action: `${kind}Secret.${did}`,
      target: storeId,
      detail: { [`${kind}Secret`]: SECRET_CHANGED },
    });
  }
}

const factsOf = ({ id, clientId, createdAt }: StoreSecretFacts): StoreSecretFacts => ({
  id,
  clientId,
  createdAt,
});

const twoAreValid = () =>
  conflict(
    'TWO_SECRETS_VALID',
    'Two secrets are valid. Let the sender use the newer one, then delete the older one.',
    'fixSettings',
  );

const placeOf = (tenantId: string, id: string): SecretPlace => ({
  tenantId,
  rowId: id,
  field: 'store_secret.secret',
});
