import { Injectable } from '@nestjs/common';
import { resolveSettings } from '@storewire/core';
import { Database } from '../database/database.service.js';
import { SettingsService } from '../settings/settings.service.js';
import { Store } from '../stores/store.entity.js';

/** An owner that is no user of the account: the account's own, or one that a store sets. */
export interface MissingOwner {
  /** Absent for the account's own. */
  readonly storeId?: string;
  readonly storeName?: string;
}

/** Who owns new contacts, of an account and of the stores that feed it (S7). */
@Injectable()
export class AccountOwners {
  constructor(
    private readonly db: Database,
    private readonly settings: SettingsService,
  ) {}

  /** @param users e-mails of the account's users, as SALESmanago lists them. */
  async missing(
    { tenantId, accountId, owner }: { tenantId: string; accountId: string; owner: string },
    users: readonly string[],
  ): Promise<MissingOwner[]> {
    const known = new Set(users.map((user) => user.toLowerCase()));
    const isGone = (email: string): boolean => !known.has(email.toLowerCase());
    const layers = await this.settings.allLayers(tenantId);
    const stores = await this.db.of(tenantId, Store).find({ where: { accountId } });
    return [
      ...(isGone(owner) ? [{}] : []),
      ...stores.flatMap(({ id, name }) => {
        const own = resolveSettings(layers.get('') ?? {}, layers.get(id) ?? {}).owner;
        return own !== undefined && isGone(own) ? [{ storeId: id, storeName: name }] : [];
      }),
    ];
  }
}
