import { type HttpResponse, StoreUnavailable } from '@storewire/core';
import { XMLParser } from 'fast-xml-parser';

/** A row of a webservice list. Every scalar but the id is text, in JSON and in XML alike. */
export interface PsDocument {
  readonly id: number;
  readonly [field: string]: unknown;
}

/** A resource of the key with the methods it may use, in capitals. */
export type Permissions = ReadonlyMap<string, ReadonlySet<string>>;

const METHODS = ['get', 'put', 'post', 'patch', 'delete', 'head'] as const;

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  parseTagValue: false,
  parseAttributeValue: false,
});

/** How a list is called in its answer, where that is not the name of the resource. */
const LISTS: Readonly<Record<string, string>> = { order_slip: 'order_slips' };
const listName = (resource: string): string => LISTS[resource] ?? resource;

/** True for what begins like a page and not like an answer of the webservice. */
export const isHtml = (text: string): boolean => /^\s*<(?!\?xml|prestashop)/i.test(text);

/**
 * The rows of a list. PrestaShop writes an empty one as `[]`. Notices of PHP that stand before the list are passed over.
 * `undefined` for text that is not JSON: before 1.7 a line break or an emoji in a text is enough.
 */
export function rowsOfJson(text: string, resource: string): PsDocument[] | undefined {
  const name = listName(resource);
  const at = text.indexOf(`{"${name}":`);
  const body = parsed(text) ?? (at > 0 ? parsed(text.slice(at)) : undefined);
  if (Array.isArray(body)) return [];
  if (body === null || typeof body !== 'object') return undefined;
  const rows = (body as Record<string, unknown>)[name];
  return Array.isArray(rows) ? rows.map(tidied) : [];
}

/** The rows of a list in XML, in the shape they have in JSON. @throws StoreUnavailable for anything else. */
export function rowsOfXml({ text, status }: HttpResponse, resource: string): PsDocument[] {
  const list = elementsOf(rootOf(text, status)[listName(resource)]);
  return list.map((element) => {
    const document: Record<string, unknown> = {};
    for (const [name, value] of Object.entries(bag(element))) {
      if (name.startsWith('@') || name === '#text' || name === 'associations') continue;
      document[name] = fieldOf(value);
    }
    const associations = associationsOf(bag(element).associations);
    if (Object.keys(associations).length > 0) document.associations = associations;
    // A list of ids alone has them as attributes.
    return { ...document, id: Number(document.id ?? bag(element)['@id']) };
  });
}

/** What the key may use, and the name of the shop: the list at `/api/`, which only exists in XML. */
export function permissionsOf({ text, status }: HttpResponse): {
  permissions: Permissions;
  shopName: string;
} {
  const api = bag(rootOf(text, status).api);
  const permissions = new Map<string, ReadonlySet<string>>();
  for (const [resource, element] of Object.entries(api)) {
    if (resource.startsWith('@') || resource === '#text') continue;
    const allowed = METHODS.filter((method) => bag(element)[`@${method}`] === 'true');
    permissions.set(resource, new Set(allowed.map((method) => method.toUpperCase())));
  }
  return { permissions, shopName: String(api['@shopName'] ?? '').trim() };
}

/** The error codes of an answer, in JSON or XML, in their order; empty when it names none. */
export function errorCodesOf(text: string): number[] {
  try {
    const { errors } = JSON.parse(text) as { errors?: readonly { code?: unknown }[] };
    return Array.isArray(errors) ? errors.map(({ code }) => Number(code)) : [];
  } catch {
    return [...text.matchAll(/<code>\s*(?:<!\[CDATA\[)?\s*(\d+)/g)].map(([, code]) => Number(code));
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** `false` is how PrestaShop 8 writes a name that is not there (`manufacturer_name`). */
function tidied(row: unknown): PsDocument {
  const document: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(bag(row))) {
    document[name] = value === false ? null : value;
  }
  return { ...document, id: Number(document.id) };
}

type Bag = Readonly<Record<string, unknown>>;

const bag = (value: unknown): Bag =>
  value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Bag) : {};

function rootOf(text: string, status: number): Bag {
  try {
    const { prestashop } = parser.parse(text.slice(Math.max(0, text.indexOf('<?xml')))) as {
      prestashop?: unknown;
    };
    if (prestashop !== undefined) return bag(prestashop);
  } catch {
    // What the parser quotes of the text may be personal; the error below says all that helps.
  }
  throw new StoreUnavailable(
    `${isHtml(text) ? 'an HTML page' : 'text'} instead of XML (status ${status})`,
  );
}

/** The children of a wrapper, whatever they are called; a single one is not a list in XML. */
function elementsOf(wrapper: unknown): unknown[] {
  return Object.entries(bag(wrapper)).flatMap(([name, value]) => {
    if (name.startsWith('@') || name === '#text') return [];
    return Array.isArray(value) ? value : [value];
  });
}

/** In JSON an association without entries is left out, in XML it is there; here it is left out. */
const associationsOf = (value: unknown): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(bag(value))
      .filter(([, wrapper]) => elementsOf(wrapper).length > 0)
      .map(([name, wrapper]) => [
        name,
        elementsOf(wrapper).map((element) =>
          Object.fromEntries(
            Object.entries(bag(element))
              .filter(([field]) => !field.startsWith('@') && field !== '#text')
              .map(([field, inner]) => [field, fieldOf(inner)]),
          ),
        ),
      ]),
  );

/** Text, or the translations of one; a single language is plain text, as in JSON. */
function fieldOf(value: unknown): unknown {
  const { language } = bag(value);
  if (language === undefined) return textOf(value);
  const languages = Array.isArray(language) ? language : [language];
  if (languages.length === 1) return textOf(languages[0]);
  return languages.map((one) => ({ id: bag(one)['@id'], value: textOf(one) }));
}

const textOf = (value: unknown): string => {
  const text = typeof value === 'object' ? bag(value)['#text'] : value;
  return text === undefined || text === null ? '' : String(text);
};
