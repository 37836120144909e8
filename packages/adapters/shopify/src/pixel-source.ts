/**
 * The web pixel: runs in Shopify's strict sandbox, on checkout and thank-you pages too, and only with consent.
 *
 * It tells the cart of a checkout that began beside the cart page ("Buy now"), for a shopper whom SALESmanago's cookie
 * names, in the form of the beacon; and it forgets the cart that became an order, so that the storefront script does not
 * take it for an emptied one. It sends no address, no name, no order, and nothing it does ends in an error.
 */
export const PIXEL_SOURCE = String.raw`import { register } from '@shopify/web-pixels-extension';

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;
const MAX_LINES = 200;

const text = (value, most) =>
  value === null || value === undefined || value === '' ? undefined : String(value).slice(0, most);

const amount = (value) => {
  const number = Number(value);
  return value !== null && value !== undefined && number >= 0 && number < 1e12
    ? String(+number.toFixed(4))
    : undefined;
};

/** '10' of 10 and of 'gid://shopify/Product/10'. */
const id = (value) => text(String(value ?? '').replace(/^gid:\/\/shopify\/\w+\//, '').split('?')[0], 128);

const uuid = () =>
  '10000000-1000-4000-8000-100000000000'.replace(/[018]/g, (digit) =>
    (+digit ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (+digit / 4)))).toString(16),
  );

const lineOf = ({ title, quantity, variant }) => ({
  productId: id(variant?.product?.id),
  variantId: id(variant?.id),
  sku: text(variant?.sku, 128),
  name: text(title, 255),
  quantity: Number(quantity),
  unitPrice: amount(variant?.price?.amount),
});

const beaconOf = (checkout, cart, smclient) => {
  const lines = (checkout.lineItems ?? [])
    .map(lineOf)
    .filter((line) => line.quantity > 0 && (line.productId || line.variantId || line.sku));
  const token = id(cart?.id) ?? id(checkout.token);
  if (lines.length === 0 || lines.length > MAX_LINES || !token) return undefined;
  const currency = checkout.currencyCode;
  return {
    v: 1,
    id: uuid(),
    platform: 'shopify',
    at: Date.now(),
    cart: {
      token,
      lines,
      total: amount(checkout.subtotalPrice?.amount),
      currency: /^[A-Z]{3}$/.test(currency) ? currency : undefined,
    },
    smclient,
  };
};

register(({ analytics, browser, init, settings }) => {
  const on = (name, work) =>
    analytics.subscribe(name, (event) =>
      Promise.resolve(event)
        .then(work)
        .catch(() => {}),
    );

  on('checkout_started', async (event) => {
    const smclient = await browser.cookie.get('smclient');
    if (!UUID.test(smclient ?? '')) return;
    const beacon = beaconOf(event.data.checkout, init?.data?.cart, smclient);
    if (!beacon) return;
    // A text is sent without a preflight; the answer is of no use here.
    await fetch(settings.trackerUrl + '/cart', {
      method: 'POST',
      body: JSON.stringify(beacon),
      keepalive: true,
      mode: 'no-cors',
      credentials: 'omit',
    });
  });

  on('checkout_completed', () => browser.localStorage.setItem('storewire', '{}'));
});
`;
