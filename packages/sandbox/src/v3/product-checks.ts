import { isObject, type Json } from '../json.js';
import type { Product } from './catalog.js';
import { REASON } from './problems.js';
import type { V3Checks } from './v3-checks.js';

const SYSTEM_TEXTS = { brand: 255, manufacturer: 100, season: 40, color: 40 } as const;
const GENDERS: ReadonlySet<unknown> = new Set([-1, 0, 1, 2, 3, 4]);
const NULLABLE = /^(discountPrice|detail[1-5])$/;

export interface CheckedProduct {
  product: Product;
  setAsNull: string[];
}

/** Checks `products[index]`; problems are named `products[index].<member>`. */
export function readProduct(checks: V3Checks, given: Json, index: number): CheckedProduct {
  const at = (member: string) => `products[${index}].${member}`;
  const text = (member: string, max: number, required = false) =>
    checks.text(given[member], at(member), { required, max });

  const product: Product = {
    productId: checks.id(given.productId, at('productId'), { required: true, max: 255 }) ?? '',
    name: text('name', 255, true) ?? '',
    mainCategory: text('mainCategory', 255, true) ?? '',
    productUrl: checks.url(given.productUrl, at('productUrl'), true) ?? '',
    available: checks.flag(given.available, at('available'), true) ?? false,
    price: checks.amount(given.price, at('price'), true) ?? 0,
  };
  const optional: Partial<Product> = {
    categoryExternalId: checks.id(given.categoryExternalId, at('categoryExternalId'), { max: 255 }),
    categories: given.categories
      ? checks.texts(given.categories, at('categories'), 5, 255)
      : undefined,
    description: checks.text(given.description, at('description'), { max: 16_384, trims: true }),
    mainImageUrl: checks.url(given.mainImageUrl, at('mainImageUrl'), false),
    imageUrls: readImageUrls(checks, given.imageUrls, at('imageUrls')),
    active: checks.flag(given.active, at('active')),
    quantity: checks.integer(given.quantity, at('quantity'), { min: Number.MIN_SAFE_INTEGER }),
    discountPrice: checks.amount(given.discountPrice, at('discountPrice')),
    unitPrice: checks.amount(given.unitPrice, at('unitPrice')),
    systemDetails: readSystemDetails(checks, given.systemDetails, at('systemDetails')),
    customDetails: readCustomDetails(checks, given.customDetails, at('customDetails')),
  };
  for (const [name, value] of Object.entries(optional)) {
    if (value !== undefined) Object.assign(product, { [name]: value });
  }
  return { product, setAsNull: readSetAsNull(checks, given.setAsNull, at('setAsNull')) };
}

/** Stores over what is there: members that are absent keep their value. */
export function mergeProduct(
  before: Product | undefined,
  { product, setAsNull }: CheckedProduct,
): Product {
  const merged: Product = {
    ...before,
    ...product,
    systemDetails: { ...before?.systemDetails, ...product.systemDetails },
    customDetails: { ...before?.customDetails, ...product.customDetails },
  };
  for (const name of setAsNull) {
    if (name === 'discountPrice') delete merged.discountPrice;
    else delete merged.customDetails?.[name];
  }
  return merged;
}

function readImageUrls(checks: V3Checks, value: unknown, path: string): string[] | undefined {
  if (value === undefined || value === null) return undefined;
  return checks.list(value, path, { max: 5 }).flatMap((item, index) => {
    const url = checks.url(item, `${path}[${index}]`, true);
    return url === undefined ? [] : [url];
  });
}

/** Empty texts pass for every member, as the vendor's plugin sends them. */
function readSystemDetails(checks: V3Checks, value: unknown, path: string): Json | undefined {
  const given = readObject(checks, value, path);
  if (!given) return undefined;
  const details: Json = {};
  for (const [name, item] of Object.entries(given)) {
    if (item === '' || item === null) continue;
    const at = `${path}.${name}`;
    if (name in SYSTEM_TEXTS) {
      const max = SYSTEM_TEXTS[name as keyof typeof SYSTEM_TEXTS];
      details[name] = checks.text(item, at, { max, trims: true });
    } else if (name === 'popularity') details[name] = checks.integer(item, at, { max: 100 });
    else if (name === 'bestseller' || name === 'newProduct') details[name] = checks.flag(item, at);
    else if (name === 'gender') {
      if (GENDERS.has(item)) details[name] = item;
      else checks.add(REASON.pattern, `${at}|is not one of -1, 0, 1, 2, 4`);
    }
  }
  return details;
}

function readCustomDetails(
  checks: V3Checks,
  value: unknown,
  path: string,
): Record<string, string> | undefined {
  const given = readObject(checks, value, path);
  if (!given) return undefined;
  const entries = Object.entries(given);
  if (entries.length > 5) checks.add(REASON.limit, `${path}|min:0|max:5|too many members`);
  const details: Record<string, string> = {};
  for (const [name, item] of entries) {
    const text = checks.text(item, `${path}.${name}`, { max: 255 });
    if (text !== undefined) details[name] = text;
  }
  return details;
}

function readSetAsNull(checks: V3Checks, value: unknown, path: string): string[] {
  return checks.texts(value ?? [], path, 20, 255).filter((name, index) => {
    const isKnown = NULLABLE.test(name);
    if (!isKnown) checks.add(REASON.unknown, `${path}[${index}]|not known`);
    return isKnown;
  });
}

function readObject(checks: V3Checks, value: unknown, path: string): Json | undefined {
  if (value === undefined || value === null) return undefined;
  if (isObject(value)) return value;
  // PHP encodes an empty map as an empty list.
  if (Array.isArray(value) && value.length === 0) return {};
  checks.add(REASON.type, `${path}:object|wrong type`);
  return undefined;
}
