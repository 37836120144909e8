import { invalidParams, type ParamProblem } from './rest.error.js';
import type { ShopClock } from './shop-clock.js';

/** A query as PHP reads it: the last value of a name wins, `name[]=` makes a list. */
export type Query = ReadonlyMap<string, string | readonly string[]>;

export type ParamRule =
  | { is: 'integer'; min?: number; max?: number }
  | { is: 'enum'; of: readonly string[]; list?: boolean }
  | { is: 'date' }
  | { is: 'ids' }
  | { is: 'email' }
  | { is: 'boolean' }
  | { is: 'text' };

export type ParamRules = Readonly<Record<string, ParamRule>>;

/** Splits a raw query string. Lists are kept under their bare name. */
export function readQuery(text: string): Query {
  const query = new Map<string, string | string[]>();
  for (const [name, value] of new URLSearchParams(text)) {
    const list = /^(.+?)\[\d*\]$/.exec(name);
    if (list?.[1] === undefined) {
      query.set(name, value);
      continue;
    }
    const known = query.get(list[1]);
    if (Array.isArray(known)) known.push(value);
    else query.set(list[1], [value]);
  }
  return query;
}

/** Rules every list has. Anything not ruled is unknown and ignored, as WordPress does. */
export const LIST_RULES: ParamRules = {
  page: { is: 'integer', min: 1 },
  per_page: { is: 'integer', min: 1, max: 100 },
  offset: { is: 'integer', min: 0 },
  order: { is: 'enum', of: ['asc', 'desc'] },
  include: { is: 'ids' },
  exclude: { is: 'ids' },
  search: { is: 'text' },
  context: { is: 'enum', of: ['view', 'edit'] },
};

/** The dates orders and products can be filtered by. */
export const DATE_RULES: ParamRules = {
  after: { is: 'date' },
  before: { is: 'date' },
  modified_after: { is: 'date' },
  modified_before: { is: 'date' },
  dates_are_gmt: { is: 'boolean' },
};

/** Query parameters that passed their rules. */
export class Params {
  constructor(
    readonly query: Query,
    rules: ParamRules,
  ) {
    const problems: ParamProblem[] = [];
    for (const [name, rule] of Object.entries(rules)) {
      const value = query.get(name);
      const problem = value === undefined ? undefined : check(name, value, rule);
      if (problem !== undefined) problems.push(problem);
    }
    if (problems.length > 0) throw invalidParams(problems);
  }

  text(name: string): string | undefined {
    const value = this.query.get(name);
    return typeof value === 'string' ? value : value?.at(-1);
  }

  integer(name: string, otherwise: number): number {
    const value = this.text(name);
    return value === undefined || value === '' ? otherwise : Number(value);
  }

  list(name: string): readonly string[] | undefined {
    const value = this.query.get(name);
    return value === undefined ? undefined : listOf(value);
  }

  ids(name: string): ReadonlySet<number> | undefined {
    const value = this.list(name);
    return value === undefined || value.length === 0 ? undefined : new Set(value.map(Number));
  }

  isTrue(name: string): boolean {
    return ['true', '1', 'yes', 'on'].includes(this.text(name)?.toLowerCase() ?? '');
  }

  /** A date parameter as an instant; see {@link ShopClock.read}. */
  instant(name: string, clock: ShopClock): number | undefined {
    const value = this.text(name);
    return value === undefined ? undefined : clock.read(value, this.isTrue('dates_are_gmt'));
  }
}

function listOf(value: string | readonly string[]): string[] {
  return (typeof value === 'string' ? value.split(/[\s,]+/) : [...value]).filter(
    (part) => part !== '',
  );
}

function check(
  name: string,
  value: string | readonly string[],
  rule: ParamRule,
): ParamProblem | undefined {
  const text = typeof value === 'string' ? value : (value.at(-1) ?? '');
  if (rule.is === 'integer') return checkInteger(name, text, rule);
  if (rule.is === 'enum') {
    const values = rule.list ? listOf(value) : [text];
    const wrong = values.findIndex((one) => !rule.of.includes(one));
    if (wrong < 0) return undefined;
    const place = rule.list ? `${name}[${wrong}]` : name;
    const message = `${place} is not one of ${sentence(rule.of)}.`;
    return { name, code: 'rest_not_in_enum', message };
  }
  if (rule.is === 'date') {
    const isDate =
      /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}(?::\d{2})?)?$/.test(text) &&
      !Number.isNaN(Date.parse(`${text.slice(0, 10)}T${text.slice(11, 19)}Z`));
    return isDate ? undefined : { name, code: 'rest_invalid_date', message: 'Invalid date.' };
  }
  if (rule.is === 'ids') {
    const wrong = listOf(value).findIndex((one) => !/^-?\d+$/.test(one));
    if (wrong < 0) return undefined;
    return {
      name,
      code: 'rest_invalid_type',
      message: `${name}[${wrong}] is not of type integer.`,
    };
  }
  if (rule.is === 'email') {
    if (/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(text)) return undefined;
    return { name, code: 'rest_invalid_email', message: 'Invalid email address.' };
  }
  if (rule.is === 'boolean') {
    if (['true', 'false', '1', '0', ''].includes(text.toLowerCase())) return undefined;
    return { name, code: 'rest_invalid_type', message: `${name} is not of type boolean.` };
  }
  return undefined;
}

function checkInteger(
  name: string,
  text: string,
  { min, max }: { min?: number; max?: number },
): ParamProblem | undefined {
  if (!/^-?\d+$/.test(text)) {
    return { name, code: 'rest_invalid_type', message: `${name} is not of type integer.` };
  }
  const number = Number(text);
  const isLow = min !== undefined && number < min;
  const isHigh = max !== undefined && number > max;
  if (!isLow && !isHigh) return undefined;
  const message =
    max === undefined
      ? `${name} must be greater than or equal to ${min}`
      : `${name} must be between ${min} (inclusive) and ${max} (inclusive)`;
  return { name, code: 'rest_out_of_bounds', message };
}

function sentence(words: readonly string[]): string {
  if (words.length < 2) return words.join('');
  const last = words.at(-1);
  return words.length === 2
    ? `${words[0]} and ${last}`
    : `${words.slice(0, -1).join(', ')}, and ${last}`;
}
