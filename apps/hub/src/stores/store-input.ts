import { Injectable } from '@nestjs/common';
import { type FieldProblem, invalid, notFound, ProblemException } from '../access/problem.js';
import { Account } from '../accounts/account.entity.js';
import { Connection } from '../connections/connection.entity.js';
import {
  type CheckedConnection,
  type ConnectionCheck,
  ConnectionForm,
} from '../connections/connection-form.js';
import { Database } from '../database/database.service.js';
import { type SettingsEdit, SettingsService } from '../settings/settings.service.js';
import type { CreateStore, UpdateStore } from './store.dto.js';
import type { Store } from './store.entity.js';

/** A store as entered: its settings and either a new connection or one that is there. */
export type NewStoreInput = { readonly edit: SettingsEdit } & (
  | { readonly entered: CheckedConnection; readonly known?: undefined }
  | { readonly entered?: undefined; readonly known: Connection }
);

export interface StoreChangeInput {
  readonly edit: SettingsEdit;
  readonly before: Connection;
  /** The whole connection with its changes; absent when it does not change. */
  readonly entered?: CheckedConnection;
}

const GIVEN_TWICE = { path: 'connectionId', message: 'connection or connectionId, not both.' };

/** Reads and checks what comes with a store; the problems of all its parts are told together. */
@Injectable()
export class StoreInput {
  constructor(
    private readonly db: Database,
    private readonly form: ConnectionForm,
    private readonly settings: SettingsService,
  ) {}

  /** @throws ProblemException 422 with every wrong field; 404 for an account or connection the tenant does not have. */
  async ofNew(tenantId: string, storeId: string, body: CreateStore): Promise<NewStoreInput> {
    const { edit, problems } = await this.readSettings(tenantId, storeId, body.settings);
    const { platform, accountId, connection, connectionId } = body;
    if (!connectionId) {
      const entered = await this.readConnection(platform, connection ?? {}, problems);
      await this.requireAccount(tenantId, accountId);
      return { edit, entered };
    }
    const all = [
      ...(this.form.isKnown(platform) ? [] : [this.form.unknownPlatform()]),
      ...(connection ? [GIVEN_TWICE] : []),
      ...problems,
    ];
    if (all.length > 0) throw invalid(all);
    await this.requireAccount(tenantId, accountId);
    const known = await this.connectionOf(tenantId, connectionId);
    if (known.platform !== platform) {
      const message = `the connection is one of ${known.platform}.`;
      throw invalid([{ path: 'connectionId', message }]);
    }
    return { edit, known };
  }

  /** @throws ProblemException 422 with every wrong field. */
  async ofChange(store: Store, body: UpdateStore): Promise<StoreChangeInput> {
    const { tenantId, id, connectionId } = store;
    const { edit, problems } = await this.readSettings(tenantId, id, body.settings);
    const before = await this.connectionOf(tenantId, connectionId);
    if (!body.connection) {
      if (problems.length > 0) throw invalid(problems);
      return { edit, before };
    }
    const merged = this.form.merge({ ...before, connectionId }, body.connection);
    return { edit, before, entered: await this.readConnection(before.platform, merged, problems) };
  }

  /** What the table keeps of a connection, secrets sealed for its row. */
  columnsOf(
    tenantId: string,
    connectionId: string,
    { config, secrets }: CheckedConnection,
  ): Pick<Connection, 'config' | 'secrets'> {
    return { config, secrets: this.form.seal(tenantId, connectionId, secrets) };
  }

  private async readConnection(
    platform: string,
    given: object,
    others: readonly FieldProblem[],
  ): Promise<CheckedConnection> {
    const result = await this.form.check(platform, given);
    if ('problems' in result || others.length > 0) throw refused(result, others);
    return result.connection;
  }

  /** Problems come back as values, so that they are told together with those of the connection. */
  private async readSettings(
    tenantId: string,
    storeId: string,
    given: unknown,
  ): Promise<{ edit: SettingsEdit; problems: readonly FieldProblem[] }> {
    try {
      return { edit: await this.settings.prepare(tenantId, storeId, given ?? {}), problems: [] };
    } catch (error) {
      if (!(error instanceof ProblemException) || !error.errors) throw error;
      const problems = error.errors.map(({ path, message }) => ({
        path: path ? `settings.${path}` : 'settings',
        message,
      }));
      return { edit: { set: {}, unset: [] }, problems };
    }
  }

  private async requireAccount(tenantId: string, accountId: string): Promise<void> {
    const account = await this.db.of(tenantId, Account).findOne({ id: accountId });
    if (!account) throw notFound('account');
  }

  private async connectionOf(tenantId: string, id: string): Promise<Connection> {
    const row = await this.db.of(tenantId, Connection).findOne({ id });
    if (!row) throw notFound('connection');
    return row;
  }
}

function refused(result: ConnectionCheck, others: readonly FieldProblem[]): ProblemException {
  const found = 'problems' in result ? result.problems : [];
  if (others.length > 0 || !('areAddresses' in result) || !result.areAddresses) {
    return invalid([...found, ...others]);
  }
  return new ProblemException({
    status: 422,
    code: 'ADDRESS_REFUSED',
    detail: 'The hub cannot use an address that was entered; errors names it.',
    next: 'fixSettings',
    errors: found,
  });
}
