import { isEmail } from '@storewire/core';
import { type Beacon, gradeIdentity, type TokenVerifier } from '@storewire/tracker';

/** What the door found out about a beacon at its arrival, kept with the message. */
export interface Verdict {
  readonly grade: 'proven' | 'visitor' | 'claimed' | 'none';
  /** Proven: what the store signed; the address also where the hub knows the customer. */
  readonly email?: string;
  readonly customerId?: string;
  /** Visitor: the cookie. */
  readonly smclient?: string;
  /** Why a token proved nothing. */
  readonly refusedToken?: string;
  /** Milliseconds since 1970, as text: when the cart was as the beacon says. */
  readonly snapshotAt: string;
}

/** A beacon as it is kept: without its token, which anybody who reads it could use for a day. */
export type KeptBeacon = Omit<Beacon, 'identity'>;

/**
 * Further from the arrival than this, the browser's clock is wrong, and only the arrival counts. Within it the clock
 * keeps beacons in order that overtook each other on the way.
 */
const MAX_DELAY_MS = 10_000;

/** Grades a beacon at its arrival, for a token holds now and not when the message is read. */
export function gradeBeacon(
  beacon: Beacon,
  verify: TokenVerifier,
  arrivedAt: number,
): { kept: KeptBeacon; verdict: Verdict } {
  const { identity: _, ...kept } = beacon;
  const isInTime = beacon.at <= arrivedAt && arrivedAt - beacon.at <= MAX_DELAY_MS;
  const snapshotAt = String(isInTime ? beacon.at : arrivedAt);
  return { kept, verdict: { ...verdictOf(beacon, verify), snapshotAt } };
}

function verdictOf(beacon: Beacon, verify: TokenVerifier): Omit<Verdict, 'snapshotAt'> {
  // A store that signs something else than an address has proved nobody; a platform may sign the customer's id alone.
  const checked: TokenVerifier = (token) => {
    const shopper = verify(token);
    if ('refused' in shopper || shopper.email === undefined) return shopper;
    return isEmail(shopper.email.trim().toLowerCase()) ? shopper : { refused: 'noAddress' };
  };
  const who = gradeIdentity(beacon, checked);
  const refused = who.refusedToken === undefined ? {} : { refusedToken: who.refusedToken };
  switch (who.grade) {
    case 'proven':
      return {
        grade: 'proven',
        ...(who.email === undefined ? {} : { email: who.email.trim().toLowerCase() }),
        customerId: who.customerId,
        ...refused,
      };
    case 'visitor':
      return { grade: 'visitor', smclient: who.smclient, ...refused };
    default:
      return { grade: who.grade, ...refused };
  }
}
