import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { readPath } from '@storewire/core';
import { invalid } from '../access/problem.js';
import type { ImportMapping } from './import-columns.js';
import type { ImportedRow } from './import-documents.js';

/** An XML file is read whole, and takes several times its size. */
export const MAX_XML_BYTES = 20 * 1024 * 1024;
const HEAD_BYTES = 64 * 1024;

/** An uploaded file, kept in a folder of its own until `remove`. */
export interface ImportFile {
  readonly format: 'csv' | 'xml';
  readonly size: number;
  /** Of a CSV file; absent for XML. */
  readonly headers: readonly string[] | undefined;
  /** The rows, one after the other. @throws ProblemException 422 for what cannot be read. */
  rows(mapping: ImportMapping): AsyncIterable<ImportedRow>;
  remove(): Promise<void>;
}

/**
 * Keeps an upload and looks at its beginning. UTF-8 with or without BOM; what is no UTF-8 is Windows-1250.
 * @throws ProblemException 422 when it is empty, has no header, or declares a document type.
 */
export async function keepFile(upload: Readable): Promise<ImportFile> {
  const folder = await mkdtemp(join(tmpdir(), 'storewire-import-'));
  const path = join(folder, 'file');
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    const utf8 = new TextDecoder('utf-8', { fatal: true });
    let isUtf8 = true;
    let size = 0;
    await pipeline(
      upload,
      async function* (chunks: AsyncIterable<Buffer>) {
        for await (const chunk of chunks) {
          size += chunk.length;
          isUtf8 &&= decodes(utf8, chunk, true);
          yield chunk;
        }
        isUtf8 &&= decodes(utf8, new Uint8Array(), false);
      },
      createWriteStream(path, { mode: 0o600 }),
    );
    const encoding = isUtf8 ? 'utf-8' : 'windows-1250';
    const head = new TextDecoder(encoding).decode(await headOf(path)).trimStart();
    if (head === '') throw unreadable('is empty.');
    if (head.startsWith('<')) {
      if (size > MAX_XML_BYTES)
        throw unreadable(`is over ${MAX_XML_BYTES >> 20} MiB, too large for XML; use CSV.`);
      const rows = (mapping: ImportMapping) => xmlRows(path, encoding, mapping);
      return { format: 'xml', size, headers: undefined, rows, remove };
    }
    const delimiter = delimiterOf(head);
    const headers = await headersOf(path, encoding, delimiter);
    const rows = (mapping: ImportMapping) => csvRows(path, encoding, delimiter, mapping);
    return { format: 'csv', size, headers, rows, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

function decodes(
  decoder: InstanceType<typeof TextDecoder>,
  chunk: Uint8Array,
  stream: boolean,
): boolean {
  try {
    decoder.decode(chunk, { stream });
    return true;
  } catch {
    return false;
  }
}

async function headOf(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** Whichever of the header's candidates it has most of. */
function delimiterOf(head: string): string {
  const [header = ''] = head.split(/\r?\n/, 1);
  const count = (mark: string) => header.split(mark).length;
  return [';', ',', '\t'].reduce((best, mark) => (count(mark) > count(best) ? mark : best));
}

async function* textOf(path: string, encoding: string): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  for await (const chunk of createReadStream(path)) {
    yield decoder.decode(chunk as Buffer, { stream: true });
  }
  yield decoder.decode();
}

/** Records of a CSV file as lists of texts, with the number of the record in the file. */
async function* records(
  path: string,
  encoding: string,
  delimiter: string,
): AsyncGenerator<{ row: number; record: string[] }> {
  const { parse } = await import('csv-parse');
  const parser = parse({
    delimiter,
    bom: true,
    trim: true,
    relax_column_count: true,
    skip_empty_lines: false,
    max_record_size: 1_000_000,
  });
  const feeding = pipeline(textOf(path, encoding), parser);
  feeding.catch(() => undefined);
  let row = 0;
  try {
    for await (const record of parser) {
      row += 1;
      yield { row, record: record as string[] };
    }
  } catch (error) {
    throw unreadable(`cannot be read after row ${row}: ${codeOf(error)}.`);
  }
}

async function headersOf(path: string, encoding: string, delimiter: string): Promise<string[]> {
  for await (const { record } of records(path, encoding, delimiter)) {
    const named = record.filter((header) => header !== '');
    if (named.length === 0) break;
    if (new Set(named).size < named.length) throw unreadable('has two columns of one name.');
    return record;
  }
  throw unreadable('has no header in its first row.');
}

async function* csvRows(
  path: string,
  encoding: string,
  delimiter: string,
  mapping: ImportMapping,
): AsyncGenerator<ImportedRow> {
  let places: (readonly [column: string, index: number])[] | undefined;
  for await (const { row, record } of records(path, encoding, delimiter)) {
    if (!places) {
      places = Object.entries(mapping).map(([column, header]) => [column, record.indexOf(header)]);
      continue;
    }
    if (record.every((cell) => cell === '')) continue;
    yield { row, cells: filled(places.map(([column, index]) => [column, record[index]])) };
  }
}

async function* xmlRows(
  path: string,
  encoding: string,
  mapping: ImportMapping,
): AsyncGenerator<ImportedRow> {
  let text = '';
  for await (const part of textOf(path, encoding)) text += part;
  if (/<!(?:DOCTYPE|ENTITY)/i.test(text)) {
    throw unreadable('declares a document type or entities; remove them.');
  }
  const { XMLParser } = await import('fast-xml-parser');
  let document: unknown;
  try {
    document = new XMLParser({
      ignoreAttributes: false,
      attributeNamePrefix: '@',
      parseTagValue: false,
      parseAttributeValue: false,
      ignoreDeclaration: true,
      ignorePiTags: true,
    }).parse(text, true);
  } catch (error) {
    throw unreadable(`is no XML: ${(error as Error).message}`);
  }
  const { row: rowPath, lines, ...columns } = mapping;
  const elements = rowPath ? listed(readPath(document, rowPath)) : repeated(document);
  if (elements.length === 0) {
    throw invalid([{ path: 'mapping.row', message: 'names no repeated element of the file.' }]);
  }
  let row = 0;
  for (const element of elements) {
    const parts = lines ? listed(readPath(element, lines)) : [undefined];
    for (const part of parts.length > 0 ? parts : [undefined]) {
      const cell = (from: string) =>
        (part === undefined ? undefined : plainOf(readPath(part, from))) ??
        plainOf(readPath(element, from));
      row += 1;
      yield {
        row,
        cells: filled(Object.entries(columns).map(([name, from]) => [name, cell(from)])),
      };
    }
  }
}

const listed = (value: unknown): readonly unknown[] =>
  value === undefined || value === '' ? [] : Array.isArray(value) ? value : [value];

/** The first list of elements, from the outside in; a lone element of the root's is a list of one. */
function repeated(document: unknown): readonly unknown[] {
  const level = [document];
  for (let depth = 0; depth < 6 && level.length > 0; depth += 1) {
    const inner = level.flatMap((one) =>
      one !== null && typeof one === 'object' ? Object.values(one) : [],
    );
    const list = inner.find((one) => Array.isArray(one));
    if (list) return list as unknown[];
    level.splice(0, level.length, ...inner);
  }
  return [];
}

/** An element with attributes keeps its text apart. */
function plainOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  const text =
    value !== null && typeof value === 'object'
      ? (value as Record<string, unknown>)['#text']
      : undefined;
  return typeof text === 'string' ? text : undefined;
}

const filled = (
  cells: readonly (readonly [string, string | undefined])[],
): Record<string, string> =>
  Object.fromEntries(
    cells.flatMap(([name, value]) => {
      const text = value?.trim();
      return text ? [[name, text] as const] : [];
    }),
  );

const codeOf = (error: unknown): string =>
  String((error as { code?: unknown } | null)?.code ?? 'unknown error');

const unreadable = (message: string) => invalid([{ path: 'file', message }]);
