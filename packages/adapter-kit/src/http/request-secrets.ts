import type { HttpRequest } from '@storewire/core';

const SENSITIVE = /auth|token|key|secret|signature|password|cookie/i;

/** What a request carries that must not come back in an error: credentials in its headers and its query. */
export function secretsOf(request: HttpRequest): string[] {
  const query = URL.parse(request.url)?.searchParams ?? [];
  const named = [
    ...Object.entries(request.headers ?? {}),
    ...query,
    ...Object.entries(request.query ?? {}),
  ];
  return named
    .filter(([name, value]) => SENSITIVE.test(name) && value !== undefined)
    .flatMap(([, value]) => {
      const text = String(value);
      const bare = text.replace(/^(?:Basic|Bearer)\s+/i, '');
      return bare === text ? [text] : [text, bare];
    });
}
