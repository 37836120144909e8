import { StoreUnavailable } from '@storewire/core';

/** What a consent write sets. */
export interface NewsletterChange {
  readonly newsletter: '0' | '1';
  /** Local time of the sign-up; an opt-out leaves the one that is there. */
  readonly newsletter_date_add?: string;
}

const HEAD = '<?xml version="1.0" encoding="UTF-8"?>';

/** The body of a PATCH. The id in the body is the one that counts to PrestaShop, the one in the address is ignored. */
export const patchBody = (id: string, change: NewsletterChange): string => {
  const fields = Object.entries({ id, ...change }).map(
    ([name, value]) => `<${name}>${value}</${name}>`,
  );
  return `${HEAD}\n<prestashop><customer>${fields.join('')}</customer></prestashop>`;
};

/**
 * The body of a PUT: the entity exactly as it was read, with the newsletter fields changed. A field that is left out
 * would be emptied, and another password hash would be taken for a new password; so the text is edited and not built
 * anew. Zero dates, which are refused when they come back, become empty.
 *
 * @throws StoreUnavailable when the entity is not that of the customer, or lacks a field that must be kept.
 */
export function putBody(entity: string, id: string, change: NewsletterChange): string {
  if (idIn(entity) !== id || !/<passwd\b/.test(entity) || !/<id_shop\b/.test(entity)) {
    throw new StoreUnavailable(`the customer ${id} is not complete in the answer`);
  }
  let body = entity.replaceAll(/(<!\[CDATA\[)?0000-00-00(?: 00:00:00)?(\]\]>)?/g, '$1$2');
  for (const [name, value] of Object.entries(change)) body = withField(body, name, value);
  return body;
}

/** The id of the customer that an answer is about. */
export const idIn = (entity: string): string | undefined =>
  /<customer>\s*<id>\s*(?:<!\[CDATA\[)?(\d+)/.exec(entity)?.[1];

function withField(entity: string, name: string, value: string): string {
  const field = new RegExp(`(<${name}\\b[^>]*?)(?:/>|>[\\s\\S]*?</${name}>)`);
  if (!field.test(entity)) throw new StoreUnavailable(`the customer has no field ${name}`);
  return entity.replace(field, (_all, open: string) => `${open}><![CDATA[${value}]]></${name}>`);
}
