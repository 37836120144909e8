import type { ConsentUpdate } from '@storewire/core';
import type { CallbackHint } from '../consent/consent-status.js';
import type { NewMessage } from '../database/inbox.repository.js';
import type { Tx } from '../database/sql.js';
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
  const stores = await tx.query<OtherStore>(
    'SELECT id, connection_id, shop_key FROM store WHERE tenant_id = $1 AND account_id = $2',
    [tenantId, accountId],
  );
  if (stores.length < 2) return [];
  const messages: NewMessage[] = [];
  for (const word of words) {
    const { hint } = word;
    const known = await knowledge.storesOf(hint.email, hint.channel);
    const told = stores.filter(({ shop_key }) => {
      const isSelf = shop_key === word.decided.message.store.facts.shopKey;
      return !isSelf && known.has(shop_key) && known.get(shop_key) !== hint.state;
    });
    const source = `${word.decided.message.messageId}:${word.index}`;
    for (const { id: storeId, connection_id: connectionId } of told) {
      messages.push(consentMessage(hint, { tenantId, storeId, connectionId }, source, now));
    }
  }
  return messages;
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
