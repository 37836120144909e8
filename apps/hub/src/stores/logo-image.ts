import { ProblemException } from '../access/problem.js';

/** A logo is small; a photograph is not one. */
export const MAX_LOGO_BYTES = 512 * 1024;

const KINDS: readonly { readonly type: string; readonly fits: (head: string) => boolean }[] = [
  { type: 'image/png', fits: (head) => head.startsWith('\u0089PNG\r\n\u001a\n') },
  { type: 'image/jpeg', fits: (head) => head.startsWith('\u00ff\u00d8\u00ff') },
  { type: 'image/gif', fits: (head) => /^GIF8[79]a/.test(head) },
  { type: 'image/webp', fits: (head) => /^RIFF[\s\S]{4}WEBP/.test(head) },
];

/**
 * The type of an image, by what it holds and not by its name. SVG is none of them: it can carry scripts.
 * @throws ProblemException 413, 422.
 */
export function logoType(bytes: Buffer): string {
  if (bytes.length > MAX_LOGO_BYTES) {
    throw new ProblemException({
      status: 413,
      code: 'BODY_TOO_LARGE',
      detail: `The logo is over ${MAX_LOGO_BYTES / 1024} KiB; make it smaller.`,
      next: 'fixData',
    });
  }
  const head = bytes.subarray(0, 16).toString('latin1');
  const kind = KINDS.find(({ fits }) => fits(head));
  if (kind) return kind.type;
  throw new ProblemException({
    status: 422,
    code: 'NO_IMAGE',
    detail: 'The logo must be a PNG, JPEG, GIF or WebP image.',
    next: 'fixData',
    errors: [{ path: 'file', message: 'is no PNG, JPEG, GIF or WebP image.' }],
  });
}
