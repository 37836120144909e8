import { Injectable } from '@nestjs/common';
import { signIdentityToken } from '@storewire/tracker';
import { type Caller, SCOPES } from '../access/caller.js';
import { ProblemException } from '../access/problem.js';
import { Clock } from '../clock.js';
import { StoreSecrets } from '../store-secrets/store-secrets.service.js';
import type { StoreContext } from '../stores/store-context.js';
import { IdentityTokens } from './identity-tokens.js';
import { TrackerAdmission } from './tracker-admission.js';

/** A page asks again after five minutes. */
const TOKEN_SECONDS = 600;

/** A request that the shop forwarded for one of its pages. */
export interface Forwarded {
  readonly store: StoreContext;
  /** Everything after `?`, as it came. */
  readonly query: string;
  /** Who sent it, in the network: the shop, or somebody who would like to be it. */
  readonly address: string;
}

/** Turns the word of a shop about who is logged in into a token of ours, which the page can show at the other doors. */
@Injectable()
export class ForwardedIdentity {
  /** The first shoppers of a store come at the same time, and all of them get the same. */
  private readonly making = new Map<string, Promise<string>>();

  constructor(
    private readonly admission: TrackerAdmission,
    private readonly tokens: IdentityTokens,
    private readonly secrets: StoreSecrets,
    private readonly clock: Clock,
  ) {}

  /**
   * @returns nothing when nobody is logged in, or the hub does not know the customer's address.
   * @throws ProblemException 401 when it is not signed by the shop; 404 for a platform that forwards nothing; 429.
   */
  async token({ store, query, address }: Forwarded): Promise<string | undefined> {
    const { identity } = store.adapter;
    if (!identity?.verifyForwarded) throw nothingForwarded(store.adapter.name);
    const now = Math.floor(this.clock.now() / 1000);
    const signed = identity.verifyForwarded(query, { connection: store.connection, now });
    if (signed && 'refused' in signed) {
      // The shop sends for all its shoppers from a few addresses; only what it did not sign counts against one.
      this.admission.limitAddress('identity', address);
      this.admission.count('identity', `token.${signed.refused}`);
      throw notSigned();
    }
    this.admission.limitStore('identity', store.storeId);
    const shopper = signed && (await this.tokens.known(store, signed));
    this.admission.count('identity', shopper?.email ? 'proven' : signed ? 'unknown' : 'none');
    if (!shopper?.email) return undefined;
    const { customerId, email } = shopper;
    const expiresAt = now + TOKEN_SECONDS;
    return signIdentityToken({ customerId, email, expiresAt }, await this.secretOf(store));
  }

  /** The newest tracker secret; a store without one gets it. */
  private async secretOf(store: StoreContext): Promise<string> {
    const { tenantId, storeId } = store;
    const [newest] = await this.secrets.opened({ tenantId, storeId, kind: 'tracker' });
    if (newest) return newest.secret;
    const key = `${tenantId}/${storeId}`;
    const making =
      this.making.get(key) ?? this.makeSecret(store).finally(() => this.making.delete(key));
    this.making.set(key, making);
    return making;
  }

  private async makeSecret({ tenantId, storeId, platform }: StoreContext): Promise<string> {
    const by: Caller = { keyId: 'identity', name: `shop of ${platform}`, tenantId, scopes: SCOPES };
    const of = { tenantId, storeId, kind: 'tracker' } as const;
    return (await this.secrets.create(of, by)).secret;
  }
}

const nothingForwarded = (platform: string): ProblemException =>
  new ProblemException({
    status: 404,
    code: 'NOTHING_FORWARDED',
    detail: `Shops of ${platform} do not forward who is logged in.`,
    next: 'fixSettings',
  });

const notSigned = (): ProblemException =>
  new ProblemException({
    status: 401,
    code: 'NOT_SIGNED',
    detail: 'The request is not signed by the shop, or too old.',
    next: 'fixSettings',
  });
