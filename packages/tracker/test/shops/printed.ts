import { type Basket, decimal, type FakeShop, form } from './shop.js';

const printed = (basket: Basket): string => {
  const cart = {
    lines: basket.lines.map(({ id, name, sku, price, quantity }) => ({
      productId: Number(id),
      sku,
      name,
      quantity: String(quantity),
      unitPrice: price / 100,
    })),
    total: decimal(basket.total),
    currency: 'PLN',
  };
  return `<div data-storewire-cart="${JSON.stringify(cart).replaceAll('&', '&amp;').replaceAll('"', '&quot;')}"></div>`;
};

/** A platform without a front-end API (here Magento 1): its mini cart carries the printed cart and is replaced. */
export const printedCart: FakeShop = {
  platform: 'magento1',
  register(app, basketOf) {
    app.post('/checkout/cart/ajaxUpdate', (request) => {
      const { add, id = '', qty } = form(request);
      const basket = basketOf(request);
      if (add) basket.add(id);
      else basket.set(id, Number(qty));
      return { content: printed(basket) };
    });
  },
  page: (basket) => ({
    head: `<script>
      const post = (fields) => fetch('/checkout/cart/ajaxUpdate', { method: 'POST', body: new URLSearchParams(fields) })
        .then((answer) => answer.json())
        .then(({ content }) => { document.querySelector('#header-cart').innerHTML = content; });
      window.shop = { add: (id) => post({ add: 1, id }), set: (id, qty) => post({ id, qty }) };
    </script>`,
    body: `<div id="header-cart">${printed(basket)}</div>`,
  }),
};
