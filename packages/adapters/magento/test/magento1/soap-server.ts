import { XMLParser } from 'fast-xml-parser';

/** One SOAP request, read by element names as the shop does. */
export interface SoapCall {
  readonly operation: string;
  readonly args: ReadonlyMap<string, unknown>;
}

const parser = new XMLParser({ removeNSPrefix: true, parseTagValue: false, trimValues: false });

export function readSoapCall(text: string): SoapCall | undefined {
  const body = parser.parse(text)?.Envelope?.Body;
  const [operation, content] = Object.entries(body ?? {})[0] ?? [];
  if (!operation) return undefined;
  const args = new Map(
    Object.entries((content ?? {}) as Record<string, unknown>).map(([name, value]) => [
      name,
      name === 'filters' ? filtersIn(value) : name === 'products' ? itemsOf(value) : value,
    ]),
  );
  return { operation, args };
}

function filtersIn(value: unknown): Map<string, Record<string, string>> {
  const complex = (value as { complex_filter?: unknown } | undefined)?.complex_filter;
  const filters = new Map<string, Record<string, string>>();
  for (const item of itemsOf(complex)) {
    const { key, value: inner } = item as { key: string; value: { key: string; value: string } };
    filters.set(key, { ...filters.get(key), [inner.key]: inner.value });
  }
  return filters;
}

function itemsOf(value: unknown): unknown[] {
  const items = (value as { item?: unknown } | undefined)?.item;
  return items === undefined ? [] : Array.isArray(items) ? items : [items];
}

const NAMESPACES =
  'xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/" xmlns:ns1="urn:OpenMage" xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:SOAP-ENC="http://schemas.xmlsoap.org/soap/encoding/"';

/** The wrapper's name differs by operation. */
const WRAPPERS: Readonly<Record<string, string>> = {
  login: 'loginReturn',
  customerCustomerList: 'storeView',
  catalogProductList: 'storeView',
  storeList: 'stores',
  catalogCategoryTree: 'tree',
  catalogProductInfo: 'info',
  magentoInfo: 'info',
};

/** Fields that the description of SOAP v2 does not have and that are therefore never sent. */
const NOT_DESCRIBED = new Set(['parent_item_id', 'openmage_version', 'base_price_incl_tax']);

export const soapAnswer = (operation: string, value: unknown): string =>
  `<?xml version="1.0" encoding="UTF-8"?>
<SOAP-ENV:Envelope ${NAMESPACES}>
<SOAP-ENV:Body>
<ns1:${operation}Response>
${element(WRAPPERS[operation] ?? 'result', value)}
</ns1:${operation}Response>
</SOAP-ENV:Body>
</SOAP-ENV:Envelope>
`;

export const soapFault = (code: string, text: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>
<SOAP-ENV:Envelope xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/">
<SOAP-ENV:Body>
<SOAP-ENV:Fault>
<faultcode>${code}</faultcode>
<faultstring>${escaped(text)}</faultstring>
</SOAP-ENV:Fault>
</SOAP-ENV:Body>
</SOAP-ENV:Envelope>
`;

function element(name: string, value: unknown): string {
  if (Array.isArray(value)) {
    const items = value.map((item) => element('item', item)).join('\n');
    const type = `SOAP-ENC:arrayType="ns1:entity[${value.length}]" xsi:type="ns1:entityArray"`;
    return value.length === 0 ? `<${name} ${type}/>` : `<${name} ${type}>\n${items}\n</${name}>`;
  }
  if (value !== null && typeof value === 'object') {
    const fields = Object.entries(value)
      .filter(([field, inner]) => inner !== null && !NOT_DESCRIBED.has(field))
      .map(([field, inner]) => element(field, inner));
    return `<${name} xsi:type="ns1:entity">\n${fields.join('\n')}\n</${name}>`;
  }
  return `<${name} xsi:type="xsd:string">${escaped(String(value))}</${name}>`;
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
