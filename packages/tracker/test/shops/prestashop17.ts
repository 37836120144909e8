import { type Basket, decimal, type FakeShop, form } from './shop.js';

const presented = (basket: Basket) => ({
  products: basket.lines.map(({ id, name, sku, price, quantity }) => ({
    id_product: id,
    id_product_attribute: id === '10' ? '7' : '0',
    reference: sku,
    name,
    cart_quantity: quantity,
    quantity,
    price: `${decimal(price)} zł`,
    price_amount: price / 100,
  })),
  subtotals: { products: { type: 'products', amount: basket.total / 100 } },
  totals: { total: { amount: basket.total / 100 + 15 } },
});

/** The cart is printed into the page; every change answers with the new one and is announced on the bus. */
export const prestashop17: FakeShop = {
  platform: 'prestashop17',
  register(app, basketOf) {
    app.post('/koszyk', (request) => {
      const { add, id_product = '', op = '1' } = form(request);
      const basket = basketOf(request);
      if (add) basket.add(id_product);
      else basket.set(id_product, Number(op));
      return { success: true, cart: presented(basket) };
    });
  },
  page: (basket) => ({
    head: `<script>
      const handlers = [];
      window.prestashop = {
        cart: ${JSON.stringify(presented(basket))}, currency: { iso_code: 'PLN' },
        on: (name, run) => handlers.push([name, run]),
        emit: (name, event) => handlers.forEach(([known, run]) => known === name && run(event)),
      };
      const post = (fields) => fetch('/koszyk', { method: 'POST', body: new URLSearchParams(fields) })
        .then((answer) => answer.json()).then((resp) => prestashop.emit('updateCart', { reason: {}, resp }));
      window.shop = {
        add: (id) => post({ add: 1, id_product: id }),
        set: (id, quantity) => post({ update: 1, id_product: id, op: quantity }),
      };
    </script>`,
    bodyId: 'product',
    body: '',
  }),
};
