import { type Contact, defineMapping } from '@storewire/core';

/**
 * An account. The newsletter flag has no time of its own, so only a change that was seen counts; of the registration
 * Shopware keeps the day and no time, so it is not among the times here.
 */
export const contactMapping = defineMapping<Contact>({
  externalId: { from: 'id', as: 'text', required: true },
  email: { from: 'email', as: 'email' },
  firstName: { from: ['firstname', 'defaultBillingAddress.firstname'], as: 'plainText' },
  lastName: { from: ['lastname', 'defaultBillingAddress.lastname'], as: 'plainText' },
  phone: { from: 'defaultBillingAddress.phone', as: 'phone' },
  company: { from: 'defaultBillingAddress.company', as: 'plainText' },
  address: {
    from: 'defaultBillingAddress',
    map: {
      street: { from: 'street', as: 'plainText' },
      street2: { from: 'additionalAddressLine1', as: 'plainText' },
      zip: { from: 'zipcode', as: 'text' },
      city: { from: 'city', as: 'plainText' },
      province: { from: 'state.name', as: 'plainText' },
      country: { from: 'country.iso', as: 'countryCode' },
    },
  },
  birthDate: { from: 'birthday', as: 'calendarDate' },
  updatedAt: { from: 'changed', as: 'isoInstant' },
  emailConsent: { from: 'newsletter', as: 'consentFlag' },
});
