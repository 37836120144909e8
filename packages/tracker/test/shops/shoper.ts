import { type Basket, type FakeShop, form } from './shop.js';

const price = (hundredths: number) => ({
  currency: 'PLN',
  grossValue: hundredths / 100,
  grossValueFormatted: `${hundredths / 100} zł`,
  netValue: hundredths / 123,
});

const model = (basket: Basket) => ({
  products: basket.lines.map(({ id, name, price: each, quantity }) => ({
    id: `b${id}`,
    productId: Number(id),
    variantId: Number(id) + 1000,
    name,
    quantity,
    price: price(each),
    sum: price(each * quantity),
  })),
  sum: price(basket.total),
});

/** The storefront's own JavaScript API: an event bus, APIs by name, and a store of past messages. */
export const shoper: FakeShop = {
  platform: 'shoper',
  register(app, basketOf) {
    app.post('/shoper/basket', (request) => {
      const { add, id = '', quantity } = form(request);
      const basket = basketOf(request);
      if (add) basket.add(id);
      else basket.set(id, Number(quantity));
      return model(basket);
    });
  },
  page: (basket) => ({
    head: `<script>
      let model = ${JSON.stringify(model(basket))};
      const handlers = [], past = { 'basket.initialized': [{}] };
      const emit = (name) => handlers.forEach(([known, run]) => known === name && run({ body: model }));
      const apis = {
        basketProductsApi: { get: () => model.products, getSum: () => model.sum, getDiscountedSum: () => null },
        customerPrivacyApi: { getGrantedNames: () => location.search.includes('consent=no') ? ['functional'] : ['functional', 'marketing'] },
        messageStorageSystemApi: { getChannelMessages: (name) => past[name] },
      };
      window.useStorefront = (run) => run({
        eventBus: { on: (name, handler) => handlers.push([name, handler]) },
        getApi: async (name) => apis[name], getApiSync: (name) => apis[name],
      });
      const post = (fields, event) => fetch('/shoper/basket', { method: 'POST', body: new URLSearchParams(fields) })
        .then((answer) => answer.json()).then((next) => { model = next; emit(event); });
      window.shop = {
        add: (id) => post({ add: 1, id }, 'basket.itemAddedToBasket'),
        set: (id, quantity) => post({ id, quantity }, quantity ? 'basket.basketUpdated' : 'basket.itemRemovedFromBasket'),
      };
    </script>`,
    body: '',
  }),
};
