const EMAIL = /[^\s@<>"'(),;:=&?/\\]+(?:@|%40)[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/giu;
const DATE = /\d{4}-\d\d-\d\d(?:[ T]\d\d:\d\d(?::\d\d)?)?/g;
// Nine digits and more, or seven after a plus; paths and file names (`/orders/5501234567890`) keep their ids.
const PHONE = /(?<![\w/#-])(?:\+\d(?:[ ().-]{0,2}\d){6,14}|\(?\d(?:[ ().-]{0,2}\d){8,14})(?![\w])/g;

/**
 * Text that may be logged: the given secrets, e-mail addresses and phone-like numbers are masked, dates stay.
 * Secrets are masked as they are and as they stand in an address; those under four characters are left alone.
 */
export function redact(text: string, secrets: readonly string[] = []): string {
  let out = text;
  const forms = secrets
    .filter((secret) => secret.length >= 4)
    .flatMap((secret) => [secret, encodeURIComponent(secret)])
    .sort((a, b) => b.length - a.length);
  for (const form of forms) out = out.replaceAll(form, '[secret]');
  out = out.replace(EMAIL, '[e-mail]');
  return outside(out, DATE, (part) => part.replace(PHONE, '[phone]'));
}

/** Applies `change` to what lies between the matches of `keep`. */
function outside(text: string, keep: RegExp, change: (part: string) => string): string {
  let out = '';
  let from = 0;
  for (const match of text.matchAll(keep)) {
    out += change(text.slice(from, match.index)) + match[0];
    from = match.index + match[0].length;
  }
  return out + change(text.slice(from));
}

const SHORT = 200;

/** What a store said, in at most 200 characters of one line, masked before it is cut. */
export function shortText(text: string, secrets: readonly string[] = []): string {
  if (looksLikeHtml(text)) return 'an HTML page';
  const line = redact(text.slice(0, 20 * SHORT), secrets)
    .replace(/\s+/g, ' ')
    .trim();
  return line.length > SHORT ? `${line.slice(0, SHORT - 1)}…` : line;
}

export const looksLikeHtml = (text: string): boolean =>
  /^\s*<(?:!doctype|html|head|body)/i.test(text);
