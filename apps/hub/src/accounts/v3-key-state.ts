import type { SalesmanagoError } from '@storewire/salesmanago';
import type { V3KeyState } from './account.entity.js';

/** What was known of a key before it was refused. */
export interface KnownKey {
  readonly v3KeyState: V3KeyState | null;
  readonly v3KeyExpiresAt: number | null;
}

/**
 * Why a key is refused. SALESmanago documents one code for every reason; its text says more where it says anything,
 * and a key that worked before was not wrong: it ended, or somebody revoked it.
 */
export function refusedKeyState(
  known: KnownKey,
  reason: string | undefined,
  now: number,
): V3KeyState {
  if (/\brevoked\b/i.test(reason ?? '')) return 'revoked';
  if (/\bexpired\b/i.test(reason ?? '')) return 'expired';
  if (known.v3KeyExpiresAt !== null && known.v3KeyExpiresAt <= now) return 'expired';
  if (known.v3KeyState === 'expired') return 'expired';
  return known.v3KeyState === 'working' || known.v3KeyState === 'revoked' ? 'revoked' : 'wrong';
}

/** What a refused key means for people. */
export const KEY_TEXTS: Readonly<Record<Exclude<V3KeyState, 'working'>, string>> = {
  wrong: 'SALESmanago does not know the API v3 key. Enter it again; it is kept until then.',
  revoked:
    'The API v3 key worked before and was revoked in SALESmanago. Enter or make a new one; the old one is kept until then.',
  expired: 'The API v3 key has expired. Enter or make a new one; the old one is kept until then.',
};

/** True for the errors that say something about the key and nothing about the call. */
export const isKeyRefusal = (error: unknown): error is SalesmanagoError =>
  (error as { code?: unknown } | null)?.code === 'SM_V3_KEY_REFUSED';
