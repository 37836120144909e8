import { applyMeta } from './meta.js';
import type { ProductRecord, ProductStatus, VariationRecord } from './records.js';
import { RestError } from './rest.error.js';
import type { Shop } from './shop.js';

/** What a write can set on a product or variation; prices in minor units. */
export interface GoodsFields {
  name?: string;
  type?: ProductRecord['type'];
  status?: ProductStatus;
  description?: string;
  shortDescription?: string;
  sku?: string;
  gtin?: string;
  regularPrice?: number | null;
  salePrice?: number | null;
  saleFrom?: number | null;
  saleTo?: number | null;
  manageStock?: boolean;
  stock?: number | null;
  stockStatus?: ProductRecord['stockStatus'];
  weight?: string;
  categoryIds?: readonly number[];
  brandIds?: readonly number[];
  attributes?: ProductRecord['attributes'];
  meta?: unknown;
}

/** Changes the catalogue, and tells the webhooks. */
export class ProductDesk {
  constructor(private readonly shop: Shop) {}

  find(id: number): ProductRecord {
    const record = this.shop.products.get(id);
    if (record === undefined) {
      throw new RestError(404, 'woocommerce_rest_product_invalid_id', 'Invalid ID.');
    }
    return record;
  }

  findVariation(productId: number, id: number): VariationRecord {
    const variation = this.shop.variation(id);
    const isOwn = this.find(productId).variationIds.includes(id);
    if (variation === undefined || !isOwn) {
      throw new RestError(404, 'woocommerce_rest_product_variation_invalid_id', 'Invalid ID.');
    }
    return variation;
  }

  bySku(sku: string): ProductRecord | undefined {
    const { products } = this.shop;
    const found = products.query(
      `sku ${sku}`,
      (row) => products.record(row)?.sku === sku,
      (a, b) => a - b,
    );
    return found.length === 0 ? undefined : products.get(found.id(0));
  }

  create(fields: GoodsFields): ProductRecord {
    if (fields.sku) this.#refuseTaken(fields.sku, undefined);
    const id = this.shop.nextPostId();
    const now = this.shop.now;
    const name = fields.name ?? 'Product';
    const record: ProductRecord = {
      id,
      createdAt: now,
      modifiedAt: now,
      name,
      slug: slugOf(name, id),
      type: fields.type ?? 'simple',
      status: fields.status ?? 'publish',
      description: fields.description ?? '',
      shortDescription: fields.shortDescription ?? '',
      sku: fields.sku ?? '',
      gtin: fields.gtin ?? '',
      regularPrice: fields.regularPrice ?? null,
      salePrice: fields.salePrice ?? null,
      saleFrom: fields.saleFrom ?? null,
      saleTo: fields.saleTo ?? null,
      manageStock: fields.manageStock ?? false,
      stock: fields.manageStock ? (fields.stock ?? 0) : null,
      stockStatus: fields.stockStatus ?? 'instock',
      weight: fields.weight ?? '',
      categoryIds: fields.categoryIds?.length ? fields.categoryIds : [15],
      brandIds: fields.brandIds ?? [],
      imageName: null,
      attributes: fields.attributes ?? [],
      variationIds: [],
      totalSales: 0,
      meta: applyMeta([], fields.meta, () => this.shop.nextRowId()),
    };
    this.shop.products.put(record);
    this.shop.announce('product.created', id);
    return record;
  }

