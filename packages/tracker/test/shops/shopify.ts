import type { Basket, FakeShop } from './shop.js';

const cartJs = (basket: Basket) => ({
  token: `${basket.token}?key=secret`,
  item_count: basket.quantities.size,
  total_price: basket.total,
  currency: 'PLN',
  items: basket.lines.map(({ id, name, sku, price, quantity }) => ({
    id: Number(id) + 1000,
    variant_id: Number(id) + 1000,
    product_id: Number(id),
    title: name,
    sku,
    quantity,
    price,
    final_price: price,
    final_line_price: price * quantity,
  })),
});

/** Themes post to the Ajax API; the sections of the cart drawer come with its answers. */
export const shopify: FakeShop = {
  platform: 'shopify',
  register(app, basketOf) {
    app.get('/cart.js', (request) => cartJs(basketOf(request)));
    app.post('/cart/add.js', (request) => {
      const { id, quantity } = JSON.parse(String(request.body));
      basketOf(request).add(String(id - 1000), quantity);
      return {};
    });
    app.post('/cart/change.js', (request) => {
      const { id, quantity } = JSON.parse(String(request.body));
      basketOf(request).set(String(id - 1000), quantity);
      return cartJs(basketOf(request));
    });
  },
  page: () => ({
    head: `<script>
      window.Shopify = { routes: { root: '/' }, loadFeatures: (features, done) => setTimeout(() => {
        Shopify.customerPrivacy = { marketingAllowed: () => !location.search.includes('consent=no') };
        done();
      }, 5) };
      const post = (path, id, quantity) => fetch('/cart/' + path + '.js', { method: 'POST',
        headers: { 'content-type': 'application/json' }, body: JSON.stringify({ id: +id + 1000, quantity }) });
      window.shop = {
        add: (id) => post('add', id, 1), set: (id, quantity) => post('change', id, quantity),
      };
    </script>`,
    bodyClass: 'template-product',
    body: '',
  }),
};
