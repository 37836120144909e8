import { type Contact, defineMapping, type Erasure } from '@storewire/core';

/**
 * A registered customer. The account's address is the identity; phone, company and address come with the bill. The
 * newsletter field has no time of its own, so only a change that was seen counts.
 */
export const contactMapping = defineMapping<Contact>({
  externalId: { from: 'id', as: 'text', required: true },
  email: { from: 'email', as: 'email' },
  firstName: { from: ['first_name', 'billing.first_name'], as: 'plainText' },
  lastName: { from: ['last_name', 'billing.last_name'], as: 'plainText' },
  phone: { from: 'billing.phone', as: 'phone' },
  company: { from: 'billing.company', as: 'plainText' },
  address: {
    from: 'billing',
    map: {
      street: { from: 'address_1', as: 'plainText' },
      street2: { from: 'address_2', as: 'plainText' },
      zip: { from: 'postcode', as: 'text' },
      city: { from: 'city', as: 'plainText' },
      province: { from: 'state', as: 'plainText' },
      country: { from: 'country', as: 'countryCode' },
    },
  },
  registeredAt: { from: 'date_created_gmt', as: 'utcInstant' },
  updatedAt: { from: ['date_modified_gmt', 'date_created_gmt'], as: 'utcInstant' },
  isCustomer: { from: 'is_paying_customer', as: 'flag' },
  emailConsent: { from: 'meta_data[key={newsletterField}].value', as: 'consentFlag' },
});

/** A deleted customer: WooCommerce tells the id and nothing else. */
export const erasureMapping = defineMapping<Erasure>({
  externalId: { from: 'id', as: 'text', required: true },
});
