import { type FakeShop, form } from './shop.js';

/** A sales channel in a folder; the off-canvas cart posts its forms and loads itself anew. */
export const shopware6: FakeShop = {
  platform: 'shopware6',
  register(app, basketOf) {
    app.get('/pl/checkout/cart.json', (request) => {
      const basket = basketOf(request);
      return {
        token: 'session-context-token',
        price: { totalPrice: basket.total / 100 + 15, positionPrice: basket.total / 100 },
        lineItems: [
          ...basket.lines.map(({ id, name, sku, price, quantity }) => ({
            id: `line${id}`,
            type: 'product',
            referencedId: id,
            label: name,
            quantity,
            price: { unitPrice: price / 100, totalPrice: (price * quantity) / 100, quantity },
            payload: { productNumber: sku, parentId: null },
          })),
          ...(basket.quantities.size > 1
            ? [{ id: 'promotion', type: 'promotion', quantity: 1, label: 'Minus 0', price: {} }]
            : []),
        ],
      };
    });
    app.post('/pl/checkout/line-item/add', (request) => {
      basketOf(request).add(form(request).id ?? '');
      return '';
    });
    app.post<{ Params: { id: string } }>(
      '/pl/checkout/line-item/change-quantity/:id',
      (request) => {
        basketOf(request).set(request.params.id, Number(form(request).quantity));
        return '';
      },
    );
    app.get('/pl/checkout/offcanvas', () => '<div class="offcanvas-cart"></div>');
  },
  page: () => ({
    head: `<script>
      window.router = { 'frontend.cart.offcanvas': '/pl/checkout/offcanvas' };
      const post = (path, fields) => fetch('/pl/checkout/line-item/' + path, { method: 'POST', body: new URLSearchParams(fields) })
        .then(() => fetch('/pl/checkout/offcanvas'));
      window.shop = {
        add: (id) => post('add', { id }),
        set: (id, quantity) => post('change-quantity/' + id, { quantity }),
      };
    </script>`,
    bodyClass: 'is-ctl-product is-act-index',
    body: '',
  }),
};
