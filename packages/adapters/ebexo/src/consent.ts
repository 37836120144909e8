import {
  type ConsentWrite,
  type ConsentWriteResult,
  callbackResult,
  consentCallback,
} from '@storewire/core';
import type { EbexoClient } from './client.js';

/**
 * Tells the callback address of an opt-in or opt-out; what it answers is what the shop has now. `missing` when it says
 * 404. Without an address nothing is said, and the shop stays `unknown`.
 *
 * @throws as `EbexoClient.call`; StoreUnavailable for an answer that is neither empty nor JSON.
 * @see docs/adapters/ebexo.md#the-way-back - our own proposal: Ebexo publishes no way back, checked 2026-11-21
 */
export async function writeConsent(
  client: EbexoClient,
  write: ConsentWrite,
): Promise<ConsentWriteResult> {
  const answer = await client.call(consentCallback(write));
  if (!answer) return { outcome: 'unchanged', state: 'unknown' };
  if (answer.status === 404) return { outcome: 'missing' };
  return callbackResult(answer.text.trim() === '' ? undefined : answer.json(), write.state);
}
