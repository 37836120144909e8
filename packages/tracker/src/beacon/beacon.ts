/**
 * One product of a cart, in the words of the hub's own cart lines. At least one of `productId`, `variantId` and `sku`
 * is there; money is decimal text such as `149.99`, in the cart's currency, with tax as the shop shows it.
 */
export interface BeaconLine {
  productId?: string;
  variantId?: string;
  sku?: string;
  name?: string;
  quantity: number;
  /** What one piece costs now. */
  unitPrice?: string;
  /** What the line costs. */
  total?: string;
}

export interface BeaconCart {
  /** The platform's cart id where it is public; else an id that the script made up for this browser. */
  token: string;
  /** The whole cart; an empty list says that the last product was removed. */
  lines: BeaconLine[];
  total?: string;
  /** ISO 4217; absent where the page does not tell, then it is the store's. */
  currency?: string;
}

/** Who the page says is shopping. All three can be forged but for a token's signature. */
export interface BeaconVisitor {
  /** Cookie of SALESmanago's monitoring: the contact id. */
  smclient?: string;
  /** Signed on the store's side: our identity token, or the platform's own. */
  identity?: string;
  /** An address that the page says belongs to the shopper: a claim, never a proof. */
  email?: string;
}

/** What the storefront script posts to `{trackerUrl}/cart`, as JSON in a `text/plain` body of at most 16 KiB. */
export interface Beacon extends BeaconVisitor {
  v: 1;
  /** New for every post; the message key. */
  id: string;
  /** Platform id of the script that was served. */
  platform: string;
  /** The browser's clock, ms since 1970. Orders the beacons of one browser; never later than the arrival for the hub. */
  at: number;
  cart: BeaconCart;
}

/** What the script posts to `{trackerUrl}/visitor`: who is this, and which CART event is open? */
export interface VisitorQuestion {
  v: 1;
  smclient?: string;
  identity?: string;
}

/** The answer of `{trackerUrl}/visitor`; what is absent stays as it is in the browser. */
export interface VisitorAnswer {
  /** Contact id for the cookie `smclient`. For a proven identity only. */
  smclient?: string;
  /** The open CART event for the cookie `smevent`; null when none is open. */
  smevent?: string | null;
  /** Seconds until `smevent` expires; absent for "always update the same event". */
  smeventSeconds?: number;
}
