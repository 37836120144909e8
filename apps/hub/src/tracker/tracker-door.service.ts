import { Injectable } from '@nestjs/common';
import {
  gradeIdentity,
  readBeacon,
  readVisitorQuestion,
  type VisitorAnswer,
} from '@storewire/tracker';
import { Clock } from '../clock.js';
import { AcceptService } from '../intake/accept.service.js';
import { gradeBeacon } from './graded-beacon.js';
import { IdentityTokens } from './identity-tokens.js';
import { KnownShoppers } from './known-shoppers.js';
import { type Posted, TrackerAdmission } from './tracker-admission.js';
import { notDurable } from './tracker-problem.js';

/**
 * Step 1 for carts, and the question of the browser. Nothing here calls out, and nothing that a browser says is
 * believed but a signature of the store.
 */
@Injectable()
export class TrackerDoor {
  constructor(
    private readonly admission: TrackerAdmission,
    private readonly tokens: IdentityTokens,
    private readonly accept: AcceptService,
    private readonly shoppers: KnownShoppers,
    private readonly clock: Clock,
  ) {}

  /** Resolves once the cart is on disk. @throws ProblemException for everything that is not taken in. */
  async cart(posted: Posted): Promise<void> {
    const beacon = this.admission.admit('cart', posted, readBeacon);
    const { store } = posted;
    const arrivedAt = this.clock.now();
    const verify = await this.tokens.verifier(store, beacon);
    const { kept, verdict } = gradeBeacon(beacon, verify, arrivedAt);
    const isNew = await this.accept
      .accept({
        store,
        source: 'beacon',
        topic: 'cart',
        messageKey: beacon.id.toLowerCase(),
        rawBody: Buffer.from(JSON.stringify(kept)),
        meta: { ...verdict },
      })
      .catch((error: unknown) => {
        this.admission.count('cart', 'notDurable');
        throw Object.assign(notDurable(), { cause: error });
      });
    this.admission.count('cart', isNew ? verdict.grade : 'duplicate');
    if (verdict.refusedToken) this.admission.count('cart', `token.${verdict.refusedToken}`);
  }

  /** @returns nothing when nothing is known. @throws ProblemException as `cart`. */
  async visitor(posted: Posted): Promise<VisitorAnswer | undefined> {
    const question = this.admission.admit('visitor', posted, readVisitorQuestion);
    const { store } = posted;
    const who = gradeIdentity(question, await this.tokens.verifier(store, question));
    this.admission.count('visitor', who.grade);
    if (who.grade === 'proven') {
      return who.email ? this.shoppers.proven(store, who.email.trim().toLowerCase()) : undefined;
    }
    return who.grade === 'visitor' ? this.shoppers.visitor(store, who.smclient) : undefined;
  }
}
