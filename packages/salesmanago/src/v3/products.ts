import { assertBatch } from '../batch.js';
import { LIMITS } from '../limits.js';
import type { Answer } from '../outcome/answer.js';
import { asTexts } from '../outcome/json.js';
import { type ProductUpsert, productBody, quantity } from '../request/product.request.js';
import { compact, RecordNotes } from '../request/record-notes.js';
import { type WithWarnings, withWarnings } from '../warnings.js';
import type { V3Calls } from './v3-calls.js';

export interface ProductQuantity {
  productId: string;
  quantity: number;
}

export interface ProductPrice {
  productId: string;
  price: string | number;
  discountPrice?: string | number | undefined;
}

export interface ProductsAccepted {
  /** Names the request in later problems; absent only where SALESmanago answered with nothing but warnings. */
  requestId: string | undefined;
  productIds: readonly string[];
}

/**
 * Products of a catalogue, at most 100 per call (`SM_BAD_BATCH` otherwise). SALESmanago accepts them and
 * works later; what fails then goes to the webhook of the key. A call is refused as a whole: the error's `indexes` say
 * which products were wrong, so that the others can be sent without them. Throws SalesmanagoError only.
 */
export class Products {
  constructor(private readonly calls: V3Calls) {}

  upsert(
    catalogId: string,
    products: readonly ProductUpsert[],
  ): Promise<WithWarnings<ProductsAccepted>> {
    return this.#send('product/upsert', catalogId, products, productBody);
  }

  updateQuantity(
    catalogId: string,
    products: readonly ProductQuantity[],
  ): Promise<WithWarnings<ProductsAccepted>> {
    return this.#send('product/updateQuantity', catalogId, products, (product, notes) => ({
      productId: product.productId,
      quantity: quantity(product.quantity, notes),
    }));
  }

  updatePrice(
    catalogId: string,
    products: readonly ProductPrice[],
  ): Promise<WithWarnings<ProductsAccepted>> {
    return this.#send('product/updatePrice', catalogId, products, (product, notes) =>
      compact({
        productId: product.productId,
        price: notes.amount('price', product.price),
        discountPrice: notes.amount('discountPrice', product.discountPrice),
      }),
    );
  }

  async #send<T>(
    call: string,
    catalogId: string,
    products: readonly T[],
    body: (product: T, notes: RecordNotes) => object,
  ): Promise<WithWarnings<ProductsAccepted>> {
    const max = LIMITS.batch.products;
    assertBatch(call, products.length <= max, `it takes ${max} products, not ${products.length}`);
    if (products.length === 0)
      return { value: { requestId: undefined, productIds: [] }, warnings: [] };
    const notes = products.map((_, index) => new RecordNotes(call, index));
    const bodies = products.map((product, index) => body(product, notes[index] as RecordNotes));
    const answer = await this.calls.post(call, { catalogId, products: bodies });
    const value = { requestId: requestId(answer), productIds: asTexts(answer.body.productIds) };
    return withWarnings(value, ...notes, answer);
  }
}

/** Code 12 says by itself that the call succeeded, in whichever of the two bodies it comes. */
export function requestId(answer: Answer): string | undefined {
  return answer.warnings.length > 0 ? answer.text('requestId') : answer.id('requestId');
}
