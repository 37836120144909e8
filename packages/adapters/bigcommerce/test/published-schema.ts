import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { Call } from './fake-server.js';

const FOLDER = new URL('../../../../../shared/specs/bigcommerce/', import.meta.url);

interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly nullable?: boolean;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly allOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
}

interface Content {
  readonly content?: Readonly<Record<string, { readonly schema?: Schema }>>;
}

interface Parameter {
  readonly $ref?: string;
  readonly in?: string;
  readonly name?: string;
  readonly schema?: Schema;
}

interface Operation {
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: Content;
  readonly responses?: Readonly<Record<string, Content>>;
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

/** Of which file a path is; the first that fits. */
const FILES: readonly [path: RegExp, file: string][] = [
  [/^\/v2\/orders/, 'orders.v2.oas2'],
  [/^\/v2\/store/, 'store_information.v2'],
  [/^\/v3\/orders/, 'orders.v3'],
  [/^\/v3\/customers\/subscribers/, 'subscribers.v3'],
  [/^\/v3\/customers/, 'customers.v3'],
  [/^\/v3\/catalog\/brands/, 'brands_catalog.v3'],
  [/^\/v3\/catalog\/trees/, 'category-trees_catalog.v3'],
  [/^\/v3\/catalog\/products\/\d+\/variants/, 'product-variants_catalog.v3'],
  [/^\/v3\/catalog/, 'products_catalog.v3'],
  [/^\/v3\/carts/, 'carts.v3'],
  [/^\/v3\/channels/, 'channels.v3'],
  [/^\/v3\/hooks/, 'webhooks.v3'],
  [/^\/v3\/content/, 'scripts.v3'],
];

/** The description of the API that BigCommerce publishes, where it is at hand. */
export class PublishedSchema {
  readonly #documents = new Map<string, Document>();

  static read(): PublishedSchema | undefined {
    return existsSync(FOLDER) ? new PublishedSchema() : undefined;
  }

  /** What is not in the description, of a call: its path, its parameters, their words, the fields of its body. */
  problemsOf({ method, path, query, body }: Call): string[] {
    const found = this.#operation(method, path);
    if (!found) return [`${method} ${path} is not there`];
    const { document, operation, parameters } = found;
    const what = `${method} ${found.path}`;
    const problems = [...query].flatMap(([name, value]) => {
      const parameter = parameters.find((one) => one.in === 'query' && one.name === name);
      if (!parameter) return [`${what} has no parameter ${name}`];
      const unknown = value.split(',').filter((word) => !allows(parameter.schema, word));
      return unknown.map((word) => `${what} does not take ${name}=${word}`);
    });
    const schema = schemaIn(this.#resolve(document, operation.requestBody));
    return [...problems, ...this.#problems(document, schema, body, what)];
  }

  /** Fields of an answer, or of one row of it, that the description does not have, and values of a wrong kind. */
  problemsIn(path: string, row: unknown, added: readonly string[]): string[] {
    const found = this.#operation('GET', path);
    const answer = found && this.#resolve(found.document, found.operation.responses?.['200']);
    if (!found || !answer) return [`GET ${path} is not there`];
    const whole = schemaIn(answer);
    const data = path.startsWith('/v2/') ? whole : this.#property(found.document, whole, 'data');
    const one = this.#items(found.document, data) ?? data;
    return this.#problems(found.document, one, without(row, added), path);
  }

  #operation(method: string, written: string) {
    const file = FILES.find(([pattern]) => pattern.test(written))?.[1];
    if (!file) return undefined;
    const document = this.#read(file);
    const bare = written.replace(/^\/v[23]/, '').split('/');
    const path = Object.keys(document.paths)
      .filter((one) => {
        const parts = one.split('/');
        return (
          parts.length === bare.length &&
          parts.every((part, i) => part.startsWith('{') || part === bare[i])
        );
      })
      .toSorted((a, b) => a.split('{').length - b.split('{').length)[0];
    const item = path === undefined ? undefined : document.paths[path];
    const operation = item?.[method.toLowerCase()];
    if (path === undefined || !operation) return undefined;
    const shared = (item as unknown as Operation).parameters ?? [];
    const parameters = [...shared, ...(operation.parameters ?? [])].map(
      (one) => this.#resolve(document, one) as Parameter,
    );
    return { document, path, operation, parameters };
  }

  #read(file: string): Document {
    const known = this.#documents.get(file);
    if (known) return known;
    const text = readFileSync(new URL(`${file}.yml`, FOLDER), 'utf8');
    const document = parse(text, { maxAliasCount: -1 }) as Document;
    this.#documents.set(file, document);
    return document;
  }

