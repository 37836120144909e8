/** One problem as it is kept. */
export interface ReadProblem {
  readonly requestId?: string;
  readonly reasonCode?: number;
  readonly field?: string;
  /** Position of the record in the call, from 0. */
  readonly record?: number;
  readonly text: string;
}

const MAX_TEXT = 500;

/**
 * Reads what SALESmanago posts: `{ requestId, problems: [{ reasonCode, message: "products[3].name|text" }] }`. What is
 * something else is kept as one problem with the text as it came; a problem is never lost for its form.
 */
export function readV3Problems(text: string): ReadProblem[] {
  const body = parse(text);
  const requestId = textOf(body?.requestId)?.slice(0, 100);
  const list = Array.isArray(body?.problems) ? body.problems : [];
  const problems = list.map((item) => ({
    ...problemOf(item),
    ...(requestId ? { requestId } : {}),
  }));
  if (problems.length > 0) return problems;
  return [{ text: text.slice(0, MAX_TEXT), ...(requestId ? { requestId } : {}) }];
}

function problemOf(item: unknown): ReadProblem {
  const { reasonCode, message, messages } = (item ?? {}) as Record<string, unknown>;
  const said = textOf(message) ?? textOf(Array.isArray(messages) ? messages[0] : messages);
  const whole = said ?? JSON.stringify(item) ?? '';
  const [path = '', ...rest] = whole.split('|');
  const [, index, inner] = /^[A-Za-z]+\[(\d{1,6})\](?:\.(.+))?$/.exec(path) ?? [];
  const field = rest.length > 0 ? (index === undefined ? path : inner) : undefined;
  const code = Number(reasonCode);
  return {
    ...(Number.isSafeInteger(code) && reasonCode !== null ? { reasonCode: code } : {}),
    ...(field ? { field: field.slice(0, 255) } : {}),
    ...(index === undefined ? {} : { record: Number(index) }),
    text: (rest.at(-1) || whole).slice(0, MAX_TEXT),
  };
}

function parse(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return value !== null && typeof value === 'object'
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;