  change(id: number, fields: GoodsFields): ProductRecord {
    const known = this.find(id);
    if (fields.sku) this.#refuseTaken(fields.sku, id);
    return this.#store({
      ...known,
      ...defined(fields, ['type', 'status', 'name', 'description', 'shortDescription']),
      ...defined(fields, ['categoryIds', 'brandIds', 'attributes']),
      ...sellable(known, fields),
      meta: applyMeta(known.meta, fields.meta, () => this.shop.nextRowId()),
    });
  }

  createVariation(
    productId: number,
    fields: GoodsFields,
    attributes: VariationRecord['attributes'],
  ): VariationRecord {
    const parent = this.find(productId);
    const now = this.shop.now;
    const record: VariationRecord = {
      id: this.shop.nextPostId(),
      parentId: productId,
      createdAt: now,
      modifiedAt: now,
      status: 'publish',
      description: fields.description ?? '',
      sku: fields.sku ?? parent.sku,
      gtin: fields.gtin ?? '',
      regularPrice: fields.regularPrice ?? null,
      salePrice: fields.salePrice ?? null,
      saleFrom: fields.saleFrom ?? null,
      saleTo: fields.saleTo ?? null,
      manageStock: fields.manageStock ?? false,
      stock: fields.manageStock ? (fields.stock ?? 0) : null,
      stockStatus: fields.stockStatus ?? 'instock',
      weight: fields.weight ?? '',
      attributes,
      meta: applyMeta([], fields.meta, () => this.shop.nextRowId()),
    };
    this.shop.putVariation(record);
    this.#store({ ...parent, variationIds: [...parent.variationIds, record.id] });
    return record;
  }

  /** An edit of a variation counts as a change of its product. */
  changeVariation(productId: number, id: number, fields: GoodsFields): VariationRecord {
    const known = this.findVariation(productId, id);
    const changed: VariationRecord = {
      ...known,
      ...defined(fields, ['status', 'description']),
      ...sellable(known, fields),
      modifiedAt: this.shop.now,
      meta: applyMeta(known.meta, fields.meta, () => this.shop.nextRowId()),
    };
    this.shop.putVariation(changed);
    this.#store(this.find(productId));
    return changed;
  }

  removeVariation(productId: number, id: number): VariationRecord {
    const known = this.findVariation(productId, id);
    const parent = this.find(productId);
    this.shop.removeVariation(id);
    this.#store({ ...parent, variationIds: parent.variationIds.filter((one) => one !== id) });
    return known;
  }

  trash(id: number): ProductRecord {
    const known = this.find(id);
    this.shop.products.put({ ...known, status: 'trash' });
    this.shop.announce('product.deleted', id);
    return known;
  }

  /** Like orders, products that are deleted for good are not announced: only the bin is. */
  erase(id: number): ProductRecord {
    const known = this.find(id);
    this.shop.products.remove(id);
    return known;
  }

  /** Takes pieces out of the stock (or back, when negative); false when stock is not counted. */
  sell(productId: number, variationId: number, quantity: number): boolean {
    const product = this.shop.products.get(productId);
    if (product === undefined) return false;
    const variation = variationId === 0 ? undefined : this.shop.variation(variationId);
    const totalSales = product.totalSales + quantity;
    if (variation?.manageStock && variation.stock !== null) {
      const stock = variation.stock - quantity;
      this.shop.putVariation({
        ...variation,
        stock,
        stockStatus: stock > 0 ? 'instock' : 'outofstock',
        modifiedAt: this.shop.now,
      });
      this.#store({ ...product, totalSales });
      return true;
    }
    if (variation === undefined && product.manageStock && product.stock !== null) {
      const stock = product.stock - quantity;
      const stockStatus = stock > 0 ? 'instock' : 'outofstock';
      this.#store({ ...product, totalSales, stock, stockStatus });
      return true;
    }
    this.#store({ ...product, totalSales });
    return false;
  }

  #store(record: ProductRecord): ProductRecord {
    const changed = { ...record, modifiedAt: this.shop.now };
    this.shop.products.put(changed);
    this.shop.announce('product.updated', record.id);
    return changed;
  }

  #refuseTaken(sku: string, ownId: number | undefined): void {
    const owner = this.bySku(sku);
    if (owner !== undefined && owner.id !== ownId) {
      throw new RestError(400, 'product_invalid_sku', 'Invalid or duplicated SKU.', {
        resource_id: owner.id,
        unique_sku: `${sku}-1`,
      });
    }
  }
}

function sellable<R extends ProductRecord | VariationRecord>(known: R, fields: GoodsFields) {
  const manageStock = fields.manageStock ?? known.manageStock;
  const stock = manageStock ? (fields.stock ?? known.stock ?? 0) : null;
  return {
    ...defined(fields, [
      'sku',
      'gtin',
      'regularPrice',
      'salePrice',
      'saleFrom',
      'saleTo',
      'weight',
    ]),
    manageStock,
    stock,
    stockStatus:
      stock === null
        ? (fields.stockStatus ?? known.stockStatus)
        : stock > 0
          ? ('instock' as const)
          : ('outofstock' as const),
  };
}

/** Only the fields that were sent. */
function defined<K extends keyof GoodsFields>(
  fields: GoodsFields,
  names: readonly K[],
): { [N in K]?: Exclude<GoodsFields[N], undefined> } {
  return Object.fromEntries(
    names.filter((name) => fields[name] !== undefined).map((name) => [name, fields[name]]),
  ) as { [N in K]?: Exclude<GoodsFields[N], undefined> };
}

function slugOf(name: string, id: number): string {
  const words = name
    .replace(/&[a-z]+;/g, ' ')
    .normalize('NFD')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .toLowerCase();
  return `${words.replace(/^-+|-+$/g, '')}-${id}`;
}
