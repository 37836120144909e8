import { XMLParser } from 'fast-xml-parser';
import type { Argument, Range } from './operations.js';

/** Element names without prefixes: the prefix and its namespace differ between Magento 1 and OpenMage. */
const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  removeNSPrefix: true,
  parseTagValue: false,
  parseAttributeValue: false,
});

/** Of the operations; it tells Magento 1 and OpenMage apart. */
export type Namespace = 'urn:Magento' | 'urn:OpenMage';

/** The namespace that an answer uses. */
export const namespaceIn = (text: string): Namespace =>
  text.includes('="urn:OpenMage"') ? 'urn:OpenMage' : 'urn:Magento';

export interface NamedArgument {
  readonly name: string;
  readonly value: Argument;
}

export type SoapAnswer =
  | { readonly fault: string }
  /** The first element of the response, whatever its name. */
  | { readonly value: unknown };

/** The request of one operation in the encoding that SOAP v2 of Magento 1 wants. */
export function soapRequest(
  operation: string,
  args: readonly NamedArgument[],
  namespace: Namespace = 'urn:Magento',
): string {
  const body = args.flatMap(({ name, value }) => argumentText(name, value)).join('');
  return `<?xml version="1.0" encoding="UTF-8"?>
<SOAP-ENV:Envelope xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/" xmlns:ns1="${namespace}" xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:SOAP-ENC="http://schemas.xmlsoap.org/soap/encoding/" SOAP-ENV:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/"><SOAP-ENV:Body><ns1:${operation}>${body}</ns1:${operation}></SOAP-ENV:Body></SOAP-ENV:Envelope>`;
}

function argumentText(name: string, value: Argument): string[] {
  if (value === undefined) return [`<${name} xsi:nil="true"/>`];
  if (typeof value === 'string') {
    return [`<${name} xsi:type="xsd:string">${escaped(value)}</${name}>`];
  }
  const texts = value.filter((item): item is string => typeof item === 'string');
  if (texts.length > 0) {
    const items = texts.map((item) => `<item xsi:type="xsd:string">${escaped(item)}</item>`);
    return [
      `<${name} SOAP-ENC:arrayType="xsd:string[${items.length}]" xsi:type="ns1:ArrayOfString">${items.join('')}</${name}>`,
    ];
  }
  return [filtersText(name, value as readonly Range[])];
}

/** `from` and `to` of one field are two filters, which Magento joins; no other two operators are. */
function filtersText(name: string, ranges: readonly Range[]): string {
  const items = ranges.flatMap(({ field, from, to }) => [
    ...(from === undefined ? [] : [filterText(field, 'from', from)]),
    ...(to === undefined ? [] : [filterText(field, 'to', to)]),
  ]);
  return `<${name} xsi:type="ns1:filters"><complex_filter SOAP-ENC:arrayType="ns1:complexFilter[${items.length}]" xsi:type="ns1:complexFilterArray">${items.join('')}</complex_filter></${name}>`;
}

const filterText = (field: string, operator: string, value: string | number): string =>
  `<item xsi:type="ns1:complexFilter"><key xsi:type="xsd:string">${field}</key><value xsi:type="ns1:associativeEntity"><key xsi:type="xsd:string">${operator}</key><value xsi:type="xsd:string">${escaped(String(value))}</value></value></item>`;

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};
const escaped = (text: string): string => text.replace(/[&<>"]/g, (char) => ESCAPES[char] ?? char);

/**
 * Reads an answer: what stands before the envelope is cut off (old shops print PHP notices there), and a fault counts
 * whatever the status was. `undefined` when there is no envelope.
 */
export function readSoap(text: string): SoapAnswer | undefined {
  const start = text.search(/<\?xml|<(?:[\w-]+:)?Envelope\b/);
  if (start < 0) return undefined;
  let document: unknown;
  try {
    document = parser.parse(text.slice(start));
  } catch {
    return undefined;
  }
  const body = child(child(document, 'Envelope'), 'Body');
  if (!isElement(body)) return undefined;
  const fault = child(body, 'Fault');
  if (isElement(fault)) {
    return { fault: String(plain(child(fault, 'faultcode'))).replace(/^.*:/, '') };
  }
  const response = childrenOf(body)[0]?.[1];
  const first = isElement(response) ? childrenOf(response)[0]?.[1] : undefined;
  return { value: plain(first) };
}

type Element = Readonly<Record<string, unknown>>;

const isElement = (value: unknown): value is Element =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

const child = (value: unknown, name: string): unknown =>
  isElement(value) && Object.hasOwn(value, name) ? value[name] : undefined;

const childrenOf = (element: Element): [string, unknown][] =>
  Object.entries(element).filter(([name]) => !name.startsWith('@') && name !== '#text');

/** Encoded values as plain ones: all scalars are texts, arrays are lists, `nil` is null. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (!isElement(value)) return value;
  if (value['@nil'] === 'true' || value['@nil'] === '1') return null;
  const children = childrenOf(value);
  const isList = '@arrayType' in value || (children.length === 1 && children[0]?.[0] === 'item');
  if (isList) {
    const items = value.item;
    return items === undefined ? [] : Array.isArray(items) ? items.map(plain) : [plain(items)];
  }
  if (children.length === 0) return value['#text'] ?? '';
  return Object.fromEntries(children.map(([name, inner]) => [name, plain(inner)]));
}
