import { decimal, type FakeShop, form } from './shop.js';

/** Themes post the form, then load the invalidated sections and keep them in the browser's storage. */
export const magento2: FakeShop = {
  platform: 'magento2',
  register(app, basketOf) {
    app.post('/checkout/cart/add', (request) => {
      basketOf(request).add(form(request).product ?? '');
      return [];
    });
    app.post('/checkout/sidebar/updateItemQty/', (request) => {
      const { item_id = '', item_qty } = form(request);
      basketOf(request).set(item_id, Number(item_qty));
      return { success: true };
    });
    app.get('/customer/section/load/', (request) => {
      const basket = basketOf(request);
      return {
        cart: {
          summary_count: basket.quantities.size,
          subtotalAmount: decimal(basket.total),
          items: basket.lines.map(({ id, name, sku, price, quantity }) => ({
            item_id: id,
            product_id: id,
            product_sku: sku,
            product_name: name,
            qty: quantity,
            product_price: `<span class="price">${decimal(price)} zł</span>`,
            product_price_value: price / 100,
          })),
        },
      };
    });
  },
  page: () => ({
    head: `<script>
      const post = (url, fields) => fetch(url, { method: 'POST', body: new URLSearchParams(fields) })
        .then(() => fetch('/customer/section/load/?sections=cart&force_new_section_timestamp=true'))
        .then((answer) => answer.json())
        .then((sections) => { localStorage['mage-cache-storage'] = JSON.stringify(sections); });
      window.shop = {
        add: (id) => post('/checkout/cart/add', { product: id }),
        set: (id, quantity) => post('/checkout/sidebar/updateItemQty/', { item_id: id, item_qty: quantity }),
      };
    </script>`,
    bodyClass: 'catalog-product-view',
    body: '',
  }),
};
