import { fingerprint } from '@storewire/core';

/**
 * The version of a row: its time of change and what it says. The time alone has whole seconds, and an order that is
 * read between its placing and its payment in one second would look the same twice.
 */
export const versionOf = (changedAt: unknown, raw: object): string =>
  [String(changedAt ?? ''), fingerprint(raw)].join('/');
