import { LIMITS } from '../limits.js';
import { type Clearable, compact, type RecordNotes } from './record-notes.js';

/** -1 undefined, 0 female, 1 male, 2 other, 4 unisex; 3 is listed without a meaning. */
export type ProductGender = -1 | 0 | 1 | 2 | 3 | 4;

export interface ProductSystemDetails {
  brand?: Clearable;
  manufacturer?: Clearable;
  season?: Clearable;
  color?: Clearable;
  /** At most 100. */
  popularity?: number | undefined;
  bestseller?: boolean | undefined;
  newProduct?: boolean | undefined;
  gender?: ProductGender | undefined;
}

/** One product as v3 wants it. Withdrawn is `available:false, active:false`. */
export interface ProductUpsert {
  /** The id that events use. Variants need an id and an address of their own. */
  productId: string;
  name: string;
  /** `Uncategorized` when absent, as the vendor's plugins say. */
  mainCategory?: string | undefined;
  categoryExternalId?: string | undefined;
  /** The first 5 are sent. */
  categories?: readonly string[] | undefined;
  description?: Clearable;
  productUrl: string;
  mainImageUrl?: string | undefined;
  /** The first 5 are sent. */
  imageUrls?: readonly string[] | undefined;
  available: boolean;
  active: boolean;
  quantity?: number | undefined;
  price: string | number;
  discountPrice?: string | number | undefined;
  systemDetails?: ProductSystemDetails | undefined;
  /** `detail1` to `detail5`, or keys of the account; the first 5 are sent. */
  customDetails?: Readonly<Record<string, string>> | undefined;
  /** Names to clear: `discountPrice`, `detail1` to `detail5`. */
  setAsNull?: readonly string[] | undefined;
}

export function productBody(product: ProductUpsert, notes: RecordNotes): Record<string, unknown> {
  const limits = LIMITS.product;
  const categories = notes.first('categories', product.categories, limits.categories);
  return compact({
    productId: notes.identifier('productId', product.productId, limits.productId),
    name: notes.text('name', product.name, limits.name),
    mainCategory: notes.text(
      'mainCategory',
      product.mainCategory || 'Uncategorized',
      limits.mainCategory,
    ),
    categoryExternalId: notes.identifier(
      'categoryExternalId',
      product.categoryExternalId,
      limits.categoryExternalId,
    ),
    categories: notes.texts('categories', categories, limits.category),
    description: notes.text('description', product.description, limits.description),
    productUrl: notes.identifier('productUrl', product.productUrl, limits.url),
    mainImageUrl: imageUrl('mainImageUrl', product.mainImageUrl, notes),
    imageUrls: imageUrls(product.imageUrls, notes),
    available: product.available,
    active: product.active,
    quantity: product.quantity === undefined ? undefined : quantity(product.quantity, notes),
    price: notes.amount('price', product.price),
    discountPrice: notes.amount('discountPrice', product.discountPrice),
    systemDetails: product.systemDetails && systemDetails(product.systemDetails, notes),
    customDetails: customDetails(product.customDetails, notes),
    setAsNull: product.setAsNull,
  });
}

/** An integer; parts of a unit are not for sale. */
export function quantity(value: number, notes: RecordNotes): number {
  if (!Number.isFinite(value)) return notes.refuse('quantity', 'is not a number');
  const whole = Math.floor(value);
  if (whole !== value) {
    notes.warn({ code: 'changed', field: 'quantity', text: 'Rounded down to a whole number.' });
  }
  return whole;
}

/** A picture's address does not survive a cut; the product is better without it. */
function imageUrl(field: string, url: string | undefined, notes: RecordNotes): string | undefined {
  const limit = LIMITS.product.url;
  if (url === undefined || url.length <= limit) return url || undefined;
  notes.warn({ code: 'dropped', field, limit, text: `Longer than ${limit} characters; left out.` });
  return undefined;
}

function imageUrls(
  urls: readonly string[] | undefined,
  notes: RecordNotes,
): readonly string[] | undefined {
  const usable = urls?.flatMap((url) => imageUrl('imageUrls', url, notes) ?? []);
  return notes.first('imageUrls', usable, LIMITS.product.imageUrls);
}

function systemDetails(details: ProductSystemDetails, notes: RecordNotes): object {
  const limits = LIMITS.product;
  return compact({
    brand: notes.text('systemDetails.brand', details.brand, limits.brand),
    manufacturer: notes.text(
      'systemDetails.manufacturer',
      details.manufacturer,
      limits.manufacturer,
    ),
    season: notes.text('systemDetails.season', details.season, limits.season),
    color: notes.text('systemDetails.color', details.color, limits.color),
    popularity: popularity(details.popularity, notes),
    bestseller: details.bestseller,
    newProduct: details.newProduct,
    gender: details.gender,
  });
}

function popularity(value: number | undefined, notes: RecordNotes): number | undefined {
  if (value === undefined) return undefined;
  const field = 'systemDetails.popularity';
  if (!Number.isFinite(value)) return notes.refuse(field, 'is not a number');
  const max = LIMITS.product.popularity;
  const clamped = Math.min(Math.max(Math.round(value), 0), max);
  if (clamped !== value) {
    notes.warn({
      code: 'changed',
      field,
      limit: max,
      text: `Made a whole number from 0 to ${max}.`,
    });
  }
  return clamped;
}

function customDetails(
  details: Readonly<Record<string, string>> | undefined,
  notes: RecordNotes,
): Record<string, string | undefined> | undefined {
  const { customDetails: max, customDetail: limit } = LIMITS.product;
  const entries = notes.first('customDetails', details && Object.entries(details), max);
  return (
    entries &&
    Object.fromEntries(
      entries.map(([key, value]) => [key, notes.text(`customDetails.${key}`, value, limit)]),
    )
  );
}
