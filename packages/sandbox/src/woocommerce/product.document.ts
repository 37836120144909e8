import type { WooImage, WooProduct, WooVariation } from './documents.js';
import { both, type Frame, links, metaDocument, restUrl } from './frame.js';
import { CURRENCIES, money } from './money.js';
import type { ProductRecord, Term, VariationRecord } from './records.js';

type Priced = Pick<ProductRecord, 'regularPrice' | 'salePrice' | 'saleFrom' | 'saleTo'>;

/** The price a shopper pays now, in minor units; null when there is none. */
export function priceNow(sellable: Priced, now: number): number | null {
  return isOnSale(sellable, now) ? sellable.salePrice : sellable.regularPrice;
}

export function isOnSale({ salePrice, saleFrom, saleTo }: Priced, now: number): boolean {
  return salePrice !== null && (saleFrom ?? now) <= now && (saleTo ?? now) >= now;
}

/** The address of a picture the store serves itself. */
export function imageUrl(frame: Frame, name: string): string {
  return `${frame.home}/wp-content/uploads/${name}.svg`;
}

/** What surrounds a product in its document. */
export interface Surroundings {
  variations: readonly VariationRecord[];
  categories: readonly Term[];
  brands: readonly Term[];
}

/** A product as `GET /products/{id}`. */
export function productDocument(
  frame: Frame,
  record: ProductRecord,
  around: Surroundings,
): WooProduct {
  const isVariable = record.type === 'variable';
  const prices = around.variations
    .map((variation) => priceNow(variation, frame.now))
    .filter((price) => price !== null);
  const price = isVariable
    ? prices.length > 0
      ? Math.min(...prices)
      : null
    : priceNow(record, frame.now);
  const onSale = isVariable
    ? around.variations.some((variation) => isOnSale(variation, frame.now))
    : isOnSale(record, frame.now);
  const stockStatus = isVariable
    ? around.variations.some((variation) => variation.stockStatus === 'instock')
      ? 'instock'
      : 'outofstock'
    : record.stockStatus;
  return {
    id: record.id,
    name: record.name,
    slug: record.slug,
    permalink: permalink(frame, record.slug),
    ...dates(frame, record),
    type: record.type,
    status: record.status,
    featured: false,
    catalog_visibility: 'visible',
    description: paragraph(record.description),
    short_description: paragraph(record.shortDescription),
    ...sale(frame, record),
    price: price === null ? '' : money(price),
    on_sale: onSale,
    purchasable: price !== null && record.status === 'publish',
    total_sales: record.totalSales,
    ...delivery(),
    external_url: '',
    button_text: '',
    tax_status: 'taxable',
    tax_class: '',
    manage_stock: record.manageStock,
    stock_quantity: record.stock,
    ...backorders(),
    sold_individually: false,
    weight: record.weight,
    ...shipping(),
    shipping_required: true,
    shipping_taxable: true,
    reviews_allowed: true,
    average_rating: '0.00',
    rating_count: 0,
    upsell_ids: [],
    cross_sell_ids: [],
    parent_id: 0,
    purchase_note: '',
    categories: around.categories.map(termReference),
    brands: around.brands.map(termReference),
    tags: [],
    images: record.imageName === null ? [] : [image(frame, record, record.imageName)],
    attributes: record.attributes.map((attribute, position) => ({
      id: 0,
      name: attribute.name,
      slug: attribute.name,
      position,
      visible: true,
      variation: attribute.isVariation,
      options: [...attribute.options],
    })),
    default_attributes: [],
    variations: [...record.variationIds],
    grouped_products: [],
    menu_order: 0,
    price_html: price === null ? '' : priceHtml(frame, record, price, onSale && !isVariable),
    related_ids: [],
    meta_data: metaDocument(record.meta),
    stock_status: stockStatus,
    has_options: isVariable,
    post_password: '',
    global_unique_id: record.gtin,
    _links: links(frame, '/wc/v3/products', record.id),
  };
}

