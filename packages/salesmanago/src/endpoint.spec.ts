import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { endpointFromLogin, normaliseEndpoint } from './endpoint.js';
import { SalesmanagoError } from './salesmanago.error.js';

describe('normaliseEndpoint', () => {
  it.each([
    { given: 'app2.salesmanago.com', gives: 'https://app2.salesmanago.com', why: 'assumes https' },
    {
      given: 'https://app2.salesmanago.com',
      gives: 'https://app2.salesmanago.com',
      why: 'keeps https',
    },
    { given: 'app3.salesmanago.com/api', gives: 'https://app3.salesmanago.com', why: 'drops /api' },
    {
      given: 'https://app3.salesmanago.com/api/',
      gives: 'https://app3.salesmanago.com',
      why: 'drops /api/',
    },
    {
      given: ' APP2.Salesmanago.COM ',
      gives: 'https://app2.salesmanago.com',
      why: 'trims, lower-cases',
    },
    {
      given: '//www.salesmanago.pl',
      gives: 'https://www.salesmanago.pl',
      why: 'adds a missing scheme',
    },
    {
      given: 'http://127.0.0.1:4010/api',
      gives: 'http://127.0.0.1:4010',
      why: 'keeps http that is written out',
    },
    {
      given: 'localhost:4010',
      gives: 'https://localhost:4010',
      why: 'does not take a host for a scheme',
    },
    {
      given: 'https://app2.salesmanago.com:443',
      gives: 'https://app2.salesmanago.com',
      why: 'drops the default port',
    },
    {
      given: 'app2.salesmanago.com/ecommerce/start.htm?a=1#b',
      gives: 'https://app2.salesmanago.com',
      why: 'takes an address from the browser',
    },
    {
      given: 'shop.emlgrid.example',
      gives: 'https://shop.emlgrid.example',
      why: 'accepts custom hosts',
    },
    {
      given: 'https://żółw.example',
      gives: 'https://xn--w-uga1v8h.example',
      why: 'writes IDN as ASCII',
    },
  ])('$why: $given', ({ given, gives }) => expect(normaliseEndpoint(given)).toBe(gives));

  it.each([
    '',
    '   ',
    'https://',
    'ftp://app2.salesmanago.com',
    'file:///etc/hosts',
    'app2 salesmanago',
    'https://app2.salesmanago.com@evil.example',
    'javascript://x',
    'https://:443',
  ])('refuses %j as a setting to correct, without calling anything', (given) => {
    expect(() => normaliseEndpoint(given)).toThrow(
      expect.objectContaining({
        outcome: 'unauthorized',
        code: 'SM_CREDENTIALS_INVALID',
        field: 'endpoint',
      }),
    );
  });

  it('changes nothing that it made itself, and makes an origin or a SalesmanagoError of any text', () => {
    const host = fc.domain();
    const scheme = fc.constantFrom('', 'https://', 'http://', 'HTTPS://');
    const path = fc.constantFrom('', '/', '/api', '/api/', '/API', '/x?y#z');
    const text = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.tuple(scheme, host, path).map((t) => t.join('')),
      fc.webUrl(),
    );
    fc.assert(
      fc.property(text, (given) => {
        try {
          const made = normaliseEndpoint(given);
          expect(made).toBe(new URL(made).origin);
          expect(normaliseEndpoint(made)).toBe(made);
        } catch (error) {
          expect(error).toBeInstanceOf(SalesmanagoError);
        }
      }),
    );
  });

  it('finds the same host however it is written', () => {
    const around = fc.tuple(
      fc.constantFrom('', 'https://', 'HTTPS://', ' '),
      fc.constantFrom('', '/', '/api', '/api/ '),
    );
    fc.assert(
      fc.property(fc.domain(), around, (host, [before, after]) => {
        expect(normaliseEndpoint(`${before}${host}${after}`)).toBe(`https://${host.toLowerCase()}`);
      }),
    );
  });

  it('is plain only where http is written out', () => {
    fc.assert(
      fc.property(fc.domain(), (host) => {
        expect(normaliseEndpoint(`http://${host}/api`)).toBe(`http://${host.toLowerCase()}`);
        expect(normaliseEndpoint(`${host}/http://`)).toMatch(/^https:/);
      }),
    );
  });
});

describe('endpointFromLogin', () => {
  it('never makes a safe login plain', () => {
    expect(endpointFromLogin('http://app3.salesmanago.com', 'https://app2.salesmanago.pl')).toBe(
      'https://app3.salesmanago.com',
    );
    expect(endpointFromLogin('app3.salesmanago.com', 'http://127.0.0.1:1')).toBe(
      'https://app3.salesmanago.com',
    );
    expect(endpointFromLogin('http://127.0.0.1:2', 'http://127.0.0.1:1')).toBe(
      'http://127.0.0.1:2',
    );
  });
});
