import type { BeaconVisitor } from '../beacon/beacon.js';
import { type ProvenShopper, type TokenRefusal, verifyIdentityToken } from './identity-token.js';

/** Somebody whom a signature names. */
export interface ProvenPerson extends Omit<ProvenShopper, 'email'> {
  /** Absent where the platform signs the customer's id alone, and nobody knows the address. */
  readonly email?: string;
}

/** The grades of identity, strongest first. What each may do is the hub's to enforce. */
export type IdentityGrade =
  | ({ readonly grade: 'proven' } & ProvenPerson)
  /** Counts only when SALESmanago knows the contact. */
  | { readonly grade: 'visitor'; readonly smclient: string }
  /** Counts only with S32 and for a person the store has given. */
  | { readonly grade: 'claimed'; readonly email: string }
  | { readonly grade: 'none' };

/** How a token is checked: by default our own; an adapter that knows the platform's token passes its own. */
export type TokenVerifier = (
  token: string,
) => ProvenPerson | { readonly refused: TokenRefusal | (string & {}) };

/**
 * Takes the strongest identity that holds. A token that is refused does not sink the beacon, for pages are cached and
 * tokens expire: the next weaker identity counts, and `refusedToken` says why, to be counted.
 */
export function gradeIdentity(
  visitor: BeaconVisitor,
  verify: TokenVerifier,
): IdentityGrade & { readonly refusedToken?: string } {
  const checked = visitor.identity === undefined ? undefined : verify(visitor.identity);
  if (checked && !('refused' in checked)) return { grade: 'proven', ...checked };
  const refused = checked ? { refusedToken: checked.refused } : {};
  if (visitor.smclient !== undefined) {
    return { grade: 'visitor', smclient: visitor.smclient.toLowerCase(), ...refused };
  }
  if (visitor.email !== undefined) return { grade: 'claimed', email: visitor.email, ...refused };
  return { grade: 'none', ...refused };
}

/** The verifier of our own tokens. */
export const ownTokenVerifier =
  (secrets: readonly string[], now: number): TokenVerifier =>
  (token) =>
    verifyIdentityToken(token, { secrets, now });
