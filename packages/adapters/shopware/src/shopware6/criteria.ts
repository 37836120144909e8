import type { Instant } from '@storewire/core';

/** A filter of the search API. Fields may go through associations: `transactions.updatedAt`. */
export type Filter =
  | { readonly type: 'equals'; readonly field: string; readonly value: string | boolean | null }
  | { readonly type: 'contains'; readonly field: string; readonly value: string }
  | { readonly type: 'equalsAny'; readonly field: string; readonly value: readonly string[] }
  | { readonly type: 'range'; readonly field: string; readonly parameters: Range }
  | {
      readonly type: 'multi' | 'not';
      readonly operator: 'and' | 'or';
      readonly queries: readonly Filter[];
    };

interface Range {
  readonly gt?: string | number;
  readonly gte?: string | number;
  readonly lt?: string | number;
}

export interface Sorting {
  readonly field: string;
  readonly order: 'ASC' | 'DESC';
}

export type Associations = { readonly [name: string]: Criteria };

/** What a search asks for; `limit` and `total-count-mode` are always sent, because their defaults changed. */
export interface Criteria {
  readonly page?: number;
  readonly limit?: number;
  /** 0: do not count. 1: count exactly, which is slow. */
  readonly 'total-count-mode'?: 0 | 1;
  readonly ids?: readonly string[];
  readonly filter?: readonly Filter[];
  readonly sort?: readonly Sorting[];
  readonly associations?: Associations;
  /** Fields by entity; everything where it is absent. */
  readonly includes?: Readonly<Record<string, readonly string[]>>;
}

export const equals = (field: string, value: string | boolean | null): Filter => ({
  type: 'equals',
  field,
  value,
});

export const contains = (field: string, value: string): Filter => ({
  type: 'contains',
  field,
  value,
});

export const anyOf = (field: string, value: readonly string[]): Filter => ({
  type: 'equalsAny',
  field,
  value,
});

/** Any of the fields at `from` or later. `updatedAt` is null until the first change, so creation is asked, too. */
export const changedSince = (fields: readonly string[], from: Instant): Filter => ({
  type: 'multi',
  operator: 'or',
  queries: fields.map((field) => ({ type: 'range', field, parameters: { gte: from } })),
});

/** Included start, excluded end; nothing for a range without both. */
export const within = (
  field: string,
  { from, to }: { readonly from?: Instant; readonly to?: Instant },
): Filter[] =>
  from || to
    ? [
        {
          type: 'range',
          field,
          parameters: { ...(from ? { gte: from } : {}), ...(to ? { lt: to } : {}) },
        },
      ]
    : [];

/** The sales channel of the connection, where it names one. */
export const inChannel = (salesChannelId: string | undefined): Filter[] =>
  salesChannelId ? [equals('salesChannelId', salesChannelId)] : [];
