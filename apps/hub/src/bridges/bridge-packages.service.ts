import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type Bridge, bridgeOf, packageBridge } from '@storewire/bridges';
import { secretFields } from '@storewire/core';
import type { Caller } from '../access/caller.js';
import { conflict, ProblemException } from '../access/problem.js';
import type { StoreSecretKind } from '../store-secrets/store-secret.entity.js';
import { StoreSecrets } from '../store-secrets/store-secrets.service.js';
import type { StoreContext } from '../stores/store-context.js';
import { StoreDirectory } from '../stores/store-directory.js';
import { StoreViews } from '../stores/store-views.js';
import { StoresService } from '../stores/stores.service.js';
import type { BridgeOptions } from './bridge.dto.js';

interface StoreId {
  readonly tenantId: string;
  readonly storeId: string;
}

const MOST_VALID = 2;
/** Connection field of an adapter that calls the bridge's routes; what it holds goes into the package, too. */
const ROUTE_SECRET = 'bridgeSecret';

/** Packages of the in-store modules with the keys of one store. */
@Injectable()
export class BridgePackages {
  constructor(
    private readonly directory: StoreDirectory,
    private readonly views: StoreViews,
    private readonly stores: StoresService,
    private readonly secrets: StoreSecrets,
  ) {}

  /** @returns the zip. @throws ProblemException 404 where there is no module, 409 while two secrets are valid. */
  async make(of: StoreId, { tracker = false }: BridgeOptions, by: Caller): Promise<Buffer> {
    const { tenantId, storeId } = of;
    const store = await this.directory.require(tenantId, storeId);
    const bridge = bridgeOf(store.platform);
    if (!bridge) throw noBridge(store);
    const { inboundUrl, trackerUrl, storefront } = await this.views.get(tenantId, storeId);
    await this.assertRoom({ ...of, kind: 'inbound' });
    if (tracker) await this.assertRoom({ ...of, kind: 'tracker' });
    const routeSecret = await this.routeSecret(store, by);
    const { secret } = await this.secrets.create({ ...of, kind: 'inbound' }, by);
    const ofTracker = tracker
      ? await this.secrets.create({ ...of, kind: 'tracker' }, by)
      : undefined;
    const bytes = packageBridge(bridge.id, {
      storeId,
      storefront: storefront ?? storefrontIn(bridge, store),
      inboundUrl,
      secret,
      ...(routeSecret ? { routeSecret } : {}),
      ...(ofTracker ? { trackerUrl, trackerSecret: ofTracker.secret } : {}),
    });
    return Buffer.from(bytes);
  }

  /** Before anything is made, so that a refusal leaves nothing behind. */
  private async assertRoom(of: StoreId & { kind: StoreSecretKind }): Promise<void> {
    if ((await this.secrets.list(of)).length < MOST_VALID) return;
    throw conflict(
      'TWO_SECRETS_VALID',
      `Two ${of.kind} secrets are valid. Delete the one that the installed module does not use (GET, DELETE …/${of.kind}-secrets), then ask again.`,
      'fixSettings',
    );
  }

  /** The one that the connection has, so that a module which is already installed keeps working; else a new one. */
  private async routeSecret(store: StoreContext, by: Caller): Promise<string | undefined> {
    if (!secretFields(store.adapter.connection).includes(ROUTE_SECRET)) return undefined;
    const known = (store.connection as Readonly<Record<string, unknown>>)[ROUTE_SECRET];
    if (typeof known === 'string' && known !== '') return known;
    const made = `swb_${randomBytes(32).toString('base64url')}`;
    await this.stores.update(
      store.tenantId,
      store.storeId,
      { connection: { [ROUTE_SECRET]: made } },
      by,
    );
    return made;
  }
}

/** Where the connection, and not the store, says which storefront of the shop it is. */
function storefrontIn({ storefrontField }: Bridge, { variables }: StoreContext): string | null {
  const value = storefrontField === undefined ? undefined : variables[storefrontField];
  return typeof value === 'string' && value !== '' ? value : null;
}

const noBridge = ({ platform }: StoreContext): ProblemException =>
  new ProblemException({
    status: 404,
    code: 'NO_BRIDGE',
    detail: `There is no module for ${platform}; its shops need none, or use the inbound event API.`,
    next: 'fixSettings',
  });
