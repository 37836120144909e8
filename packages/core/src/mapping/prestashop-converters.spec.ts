import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type ConverterName, convert } from './converters.js';
import { PRESTASHOP_CONVERTERS } from './prestashop-converters.js';

const settings = { PS_OS_CANCELED: '6', PS_OS_REFUND: '7', PS_OS_ERROR: '8' };
const order = (current_state: unknown, order_state?: object) => ({
  current_state,
  settings,
  ...(order_state ? { order_state } : {}),
});

describe('prestashopOrderState', () => {
  it.each([
    { given: order('0'), gives: 'not-placed', why: 'a checkout that broke off' },
    { given: order('2', { id: 2, paid: '1', shipped: '0' }), gives: 'paid', why: 'paid' },
    { given: order('4', { id: 4, paid: '1', shipped: '1' }), gives: 'shipped', why: 'sent' },
    { given: order('6', { id: 6, paid: '0' }), gives: 'canceled', why: 'the cancelled state' },
    { given: order('7', { id: 7, paid: '1' }), gives: 'refunded', why: 'refunded, though paid' },
    { given: order('8', { id: 8, paid: '0' }), gives: 'payment-error', why: 'a failed payment' },
    { given: order('10', { id: 10, paid: '0' }), gives: 'awaiting-payment', why: 'a bank wire' },
    { given: order('15', { id: 15, paid: '1' }), gives: 'canceled', why: "the merchant's word" },
    { given: order('99'), gives: 'state-99', why: 'a state that was deleted' },
    { given: {}, gives: undefined, why: 'no state' },
  ])('is $gives for $why', ({ given, gives }) => {
    const variables = { ownStates: '15=canceled, 16=refunded' };
    expect(convert('prestashopOrderState', given, { variables })).toBe(gives);
  });

  it('does not take a shop without settings for one whose cancelled state is 0', () => {
    const given = { current_state: '2', order_state: { id: 2, paid: '1' }, settings: {} };
    expect(convert('prestashopOrderState', given, {})).toBe('paid');
  });
});

describe('prestashopNewsletter', () => {
  const account = (newsletter: string) => ({ newsletter, is_guest: '0' });
  const guest = (newsletter: string) => ({ newsletter, is_guest: '1' });
  it.each([
    { given: account('1'), gives: 'in', why: 'a tick' },
    { given: account('0'), gives: 'out', why: 'an account without' },
    { given: guest('1'), gives: 'in', why: 'a guest who ticked' },
    { given: guest('0'), gives: undefined, why: 'a guest who did not' },
    {
      given: { ...guest('0'), newsletter_date_add: '0000-00-00 00:00:00' },
      gives: undefined,
      why: 'a guest without a date',
    },
    {
      given: { ...guest('0'), newsletter_date_add: '2026-03-02 10:15:00' },
      gives: 'out',
      why: 'a guest who took it back',
    },
    {
      given: { ...guest('0'), same_address: [account('1')] },
      gives: 'in',
      why: 'a guest checkout of a subscriber',
    },
    {
      given: { ...account('0'), same_address: [guest('1')] },
      gives: 'in',
      why: 'an account beside a guest who ticked',
    },
    { given: { is_guest: '0' }, gives: undefined, why: 'a document that does not say' },
  ])('is $gives for $why', ({ given, gives }) => {
    expect(convert('prestashopNewsletter', given, {})).toBe(gives);
  });
});

describe('prestashopVariantId', () => {
  it.each([
    { given: { product_id: '55', product_attribute_id: '12' }, gives: '55-12', why: 'order row' },
    { given: { id_product: '55', id_product_attribute: '12' }, gives: '55-12', why: 'cart row' },
    { given: { id: 12, id_product: '55' }, gives: '55-12', why: 'combination' },
    { given: { product_id: '55', product_attribute_id: '0' }, gives: null, why: 'no combination' },
    { given: { product_id: '0', product_attribute_id: '0' }, gives: undefined, why: 'no product' },
  ])('is $gives for $why', ({ given, gives }) => {
    expect(convert('prestashopVariantId', given, {})).toBe(gives);
  });
});

describe('prestashopDiscountPrice', () => {
  it.each([
    { given: { gross: '28.720000', regular: '35.900000' }, gives: '28.72' },
    { given: { gross: '100.000000', regular: '99.000000' }, gives: null },
    { given: { gross: '35.900000', regular: '35.900000' }, gives: null },
    { given: { gross: '28.720000' }, gives: undefined },
  ])('is $gives for $given', ({ given, gives }) => {
    expect(convert('prestashopDiscountPrice', given, { currency: 'PLN' })).toBe(gives);
  });
});

describe('prestashopAvailable', () => {
  const stock = (quantity: string, out_of_stock: string) => ({ stock: { quantity, out_of_stock } });
  it.each([
    { given: stock('3', '2'), gives: true, why: 'in stock' },
    { given: stock('0', '2'), gives: false, why: 'out, and the shop takes no orders' },
    { given: stock('-1', '1'), gives: true, why: 'out, and the product takes orders' },
    {
      given: { ...stock('0', '2'), settings: { PS_ORDER_OUT_OF_STOCK: '1' } },
      gives: true,
      why: 'out, and the shop takes orders',
    },
    {
      given: { ...stock('0', '0'), settings: { PS_STOCK_MANAGEMENT: '0' } },
      gives: true,
      why: 'a shop without stock keeping',
    },
    { given: { ...stock('3', '2'), available_for_order: '0' }, gives: false, why: 'not for sale' },
    { given: {}, gives: undefined, why: 'nothing known' },
  ])('is $gives: $why', ({ given, gives }) => {
    expect(convert('prestashopAvailable', given, {})).toBe(gives);
  });
});

describe('prestashopRefundAmount', () => {
  it.each([
    { given: { total_products_tax_incl: '28.72', total_shipping_tax_incl: '4.9' }, gives: '33.62' },
    { given: { total_products_tax_incl: '28.720000', amount: '23.35' }, gives: '28.72' },
    { given: { total_products_tax_incl: '0.000000', amount: '10.000000' }, gives: '10.00' },
    { given: { amount: '10' }, gives: '10.00' },
    { given: {}, gives: undefined },
  ])('is $gives for $given', ({ given, gives }) => {
    expect(convert('prestashopRefundAmount', given, { currency: 'PLN' })).toBe(gives);
  });
});

describe('the converters of PrestaShop', () => {
  it.each(Object.keys(PRESTASHOP_CONVERTERS))('%s never throws', (name) => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        convert(name as ConverterName, value, { variables: { ownStates: '1=paid' } });
      }),
    );
  });
});
