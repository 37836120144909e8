import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { namespaceIn, readSoap, soapRequest } from './soap-text.js';

const envelope = (content: string, prefix = 'SOAP-ENV') =>
  `<${prefix}:Envelope xmlns:${prefix}="http://schemas.xmlsoap.org/soap/envelope/" xmlns:ns1="urn:Magento"><${prefix}:Body>${content}</${prefix}:Body></${prefix}:Envelope>`;
const response = (content: string) => envelope(`<ns1:xResponse>${content}</ns1:xResponse>`);

describe('readSoap', () => {
  it.each([
    { content: '<r xsi:type="xsd:string">5</r>', gives: '5', why: 'numbers stay texts' },
    { content: '<r xsi:type="xsd:string"></r>', gives: '', why: 'an empty text is no list' },
    { content: '<r xsi:nil="true"/>', gives: null, why: 'nil is null' },
    { content: '<r SOAP-ENC:arrayType="ns1:e[0]"/>', gives: [], why: 'an empty list' },
    {
      content: '<r SOAP-ENC:arrayType="ns1:e[1]"><item><id>1</id></item></r>',
      gives: [{ id: '1' }],
      why: 'one row is a list, too',
    },
    { content: '<r><item>a</item></r>', gives: ['a'], why: 'also without its type' },
    {
      content: '<r><a xsi:type="xsd:string">x &amp; y</a><b><item>1</item><item>2</item></b></r>',
      gives: { a: 'x & y', b: ['1', '2'] },
      why: 'fields with entities and lists',
    },
  ])('gives $gives: $why', ({ content, gives }) => {
    expect(readSoap(response(content))).toEqual({ value: gives });
  });

  it.each([
    { text: envelope('<f:Fault xmlns:f="x"><faultcode>5</faultcode></f:Fault>'), fault: '5' },
    {
      text: envelope('<Fault><faultcode>SOAP-ENV:Server</faultcode></Fault>', 'soap'),
      fault: 'Server',
    },
    {
      text: `<br />\n<b>Notice</b>: x in <b>y.php</b>\n<?xml version="1.0"?>${envelope('<s:Fault xmlns:s="x"><faultcode>2</faultcode></s:Fault>')}`,
      fault: '2',
    },
  ])('finds the fault $fault whatever its prefix, and behind notices', ({ text, fault }) => {
    expect(readSoap(text)).toEqual({ fault });
  });

  it.each(['', '{"a":1}', '<!doctype html><p>Back soon', '<?xml version="1.0"?><feed/>'])(
    'says that "%s" is no answer',
    (text) => expect(readSoap(text)).toBeUndefined(),
  );

  it('throws at nothing', () => {
    const parts = fc.constantFrom(
      '<?xml ?>',
      '<Envelope',
      '<Body>',
      '</Body>',
      '>',
      '&',
      '<!',
      ']]>',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(parts, fc.string()), { maxLength: 12 }), (texts) => {
        readSoap(texts.join(''));
      }),
    );
  });
});

describe('soapRequest', () => {
  it('carries any text back and forth', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const clean = text.replace(/[^\S ]|\p{C}/gu, '').trim();
        const sent = soapRequest('login', [{ name: 'apiKey', value: clean }]);
        const read = readSoap(sent.replaceAll('ns1:login', 'ns1:loginResponse'));
        expect(read).toEqual({ value: clean });
      }),
    );
  });

  it('says of an argument in the middle that there is none', () => {
    const sent = soapRequest('catalogProductInfo', [
      { name: 'attributes', value: undefined },
      { name: 'identifierType', value: 'id' },
    ]);
    expect(sent).toContain('<attributes xsi:nil="true"/><identifierType');
  });
});

describe('namespaceIn', () => {
  it.each(['urn:Magento', 'urn:OpenMage'] as const)('finds %s', (namespace) => {
    expect(namespaceIn(soapRequest('x', [], namespace))).toBe(namespace);
  });
});
