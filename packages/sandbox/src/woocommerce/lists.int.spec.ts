import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { WooCustomer, WooOrder, WooProduct } from './documents.js';
import { createWooStore } from './store.js';
import { type Answer, callStore } from './store-caller.js';

let clock = Date.parse('2026-11-21T12:00:00Z');
const store = createWooStore({ customers: 120, orders: 230, products: 12, now: () => clock });

beforeAll(() => store.listen());
afterAll(() => store.close());

const get = (path: string) => callStore(store, 'GET', path);
const orders = (answer: Answer) => answer.body as WooOrder[];
const idsOf = (answer: Answer) => (answer.body as { id: number }[]).map(({ id }) => id);
const code = (answer: Answer) => (answer.body as { code?: string }).code;

async function allPages(path: string, perPage = 50): Promise<number[]> {
  const ids: number[] = [];
  for (let page = 1; ; page += 1) {
    const found = idsOf(await get(`${path}&per_page=${perPage}&page=${page}`));
    ids.push(...found);
    if (found.length < perPage) return ids;
  }
}

describe('paging', () => {
  it('shows every order once, ten to a page by default, newest first', async () => {
    const first = await get('/orders');
    expect(orders(first)).toHaveLength(10);
    expect(first.headers.get('x-wp-total')).toBe('230');
    expect(first.headers.get('x-wp-totalpages')).toBe('23');
    const dates = orders(first).map((order) => order.date_created_gmt);
    expect(dates).toEqual([...dates].sort().reverse());
    const ids = await allPages('/orders?orderby=id&order=asc');
    expect(ids).toEqual(Array.from({ length: 230 }, (_, n) => store.orderId(n)));
  });

  it('forgets the total past the end with order tables, and not with the old storage', async () => {
    expect((await get('/orders?page=99')).headers.get('x-wp-total')).toBe('0');
    const old = createWooStore({ customers: 1, orders: 12, products: 1, orderStorage: 'posts' });
    await old.listen();
    const beyond = await callStore(old, 'GET', '/orders?page=99');
    await old.close();
    expect([beyond.body, beyond.headers.get('x-wp-total')]).toEqual([[], '12']);
    expect((await get('/customers?page=99')).headers.get('x-wp-total')).not.toBe('0');
  });

  it.each([
    { path: '/orders?per_page=101', name: 'per_page' },
    { path: '/orders?per_page=0', name: 'per_page' },
    { path: '/customers?page=0', name: 'page' },
    { path: '/customers?per_page=many', name: 'per_page' },
    { path: '/customers?orderby=email', name: 'orderby' },
    { path: '/customers?role=nobody', name: 'role' },
    { path: '/orders?modified_after=yesterday', name: 'modified_after' },
    { path: '/orders?modified_after=2026-01-01', name: 'modified_after' },
    { path: '/orders?include=1,x', name: 'include' },
    { path: '/products?order=up', name: 'order' },
  ])('refuses $path', async ({ path, name }) => {
    const answer = await get(path);
    expect([answer.status, code(answer)]).toEqual([400, 'rest_invalid_param']);
    const { params } = (answer.body as { data: { params: Record<string, string> } }).data;
    expect(Object.keys(params)).toEqual([name]);
  });

  it('ignores parameters it does not know', async () => {
    const answer = await get(
      '/orders?cache_buster=1&modified_since=2099-01-01T00:00:00&per_page=1',
    );
    expect(answer.status).toBe(200);
    expect(answer.headers.get('x-wp-total')).toBe('230');
  });

  it('skips `offset` rows instead of whole pages', async () => {
    const all = idsOf(await get('/orders?per_page=20'));
    expect(idsOf(await get('/orders?per_page=5&offset=7'))).toEqual(all.slice(7, 12));
  });
});

