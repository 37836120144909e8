export type Row = Record<string, unknown> & { id: number };

export const HASH = '$2y$10$invented.hash.of.nobody.at.all';
export const SESSION = 'session-of-the-shopper';

const country = { id: 23, iso: 'PL', name: 'Polen' };

/** A customer as one is read alone; the list has no addresses. */
export const customer = (id: number, at: string, fields: object = {}): Row => ({
  id,
  number: `2${id}`,
  email: `jan_lis.${id}@poczta.example`,
  firstname: 'Jan',
  lastname: `Lis ${id}`,
  salutation: 'mr',
  birthday: null,
  active: true,
  accountMode: 0,
  newsletter: 0,
  groupKey: 'EK',
  shopId: 1,
  paymentId: 5,
  hashPassword: HASH,
  encoderName: 'bcrypt',
  sessionId: SESSION,
  // A day without a time.
  firstLogin: at.replace(/T[\d:]+/, 'T00:00:00'),
  lastLogin: at,
  changed: at,
  defaultBillingAddress: {
    id,
    firstname: 'Jan',
    lastname: `Lis ${id}`,
    company: null,
    street: 'Miodowa 3',
    additionalAddressLine1: null,
    zipcode: '31-055',
    city: 'Kraków',
    phone: '+48 601 200 300',
    country,
    state: null,
  },
  ...fields,
});

/** An order as one is read alone; the list has none of its parts. */
export const order = (id: number, at: string, buyer: Row): Row => ({
  id,
  number: `3${id}`,
  customerId: buyer.id,
  shopId: 1,
  orderStatusId: 0,
  paymentStatusId: 12,
  invoiceAmount: 123.4,
  invoiceAmountNet: 100.33,
  orderTime: at,
  clearedDate: at,
  changed: at,
  currency: 'PLN',
  currencyFactor: 1,
  net: 0,
  taxFree: 0,
  transactionId: `tx-${id}`,
  temporaryId: SESSION,
  customerComment: '',
  internalComment: '',
  customer: { ...buyer, defaultBillingAddress: undefined },
  billing: {
    firstName: buyer.firstname,
    lastName: buyer.lastname,
    company: '',
    street: 'Miodowa 3',
    additionalAddressLine1: '',
    zipCode: '31-055',
    city: 'Kraków',
    phone: '+48 601 200 300',
    country,
    state: null,
  },
  payment: { id: 5, name: 'prepayment', description: 'Vorkasse' },
  paymentInstances: [{ id: 1, iban: 'DE00 0000 0000 0000' }],
  dispatch: { id: 9, name: 'Standard' },
  languageSubShop: { id: 1, locale: { id: 1, locale: 'pl_PL' } },
  details: [line(1, 'Teapot', 123.4, 0, 51), line(2, 'Voucher', -10, 2, 0)],
});

const line = (id: number, articleName: string, price: number, mode: number, articleId: number) => ({
  id,
  articleId,
  articleDetailID: articleId ? articleId + 1000 : null,
  articleNumber: `SW1000${id}`,
  articleName,
  quantity: 1,
  price,
  mode,
  ean: '',
});

const prices = (price: number, pseudoPrice: number) => [
  { customerGroupKey: 'H', from: 1, to: 'beliebig', price: price - 10, pseudoPrice: 0 },
  { customerGroupKey: 'EK', from: 1, to: 'beliebig', price, pseudoPrice },
];

export const article = (id: number, at: string): Row => ({
  id,
  name: `Teapot ${id}`,
  description: 'Short',
  descriptionLong: '<p>Holds 1 l</p>',
  active: true,
  added: at.replace(/T[\d:]+/, 'T00:00:00'),
  changed: at,
  lastStock: 1,
  supplier: { id: 2, name: 'Pots' },
  categories: { 5: { id: 5, name: 'Kitchen' } },
  images: [{ id, mediaId: id, main: 1, path: 'teapot', extension: 'jpg' }],
  mainDetail: { id: id + 1000, number: `SW${id}`, inStock: 4, active: 1, prices: prices(99.9, 0) },
  details: [],
});
