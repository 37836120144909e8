import type { ConsentUpdate } from '@storewire/core';
import type { CallbackHint } from '../consent/consent-status.js';
import type { NewMessage } from '../database/inbox.repository.js';
import { inList, listParam, type Tx } from '../database/sql.js';
import { newId } from '../ids.js';
import type { Decided } from './decide.service.js';
import type { Knowledge } from './knowledge.js';

/** An export tells of the past, and a callback reaches every store by itself. */
const SILENT = new Set(['export', 'import', 'callback']);

interface OtherStore {
  readonly id: string;
  readonly connection_id: string;
  readonly shop_key: string;
}

/** One change of consent that SALESmanago is told. */
interface Word {
  readonly decided: Decided;
  readonly index: number;
  readonly hint: Required<CallbackHint>;
}

/**
 * D11: SALESmanago holds one state per address for all stores of an account. So what one store tells it is told to the
 * others that know the person and have another state, by messages of their own: each store decides by its settings.
 */
export async function tellOtherStores(
  tx: Tx,
  decided: readonly Decided[],
  knowledge: Knowledge,
  now: number,
): Promise<NewMessage[]> {
  const words = decided.flatMap(wordsOf);
  const [first] = words;
  if (!first) return [];
  const { tenantId, accountId } = first.decided.message.store;
  const some = await tx.query(
    'SELECT id FROM store WHERE tenant_id = $1 AND account_id = $2 LIMIT 2',
    [tenantId, accountId],
  );
  if (some.length < 2) return [];
  const told: { readonly word: Word; readonly shopKeys: ReadonlySet<string> }[] = [];
  for (const word of words) {
    const { hint, decided: own } = word;
    const known = await knowledge.storesOf(hint.email, hint.channel);
    const differing = [...known].filter(
      ([shopKey, state]) => shopKey !== own.message.store.facts.shopKey && state !== hint.state,
    );
    told.push({ word, shopKeys: new Set(differing.map(([shopKey]) => shopKey)) });
  }
  const stores = await storesOf(
    tx,
    tenantId,
    accountId,
    told.flatMap(({ shopKeys }) => [...shopKeys]),
  );
  return told.flatMap(({ word: { decided: own, index, hint }, shopKeys }) =>
    stores
      .filter(({ shop_key }) => shopKeys.has(shop_key))
      .map(({ id: storeId, connection_id: connectionId }) =>
        consentMessage(
          hint,
          { tenantId, storeId, connectionId },
          `${own.message.messageId}:${index}`,
          now,
        ),
      ),
  );
}

async function storesOf(
  tx: Tx,
  tenantId: string,
  accountId: string,
  shopKeys: readonly string[],
): Promise<OtherStore[]> {
  if (shopKeys.length === 0) return [];
  return tx.query<OtherStore>(
    `SELECT id, connection_id, shop_key FROM store
     WHERE tenant_id = $1 AND account_id = $2 AND ${inList('shop_key', 3)}`,
    [tenantId, accountId, listParam(new Set(shopKeys))],
  );
}

/** Tells a store what SALESmanago has been told. @param source what makes it one message and no more. */
export const consentMessage = (
  hint: Required<CallbackHint>,
  target: Pick<NewMessage, 'tenantId' | 'storeId' | 'connectionId'>,
  source: string,
  now: number,
): NewMessage => ({
  ...target,
  id: newId(),
  source: 'callback',
  topic: `account.opt-${hint.state}`,
  messageKey: `store:${source}:${hint.channel}`,
  body: JSON.stringify(hint),
  encoding: 'utf8',
  meta: {},
  receivedAt: now,
});

function wordsOf(decided: Decided): Word[] {
  const { message, decisions } = decided;
  if (SILENT.has(message.source) || message.exportOptions) return [];
  return decisions.flatMap(({ memory }, index) =>
    (memory.consents ?? []).flatMap((update) => {
      const hint = hintOf(update, memory.contactKey);
      return hint ? [{ decided, index, hint }] : [];
    }),
  );
}

/** Nothing where SALESmanago learns nothing, and where it waits for the click on a confirmation mail. */
function hintOf(
  { rule, channel, salesmanago }: ConsentUpdate,
  email: string | undefined,
): Word['hint'] | undefined {
  if (!email || !salesmanago?.at || rule === 'unchanged') return undefined;
  const { state, at } = salesmanago;
  return state === 'in' || state === 'out' ? { email, channel, state, at } : undefined;
}
