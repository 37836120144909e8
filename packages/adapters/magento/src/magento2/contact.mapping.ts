import { type Contact, defineMapping } from '@storewire/core';

/**
 * A customer with the default address. `is_subscribed` false is "no", "not confirmed yet" and "never asked" in one and
 * has no time, so only a change that was seen counts. Such a change moves no time of the customer; the time it was
 * seen stands for it.
 */
export const contactMapping = defineMapping<Contact>({
  externalId: { from: 'id', as: 'text', required: true },
  email: { from: 'email', as: 'email' },
  firstName: { from: 'firstname', as: 'plainText' },
  lastName: { from: 'lastname', as: 'plainText' },
  phone: { from: 'completed.address.telephone', as: 'phone' },
  fax: { from: 'completed.address.fax', as: 'text' },
  company: { from: 'completed.address.company', as: 'plainText' },
  address: {
    from: 'completed.address',
    map: {
      street: { from: 'street[0]', as: 'plainText' },
      street2: { from: 'street[1]', as: 'plainText' },
      zip: { from: 'postcode', as: 'text' },
      city: { from: 'city', as: 'plainText' },
      province: { from: 'region.region', as: 'plainText' },
      country: { from: 'country_id', as: 'countryCode' },
    },
  },
  birthDate: { from: 'dob', as: 'calendarDate' },
  registeredAt: { from: 'created_at', as: 'utcInstant' },
  updatedAt: { from: ['completed.consentSeenAt', 'updated_at', 'created_at'], as: 'utcInstant' },
  language: { from: 'completed.locale', as: 'languageTag' },
  emailConsent: { from: 'extension_attributes.is_subscribed', as: 'consentFlag' },
});
