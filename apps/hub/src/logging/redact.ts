const RULES: readonly (readonly [pattern: RegExp, replacement: string])[] = [
  // Fields named like a secret, in JSON; the value may hold escaped quotes.
  [
    /("[\w.-]*(?:secret|password|passwd|token|api_?key|webservice_?key|authorization|cookie|credential|signature|sha1?)[\w.-]*"\s*:\s*)"(?:[^"\\]|\\.)*"/gi,
    '$1"[secret]"',
  ],
  [/\b(Bearer|Basic)\s+[\w.~+/=-]+/gi, '$1 [secret]'],
  [/\bsw[a-z]?_[\w-]{16,}/g, '[secret]'],
  [/\bsh(?:pat|pca|ppa|pss)_[0-9a-zA-Z]{16,}/g, '[secret]'],
  [/\bc[ks]_[0-9a-f]{20,}/g, '[secret]'],
  [/:\/\/[^\s/"'@]+@/g, '://[secret]@'],
  // Queries carry addresses, keys and signatures.
  [/(\bhttps?:\/\/[^\s"'?]+|(?<=[\s"'])\/[\w./%-]+)\?[^\s"']+/gi, '$1?[query]'],
  [/[\p{L}\p{N}._%+'*=?^{|}~-]+(?:@|%40)[\p{L}\p{N}.-]+\.\p{L}[\p{L}\p{N}-]+/gu, '[e-mail]'],
  // With a country code, or in groups, or as nine to twelve digits; times (13 digits) and parts of ids are neither.
  [/(?<![\w.])\+\d(?:[ ().-]?\d){7,14}(?!\d)/g, '[phone]'],
  [/(?<![\w.+:-])\(?\d{2,4}\)?(?:[ -]\d{2,4}){2,4}(?![\w-]|[.:]\d)/g, '[phone]'],
  [/(?<![\w.:+-])\d{9,12}(?![\w.-])/g, '[phone]'],
];

/**
 * Takes out of a log line what looks like an e-mail address, a phone number or a secret. The last line of defence: nothing
 * of the kind is meant to be logged in the first place, so a number too many does no harm.
 */
export function redact(line: string): string {
  return RULES.reduce((text, [pattern, replacement]) => text.replace(pattern, replacement), line);
}
