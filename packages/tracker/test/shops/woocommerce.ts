import type { Basket, FakeShop } from './shop.js';
import { form } from './shop.js';

const money = { currency_code: 'PLN', currency_minor_unit: 2 };

const storeApiCart = (basket: Basket) => ({
  items: basket.lines.map(({ id, name, sku, price, quantity }) => ({
    key: `key${id}`,
    id: Number(id),
    type: 'simple',
    quantity,
    name,
    sku,
    prices: { price: String(price), ...money },
    totals: { line_total: String(price * quantity), line_total_tax: '0', ...money },
  })),
  items_count: basket.quantities.size,
  totals: {
    total_items: String(basket.total),
    total_items_tax: '0',
    total_discount: '0',
    total_discount_tax: '0',
    total_shipping: '1500',
    total_price: String(basket.total + 1500),
    ...money,
  },
});

/**
 * Adding goes the way of the classic theme (`wc-ajax`, then a jQuery event), a quantity the way of the cart page (the
 * form is posted, then a jQuery event), removing the way of the cart block (Store API).
 */
export const woocommerce: FakeShop = {
  platform: 'woocommerce',
  register(app, basketOf) {
    app.get('/wp-json/wc/store/v1/cart', (request) => storeApiCart(basketOf(request)));
    app.post('/wp-json/wc/store/v1/cart/remove-item', (request) => {
      basketOf(request).set(JSON.parse(String(request.body)).key.slice(3), 0);
      return storeApiCart(basketOf(request));
    });
    app.post('/wc', (request, reply) => {
      basketOf(request).add(form(request).product_id ?? '');
      return reply
        .header('set-cookie', 'woocommerce_items_in_cart=1; Path=/')
        .send({ fragments: {} });
    });
    app.post('/koszyk/', (request) => {
      const { id = '', quantity } = form(request);
      basketOf(request).set(id, Number(quantity));
      return '<html></html>';
    });
  },
  page: () => ({
    head: `<link rel="https://api.w.org/" href="/wp-json/"><script>
      const handlers = {};
      window.jQuery = () => ({
        on: (names, run) => names.split(' ').forEach((name) => (handlers[name] = handlers[name] || []).push(run)),
        trigger: (name) => (handlers[name] || []).forEach((run) => run()),
      });
      const post = (url, fields) => fetch(url, { method: 'POST', body: new URLSearchParams(fields) });
      window.shop = {
        add: (id) => post('/wc?wc-ajax=add_to_cart', { product_id: id })
          .then(() => jQuery(document.body).trigger('added_to_cart')),
        set: (id, quantity) => quantity
          ? post('/koszyk/', { id, quantity }).then(() => jQuery(document.body).trigger('updated_cart_totals'))
          : fetch('/wp-json/wc/store/v1/cart/remove-item', { method: 'POST', body: JSON.stringify({ key: 'key' + id }) }),
      };
    </script>`,
    body: '',
  }),
};
