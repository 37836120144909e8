import { addDecimals, convert, isEmail, multiplyDecimal, type SourceRow } from '@storewire/core';
import type { ImportKind } from './import-columns.js';

/** Values of one row by column; what the file leaves blank is not there. */
export type Cells = Readonly<Record<string, string>>;

export interface ImportedRow {
  /** In the file, the header being row 1; in XML, the element or the line, counted from 1. */
  readonly row: number;
  readonly cells: Cells;
}

export interface RejectedRow {
  readonly row: number;
  /** The column. */
  readonly path: string;
  readonly message: string;
}

/** What is known of the store. */
export interface ImportContext {
  readonly zone: string;
  readonly currency?: string;
  /** Words of the column `status` that the order states of the store name. */
  readonly states: ReadonlySet<string>;
}

export type ImportedDocument =
  | { readonly document: SourceRow }
  | { readonly rejected: RejectedRow };

/** What keeps the rows of one object together: those of an order have its id. */
export const groupOf = (kind: ImportKind, { row, cells }: ImportedRow): string =>
  kind === 'orders' ? (cells.orderId ?? `row ${row}`).slice(0, 100) : String(row).padStart(10, '0');

/** The document of one object, in the form of an inbound event; or the first thing that is wrong with its rows. */
export function documentOf(
  kind: ImportKind,
  rows: readonly ImportedRow[],
  context: ImportContext,
): ImportedDocument {
  try {
    const document = kind === 'orders' ? order(rows, context) : contact(rows, context);
    return { document };
  } catch (error) {
    if (error instanceof Rejected) return { rejected: error.what };
    throw error;
  }
}

class Rejected extends Error {
  constructor(readonly what: RejectedRow) {
    super(what.message);
  }
}

function contact(rows: readonly ImportedRow[], context: ImportContext): SourceRow {
  const [first] = rows as [ImportedRow];
  const { cells } = first;
  const at = (path: string) => instant(first, path, context);
  const email = address(first);
  const granted = yesOrNo(first, 'optIn');
  const consentAt = at('consentAt');
  const raw = {
    type: 'contact.updated',
    contact: {
      ...pick(cells, ['externalId', 'name', 'phone', 'company']),
      email,
      address: pick(cells, ['street', 'zipCode', 'city', 'province', 'country']),
      birthDate: day(first, 'birthDate'),
      createdAt: at('createdAt'),
      ...(cells.tags ? { tags: cells.tags.split(/[,;|]/) } : {}),
    },
    ...(granted === undefined
      ? {}
      : {
          consents: [
            { kind: 'newsletter-email', granted, ...(consentAt ? { at: consentAt } : {}) },
          ],
        }),
  };
  return { kind: 'contact', id: cells.externalId ?? email, version: String(first.row), raw };
}

function order(rows: readonly ImportedRow[], context: ImportContext): SourceRow {
  const [first] = rows as [ImportedRow];
  const { cells } = first;
  const id = need(first, 'orderId');
  const email = address(first);
  const occurredAt = instant(first, 'date', context) ?? missing(first, 'date');
  const currency = (cells.currency ?? context.currency)?.toUpperCase();
  if (!currency || !/^[A-Z]{3}$/.test(currency)) {
    throw rejected(first, 'currency', 'must be a code such as PLN.');
  }
  const lines = rows.map((row) => line(row));
  const paidAt = instant(first, 'paidAt', context);
  const { status } = cells;
  const total =
    amount(first, 'orderTotal') ??
    sumOf(lines) ??
    missing(first, 'orderTotal', 'is required where a line has no unitPrice.');
  const raw = {
    type: status && context.states.has(status) ? status : paidAt ? 'order.paid' : 'order.placed',
    occurredAt,
    contact: { email },
    order: {
      id,
      currency,
      total,
      ...(paidAt ? { paidAt } : {}),
      ...(status ? { status } : {}),
      lines,
    },
  };
  return { kind: 'order', id, raw };
}