describe('filters of orders', () => {
  it.each([
    'status=completed,refunded',
    'status[]=completed&status[]=refunded',
    'status[0]=completed&status[1]=refunded',
  ])('reads lists as %s', async (query) => {
    const answer = await get(`/orders?${query}&per_page=100`);
    expect(new Set(orders(answer).map(({ status }) => status))).toEqual(
      new Set(['completed', 'refunded']),
    );
  });

  it('takes modified_after as shop time unless told otherwise, and strictly greater', async () => {
    const order = store.setOrderStatus(store.placeOrder().id, 'processing');
    const at = order.date_modified_gmt;
    const before = new Date(Date.parse(`${at}Z`) - 1000).toISOString().slice(0, 19);
    const ask = async (value: string, gmt: boolean) =>
      idsOf(await get(`/orders?modified_after=${value}&dates_are_gmt=${gmt}`));
    expect(await ask(before, true)).toContain(order.id);
    expect(await ask(at, true)).not.toContain(order.id);
    // The same text read as shop time lies an hour earlier, with or without a Z.
    expect(await ask(at, false)).toContain(order.id);
    expect(await ask(`${at}Z`, false)).toContain(order.id);
    expect(await ask(order.date_modified, false)).not.toContain(order.id);
  });

  it('sorts by change, so a poll sees the latest last', async () => {
    clock += 5_000;
    store.setOrderStatus(store.orderId(3), 'completed');
    const answer = await get(`/orders?orderby=modified&order=asc&per_page=100&page=3`);
    const dates = orders(answer).map((order) => order.date_modified_gmt);
    expect(dates).toEqual([...dates].sort());
    expect(idsOf(answer).at(-1)).toBe(store.orderId(3));
  });

  it('finds the orders of an account, of a product, and what is searched', async () => {
    const customerId = store.customerId(1);
    const productId = store.productId(2);
    const lines = [{ productId, quantity: 1 }];
    const order = store.placeOrder({ customerId, lines });
    for (const own of orders(await get(`/orders?customer=${customerId}`))) {
      expect(own.customer_id).toBe(customerId);
    }
    expect(idsOf(await get(`/orders?product=${productId}&per_page=100`))).toContain(order.id);
    const email = order.billing.email;
    expect(idsOf(await get(`/orders?search=${email}`))).toContain(order.id);
  });

  it('keeps what is in the bin out of any list but its own', async () => {
    const { id } = store.placeOrder();
    store.deleteOrder(id);
    expect(idsOf(await get(`/orders?include=${id}`))).toEqual([]);
    expect(idsOf(await get('/orders?status=trash'))).toEqual([id]);
    expect((await get(`/orders/${id}`)).status).toBe(200);
    store.restoreOrder(id);
    expect(idsOf(await get(`/orders?include=${id}`))).toEqual([id]);
  });

  it('shows amounts with as many decimals as asked', async () => {
    const [order] = orders(await get('/orders?per_page=1&dp=4'));
    expect(order?.total).toMatch(/^\d+\.\d{4}$/);
  });
});

