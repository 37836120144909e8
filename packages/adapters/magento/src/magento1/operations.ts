/** One condition per field; between its ends both are included. */
export interface Range {
  readonly field: string;
  readonly from?: string | number;
  readonly to?: string | number;
}

export type Argument = string | readonly string[] | readonly Range[] | undefined;

interface Operation {
  /** The name in SOAP v2, whose arguments go by name. */
  readonly soap: string;
  /** Names in SOAP v2, in the order of the plain call. */
  readonly parameters: readonly string[];
}

const operation = (soap: string, ...parameters: string[]): Operation => ({ soap, parameters });

/**
 * Calls by their path, which is also the permission they need. Orders come as headers and are completed one by one;
 * no list has pages or an order, so each is bounded by a range.
 *
 * @see the WSDL of OpenMage 20.0.20
 */
export const OPERATIONS = {
  'core_magento.info': operation('magentoInfo'),
  'store.list': operation('storeList'),
  'customer.list': operation('customerCustomerList', 'filters'),
  'customer_address.list': operation('customerAddressList', 'customerId'),
  'sales_order.list': operation('salesOrderList', 'filters'),
  'sales_order.info': operation('salesOrderInfo', 'orderIncrementId'),
  'sales_order_creditmemo.list': operation('salesOrderCreditmemoList', 'filters'),
  'catalog_product.list': operation('catalogProductList', 'filters', 'storeView'),
  'catalog_product.info': operation(
    'catalogProductInfo',
    'productId',
    'storeView',
    'attributes',
    'identifierType',
  ),
  'catalog_product_attribute_media.list': operation(
    'catalogProductAttributeMediaList',
    'product',
    'storeView',
    'identifierType',
  ),
  'cataloginventory_stock_item.list': operation('catalogInventoryStockItemList', 'products'),
  'catalog_category.tree': operation('catalogCategoryTree', 'parentId', 'storeView'),
} satisfies Record<string, Operation>;

export type Path = keyof typeof OPERATIONS;

export const isRanges = (argument: Argument): argument is readonly Range[] =>
  Array.isArray(argument) && argument.every((item) => typeof item === 'object');

/** A way to call a shop: both carry the same calls. */
export interface Transport {
  readonly name: 'SOAP v2' | 'JSON-RPC';
  /** @throws Magento1Fault, StoreUnavailable and what the HTTP client throws. */
  login(user: string, key: string): Promise<string>;
  call(session: string, path: Path, args: readonly Argument[]): Promise<unknown>;
}
