/** A read of a list: which rows, in what order, how many, and which fields. */
export interface ListQuery {
  /** Conditions by field, each made by one of the functions below. */
  readonly filter?: Readonly<Record<string, string | undefined>>;
  /** `id_ASC`, `date_upd_ASC`. */
  readonly sort?: readonly string[];
  readonly limit?: number;
  /** The fields; without them the whole document, with none the ids alone, which the shop reads without loading. */
  readonly fields?: readonly string[];
  /** How many values of `listByValues` go into one call, where each may have many rows. */
  readonly valuesPerCall?: number;
  /** Id of the language in which translated fields come as plain text. */
  readonly language?: number | undefined;
  /** `gross` with reductions and `regular` without, both with tax, as further fields. */
  readonly prices?: boolean;
}

/** The most ids of one filter: the address stays short enough for any server. */
export const MAX_IDS = 100;

const LOCAL_TIME = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/;

export const equal = (value: string | number): string => `[${value}]`;

export const anyOf = (values: Iterable<string | number>): string => `[${[...values].join('|')}]`;

export const above = (value: number): string => `>[${value}]`;

/**
 * Between two local times, both included. PrestaShop passes a time unchecked to its database, where a wrong one matches
 * every row; so a wrong one stops here.
 */
export function betweenTimes(from: string, to: string): string {
  mustBeLocal(from);
  mustBeLocal(to);
  return `[${from},${to}]`;
}

/** From a local time on, that second included; PrestaShop's `>` leaves out the second it names. */
export function sinceTime(from: string): string {
  mustBeLocal(from);
  const before = new Date(Date.parse(`${from.replace(' ', 'T')}Z`) - 1000).toISOString();
  return `>[${before.slice(0, 19).replace('T', ' ')}]`;
}

function mustBeLocal(local: string): void {
  if (!LOCAL_TIME.test(local)) throw new RangeError('A filter by time needs a local time.');
}

/** The parameters as PrestaShop spells them. */
export function parametersOf(query: ListQuery): Record<string, string> {
  const filters = Object.entries(query.filter ?? {}).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  const usesDates = [...filters.map(([field]) => field), ...(query.sort ?? [])].some((name) =>
    name.startsWith('date_'),
  );
  const fields = query.fields && [...query.fields, ...(query.prices ? ['gross', 'regular'] : [])];
  return {
    ...(fields?.length === 0 ? {} : { display: fields ? `[${fields.join(',')}]` : 'full' }),
    ...Object.fromEntries(filters.map(([field, value]) => [`filter[${field}]`, value])),
    ...(query.sort ? { sort: `[${query.sort.join(',')}]` } : {}),
    ...(query.limit === undefined ? {} : { limit: String(query.limit) }),
    ...(query.language === undefined ? {} : { language: String(query.language) }),
    ...(query.prices
      ? {
          'price[gross][use_tax]': '1',
          'price[gross][use_reduction]': '1',
          'price[regular][use_tax]': '1',
          'price[regular][use_reduction]': '0',
        }
      : {}),
    // Without it a date is an unknown field to filters and sorting.
    ...(usesDates ? { date: '1' } : {}),
  };
}
