import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { Criteria, Filter } from '../../src/shopware6/criteria.js';
import type { Call } from '../fake-server.js';

const FILE = new URL(
  '../../../../../../shared/specs/shopware/shopware6-adminapi-6.7-dev.openapi.json.gz',
  import.meta.url,
);

interface Property {
  readonly $ref?: string;
  readonly items?: { readonly $ref?: string };
}

interface Entity {
  readonly properties?: Readonly<Record<string, Property>>;
  readonly required?: readonly string[];
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Entity>> };
}

/** The description of the Admin API that its makers publish, where it is at hand. */
export class PublishedSchema {
  private constructor(private readonly document: Document) {}

  static read(): PublishedSchema | undefined {
    if (!existsSync(FILE)) return undefined;
    return new PublishedSchema(JSON.parse(gunzipSync(readFileSync(FILE)).toString('utf8')));
  }

  /** What is not in the description, of a call: its path, its fields, its associations. */
  problemsOf({ method, path, body }: Call): string[] {
    const written = path.replace(/^\/api/, '');
    const known = written.replace(/\/[0-9a-f]{32}$/, '/{id}');
    const operation = this.document.paths[known]?.[method.toLowerCase()];
    if (!operation) return [`${method} ${known} is not there`];
    const [, first = '', second] = written.split('/');
    if (first === 'search' && second) return this.criteria(pascal(second), body as Criteria);
    if (first.startsWith('_') || first === 'oauth') return [];
    return this.fields(pascal(first), body as object, method === 'POST');
  }

  /** Fields of a document that the entity does not have, through its associations. */
  unknownFields(entity: string, document: object, added: readonly string[]): string[] {
    return Object.entries(document).flatMap(([name, value]) => {
      if (added.includes(name)) return [];
      const target = this.targetOf(entity, name);
      if (target === null) return [`${entity}.${name}`];
      if (target === undefined || value === null) return [];
      const inner: unknown[] = Array.isArray(value) ? value : [value];
      return inner.flatMap((one) => this.unknownFields(target, one as object, added));
    });
  }

  private criteria(entity: string, criteria: Criteria): string[] {
    const problems = [
      ...(criteria.filter ?? []).flatMap(fieldsOf),
      ...(criteria.sort ?? []).map(({ field }) => field),
    ].flatMap((field) => this.path(entity, field.split('.')));
    for (const [name, inner] of Object.entries(criteria.associations ?? {})) {
      const target = this.targetOf(entity, name);
      if (target) problems.push(...this.criteria(target, inner));
      else problems.push(`${entity} has no association ${name}`);
    }
    for (const [name, fields] of Object.entries(criteria.includes ?? {})) {
      for (const field of fields) problems.push(...this.path(pascal(name), [field]));
    }
    return problems;
  }

  private path(entity: string, [head, ...rest]: readonly string[]): string[] {
    if (head === undefined) return [];
    const target = this.targetOf(entity, head);
    if (target === null) return [`${entity} has no field ${head}`];
    if (rest.length === 0) return [];
    return target ? this.path(target, rest) : [`${entity}.${head} is no association`];
  }

  private fields(entity: string, body: object, isNew: boolean): string[] {
    const unknown = Object.keys(body).filter((name) => this.targetOf(entity, name) === null);
    const required = this.document.components.schemas[entity]?.required ?? [];
    const lacking = isNew ? required.filter((name) => !(name in body)) : [];
    return [
      ...unknown.map((name) => `${entity} has no field ${name}`),
      ...lacking.map((name) => `${entity} needs ${name}`),
    ];
  }

  /** The entity that a field leads to; undefined for a plain field, null for one that is not there. */
  private targetOf(entity: string, name: string): string | undefined | null {
    const properties = this.document.components.schemas[entity]?.properties;
    const property = properties?.[name];
    if (!property) return null;
    return (property.$ref ?? property.items?.$ref)?.split('/').at(-1);
  }
}

/** `newsletter-recipient` and `newsletter_recipient` as the schemas name it. */
const pascal = (name: string): string =>
  name
    .split(/[-_]/)
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join('');

const fieldsOf = (filter: Filter): string[] =>
  'queries' in filter ? filter.queries.flatMap(fieldsOf) : [filter.field];
