import { type Basket, decimal, type FakeShop, form } from './shop.js';

/** Only one of the two products has an address that names its id. */
const address = (id: string): string =>
  id === '10' ? '/runner' : `/index.php?route=product/product&amp;product_id=${id}`;

const list = (basket: Basket): string =>
  basket.quantities.size === 0
    ? '<li><p class="text-center">Your shopping cart is empty!</p></li>'
    : `<li><table class="table table-striped">${basket.lines
        .map(
          ({ id, name, price, quantity }) => `<tr>
            <td class="text-center"><a href="${address(id)}"><img src="data:," alt=""></a></td>
            <td class="text-left"><a href="${address(id)}">${name.replace('&', '&amp;')}</a></td>
            <td class="text-right">x ${quantity}</td>
            <td class="text-right">${decimal(price * quantity).replace('.', ',')} zł</td>
            <td class="text-center"><button type="button">x</button></td></tr>`,
        )
        .join('')}</table></li>
      <li><table><tr><td><strong>Total</strong></td><td>${decimal(basket.total)} zł</td></tr></table></li>`;

/** As in 3.0: the answer of a change is a text, and the list of the cart is then loaded anew. */
export const opencart: FakeShop = {
  platform: 'opencart',
  register(app, basketOf) {
    app.post<{ Querystring: { route: string } }>('/index.php', (request) => {
      const { product_id = '', key = '', quantity } = form(request);
      const basket = basketOf(request);
      if (request.query.route === 'checkout/cart/add') basket.add(product_id);
      else basket.set(key, Number(quantity ?? 0));
      return { success: 'Success: You have added', total: `${basket.quantities.size} item(s)` };
    });
    app.get('/index.php', (request, reply) =>
      reply.type('text/html').send(`<div id="cart"><ul>${list(basketOf(request))}</ul></div>`),
    );
  },
  page: (basket) => ({
    head: `<script>
      const post = (route, fields) =>
        fetch('/index.php?route=' + route, { method: 'POST', body: new URLSearchParams(fields) })
          .then(() => fetch('/index.php?route=common/cart/info')).then((answer) => answer.text())
          .then((html) => {
            const loaded = new DOMParser().parseFromString(html, 'text/html');
            document.querySelector('#cart > ul').innerHTML = loaded.querySelector('ul').innerHTML;
          });
      window.shop = {
        add: (id) => post('checkout/cart/add', { product_id: id }),
        set: (id, quantity) => post(quantity ? 'checkout/cart/edit' : 'checkout/cart/remove', { key: id, quantity }),
      };
    </script>`,
    bodyClass: 'product-category',
    body: `<div id="cart" class="btn-group btn-block"><button type="button"><span id="cart-total">0</span></button>
        <ul class="dropdown-menu pull-right">${list(basket)}</ul></div>
      <div class="product-thumb"><a href="/runner">Runner</a>
        <button type="button" onclick="cart.add('10', '1');">Add</button></div>`,
  }),
};
