import { utcMs } from '../dates.js';

/** What every listed document has; customers, carts and products say `id`, orders `entity_id`. */
export interface ListedDocument {
  readonly id?: number;
  readonly entity_id?: number;
  readonly created_at?: string | null;
  readonly updated_at?: string | null;
}

export interface CustomerDocument extends ListedDocument {
  readonly id: number;
  readonly email?: string;
  readonly store_id?: number;
  readonly website_id?: number;
  readonly addresses?: readonly {
    readonly default_billing?: boolean;
    readonly default_shipping?: boolean;
  }[];
  readonly extension_attributes?: { readonly is_subscribed?: unknown };
}

export interface OrderItem {
  readonly item_id?: number;
  readonly parent_item_id?: number | null;
  readonly product_id?: number;
  readonly product_type?: string;
}

export interface OrderDocument extends ListedDocument {
  readonly store_id?: number | null;
  readonly total_refunded?: number;
  readonly base_total_refunded?: number;
  readonly items?: readonly OrderItem[] | null;
}

export interface CartItem {
  readonly item_id?: number;
  readonly sku?: string;
  readonly name?: string;
  readonly product_type?: string;
}

export interface CartDocument extends ListedDocument {
  readonly id: number;
  readonly store_id?: number;
  readonly customer_email?: string;
  readonly customer?: { readonly id?: number; readonly email?: string | null };
  readonly billing_address?: { readonly email?: string | null };
  readonly items?: readonly CartItem[] | null;
}

export interface CustomAttribute {
  readonly attribute_code: string;
  readonly value: unknown;
}

export interface ProductDocument extends ListedDocument {
  readonly id: number;
  readonly sku: string;
  readonly name?: string;
  readonly type_id?: string;
  readonly status?: number;
  readonly visibility?: number;
  readonly price?: number;
  readonly extension_attributes?: {
    readonly category_links?: readonly { readonly category_id: string | number }[];
    readonly configurable_product_links?: readonly (number | string)[];
  };
  readonly media_gallery_entries?: readonly {
    readonly media_type?: string;
    readonly disabled?: boolean;
    readonly types?: readonly string[];
    readonly file?: string;
  }[];
  readonly custom_attributes?: readonly CustomAttribute[];
}

export const idOf = (document: ListedDocument): number => Number(document.entity_id ?? document.id);

/** Time of change; older schemas keep a zero date there until the second save. */
export const changedMs = (document: ListedDocument): number | undefined =>
  utcMs(document.updated_at) ?? utcMs(document.created_at);

/** The time of change as the shop writes it. */
export const changeTextOf = (document: ListedDocument): string | undefined => {
  const isChanged = utcMs(document.updated_at) !== undefined;
  return (isChanged ? document.updated_at : document.created_at) ?? undefined;
};
