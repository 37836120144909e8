import { type ConsentChange, type Contact, defineMapping, type Erasure } from '@storewire/core';

/**
 * A customer, with the subscription where the adapter looked for it, or a subscriber without an account. BigCommerce
 * keeps no time of a consent, so only a sign-up and a change that was seen count. `subscribed` and `changed_at` are the
 * adapter's.
 */
export const contactMapping = defineMapping<Contact>({
  externalId: { from: 'id', as: 'text' },
  email: { from: ['email', 'subscriber.email'], as: 'email' },
  firstName: { from: ['first_name', 'subscriber.first_name'], as: 'plainText' },
  lastName: { from: ['last_name', 'subscriber.last_name'], as: 'plainText' },
  phone: { from: ['phone', 'addresses[0].phone'], as: 'phone' },
  company: { from: ['company', 'addresses[0].company'], as: 'plainText' },
  address: {
    from: 'addresses[0]',
    map: {
      street: { from: 'address1', as: 'plainText' },
      street2: { from: 'address2', as: 'plainText' },
      zip: { from: 'postal_code', as: 'text' },
      city: { from: 'city', as: 'plainText' },
      province: { from: 'state_or_province', as: 'plainText' },
      country: { from: 'country_code', as: 'countryCode' },
    },
  },
  registeredAt: { from: 'date_created', as: 'isoInstant' },
  updatedAt: { from: 'changed_at', as: 'isoInstant' },
  emailConsent: { from: 'subscribed', as: 'consentFlag' },
});

/** A subscription by itself; of a deleted one there is only the id that it was known by. */
export const consentMapping = defineMapping<ConsentChange>({
  externalId: { from: 'subscription', as: 'text', required: true },
  email: { from: 'email', as: 'email' },
  channel: { from: 'channel', as: 'text', otherwise: 'email' },
  state: { from: 'subscribed', as: 'consentFlag', otherwise: 'unknown' },
  updatedAt: { from: 'date_modified', as: 'isoInstant' },
});

/** A deleted customer: BigCommerce tells the id and nothing else. */
export const erasureMapping = defineMapping<Erasure>({
  externalId: { from: 'id', as: 'text', required: true },
});