  #resolve<T extends { readonly $ref?: string } | Content>(
    document: Document,
    value: T | undefined,
  ): T | undefined {
    let found: unknown = value;
    for (let ref = refOf(found); ref !== undefined; ref = refOf(found)) {
      found = ref
        .replace(/^#\//, '')
        .split('/')
        .map((part) => decodeURIComponent(part).replaceAll('~1', '/'))
        .reduce<unknown>((at, part) => (at as Record<string, unknown>)?.[part], document);
    }
    return found as T | undefined;
  }

  /** Every schema that a value may follow: all parts of a whole, each of the alternatives. */
  #parts(document: Document, schema: Schema | undefined): Schema[] {
    const found = this.#resolve(document, schema);
    if (!found) return [];
    const { allOf = [], oneOf = [], anyOf = [] } = found;
    return [found, ...[...allOf, ...oneOf, ...anyOf].flatMap((one) => this.#parts(document, one))];
  }

  #property(document: Document, schema: Schema | undefined, name: string): Schema | undefined {
    const found = this.#parts(document, schema).flatMap(({ properties }) => {
      const property = properties && Object.hasOwn(properties, name) && properties[name];
      return property ? [property] : [];
    });
    return found.length > 1 ? { anyOf: found } : found[0];
  }

  #items(document: Document, schema: Schema | undefined): Schema | undefined {
    const found = this.#parts(document, schema).flatMap(({ items }) => (items ? [items] : []));
    return found.length > 1 ? { anyOf: found } : found[0];
  }

  #problems(
    document: Document,
    schema: Schema | undefined,
    value: unknown,
    where: string,
  ): string[] {
    if (value === null || value === undefined) return [];
    if (Array.isArray(value)) {
      const items = this.#items(document, schema);
      return value.flatMap((one) => this.#problems(document, items, one, where));
    }
    const parts = this.#parts(document, schema);
    if (typeof value !== 'object') {
      const kinds = parts.map(({ type }) => type).filter((type) => type !== undefined);
      const fits = kinds.length === 0 || kinds.some((kind) => isOf(kind, value));
      return fits ? [] : [`${where} is a ${typeof value} and no ${kinds.join(' or ')}`];
    }
    // An object that is not described further may hold anything.
    const isOpen = parts.some(({ additionalProperties }) => additionalProperties);
    if (isOpen || parts.every(({ properties }) => !properties)) return [];
    return Object.entries(value).flatMap(([name, inner]) => {
      const property = this.#property(document, schema, name);
      return property
        ? this.#problems(document, property, inner, `${where}.${name}`)
        : [`${where} has no field ${name}`];
    });
  }
}

const refOf = (value: unknown): string | undefined =>
  (value as { $ref?: string } | null | undefined)?.$ref;

const schemaIn = (content: Content | undefined): Schema | undefined =>
  Object.values(content?.content ?? {})[0]?.schema;

function allows(schema: Schema | undefined, word: string): boolean {
  const words = schema?.items?.enum ?? schema?.enum;
  // Of a way to sort the direction stands behind a colon.
  return words === undefined || words.map(String).includes(word.replace(/:(asc|desc)$/, ''));
}

const isOf = (kind: string, value: unknown): boolean =>
  kind === 'integer' ? Number.isInteger(value) : kind === typeof value || kind === 'array';

const without = (value: unknown, names: readonly string[]): unknown => {
  if (Array.isArray(value)) return value.map((one) => without(one, names));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !names.includes(name))
      .map(([name, inner]) => [name, without(inner, names)]),
  );
};
