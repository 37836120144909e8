import { page } from './globals.js';

/** Runs a piece of work; whatever goes wrong stays here, for the page is not ours to break. */
export const quietly = <T>(work: () => T): T | undefined => {
  try {
    return work();
  } catch {
    return undefined;
  }
};

export const cookie = (name: string): string | undefined => {
  const found = `; ${document.cookie}`.split(`; ${name}=`)[1];
  return found === undefined
    ? undefined
    : quietly(() => decodeURIComponent(found.split(';')[0] || ''));
};

export const setCookie = (name: string, value: string, seconds: number): void => {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is asynchronous, and new in two browsers
  document.cookie = `${name}=${encodeURIComponent(value)}; path=/; max-age=${seconds}; secure; samesite=lax`;
};

/** An object kept in local or session storage under our own key; empty where storage is refused. */
export const stored = <T>(kind: 'localStorage' | 'sessionStorage', key: string): Partial<T> =>
  quietly(() => JSON.parse(page[kind].getItem(key) || '{}') as Partial<T>) || {};

export const store = (
  kind: 'localStorage' | 'sessionStorage',
  key: string,
  value: object,
): void => {
  quietly(() => page[kind].setItem(key, JSON.stringify(value)));
};

/** A JSON answer of the shop, with the shopper's cookies; never from a cache. */
export const json = <T>(url: string, options?: RequestInit): Promise<T | undefined> =>
  fetch(url, { cache: 'no-store', ...options }).then((answer) =>
    answer.ok ? (answer.json() as Promise<T>) : undefined,
  );

/** A random UUID; `crypto.randomUUID` is missing on plain http. */
export const uuid = (): string =>
  '10000000-1000-4000-8000-100000000000'.replace(/[018]/g, (digit) => {
    const random = crypto.getRandomValues(new Uint8Array(1))[0] || 0;
    return (+digit ^ (random & (15 >> (+digit / 4)))).toString(16);
  });
