import type { Selected } from './selection.js';
import type { Resource, Row } from './tables.js';

/** How an answer is written. */
export interface Form {
  readonly list: string;
  readonly definition: Resource;
  /** Ids of the languages that were asked for. */
  readonly languages: readonly string[];
  /** Before 1.7 line breaks stand in the JSON as they are, which no parser takes. */
  readonly breaksJson: boolean;
}

/** A list in JSON; one without rows is `[]`. */
export function jsonList({ rows, fields, hasAssociations }: Selected, form: Form): string {
  if (rows.length === 0) return '[]';
  const documents = rows.map((row) => ({
    ...Object.fromEntries((fields ?? ['id']).map((field) => [field, jsonValue(row[field], form)])),
    id: row.id,
    ...(hasAssociations && hasAny(row) ? { associations: filled(row) } : {}),
  }));
  const text = JSON.stringify({ [form.list]: documents });
  return form.breaksJson ? text.replaceAll('\\n', '\n') : text;
}

/** A single in JSON, in which PrestaShop 8 drops whatever is 0 or empty. */
export function jsonSingle(row: Row, form: Form): string {
  const fields = ['id', ...form.definition.fields].map((field) => [
    field,
    jsonValue(row[field], form),
  ]);
  const kept = fields.filter(([, value]) => value && value !== '0');
  return JSON.stringify({ [form.definition.single]: Object.fromEntries(kept) });
}

function jsonValue(value: unknown, { languages }: Form): unknown {
  if (value === null || typeof value !== 'object') return value ?? '';
  const texts = value as Record<string, string>;
  const [only] = languages;
  if (languages.length === 1) return texts[only ?? ''] ?? '';
  return languages.map((id) => ({ id, value: texts[id] ?? '' }));
}

export const xmlList = ({ rows, fields, hasAssociations }: Selected, form: Form): string =>
  document(
    `<${form.list}>\n${rows
      .map((row) =>
        fields
          ? element(row, fields, hasAssociations, form)
          : `<${form.definition.single} id="${row.id}"/>\n`,
      )
      .join('')}</${form.list}>`,
  );

export const xmlSingle = (row: Row, form: Form): string =>
  document(element(row, ['id', ...form.definition.fields], true, form));

const document = (content: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<prestashop xmlns:xlink="http://www.w3.org/1999/xlink">\n${content}\n</prestashop>\n`;

const cdata = (value: unknown): string =>
  `<![CDATA[${value === null || value === undefined || value === false ? '' : value}]]>`;

function element(
  row: Row,
  fields: readonly string[],
  hasAssociations: boolean,
  form: Form,
): string {
  const { single } = form.definition;
  const lines = fields.map((field) => `\t<${field}>${xmlValue(row[field], form)}</${field}>\n`);
  const associations = hasAssociations && hasAny(row) ? xmlAssociations(filled(row)) : '';
  return `<${single}>\n${lines.join('')}${associations}</${single}>\n`;
}

function xmlValue(value: unknown, { languages }: Form): string {
  if (value === null || typeof value !== 'object') return cdata(value);
  const texts = value as Record<string, string>;
  return languages.map((id) => `<language id="${id}">${cdata(texts[id])}</language>`).join('');
}

const singular = (name: string): string => name.replace(/ies$/, 'y').replace(/s$/, '');

const xmlAssociations = (
  associations: Readonly<Record<string, Record<string, string>[]>>,
): string => {
  const lists = Object.entries(associations).map(([name, items]) => {
    const inner = items.map(
      (item) =>
        `<${singular(name)}>${Object.entries(item)
          .map(([field, value]) => `<${field}>${cdata(value)}</${field}>`)
          .join('')}</${singular(name)}>`,
    );
    return `<${name} nodeType="${singular(name)}" api="${name}">${inner.join('')}</${name}>\n`;
  });
  return `<associations>\n${lists.join('')}</associations>\n`;
};

/** An association without entries is left out. */
const filled = (row: Row): Record<string, Record<string, string>[]> =>
  Object.fromEntries(Object.entries(row.associations ?? {}).filter(([, list]) => list.length > 0));

const hasAny = (row: Row): boolean => Object.keys(filled(row)).length > 0;

export const errorsIn = (codes: readonly number[], isJson: boolean): string =>
  isJson
    ? JSON.stringify({ errors: codes.map((code) => ({ code, message: `Error ${code}` })) })
    : document(
        `<errors>\n${codes
          .map(
            (code) =>
              `<error>\n<code>${cdata(code)}</code>\n<message>${cdata(`Error ${code}`)}</message>\n</error>`,
          )
          .join('\n')}\n</errors>`,
      );

/** The list at `/api/`: what the key may use. */
export const xmlRoot = (
  shopName: string,
  permissions: Readonly<Record<string, readonly string[]>>,
): string => {
  const resources = Object.entries(permissions).map(([name, methods]) => {
    const flags = ['get', 'put', 'post', 'patch', 'delete', 'head']
      .map((method) => `${method}="${methods.includes(method.toUpperCase())}"`)
      .join(' ');
    return `<${name} xlink:href="http://shop.example/api/${name}" ${flags}>\n<description ${flags}>\nA table</description>\n<schema type="blank"/>\n</${name}>`;
  });
  return document(`<api shopName="${shopName}">\n${resources.join('\n')}\n</api>`);
};
