import { Injectable } from '@nestjs/common';
import { zipFiles } from '@storewire/bridges';
import { type AppPackage, isRegistering, type RegisteringAppPackage } from '@storewire/core';
import type { Caller } from '../access/caller.js';
import { conflict, notFound, ProblemException } from '../access/problem.js';
import { Clock } from '../clock.js';
import { HubConfig } from '../config.js';
import { StoreSecrets } from '../store-secrets/store-secrets.service.js';
import type { StoreContext } from '../stores/store-context.js';
import { StoreDirectory } from '../stores/store-directory.js';
import { InstallStates, type StoreId } from './install-states.service.js';

/** Packages whose registration is taken at the same time. */
const MOST_VALID = 2;

/** Apps for one store's shop. */
@Injectable()
export class AppPackages {
  constructor(
    private readonly directory: StoreDirectory,
    private readonly secrets: StoreSecrets,
    private readonly states: InstallStates,
    private readonly config: HubConfig,
    private readonly clock: Clock,
  ) {}

  /**
   * Of an app that registers itself two packages are valid at a time: a third one ends the oldest.
   * @returns the zip. @throws ProblemException 404 where the platform has no apps, 409 where another store of the
   * connection has one; the `Store…` errors where the files need something that the shop knows.
   */
  async make(of: StoreId, by: Caller): Promise<Buffer> {
    const store = await this.directory.require(of.tenantId, of.storeId);
    const { install } = store.adapter;
    if (!install) throw noApp(store.platform);
    const { webhookUrl, trackerUrl, facts } = store;
    const storefront = facts.storefronts?.own;
    const app: AppPackage = {
      storeId: of.storeId,
      webhookUrl,
      trackerUrl,
      ...(storefront === undefined ? {} : { storefront }),
      madeAt: Math.floor(this.clock.now() / 1000),
    };
    const files = isRegistering(install)
      ? install.files({ ...app, ...(await this.registration(store, by)) }, store.connection)
      : await install.files(app, store.client());
    return Buffer.from(zipFiles(new Map(Object.entries(files))));
  }

  /** Where the app registers, and a new secret to sign that with. */
  private async registration(
    { tenantId, storeId, connectionId, platform }: StoreContext,
    by: Caller,
  ): Promise<Pick<RegisteringAppPackage, 'installUrl' | 'secret'>> {
    const of = { tenantId, storeId };
    const token = await this.states.tokenOf(of);
    if (!token) throw notFound('store');
    if (await this.states.isElsewhere(of, connectionId)) throw isElsewhere();
    const ofApp = { ...of, kind: 'app' } as const;
    for (const { id } of (await this.secrets.list(ofApp)).slice(MOST_VALID - 1)) {
      await this.secrets.delete(ofApp, id, by);
    }
    const { secret } = await this.secrets.create(ofApp, by);
    return { installUrl: this.installUrl(platform, token), secret };
  }

  /** Where a shop registers its app. */
  installUrl(platform: string, token: string): string {
    return `${this.config.publicUrl}/install/${platform}/${token}`;
  }

  /** What registrations may be signed with, newest first. @throws SecretUnreadable. */
  validSecrets({ tenantId, storeId }: StoreId): Promise<{ id: string; secret: string }[]> {
    return this.secrets.opened({ tenantId, storeId, kind: 'app' });
  }

  /** Ends the packages that were made before the one with this secret. */
  async endOlderThan(secretId: string, { tenantId, storeId }: StoreId, by: Caller): Promise<void> {
    const ofApp = { tenantId, storeId, kind: 'app' } as const;
    for (const { id } of await this.secrets.list(ofApp)) {
      if (id < secretId) await this.secrets.delete(ofApp, id, by);
    }
  }
}

const noApp = (platform: string): ProblemException =>
  new ProblemException({
    status: 404,
    code: 'NO_APP',
    detail: `There is no app for ${platform}; connect its shops with keys of their own.`,
    next: 'fixSettings',
  });

const isElsewhere = (): ProblemException =>
  conflict(
    'APP_ON_OTHER_STORE',
    'Another store of this connection has an app, and a connection has room for the keys of one. Give this store a connection of its own.',
    'fixSettings',
  );
