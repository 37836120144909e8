import { assertBatch } from '../batch.js';
import { LIMITS } from '../limits.js';
import { asCount, asObjects, asText, isObject, readMessages } from '../outcome/json.js';
import { RecordNotes } from '../request/record-notes.js';
import { type WithWarnings, withWarnings } from '../warnings.js';
import type { V3Calls } from './v3-calls.js';

export interface Collection {
  collectionId: string;
  name?: string | undefined;
}

export interface CollectionList {
  collections: readonly Collection[];
  /** How many the account may have. */
  max: number | undefined;
}

/** Products of one contact in a collection; at most 100. */
export interface CollectionAssignment {
  contactId: string;
  productIds: readonly string[];
}

/** Product collections of API v3, such as wish lists. Throws SalesmanagoError only. */
export class Collections {
  constructor(private readonly calls: V3Calls) {}

  async add(name: string, catalogId: string): Promise<WithWarnings<{ collectionId: string }>> {
    const call = 'product/collection/add';
    const notes = new RecordNotes(call);
    const answer = await this.calls.post(call, {
      name: notes.text('name', name, LIMITS.collection.name),
      catalogId,
    });
    // The documents also spell it `collectionsUUID`.
    const collectionId = answer.text('collectionsUUID') ?? answer.id('collectionUUID');
    return withWarnings({ collectionId }, notes, answer);
  }

  async list(): Promise<CollectionList> {
    const answer = await this.calls.get('product/collection/list');
    const limits = answer.body.limits;
    return {
      collections: asObjects(answer.list('collections')).flatMap((item) => {
        const collectionId = asText(item.collectionId) ?? asText(item.collectionUUID);
        return collectionId === undefined ? [] : [{ collectionId, name: asText(item.name) }];
      }),
      max: isObject(limits) ? asCount(limits.max) : undefined,
    };
  }

  /**
   * Puts products into the collections of up to 1000 contacts. Only scheduled; a contact that is less than a minute
   * old may be passed over. `messages` says how many contacts were scheduled.
   */
  addProducts(
    collectionId: string,
    data: readonly CollectionAssignment[],
  ): Promise<WithWarnings<{ messages: readonly string[] }>> {
    return this.#change('product/collection/products/add', collectionId, data);
  }

  /** Takes products out; limits as for `addProducts`. */
  deleteProducts(
    collectionId: string,
    data: readonly CollectionAssignment[],
  ): Promise<WithWarnings<{ messages: readonly string[] }>> {
    return this.#change('product/collection/products/delete', collectionId, data);
  }

  /** Product ids of one contact in the collection. */
  async productsOf(collectionId: string, contactId: string): Promise<string[]> {
    const answer = await this.calls.post('product/collection/contact/products', {
      collectionUUID: collectionId,
      contactId,
    });
    return answer
      .list('products')
      .flatMap((item) => asText(isObject(item) ? item.productId : item) ?? []);
  }

  /** Irreversible. */
  async delete(collectionId: string): Promise<void> {
    await this.calls.post('product/collection/delete', { collectionUUID: collectionId });
  }

  async #change(
    call: string,
    collectionId: string,
    data: readonly CollectionAssignment[],
  ): Promise<WithWarnings<{ messages: readonly string[] }>> {
    const { assignments, productsPerAssignment } = LIMITS.batch;
    assertBatch(
      call,
      data.length <= assignments && data.every((d) => d.productIds.length <= productsPerAssignment),
      `it takes ${assignments} contacts with ${productsPerAssignment} products each`,
    );
    if (data.length === 0) return { value: { messages: [] }, warnings: [] };
    const answer = await this.calls.post(call, { collectionUUID: collectionId, data });
    // Both methods promise `success`; a body without it is some other server's.
    if (answer.body.success !== true && answer.warnings.length === 0) answer.missing('success');
    return withWarnings({ messages: readMessages(answer.body.message) }, answer);
  }
}
