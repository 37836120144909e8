import { describe, expect, it } from '@jest/globals';
import { CONTENT_SECURITY_POLICY, statusPage } from './status-page.js';
import { STATUS_STYLE } from './status-page.style.js';
import { LANGUAGES, languageOf, TEXTS } from './status-page.texts.js';

describe('the language of the page', () => {
  it.each([
    { chosen: 'pl', accepted: 'en', gives: 'pl', why: 'a link was clicked' },
    { chosen: 'xx', accepted: 'pl', gives: 'pl', why: 'there is no such language' },
    { chosen: undefined, accepted: 'pl-PL,pl;q=0.9,en;q=0.8', gives: 'pl', why: 'comes first' },
    { chosen: undefined, accepted: 'de,en;q=0.5,pl;q=0.7', gives: 'pl', why: 'has more weight' },
    { chosen: undefined, accepted: 'pl;q=0,en;q=0.1', gives: 'en', why: 'zero means never' },
    { chosen: undefined, accepted: 'de-AT,fr', gives: 'en', why: 'none of ours is wished for' },
    { chosen: undefined, accepted: undefined, gives: 'en', why: 'nothing was said' },
    { chosen: undefined, accepted: ';;q=,,', gives: 'en', why: 'nonsense says nothing' },
  ])('is $gives: $why', ({ chosen, accepted, gives }) => {
    expect(languageOf(chosen, accepted)).toBe(gives);
  });
});

describe('the page', () => {
  it.each(LANGUAGES)('is whole in %s', (language) => {
    const page = statusPage(language);
    expect(page).toContain(`<html lang="${language}">`);
    expect(page).not.toContain('undefined');
    expect(page.match(/<h1>/g)).toHaveLength(1);
    // Nothing from outside, and nothing the policy would have to allow one by one.
    expect(page).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
    expect(page).not.toMatch(/\son\w+=|style="/);
  });

  it('says the same in each language', () => {
    const shape = (value: unknown): unknown =>
      typeof value === 'string'
        ? (value.match(/{\w+}/g) ?? []).sort()
        : Object.entries(value as object).map(([key, inner]) => [key, shape(inner)]);
    expect(shape(TEXTS.pl)).toEqual(shape(TEXTS.en));
  });

  it('lets nothing run but its own script', () => {
    expect(CONTENT_SECURITY_POLICY).toContain("default-src 'none'");
    expect(CONTENT_SECURITY_POLICY).not.toContain('unsafe');
  });
});

describe('the colours', () => {
  const [light = '', dark = ''] = STATUS_STYLE.split('@media (prefers-color-scheme: dark)');
  const coloursOf = (css: string) =>
    Object.fromEntries([...css.matchAll(/--([\w-]+): (#[0-9a-f]{6})\b/g)].map((m) => [m[1], m[2]]));
  const pairs = [
    ['text', 'ground'],
    ['text', 'card'],
    ['text', 'note-ground'],
    ['quiet', 'ground'],
    ['quiet', 'card'],
    ['link', 'ground'],
    ['link', 'card'],
    ['good', 'good-ground'],
    ['note', 'note-ground'],
    ['bad', 'bad-ground'],
    ['wait', 'wait-ground'],
  ] as const;

  it.each([
    ...pairs.map((pair) => ['light', coloursOf(light), ...pair] as const),
    ...pairs.map((pair) => ['dark', coloursOf(dark), ...pair] as const),
  ])('%s: %3$s on %4$s can be read', (_, colours, text, ground) => {
    expect(contrast(colours[text], colours[ground])).toBeGreaterThanOrEqual(4.5);
  });

  it.each([
    ['light', coloursOf(light)],
    ['dark', coloursOf(dark)],
  ])('%s: the focus can be seen', (_, colours) => {
    expect(contrast(colours.focus, colours.card)).toBeGreaterThanOrEqual(3);
    expect(contrast(colours.focus, colours.ground)).toBeGreaterThanOrEqual(3);
  });
});

/** WCAG 2.2. */
function contrast(one: string | undefined, other: string | undefined): number {
  const [low = 0, high = 0] = [luminance(one ?? ''), luminance(other ?? '')].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
