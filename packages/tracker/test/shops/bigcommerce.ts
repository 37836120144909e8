import { type Basket, type FakeShop, form } from './shop.js';

const carts = (basket: Basket) =>
  basket.quantities.size === 0
    ? []
    : [
        {
          id: basket.token,
          currency: { code: 'PLN' },
          cartAmount: basket.total / 100,
          lineItems: {
            physicalItems: basket.lines.map(({ id, name, sku, price, quantity }) => ({
              id: `item${id}`,
              productId: Number(id),
              variantId: Number(id) + 1000,
              sku,
              name,
              quantity,
              salePrice: price / 100,
              extendedSalePrice: (price * quantity) / 100,
            })),
            digitalItems: [],
            giftCertificates: [],
          },
        },
      ];

/** Themes use the remote API behind stencil-utils; the cart itself is read from the Storefront API. */
export const bigcommerce: FakeShop = {
  platform: 'bigcommerce',
  register(app, basketOf) {
    app.get('/api/storefront/carts', (request) => carts(basketOf(request)));
    app.post('/remote/v1/cart/add', (request) => {
      basketOf(request).add(form(request).product_id ?? '');
      return { data: {} };
    });
    app.post('/remote/v1/cart/update', (request) => {
      const { id = '', qty } = form(request);
      basketOf(request).set(id, Number(qty));
      return { data: {} };
    });
  },
  page: () => ({
    head: `<script>
      const post = (path, fields) => {
        const request = new XMLHttpRequest();
        request.open('POST', '/remote/v1/cart/' + path);
        request.send(new URLSearchParams(fields));
        return new Promise((done) => { request.onload = done; });
      };
      window.shop = {
        add: (id) => post('add', { product_id: id }),
        set: (id, qty) => post('update', { id, qty }),
      };
    </script>`,
    body: '',
  }),
};