interface ImportedLine {
  readonly productId: string;
  readonly quantity: number;
  readonly unitPrice?: string;
}

function line(row: ImportedRow): ImportedLine {
  const quantity = convert('quantity', decimalPoint(need(row, 'quantity')), {});
  if (typeof quantity !== 'number') throw rejected(row, 'quantity', 'must be more than 0.');
  const unitPrice = amount(row, 'unitPrice');
  return { productId: need(row, 'productId'), quantity, ...(unitPrice ? { unitPrice } : {}) };
}

const sumOf = (lines: readonly ImportedLine[]): string | undefined =>
  lines.every(({ unitPrice }) => unitPrice !== undefined)
    ? addDecimals(
        lines.map(({ unitPrice = '0', quantity }) => multiplyDecimal(unitPrice, quantity)),
      )
    : undefined;

const need = (row: ImportedRow, path: string): string => row.cells[path] ?? missing(row, path);

function missing(row: ImportedRow, path: string, message = 'is required.'): never {
  throw rejected(row, path, message);
}

const rejected = ({ row }: ImportedRow, path: string, message: string): Rejected =>
  new Rejected({ row, path, message });

function address(row: ImportedRow): string {
  const email = need(row, 'email').toLowerCase();
  if (!isEmail(email)) throw rejected(row, 'email', 'must be an e-mail address.');
  return email;
}

const WORDS: Readonly<Record<string, boolean>> = { tak: true, nie: false };

function yesOrNo(row: ImportedRow, path: string): boolean | undefined {
  const word = row.cells[path]?.toLowerCase();
  if (word === undefined) return undefined;
  const said = WORDS[word] ?? convert('flag', word, {});
  if (typeof said !== 'boolean') {
    throw rejected(row, path, 'must be 1, 0, yes, no, tak, nie, true or false.');
  }
  return said;
}

/** `1 234,50` is `1234.50`; a point and a comma together are thousands and the decimal mark. */
function decimalPoint(text: string): string {
  const plain = text.replace(/[\s\u00a0']/g, '');
  if (!plain.includes(',')) return plain;
  return plain.lastIndexOf(',') > plain.lastIndexOf('.')
    ? plain.replaceAll('.', '').replace(',', '.')
    : plain.replaceAll(',', '');
}

function amount(row: ImportedRow, path: string): string | undefined {
  const text = row.cells[path];
  if (text === undefined) return undefined;
  const value = convert('decimal', decimalPoint(text.replace(/\s*[A-Za-zł]{2,3}$/, '')), {});
  if (typeof value !== 'string') throw rejected(row, path, 'must be an amount, such as 149.99.');
  return value;
}

const POLISH_DAY = /^(\d{1,2})[./-](\d{1,2})[./-](\d{4})(.*)$/;

/** Days as Poland writes them come first; the rest is ISO 8601. */
const isoOrder = (text: string): string =>
  text.replace(
    POLISH_DAY,
    (_, d, m, y, rest) => `${y}-${m.padStart(2, '0')}-${d.padStart(2, '0')}${rest}`,
  );

function instant(row: ImportedRow, path: string, { zone }: ImportContext): string | undefined {
  const text = row.cells[path];
  if (text === undefined) return undefined;
  const at = convert('localInstant', isoOrder(text), { zone });
  if (typeof at !== 'string') {
    throw rejected(row, path, 'must be a date, such as 2026-11-21 or 2026-11-21 17:03.');
  }
  return at;
}

function day(row: ImportedRow, path: string): string | undefined {
  const text = row.cells[path];
  if (text === undefined) return undefined;
  const date = convert('calendarDate', isoOrder(text), {});
  if (typeof date !== 'string') throw rejected(row, path, 'must be a day, such as 1990-02-14.');
  return date;
}

const pick = (cells: Cells, names: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    names.flatMap((name) => (cells[name] === undefined ? [] : [[name, cells[name]]])),
  );
