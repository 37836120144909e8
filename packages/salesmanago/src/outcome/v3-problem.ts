import type { Problem } from '../salesmanago.error.js';
import { asNumber, isObject, readMessages } from './json.js';

/** The problems of either error body of API v3; a list of none when there are none. */
export function readProblems(body: unknown): Problem[] {
  if (!isObject(body)) return [];
  const top = asNumber(body.reasonCode);
  const messages = [...readMessages(body.messages), ...readMessages(body.message)];
  const own =
    top === undefined ? [] : (messages.length ? messages : ['']).map((m) => readProblem(m, top));
  const listed = Array.isArray(body.problems) ? body.problems.flatMap(readListed) : [];
  return [...own, ...listed];
}

function readListed(item: unknown): Problem[] {
  if (!isObject(item)) return readMessages(item).map((text) => readProblem(text, undefined));
  const code = asNumber(item.reasonCode);
  const messages = [...readMessages(item.message), ...readMessages(item.messages)];
  return (messages.length ? messages : ['']).map((text) => readProblem(text, code));
}

/** `products[3].name|min:0|max:256|text`; code 14 writes `field:type|text`; code 10 has a text only. */
export function readProblem(message: string, reasonCode: number | undefined): Problem {
  const parts = message.split('|');
  if (parts.length === 1) return { reasonCode, text: message, details: {} };
  const [head = '', ...rest] = parts;
  const text = rest.pop() ?? '';
  const [path = '', type] = head.split(':', 2);
  const details = Object.fromEntries(
    rest.flatMap((part) => {
      const colon = part.indexOf(':');
      return colon > 0 ? [[part.slice(0, colon), part.slice(colon + 1)]] : [];
    }),
  );
  return {
    reasonCode,
    text,
    details: type === undefined ? details : { ...details, type },
    ...splitPath(path.trim()),
  };
}

function splitPath(path: string): Pick<Problem, 'field' | 'index'> {
  const record = /^[A-Za-z]+\[(\d+)\](?:\.(.+))?$/.exec(path);
  if (!record) return path === '' ? {} : { field: path };
  const index = Number(record[1]);
  if (!Number.isSafeInteger(index)) return { field: path };
  const [, , field] = record;
  return field === undefined ? { index } : { field, index };
}
