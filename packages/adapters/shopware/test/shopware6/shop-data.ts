import type { Row } from './search.js';

export const CHANNEL_ID = '98432def39fc4624b33213a56b8c944d';
export const LANGUAGE_ID = '2fbb5fe2e29a4d70aa5854ce7ce3e20b';
export const CURRENCY_ID = 'b7d2554b0ce847cd82f3ac9bd1c0dfca';

/** 32 hexadecimal digits, as Shopware writes its ids; they do not rise with time. */
export const hexId = (kind: string, n: number): string => {
  const scattered = (n * 2_654_435_761) % 4_294_967_296;
  const head = scattered.toString(16).padStart(8, '0');
  return head + Buffer.from(`${kind}${n}`).toString('hex').padEnd(24, '0').slice(0, 24);
};

const language = { id: LANGUAGE_ID, name: 'Polski', locale: { id: hexId('l', 1), code: 'pl-PL' } };
const country = { id: hexId('c', 1), iso: 'PL', name: 'Polska' };
const currency = { id: CURRENCY_ID, isoCode: 'PLN', factor: 1, isSystemDefault: true };

export const salesChannel = (name: string): Row => ({
  id: CHANNEL_ID,
  typeId: '8a243080f92e4c719546314b577cf82b',
  active: true,
  name,
  translated: { name },
  languageId: LANGUAGE_ID,
  currencyId: CURRENCY_ID,
  createdAt: '2024-02-01T08:00:00.000+00:00',
  updatedAt: null,
  currency,
  country,
  language,
  languages: [language],
  domains: [
    {
      id: hexId('d', 1),
      url: 'https://shop.example/pl/',
      languageId: LANGUAGE_ID,
      createdAt: '2024-02-01T08:00:00.000+00:00',
    },
  ],
});

const address = (n: number): Row => ({
  id: hexId('a', n),
  firstName: 'Ola',
  lastName: `Nowak ${n}`,
  street: 'Lipowa 5',
  zipcode: '30-702',
  city: 'Kraków',
  company: null,
  phoneNumber: '+48 600 100 200',
  additionalAddressLine1: null,
  createdAt: '2026-01-01T08:00:00.000+00:00',
  updatedAt: null,
  country,
  countryState: null,
});

export const customer = (n: number, at: string): Row => ({
  id: hexId('k', n),
  autoIncrement: n,
  customerNumber: `10${n}`,
  email: `ola.nowak.${n}@poczta.example`,
  firstName: 'Ola',
  lastName: `Nowak ${n}`,
  company: null,
  guest: false,
  active: true,
  birthday: '1990-05-17',
  languageId: LANGUAGE_ID,
  salesChannelId: CHANNEL_ID,
  doubleOptInRegistration: false,
  doubleOptInConfirmDate: null,
  createdAt: at,
  updatedAt: null,
  language,
  defaultBillingAddress: address(n),
});

const state = (technicalName: string): Row => ({
  id: hexId('s', technicalName.length),
  technicalName,
});

export const transaction = (n: number, technicalName: string, at: string): Row => ({
  id: hexId('t', n),
  amount: { unitPrice: 129, totalPrice: 129, quantity: 1 },
  createdAt: at,
  updatedAt: null,
  stateMachineState: state(technicalName),
  paymentMethod: {
    id: hexId('p', 1),
    technicalName: 'payment_paypal',
    name: 'PayPal',
    translated: { name: 'PayPal' },
  },
});

const line = (n: number, type: string, label: string, unitPrice: number): Row => ({
  id: hexId(type, n),
  type,
  label,
  quantity: 1,
  unitPrice,
  totalPrice: unitPrice,
  productId: type === 'product' ? hexId('v', n) : null,
  // PHP has one kind of array, so an empty payload is a list.
  payload: type === 'product' ? { productNumber: `MUG-${n}`, parentId: hexId('w', n) } : [],
});

export const order = (n: number, at: string, buyer: Row): Row => ({
  id: hexId('o', n),
  autoIncrement: n,
  orderNumber: `2${n}`,
  orderDateTime: at,
  amountTotal: 129.5,
  amountNet: 105.28,
  taxStatus: 'gross',
  currencyFactor: 1,
  salesChannelId: CHANNEL_ID,
  customerComment: null,
  deepLinkCode: `link${n}`,
  createdAt: at,
  updatedAt: null,
  currency,
  language,
  stateMachineState: state('open'),
  orderCustomer: {
    id: hexId('b', n),
    email: buyer.email,
    firstName: buyer.firstName,
    lastName: buyer.lastName,
    company: null,
    customerId: buyer.id,
    customer: buyer,
  },
  billingAddress: address(n),
  lineItems: [line(n, 'product', 'Mug', 119.5), line(n, 'promotion', 'Autumn', -10)],
  deliveries: [
    {
      id: hexId('e', n),
      shippingMethod: { id: hexId('m', 1), name: 'Kurier', translated: { name: 'Kurier' } },
    },
  ],
  transactions: [transaction(n, 'paid', at)],
});

const product = (n: number, at: string, fields: Row): Row => ({
  autoIncrement: n,
  productNumber: `MUG-${n}`,
  parentId: null,
  active: true,
  available: true,
  stock: 7,
  availableStock: 7,
  ean: null,
  name: null,
  description: null,
  translated: { name: 'Mug', description: '<p>Holds 0.3 l</p>' },
  price: [{ currencyId: CURRENCY_ID, gross: 119.5, net: 97.15, linked: true, listPrice: null }],
  createdAt: at,
  updatedAt: null,
  cover: {
    id: hexId('q', n),
    media: { id: hexId('y', n), url: `https://shop.example/media/${n}.jpg` },
  },
  media: [],
  manufacturer: { id: hexId('f', 1), name: 'Mugs', translated: { name: 'Mugs' } },
  categories: [{ id: hexId('g', 1), name: 'Kitchen', translated: { name: 'Kitchen' } }],
  seoUrls: [],
  visibilities: [{ id: hexId('z', n), salesChannelId: CHANNEL_ID, visibility: 30 }],
  options: [],
  children: [],
  ...fields,
});

/** A product with one variant; both are rows of the same list and number on. */
export function productWithVariant(n: number, at: string): { main: Row; variant: Row } {
  const id = hexId('w', n);
  const red = { id: hexId('r', 1), name: 'Red', translated: { name: 'Red' } };
  const variant = product(n + 1, at, {
    id: hexId('v', n),
    parentId: id,
    productNumber: `MUG-${n}.1`,
    options: [red],
  });
  return { main: product(n, at, { id, children: [variant] }), variant };
}

export const recipient = (n: number, of: Row, status: string, at: string): Row => ({
  id: hexId('n', n),
  email: of.email,
  firstName: of.firstName,
  lastName: of.lastName,
  status,
  hash: hexId('h', n),
  confirmedAt: status === 'optIn' ? at : null,
  languageId: LANGUAGE_ID,
  salesChannelId: of.salesChannelId,
  createdAt: at,
  updatedAt: null,
  language,
});
