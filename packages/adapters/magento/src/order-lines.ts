/** Lines of an order, which both platforms give with the same names. `completed` is added by the poll and the export. */
export const ORDER_LINES = {
  each: 'completed.lines',
  required: true,
  map: {
    productId: { from: 'product_id', as: 'idOrNone' },
    variantId: { from: 'variant_id', as: 'idOrNone' },
    sku: { from: 'sku', as: 'text' },
    name: { from: 'name', as: 'plainText' },
    quantity: { from: 'qty_ordered', as: 'quantity', required: true },
    unitPrice: { from: ['base_price_incl_tax', 'base_price'], as: 'decimal' },
    total: { from: ['base_row_total_incl_tax', 'base_row_total'], as: 'decimal' },
  },
} as const;
