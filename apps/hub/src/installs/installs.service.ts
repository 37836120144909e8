import { Injectable, Logger } from '@nestjs/common';
import { type InstallRequest, isRegistering, type RegisteringApp } from '@storewire/core';
import { type Caller, SCOPES } from '../access/caller.js';
import { conflict, notFound, ProblemException } from '../access/problem.js';
import { Clock } from '../clock.js';
import type { StoreContext } from '../stores/store-context.js';
import { StoreDirectory } from '../stores/store-directory.js';
import { StoresService } from '../stores/stores.service.js';
import { AppPackages } from './app-packages.service.js';
import { InstallStates } from './install-states.service.js';
import { awaitedFrom } from './new-app-keys.service.js';

/** A shop confirms within seconds; later than this it has to register again. */
const CONFIRM_WITHIN_MS = 10 * 60_000;

interface Door {
  readonly store: StoreContext;
  readonly install: RegisteringApp<object>;
}

/** The two calls with which a shop and its store agree on keys. */
@Injectable()
export class Installs {
  private readonly log = new Logger('installs');

  constructor(
    private readonly directory: StoreDirectory,
    private readonly stores: StoresService,
    private readonly packages: AppPackages,
    private readonly states: InstallStates,
    private readonly clock: Clock,
  ) {}

  /** @returns the answer of the platform's own form. @throws ProblemException 403, 404, 409 for a repetition. */
  async register(platform: string, token: string, request: InstallRequest): Promise<object> {
    const { store, install } = await this.open(platform, token);
    const { storeId, connection } = store;
    const { known } = await this.states.read(store);
    const verdict = install.register(request, {
      storeId,
      connection,
      secrets: await this.packages.validSecrets(store),
      ...(known ? { known } : {}),
      confirmUrl: `${this.packages.installUrl(platform, token)}/confirm`,
      now: this.clock.now(),
    });
    if (verdict.outcome === 'refused') throw this.refused(store, verdict.reason);
    const { at, pending, answer } = verdict;
    await this.states.change(store, (state) => {
      if (at <= state.lastAt) throw this.repeated(store);
      return { ...state, lastAt: at, pending };
    });
    this.log.log(`The shop of store ${storeId} registers its app.`);
    return answer;
  }

  /** Writes the shop's keys into the connection. @throws ProblemException as `register`; 422 for an unusable value. */
  async confirm(platform: string, token: string, request: InstallRequest): Promise<void> {
    const { store, install } = await this.open(platform, token);
    const { tenantId, storeId } = store;
    const { pending, lastAt } = await this.states.read(store);
    if (!pending || this.clock.now() - lastAt > CONFIRM_WITHIN_MS) throw this.nothingPending(store);
    const verdict = install.confirm(request, pending, store.connection);
    if (verdict.outcome === 'refused') throw this.refused(store, verdict.reason);
    const by: Caller = { keyId: 'install', name: `app of ${platform}`, tenantId, scopes: SCOPES };
    await this.stores.update(tenantId, storeId, { connection: { ...verdict.connection } }, by);
    const { shopId, secretId } = pending;
    await this.states.change(store, ({ lastAt: last, pending: now }) => ({
      lastAt: last,
      known: { shopId, secretId },
      awaits: awaitedFrom(this.clock.now()),
      // Another registration may have come in the meantime.
      ...(now && now.secret !== pending.secret ? { pending: now } : {}),
    }));
    await this.packages.endOlderThan(secretId, store, by);
    this.log.log(`The app of store ${storeId} is installed.`);
  }

  private async open(platform: string, token: string): Promise<Door> {
    const store = await this.directory.byToken(token);
    const install = store?.adapter.install;
    const isDoor = store?.platform === platform && install !== undefined && isRegistering(install);
    if (!isDoor) throw notFound('store');
    return { store, install };
  }

  private refused(store: StoreContext, reason: string): ProblemException {
    return this.logged(
      store,
      new ProblemException({
        status: 403,
        code: 'INSTALL_REFUSED',
        detail: reason,
        next: 'fixSettings',
      }),
    );
  }

  private repeated(store: StoreContext): ProblemException {
    const detail = 'This registration, or a later one, was taken already. Install the app again.';
    return this.logged(store, conflict('INSTALL_REPEATED', detail, 'fixSettings'));
  }

  private nothingPending(store: StoreContext): ProblemException {
    const detail =
      'No registration waits for a confirmation: it is confirmed, or too old. Install the app again.';
    return this.logged(store, conflict('NOTHING_TO_CONFIRM', detail, 'fixSettings'));
  }

  private logged({ storeId }: StoreContext, problem: ProblemException): ProblemException {
    this.log.warn(`The app of store ${storeId} was not installed: ${problem.message}`);
    return problem;
  }
}
