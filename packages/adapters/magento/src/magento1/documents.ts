/** Over SOAP all scalars are texts; over JSON-RPC they may be numbers, as the shop's PHP has it. */
export type Scalar = string | number | boolean | null | undefined;

export interface CustomerDocument {
  readonly customer_id: Scalar;
  readonly store_id?: Scalar;
  readonly created_at?: Scalar;
  readonly updated_at?: Scalar;
  readonly password_hash?: Scalar;
}

export interface OrderItem {
  readonly item_id?: Scalar;
  /** Over SOAP v2 it is missing. */
  readonly parent_item_id?: Scalar;
  readonly product_id?: Scalar;
  readonly product_type?: Scalar;
  readonly product_options?: Scalar;
  readonly sku?: Scalar;
}

export interface OrderDocument {
  readonly order_id: Scalar;
  readonly increment_id: Scalar;
  readonly store_id?: Scalar;
  readonly updated_at?: Scalar;
  readonly created_at?: Scalar;
  readonly total_refunded?: Scalar;
  readonly items?: readonly OrderItem[];
}

export interface ListedProduct {
  readonly product_id: Scalar;
}

export interface ProductDocument extends ListedProduct {
  readonly updated_at?: Scalar;
  readonly type?: Scalar;
  readonly status?: Scalar;
  readonly visibility?: Scalar;
  readonly price?: Scalar;
  readonly special_price?: Scalar;
  readonly special_from_date?: Scalar;
  readonly special_to_date?: Scalar;
  readonly url_path?: Scalar;
  readonly categories?: readonly Scalar[];
  readonly category_ids?: readonly Scalar[];
}

export interface StoreView {
  readonly store_id: Scalar;
  readonly code: string;
  readonly name?: string;
}