/** A variation as `GET /products/{id}/variations/{id}`. */
export function variationDocument(
  frame: Frame,
  parent: ProductRecord,
  record: VariationRecord,
): WooVariation {
  const price = priceNow(record, frame.now);
  const choice = record.attributes
    .map(({ name, option }) => `attribute_${name.toLowerCase()}=${encodeURIComponent(option)}`)
    .join('&');
  return {
    id: record.id,
    type: 'variation',
    ...dates(frame, record),
    description: record.description,
    permalink: `${permalink(frame, parent.slug)}?${choice}`,
    global_unique_id: record.gtin,
    ...sale(frame, record),
    price: price === null ? '' : money(price),
    on_sale: isOnSale(record, frame.now),
    status: record.status,
    purchasable: price !== null,
    ...delivery(),
    tax_status: 'taxable',
    tax_class: '',
    manage_stock: record.manageStock ? true : parent.manageStock ? 'parent' : false,
    stock_quantity: record.stock,
    stock_status: record.stockStatus,
    ...backorders(),
    weight: record.weight,
    ...shipping(),
    image: null,
    gallery_image_ids: [],
    attributes: record.attributes.map(({ name, option }) => ({
      id: 0,
      name,
      slug: name.toLowerCase(),
      option,
    })),
    menu_order: 0,
    meta_data: metaDocument(record.meta),
    name: record.attributes.map(({ option }) => option).join(', '),
    parent_id: parent.id,
    _links: {
      ...links(frame, `/wc/v3/products/${parent.id}/variations`, record.id),
      up: [{ href: restUrl(frame, `/wc/v3/products/${parent.id}`) }],
    },
  };
}

function dates(frame: Frame, record: { createdAt: number; modifiedAt: number }) {
  const [created, createdGmt] = both(frame, record.createdAt);
  const [modified, modifiedGmt] = both(frame, record.modifiedAt);
  return {
    date_created: created,
    date_created_gmt: createdGmt,
    date_modified: modified,
    date_modified_gmt: modifiedGmt,
  };
}

function sale(frame: Frame, record: Priced & { sku: string }) {
  const [from, fromGmt] = both(frame, record.saleFrom);
  const [to, toGmt] = both(frame, record.saleTo);
  return {
    sku: record.sku,
    regular_price: record.regularPrice === null ? '' : money(record.regularPrice),
    sale_price: record.salePrice === null ? '' : money(record.salePrice),
    date_on_sale_from: from,
    date_on_sale_from_gmt: fromGmt,
    date_on_sale_to: to,
    date_on_sale_to_gmt: toGmt,
  };
}

function delivery() {
  return {
    virtual: false,
    downloadable: false,
    downloads: [],
    download_limit: -1,
    download_expiry: -1,
  };
}

function backorders() {
  return {
    backorders: 'no',
    backorders_allowed: false,
    backordered: false,
    low_stock_amount: null,
  };
}

function shipping() {
  return {
    dimensions: { length: '', width: '', height: '' },
    shipping_class: '',
    shipping_class_id: 0,
  };
}

function permalink(frame: Frame, slug: string): string {
  return frame.hasPrettyPermalinks
    ? `${frame.home}/product/${slug}/`
    : `${frame.home}/?product=${slug}`;
}

/** WordPress ends the paragraphs it shows with a line break. */
function paragraph(html: string): string {
  return html === '' || html.endsWith('\n') ? html : `${html}\n`;
}

function termReference({ id, name, slug }: Term): { id: number; name: string; slug: string } {
  return { id, name, slug };
}

function image(frame: Frame, record: ProductRecord, name: string): WooImage {
  const src = imageUrl(frame, name);
  return {
    id: record.id + 7,
    ...dates(frame, record),
    src,
    name,
    alt: '',
    srcset: '',
    sizes: '(max-width: 600px) 100vw, 600px',
    thumbnail: src,
  };
}

function priceHtml(frame: Frame, record: Priced, price: number, isReduced: boolean): string {
  const symbol = CURRENCIES[frame.currency].html;
  const amount = (minor: number) =>
    `<span class="woocommerce-Price-amount amount"><bdi><span class="woocommerce-Price-currencySymbol" translate="no">${symbol}</span>${money(minor)}</bdi></span>`;
  if (!isReduced || record.regularPrice === null) return amount(price);
  const before = money(record.regularPrice);
  return (
    `<del aria-hidden="true">${amount(record.regularPrice)}</del> ` +
    `<span class="screen-reader-text">Original price was: ${symbol}${before}.</span>` +
    `<ins aria-hidden="true">${amount(price)}</ins>` +
    `<span class="screen-reader-text">Current price is: ${symbol}${money(price)}.</span>`
  );
}
