import type { INestApplicationContext } from '@nestjs/common';
import { Account } from '../accounts/account.entity.js';
import { Connection } from '../connections/connection.entity.js';
import { Database } from '../database/database.service.js';
import { newId } from '../ids.js';
import { Store } from '../stores/store.entity.js';

/** Writes the rows of a store that has no more than a name: for tests of what hangs on stores. */
export async function insertStore(
  app: INestApplicationContext,
  tenantId: string,
  name = 'Store',
  platform = 'woocommerce',
): Promise<string> {
  const db = app.get(Database);
  const [accountId, connectionId, storeId] = [newId(), newId(), newId()];
  const times = { createdAt: 1, updatedAt: 1 };
  await db.write(async (tx) => {
    await tx.manager.insert(Account, {
      tenantId,
      id: accountId,
      name,
      endpoint: 'https://app2.salesmanago.com',
      clientId: 'c',
      owner: 'owner@shop.example',
      credential: 'secret',
      secrets: '',
      ...times,
    });
    await tx.manager.insert(Connection, {
      tenantId,
      id: connectionId,
      platform,
      config: {},
      secrets: '',
      shopKey: `${platform}:${storeId}`,
      ...times,
    });
    await tx.manager.insert(Store, {
      tenantId,
      id: storeId,
      name,
      platform,
      accountId,
      connectionId,
      shopKey: `${platform}:${storeId}`,
      token: storeId,
      ...times,
    });
  });
  return storeId;
}
