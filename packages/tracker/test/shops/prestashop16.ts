import { type Basket, decimal, type FakeShop, form } from './shop.js';

const blockCart = (basket: Basket) => ({
  products: basket.lines.map(({ id, name, price, quantity }) => ({
    id: Number(id),
    idCombination: 0,
    quantity,
    name,
    price: `${decimal(price * quantity)} zł`,
    price_float: decimal(price),
  })),
  total: `${decimal(basket.total)} zł`,
  hasError: false,
});

/** The cart block asks the shop's root, with the time in the address, and shows the number of products. */
export const prestashop16: FakeShop = {
  platform: 'prestashop16',
  register(app, basketOf) {
    app.post('/presta16/', (request, reply) => {
      const { token, add, id_product, qty } = form(request);
      if (token !== 'static') return reply.code(403).send({ hasError: true });
      const basket = basketOf(request);
      if (add && id_product) basket.add(id_product);
      else if (id_product) basket.set(id_product, Number(qty));
      return blockCart(basket);
    });
  },
  page: (basket) => ({
    head: `<script>
      var static_token = 'static', baseUri = location.origin + '/presta16/';
      const post = (fields) => fetch(baseUri + '?rand=' + new Date().getTime(), { method: 'POST',
        body: new URLSearchParams({ controller: 'cart', ajax: 'true', token: static_token, ...fields }) });
      window.shop = {
        add: (id) => post({ add: 1, id_product: id }),
        set: (id, quantity) => post({ id_product: id, qty: quantity }),
      };
    </script>`,
    body: `<span class="ajax_cart_quantity">${basket.quantities.size || ''}</span>`,
  }),
};
