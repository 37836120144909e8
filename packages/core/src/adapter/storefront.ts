import type { Line } from '../model/records.js';

/** What the hub wants to stand on the pages of a store. */
export interface StorefrontTag {
  /** Address of the script; the same as long as the store exists, and by it the hub knows its own. */
  readonly src: string;
  /** The storefront it belongs on, where the shop has several. */
  readonly storefront?: string;
}

export interface PlacedTag {
  /**
   * `placed`: pages load the script. `person`: the platform wants somebody to switch it on; `link` leads there.
   * `absent`: it does not stand there, or somebody took it away.
   */
  readonly state: 'placed' | 'person' | 'absent';
  /** In a sentence, for the person who looks after the store: what is left to do, or what will not work. */
  readonly detail?: string;
  readonly link?: string;
}

/** A platform with an API that puts a script on the storefront's pages. */
export interface TagPlacement<Client> {
  /** Permissions that the credentials need beyond those of the connection check, as the platform spells them. */
  readonly permissions?: readonly string[];
  /** Adds the tag or puts it right; repeatable. @throws StoreForbidden when a permission is missing. */
  place(client: Client, tag: StorefrontTag): Promise<PlacedTag>;
  /** What stands there now; changes nothing. */
  find(client: Client, tag: StorefrontTag): Promise<PlacedTag>;
  /** Takes it away; repeatable. */
  remove(client: Client, tag: StorefrontTag): Promise<void>;
}

/** A shopper whom the platform names and signs. */
export interface SignedShopper {
  /** The store's customer id. */
  readonly customerId: string;
  /** Absent where the platform signs the id alone; then the hub must know the customer. */
  readonly email?: string;
  /** Seconds since 1970. */
  readonly expiresAt: number;
}

/** Why a signature proved nobody, in one word for the metrics, such as `expired` or `badSignature`. */
export interface RefusedShopper {
  readonly refused: string;
}

export interface IdentityContext<Connection> {
  readonly connection: Connection;
  /** Seconds since 1970. */
  readonly now: number;
}

/** A platform that signs who is logged in. Pure and cheap; constant-time comparison; fixed algorithms. */
export interface PlatformIdentity<Connection> {
  /** Default of the setting `trackerIdentityPath`: where a page of the shop fetches its token. */
  path?(connection: Connection): string | undefined;
  /** Verifies a token that a page fetched from the shop. */
  verifyToken?(token: string, context: IdentityContext<Connection>): SignedShopper | RefusedShopper;
  /**
   * Verifies a request that the shop forwarded for a page, by its query; the hub answers it with a token of its own.
   * @returns `undefined` when the signature holds and nobody is logged in.
   */
  verifyForwarded?(
    query: string,
    context: IdentityContext<Connection>,
  ): SignedShopper | RefusedShopper | undefined;
}

/**
 * An address that brings a shopper back to these products, made of the lines alone. Pure; the lines may come from a
 * browser. @param shopUrl where the pages of the storefront are. @returns `undefined` where a line cannot be told.
 */
export type CartLink = (lines: readonly Line[], shopUrl: string) => string | undefined;
