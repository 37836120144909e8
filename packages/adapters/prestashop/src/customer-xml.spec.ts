import { describe, expect, it } from '@jest/globals';
import { idIn, patchBody, putBody } from './customer-xml.js';

const ENTITY = `<?xml version="1.0" encoding="UTF-8"?>
<prestashop xmlns:xlink="http://www.w3.org/1999/xlink">
<customer>
\t<id><![CDATA[3]]></id>
\t<id_lang xlink:href="https://shop.example/api/languages/2"><![CDATA[2]]></id_lang>
\t<newsletter_date_add><![CDATA[0000-00-00 00:00:00]]></newsletter_date_add>
\t<passwd><![CDATA[$2y$10$abc&<def]]></passwd>
\t<birthday><![CDATA[0000-00-00]]></birthday>
\t<newsletter><![CDATA[0]]></newsletter>
\t<id_shop><![CDATA[1]]></id_shop>
</customer>
</prestashop>`;

describe('putBody', () => {
  it('changes the newsletter, empties zero dates, and keeps every other byte', () => {
    const body = putBody(ENTITY, '3', {
      newsletter: '1',
      newsletter_date_add: '2026-11-21 17:00:00',
    });
    const expected = ENTITY.replace('<newsletter><![CDATA[0]]>', '<newsletter><![CDATA[1]]>')
      .replace('0000-00-00 00:00:00', '2026-11-21 17:00:00')
      .replace('0000-00-00', '');
    expect(body).toBe(expected);
  });

  it('fills an element that is written without an end tag', () => {
    const short = ENTITY.replace('<newsletter><![CDATA[0]]></newsletter>', '<newsletter/>');
    expect(putBody(short, '3', { newsletter: '0' })).toContain(
      '<newsletter><![CDATA[0]]></newsletter>',
    );
  });

  it.each([
    { entity: ENTITY.replace('[3]', '[4]'), why: 'another customer' },
    { entity: ENTITY.replace(/<passwd>.*\n/, ''), why: 'no password, which would be emptied' },
    { entity: ENTITY.replace(/<newsletter>.*\n/, ''), why: 'no newsletter field' },
    { entity: '<!doctype html><p>Hello', why: 'a page' },
  ])('writes nothing from an answer with $why', ({ entity }) => {
    expect(() => putBody(entity, '3', { newsletter: '1' })).toThrow(
      expect.objectContaining({ code: 'STORE_UNAVAILABLE' }),
    );
  });
});

describe('patchBody', () => {
  it('names the id, without which PrestaShop refuses, and nothing that need not change', () =>
    expect(patchBody('3', { newsletter: '0' })).toBe(
      '<?xml version="1.0" encoding="UTF-8"?>\n<prestashop><customer><id>3</id><newsletter>0</newsletter></customer></prestashop>',
    ));
});

describe('idIn', () => {
  it('is the id of the customer, not of one of its groups', () => {
    expect(idIn(ENTITY)).toBe('3');
    expect(idIn('<prestashop><customer><id>17</id></customer></prestashop>')).toBe('17');
    expect(idIn('<prestashop><errors/></prestashop>')).toBeUndefined();
  });
});
