/** What a shop's page tells the tracker, in `window.storewire`. */
export interface PageWord {
  /** The signed token, or how to get one: a text, empty for a guest, now or later. */
  identity?: string | (() => string | Promise<string>);
  email?: string;
  consent?: boolean;
  /** The cart, where no platform watcher can read it. */
  cart?: PageCart | null;
  /** Set by the tracker: the page calls it after it changed something above. */
  update?: () => void;
  /** Set by the tracker: it runs on this page. */
  on?: boolean;
}

/** A cart as a theme prints it; numbers and texts are both fine. */
export interface PageCart {
  token?: string | number;
  lines?: PageLine[];
  total?: string | number;
  currency?: string;
}

export type PageLine = {
  [key in 'productId' | 'variantId' | 'sku' | 'name' | 'quantity' | 'unitPrice' | 'total']?:
    | string
    | number
    | null;
};

/** The globals of platforms and consent tools that are read. Each may be missing or of another kind. */
export interface StorefrontGlobals {
  storewire?: PageWord;
  SalesmanagoObject?: string;
  sm?: { (...command: unknown[]): void; q?: unknown[] };
  _smid?: unknown;
  Shopify?: {
    routes?: { root?: string };
    customerPrivacy?: { marketingAllowed(): boolean };
    loadFeatures?(
      features: { name: string; version: string }[],
      done: (error?: unknown) => void,
    ): void;
  };
  wp_has_consent?(category: string): boolean;
  Cookiebot?: { consent?: { marketing?: boolean } };
  getCkyConsent?(): { categories?: { advertisement?: boolean } };
  OnetrustActiveGroups?: string;
  jQuery?(target: unknown): { on(events: string, handler: () => void): void };
  prestashop?: {
    cart?: object;
    currency?: { iso_code?: string };
    on?(event: string, handler: (event?: { resp?: { cart?: object } }) => void): void;
  };
  static_token?: string;
  baseUri?: string;
  router?: Record<string, string>;
  useStorefront?(run: (storefront: ShoperStorefront) => unknown): void;
}

export interface ShoperStorefront {
  eventBus: { on(name: string, handler: () => void): void };
  getApi(name: 'basketProductsApi'): Promise<ShoperBasket>;
  getApi(name: 'customerPrivacyApi'): Promise<{ getGrantedNames(): string[] }>;
  getApiSync(name: 'messageStorageSystemApi'): {
    getChannelMessages(name: string): unknown[] | undefined;
  };
}

export interface ShoperBasket {
  get(): unknown;
  getSum(): unknown;
  getDiscountedSum(): unknown;
}

/** The page's window with what shops put on it. */
export const page = globalThis as unknown as Window & StorefrontGlobals;
