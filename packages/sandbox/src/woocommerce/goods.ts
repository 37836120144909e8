import { Dice, STREAM } from './random.js';
import type { ProductRecord, Term, VariationRecord } from './records.js';

/** The terms of the shop. Id 15 is the category WordPress makes by itself. */
export const CATEGORIES: readonly Term[] = [
  { id: 15, name: 'Uncategorized', slug: 'uncategorized', parent: 0 },
  { id: 16, name: 'Odzież', slug: 'odziez', parent: 0 },
  { id: 17, name: 'Koszulki', slug: 'koszulki', parent: 16 },
  { id: 18, name: 'Buty', slug: 'buty', parent: 0 },
  { id: 19, name: 'Buty do biegania', slug: 'buty-do-biegania', parent: 18 },
  { id: 20, name: 'Dom &amp; ogród', slug: 'dom-ogrod', parent: 0 },
  { id: 21, name: 'Camping', slug: 'camping', parent: 0 },
];
export const BRANDS: readonly Term[] = [
  { id: 24, name: 'Leśny Szlak', slug: 'lesny-szlak', parent: 0 },
  { id: 25, name: 'Northwind', slug: 'northwind', parent: 0 },
  { id: 26, name: 'Żuraw', slug: 'zuraw', parent: 0 },
];

const FIRST_PRODUCT_ID = 1000;
/** Ids set aside for a product and its variations. */
const IDS_PER_PRODUCT = 8;
const SIZES = ['S', 'M', 'L'] as const;

const MODELS: readonly [Model, ...Model[]] = [
  { name: 'Runner', slug: 'runner', category: [18, 19], price: [17_900, 44_900], weight: '0.6' },
  { name: 'Kubek emaliowany', slug: 'kubek', category: [21], price: [2_900, 6_900], weight: '0.2' },
  {
    name: 'Plecak Wędrowiec',
    slug: 'plecak',
    category: [21],
    price: [14_900, 39_900],
    weight: '1.1',
  },
  { name: 'Tee', slug: 'tee', category: [16, 17], price: [4_900, 9_900], weight: '0.2' },
  {
    name: 'Lampion &amp; haczyk',
    slug: 'lampion',
    category: [20],
    price: [3_900, 12_900],
    weight: '0.8',
  },
  {
    name: 'Camp kettle 1&times;1.5 l',
    slug: 'kettle',
    category: [21],
    price: [8_900, 18_900],
    weight: '0.9',
  },
  { name: 'Konewka', slug: 'konewka', category: [20], price: [4_500, 9_500], weight: '0.7' },
  {
    name: 'Bluza z kapturem',
    slug: 'bluza',
    category: [16],
    price: [12_900, 24_900],
    weight: '0.7',
  },
];
const SHADES: readonly [string, ...string[]] = [
  'zielony',
  'grafitowy',
  'ochra',
  'navy',
  'burgund',
  'piaskowy',
  'sky',
  'śnieżny',
];

interface Model {
  name: string;
  slug: string;
  category: readonly number[];
  price: readonly [number, number];
  weight: string;
}

/** The generated part of the catalogue: each product is made on its own from its index. */
export class Catalogue {
  readonly #made = new Map<number, { product: ProductRecord; variations: VariationRecord[] }>();

  constructor(
    private readonly seed: number,
    readonly count: number,
    private readonly start: number,
    private readonly end: number,
  ) {}

  /** First post id after the catalogue. */
  get endId(): number {
    return FIRST_PRODUCT_ID + this.count * IDS_PER_PRODUCT;
  }

  idAt(index: number): number {
    return FIRST_PRODUCT_ID + index * IDS_PER_PRODUCT;
  }

  /** Index of the product an id belongs to, its own or one of its variations'. */
  indexOf(id: number): number | undefined {
    const index = Math.floor((id - FIRST_PRODUCT_ID) / IDS_PER_PRODUCT);
    return index >= 0 && index < this.count ? index : undefined;
  }

  at(index: number): { product: ProductRecord; variations: readonly VariationRecord[] } {
    let made = this.#made.get(index);
    if (made === undefined) {
      made = this.#make(index);
      // Orders ask for the same goods over and over; a bound keeps memory flat in huge catalogues.
      if (this.#made.size >= 2_000) this.#made.clear();
      this.#made.set(index, made);
    }
    return made;
  }

  #make(index: number): { product: ProductRecord; variations: VariationRecord[] } {
    const dice = new Dice(this.seed, STREAM.product, index);
    const model = MODELS[index % MODELS.length] ?? MODELS[0];
    const shade = dice.pick(SHADES);
    const isVariable = index % 4 === 3;
    const id = this.idAt(index);
    const createdAt = this.start + Math.floor((dice.fraction() * (this.end - this.start)) / 4);
    const modifiedAt = createdAt + Math.floor(dice.fraction() * (this.end - createdAt));
    const price = Math.floor(dice.between(...model.price) / 1000) * 1000 + 990;
    const stock = isVariable || dice.chance(25) ? null : dice.between(0, 400);
    const salePrice = !isVariable && dice.chance(25) ? Math.round(price * 0.8) : null;
    const slug = `${model.slug}-${index + 1}`;
    const sku = `${model.slug.toUpperCase()}-${String(index + 1).padStart(4, '0')}`;
    const name = `${model.name} ${shade}`;
    const common = {
      createdAt,
      modifiedAt,
      status: 'publish' as const,
      saleFrom: null,
      saleTo: null,
      weight: model.weight,
      meta: [],
    };
    const variations = (isVariable ? SIZES : []).map((size, n): VariationRecord => {
      const pieces = dice.between(0, 60);
      return {
        ...common,
        id: id + 1 + n,
        parentId: id,
        description: '',
        sku: `${sku}-${size}`,
        gtin: gtinOf(id + 1 + n),
        regularPrice: price + n * 1000,
        salePrice: null,
        manageStock: true,
        stock: pieces,
        stockStatus: pieces > 0 ? 'instock' : 'outofstock',
        attributes: [{ name: 'Size', option: size }],
      };
    });
    const product: ProductRecord = {
      ...common,
      id,
      name,
      slug,
      type: isVariable ? 'variable' : 'simple',
      description: `<p>${name}. Sprawdzony w lesie i w domu, model ${index + 1}.</p>`,
      shortDescription: `<p>${name}</p>`,
      sku,
      gtin: isVariable ? '' : gtinOf(id),
      regularPrice: isVariable ? null : price,
      salePrice,
      manageStock: stock !== null,
      stock,
      stockStatus: stock === 0 ? 'outofstock' : 'instock',
      categoryIds: model.category,
      brandIds: dice.chance(70) ? [BRANDS[index % BRANDS.length]?.id ?? 24] : [],
      imageName: dice.chance(85) ? slug : null,
      attributes: isVariable ? [{ name: 'Size', options: [...SIZES], isVariation: true }] : [],
      variationIds: variations.map((variation) => variation.id),
      totalSales: dice.between(0, 300),
    };
    return { product, variations };
  }
}

/** An EAN-13 with a right check digit, in the range kept for use inside a shop (prefix 200). */
function gtinOf(id: number): string {
  const body = `200${String(id).padStart(9, '0')}`;
  let sum = 0;
  for (let i = 0; i < 12; i += 1) sum += Number(body[i]) * (i % 2 === 0 ? 1 : 3);
  return `${body}${(10 - (sum % 10)) % 10}`;
}
