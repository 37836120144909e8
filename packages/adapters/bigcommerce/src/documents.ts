// What the adapter looks at in BigCommerce's documents, and what it adds to them. Everything else is passed on as it
// came, for mappings that a merchant makes.

export interface Identified {
  readonly id: number;
}

export interface CustomerDocument extends Identified {
  readonly email: string;
  readonly first_name?: string;
  readonly last_name?: string;
  readonly date_created: string;
  readonly date_modified: string;
  readonly origin_channel_id?: number | null;
  /** Null: all of them. */
  readonly channel_ids?: readonly number[] | null;
  readonly accepts_product_review_abandoned_cart_emails?: boolean;
}

export interface SubscriberDocument extends Identified {
  readonly email: string;
  readonly consents?: readonly string[] | null;
  /** `storefront`, `order`, or `custom` for one that a program made. */
  readonly source?: string;
  readonly date_created: string;
  readonly date_modified: string;
  readonly channel_id?: number | null;
  /** As the guide for several storefronts names it. */
  readonly origin_channel_id?: number | null;
}

/** What a subscription says, added by the adapter to documents of people. */
export interface Subscription {
  /** Null: there is none. Absent: nobody looked. */
  readonly subscriber?: SubscriberDocument | null;
  /** Whether the consents hold the newsletter; absent where they say nothing. */
  readonly subscribed?: boolean;
  /** The later change of the two documents. */
  readonly changed_at: string;
}

export type PersonDocument = Partial<CustomerDocument> & Subscription;

export interface OrderLine extends Identified {
  readonly quantity: number;
}

/** A link to a list of v2, or the list where it was asked for. */
type Lines = readonly OrderLine[] | { readonly url: string; readonly resource: string };

interface Consignment {
  readonly line_items?: Lines;
}

export interface Consignments {
  readonly pickups?: readonly Consignment[];
  readonly shipping?: readonly Consignment[];
  readonly downloads?: readonly Consignment[];
  readonly email?: { readonly gift_certificates?: readonly Consignment[] };
}

export interface OrderDocument extends Identified {
  /** RFC 2822. */
  readonly date_created: string;
  readonly date_modified: string;
  readonly status_id: number;
  readonly channel_id?: number;
  readonly external_source?: string | null;
  readonly consignments?: Consignments;
}

export interface RefundDocument extends Identified {
  readonly order_id: number;
  readonly created: string;
}

/** An order with its lines in place of the link to them, and its refunds. */
export type CompleteOrder = Omit<OrderDocument, 'consignments'> & {
  readonly products: readonly OrderLine[];
  readonly refunds: readonly RefundDocument[];
};

export interface VariantDocument extends Identified {
  readonly price?: number | null;
  readonly calculated_price?: number | null;
  readonly inventory_level?: number | null;
  readonly purchasing_disabled?: boolean;
  readonly option_values?: readonly { readonly label?: string }[];
}

export interface ProductImage {
  readonly is_thumbnail?: boolean;
  readonly sort_order?: number;
  readonly url_zoom?: string;
  readonly url_standard?: string;
}

export interface ProductDocument extends Identified {
  readonly name: string;
  readonly price: number;
  readonly calculated_price?: number | null;
  readonly categories?: readonly number[];
  readonly brand_id?: number;
  readonly is_visible?: boolean;
  readonly availability?: string;
  readonly inventory_tracking?: string;
  readonly inventory_level?: number;
  readonly custom_url?: { readonly url?: string };
  readonly images?: readonly ProductImage[];
  readonly variants?: readonly VariantDocument[];
  readonly date_created: string;
  readonly date_modified: string;
}

interface CartItems {
  readonly physical_items?: readonly object[];
  readonly digital_items?: readonly object[];
  readonly gift_certificates?: readonly object[];
  readonly custom_items?: readonly object[];
}

export interface CartDocument {
  readonly id: string;
  readonly email?: string | null;
  /** 0 for a guest. */
  readonly customer_id?: number;
  readonly channel_id?: number;
  readonly updated_time: string;
  readonly version?: number;
  readonly line_items?: CartItems;
}

/** The later of two times as v3 writes them, as an instant. */
export const laterOf = (a: string | undefined, b: string | undefined): string =>
  [a, b]
    .map((at) => Date.parse(at ?? ''))
    .filter((ms) => !Number.isNaN(ms))
    .toSorted((x, y) => y - x)
    .map((ms) => new Date(ms).toISOString())[0] ?? '';

/** A time as the filters of both versions take it: whole seconds in UTC, and never a bare date. */
export const filterTime = (ms: number): string =>
  new Date(Math.floor(ms / 1000) * 1000).toISOString().replace('.000Z', 'Z');

/** The storefront of a document, by its channel. */
export const storefrontOf = (channelId: number | null | undefined): { storefront?: string } =>
  channelId ? { storefront: String(channelId) } : {};
