export const IMPORT_KINDS = ['contacts', 'orders'] as const;
export type ImportKind = (typeof IMPORT_KINDS)[number];

export interface ImportColumn {
  readonly isRequired?: true;
  /** Headers that need no mapping, in lower case without blanks and underscores. */
  readonly headers: readonly string[];
}

type Columns = Readonly<Record<string, ImportColumn>>;

const required = (...headers: string[]): ImportColumn => ({ isRequired: true, headers });
const optional = (...headers: string[]): ImportColumn => ({ headers });

const CONTACTS: Columns = {
  email: required('email', 'e-mail', 'mail', 'adrese-mail', 'adresemail'),
  externalId: optional('externalid', 'customerid', 'id', 'idklienta'),
  name: optional('name', 'fullname', 'nazwa', 'imięinazwisko', 'imieinazwisko'),
  phone: optional('phone', 'telefon', 'nrtelefonu'),
  company: optional('company', 'firma'),
  street: optional('street', 'ulica', 'adres'),
  zipCode: optional('zipcode', 'zip', 'postcode', 'kodpocztowy'),
  city: optional('city', 'miasto', 'miejscowość'),
  province: optional('province', 'województwo'),
  country: optional('country', 'kraj'),
  birthDate: optional('birthdate', 'birthday', 'dataurodzenia'),
  createdAt: optional('createdat', 'registered', 'datarejestracji', 'datautworzenia'),
  optIn: optional('optin', 'newsletter', 'zgoda', 'zgodanewsletter'),
  consentAt: optional('consentat', 'datazgody'),
  tags: optional('tags', 'tagi'),
};

const ORDERS: Columns = {
  orderId: required('orderid', 'order', 'idzamówienia', 'numerzamówienia', 'nrzamówienia'),
  email: CONTACTS.email as ImportColumn,
  date: required('date', 'orderdate', 'data', 'datazamówienia'),
  productId: required('productid', 'product', 'idproduktu'),
  quantity: required('quantity', 'qty', 'ilość', 'ilosc', 'sztuk'),
  unitPrice: optional('unitprice', 'price', 'cena', 'cenajednostkowa'),
  orderTotal: optional('ordertotal', 'total', 'wartość', 'wartośćzamówienia', 'suma'),
  currency: optional('currency', 'waluta'),
  status: optional('status', 'state'),
  paidAt: optional('paidat', 'datapłatności', 'opłacono'),
};

/** Columns of a file by kind, with their names in the mapping. */
export const IMPORT_COLUMNS: Readonly<Record<ImportKind, Columns>> = {
  contacts: CONTACTS,
  orders: ORDERS,
};

/** Where each column is: a header of a CSV file, or a path in the repeated element of an XML file. */
export type ImportMapping = Readonly<Record<string, string>>;

/** Entries of an XML mapping that are no columns: paths of the repeated element, and of its lines. */
export const XML_ENTRIES = ['row', 'lines'] as const;

/** The columns whose headers are known by themselves. */
export function mappingOf(kind: ImportKind, headers: readonly string[]): ImportMapping {
  const byName = new Map(headers.map((header) => [plain(header), header]));
  return Object.fromEntries(
    Object.entries(IMPORT_COLUMNS[kind]).flatMap(([column, { headers: names }]) => {
      const header = names.map((name) => byName.get(name)).find((found) => found !== undefined);
      return header === undefined ? [] : [[column, header]];
    }),
  );
}

const plain = (header: string): string => header.toLowerCase().replace(/[\s_]/g, '');

/** What is wrong with a mapping, by column. @param headers of the file; absent for XML, which has paths. */
export function mappingProblems(
  kind: ImportKind,
  mapping: ImportMapping,
  headers?: readonly string[],
): { path: string; message: string }[] {
  const columns = IMPORT_COLUMNS[kind];
  const isEntry = (name: string) => !headers && XML_ENTRIES.some((entry) => entry === name);
  const unknown = Object.keys(mapping)
    .filter((name) => !Object.hasOwn(columns, name) && !isEntry(name))
    .map((name) => ({
      path: `mapping.${name}`,
      message: `is no column; there are ${Object.keys(columns).join(', ')}.`,
    }));
  const missing = Object.entries(columns)
    .filter(([column, { isRequired }]) => isRequired && !mapping[column])
    .map(([column]) => ({
      path: `mapping.${column}`,
      message: headers
        ? `is required: which of ${headers.slice(0, 40).join(', ')} is it?`
        : 'is required: the path of the value in the repeated element.',
    }));
  const absent = Object.entries(mapping)
    .filter(
      ([column, header]) => headers && Object.hasOwn(columns, column) && !headers.includes(header),
    )
    .map(([column]) => ({ path: `mapping.${column}`, message: 'names a header the file lacks.' }));
  return [...unknown, ...missing, ...absent];
}
