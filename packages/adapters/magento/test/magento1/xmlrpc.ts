import { XMLParser } from 'fast-xml-parser';

const parser = new XMLParser({
  parseTagValue: false,
  trimValues: true,
  isArray: (name) => name === 'member',
});

/** The result of a recorded XML-RPC answer. JSON-RPC carries the same calls with the same types. */
export const xmlRpcResult = (text: string): unknown =>
  readValue(parser.parse(text).methodResponse.params.param.value);

function readValue(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const [[type, content] = ['string', '']] = Object.entries(value);
  switch (type) {
    case 'int':
      return Number(content);
    case 'boolean':
      return content === '1';
    case 'nil':
      return null;
    case 'array': {
      const items = (content as { data?: { value?: unknown } }).data?.value ?? [];
      return (Array.isArray(items) ? items : [items]).map(readValue);
    }
    case 'struct': {
      const members = (content as { member?: { name: string; value: unknown }[] }).member ?? [];
      return Object.fromEntries(members.map(({ name, value: inner }) => [name, readValue(inner)]));
    }
    default:
      return content;
  }
}
