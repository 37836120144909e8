import { LIMITS } from '../limits.js';
import { asCount, asObjects, asText, isObject } from '../outcome/json.js';
import { compact, RecordNotes } from '../request/record-notes.js';
import { type WithWarnings, withWarnings } from '../warnings.js';
import type { V3Calls } from './v3-calls.js';

export interface CatalogUpsert {
  /** For an update. */
  catalogId?: string | undefined;
  name: string;
  /** ISO 4217. */
  currency: string;
  /** Links events to the catalogue: equal to `contactEvent.location`. */
  location: string;
  /** Use it in recommendation frames. */
  setAsDefault?: boolean | undefined;
}

export interface Catalog {
  catalogId: string;
  name?: string | undefined;
  currency?: string | undefined;
  location?: string | undefined;
  setAsDefault?: boolean | undefined;
}

export interface CatalogList {
  catalogs: readonly Catalog[];
  /** How many the account may have. */
  max: number | undefined;
}

/** Product catalogues of API v3. Throws SalesmanagoError only. */
export class Catalogs {
  constructor(private readonly calls: V3Calls) {}

  async upsert(catalog: CatalogUpsert): Promise<WithWarnings<{ catalogId: string }>> {
    const call = 'product/catalogUpsert';
    const notes = new RecordNotes(call);
    // The documents allow letters, digits and "_"; the vendor's plugins turn spaces into "_".
    const wanted = catalog.name.trim().replace(/\s+/g, '_');
    const name = notes.text('name', wanted, LIMITS.catalog.name);
    const body = compact({
      catalogId: catalog.catalogId,
      // The documents say `catalogName`, the vendor's library sends `name`.
      catalogName: name,
      name,
      currency: catalog.currency,
      location: notes.identifier('location', catalog.location, LIMITS.catalog.location),
      setAsDefault: catalog.setAsDefault ?? false,
    });
    const answer = await this.calls.post(call, body);
    return withWarnings({ catalogId: answer.id('catalogId') }, notes, answer);
  }

  async list(): Promise<CatalogList> {
    const answer = await this.calls.get('product/catalogList');
    const limits = answer.body.limits;
    return {
      catalogs: asObjects(answer.list('catalogs')).flatMap((item) => {
        const catalogId = asText(item.catalogId) ?? asText(item.id);
        if (catalogId === undefined) return [];
        const isDefault = item.setAsDefault ?? item.default;
        return [
          {
            catalogId,
            name: asText(item.name) ?? asText(item.catalogName),
            currency: asText(item.currency),
            location: asText(item.location),
            setAsDefault: typeof isDefault === 'boolean' ? isDefault : undefined,
          },
        ];
      }),
      max: isObject(limits) ? asCount(limits.max) : undefined,
    };
  }

  async delete(catalogId: string): Promise<void> {
    await this.calls.post('product/catalogDelete', { catalogId });
  }
}