describe('filters of customers', () => {
  const customers = (answer: Answer) => answer.body as WooCustomer[];

  it('ignores dates', async () => {
    const answer = await get(
      '/customers?modified_after=2099-01-01T00:00:00&after=2099-01-01T00:00:00&role=all',
    );
    expect(Number(answer.headers.get('x-wp-total'))).toBeGreaterThan(100);
  });

  it('shows the role customer only, unless asked for all', async () => {
    const some = Number((await get('/customers')).headers.get('x-wp-total'));
    const all = Number((await get('/customers?role=all')).headers.get('x-wp-total'));
    expect(all - some).toBe(3); // the administrator and two subscribers
    const [admin] = customers(await get('/customers?role=administrator'));
    expect(admin?.date_modified_gmt).toBeNull();
  });

  it('finds an account by its e-mail, also after that was changed', async () => {
    const known = store.customer(store.customerId(7));
    const byEmail = async (email = '') => idsOf(await get(`/customers?email=${email}&role=all`));
    expect(await byEmail(known?.email.toUpperCase())).toEqual([known?.id]);
    store.editCustomer(store.customerId(7), { email: 'new.name@mail.example' });
    expect(await byEmail(known?.email)).toEqual([]);
    expect(await byEmail('new.name@mail.example')).toEqual([known?.id]);
  });

  it('searches logins and addresses, not names', async () => {
    const { id } = store.registerCustomer({ firstName: 'Xymena', email: 'x.login@mail.example' });
    expect(idsOf(await get('/customers?search=Xymena'))).toEqual([]);
    expect(idsOf(await get('/customers?search=x.login'))).toEqual([id]);
  });

  it('sorts by name, by id, by registration', async () => {
    const names = customers(await get('/customers?per_page=100')).map((one) =>
      `${one.first_name} ${one.last_name}`.toLowerCase(),
    );
    expect(names).toEqual([...names].sort());
    const newest = await get('/customers?orderby=registered_date&order=desc&per_page=1');
    expect(idsOf(newest)).toEqual([store.registerCustomer().id - 1]);
    const ids = await allPages('/customers?orderby=id&order=asc&role=all');
    expect(ids).toEqual([...ids].sort((a, b) => a - b));
    expect(ids[0]).toBe(1);
  });
});

describe('products', () => {
  const products = (answer: Answer) => answer.body as WooProduct[];

  it('have the lowest price of their variations, and no list price of their own', async () => {
    const [product] = products(await get('/products?type=variable&per_page=1'));
    const variations = (await get(`/products/${product?.id}/variations`)).body as WooProduct[];
    expect(variations.map(({ id }) => id)).toEqual(product?.variations);
    const prices = variations.map(({ price }) => Number(price));
    expect(Number(product?.price)).toBe(Math.min(...prices));
    expect([product?.regular_price, product?.sale_price]).toEqual(['', '']);
  });

  it('are found by SKU, category, sale and change', async () => {
    const known = store.product(store.productId(1));
    expect(idsOf(await get(`/products?sku=${known?.sku}`))).toEqual([known?.id]);
    for (const one of products(await get('/products?category=21'))) {
      expect(one.categories.map(({ id }) => id)).toContain(21);
    }
    for (const one of products(await get('/products?on_sale=true'))) expect(one.on_sale).toBe(true);
    clock += 10_000;
    const { id, date_modified_gmt } = store.editProduct(store.productId(5), {
      regularPrice: 12_345,
    });
    const before = new Date(Date.parse(`${date_modified_gmt}Z`) - 1000).toISOString().slice(0, 19);
    expect(idsOf(await get(`/products?modified_after=${before}&dates_are_gmt=true`))).toEqual([id]);
  });

  it('have names and categories with HTML entities, as shops do', async () => {
    const names = products(await get('/products?per_page=100')).map(({ name }) => name);
    expect(names.some((name) => name.includes('&amp;'))).toBe(true);
    const categories = (await get('/products/categories?per_page=100')).body as {
      slug: string;
      parent: number;
    }[];
    expect(categories.find(({ slug }) => slug === 'koszulki')?.parent).toBe(16);
  });
});

describe('_fields', () => {
  it('cuts rows of lists down, and keeps the links of single documents', async () => {
    const [row] = orders(await get('/orders?_fields=id,billing.email&per_page=1'));
    expect(Object.keys(row ?? {}).sort()).toEqual(['billing', 'id']);
    expect(Object.keys(row?.billing ?? {})).toEqual(['email']);
    const single = await get(`/customers/${store.customerId(0)}?_fields=id`);
    expect(Object.keys(single.body as object)).toEqual(['id', '_links']);
  });
});

describe('a path nobody serves', () => {
  it('is 404 rest_no_route', async () => {
    const answer = await get('/carts');
    expect([answer.status, code(answer)]).toEqual([404, 'rest_no_route']);
  });
});
