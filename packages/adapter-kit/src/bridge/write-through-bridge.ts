import type { ConsentWrite, ConsentWriteResult } from '@storewire/core';
import { BridgeNotInstalled } from './bridge.error.js';
import type { BridgeClient } from './bridge-client.js';

/**
 * Writes e-mail consent through the module in the shop, where there is one; repeatable. An opt-in goes to people of the
 * newsletter list, whatever their state, and to those who `isKnown` (they have an account); for anybody else the module
 * would make a subscriber, and the shop has never heard of them.
 *
 * `missing`: the person is in neither, there is no key (`bridge` is undefined), or the module is not installed.
 *
 * @throws BridgeRefusedKey, StoreUnavailable and what the HTTP client throws.
 * @see docs/bridges.md#the-route
 */
export async function writeThroughBridge(
  bridge: BridgeClient | undefined,
  write: ConsentWrite,
  { isKnown = false }: { readonly isKnown?: boolean } = {},
): Promise<ConsentWriteResult> {
  if (write.channel !== 'email') return { outcome: 'unchanged', state: 'unknown' };
  if (!bridge) return { outcome: 'missing' };
  try {
    if (write.state === 'in' && !isKnown) {
      const [found] = await bridge.read([write.email]);
      if (!found || found.state === 'unknown') return { outcome: 'missing' };
    }
    return await bridge.writeConsent(write);
  } catch (error) {
    if (error instanceof BridgeNotInstalled) return { outcome: 'missing' };
    throw error;
  }
}
