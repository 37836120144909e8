import { StoreForbidden, StoreRateLimited, StoreRefused, StoreUnavailable } from '@storewire/core';
import type { ShopifyClient } from './client.js';
import { userErrorText } from './graphql-answer.js';
import { BULK_STATUS, START_BULK } from './operations/bulk.operations.js';

const FIRST_LOOK_MS = 1_000;
const LONGEST_LOOK_MS = 15_000;
/** Five exports may run at once per app and shop; another one waits. */
const BUSY_WAIT_MS = 60_000;
const BUSY = ['OPERATION_IN_PROGRESS', 'LIMIT_REACHED'];

/**
 * Starts an export at Shopify. It runs there by itself, up to 10 days, and costs no points while it does.
 *
 * @throws StoreRateLimited when five are running; StoreRefused when the query is not accepted.
 * @returns its global id.
 */
export async function startBulk(client: ShopifyClient, query: string): Promise<string> {
  const { result } = await client.run(START_BULK, { query });
  if (result.bulkOperation && result.userErrors.length === 0) return result.bulkOperation.id;
  if (result.userErrors.some(({ code }) => BUSY.includes(code ?? ''))) {
    throw new StoreRateLimited(BUSY_WAIT_MS);
  }
  throw new StoreRefused(`the export was not started: ${userErrorText(result.userErrors)}`);
}

/** `expired`: the rows are not kept any more, the export has to be made again. */
export type BulkOutcome =
  | { readonly outcome: 'rows'; readonly url: string }
  | { readonly outcome: 'empty' | 'expired' };

/**
 * Waits for an export, looking at it every 1 to 15 s.
 *
 * @throws StoreForbidden when a scope is missing; StoreUnavailable when Shopify gave up or somebody cancelled it.
 */
export async function awaitBulk(client: ShopifyClient, id: string): Promise<BulkOutcome> {
  for (let lookMs = FIRST_LOOK_MS; ; lookMs = Math.min(lookMs * 1.5, LONGEST_LOOK_MS)) {
    const { bulkOperation } = await client.run(BULK_STATUS, { id });
    if (!bulkOperation) return { outcome: 'expired' };
    switch (bulkOperation.status) {
      case 'COMPLETED':
        return bulkOperation.url
          ? { outcome: 'rows', url: bulkOperation.url }
          : { outcome: 'empty' };
      case 'EXPIRED':
        return { outcome: 'expired' };
      case 'CREATED':
      case 'RUNNING':
      case 'CANCELING':
        await client.sleep(lookMs);
        break;
      case 'FAILED':
        if (bulkOperation.errorCode === 'ACCESS_DENIED') {
          throw new StoreForbidden(['a scope of the exported objects']);
        }
        throw new StoreUnavailable(`the export failed (${bulkOperation.errorCode ?? 'no reason'})`);
      default:
        throw new StoreUnavailable(`the export is ${bulkOperation.status}`);
    }
  }
}
