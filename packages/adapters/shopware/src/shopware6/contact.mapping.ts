import { type Contact, defineMapping, type Erasure } from '@storewire/core';

/**
 * An account with its newsletter entry under `newsletterRecipient`, or such an entry alone. Names and address come from
 * the account first. No entry means that nobody asked, so nothing is said about consent.
 */
export const contactMapping = defineMapping<Contact>({
  externalId: { from: 'id', as: 'text' },
  email: { from: ['email', 'newsletterRecipient.email'], as: 'email' },
  firstName: { from: ['firstName', 'newsletterRecipient.firstName'], as: 'plainText' },
  lastName: { from: ['lastName', 'newsletterRecipient.lastName'], as: 'plainText' },
  phone: { from: 'defaultBillingAddress.phoneNumber', as: 'phone' },
  company: { from: ['company', 'defaultBillingAddress.company'], as: 'plainText' },
  address: {
    from: ['defaultBillingAddress', 'newsletterRecipient'],
    map: {
      street: { from: 'street', as: 'plainText' },
      street2: { from: 'additionalAddressLine1', as: 'plainText' },
      zip: { from: ['zipcode', 'zipCode'], as: 'text' },
      city: { from: 'city', as: 'plainText' },
      province: {
        from: ['countryState.translated.name', 'countryState.name'],
        as: 'plainText',
      },
      country: { from: 'country.iso', as: 'countryCode' },
    },
  },
  birthDate: { from: 'birthday', as: 'calendarDate' },
  registeredAt: { from: 'createdAt', as: 'isoInstant' },
  updatedAt: { from: '$', as: 'shopware6ChangedAt' },
  language: {
    from: ['language.locale.code', 'newsletterRecipient.language.locale.code'],
    as: 'languageTag',
  },
  emailConsent: { from: 'newsletterRecipient.status', as: 'shopware6Consent' },
  emailConsentAt: { from: 'newsletterRecipient', as: 'shopware6ConsentAt' },
});

/** A deleted customer: Shopware tells the id and nothing else. */
export const erasureMapping = defineMapping<Erasure>({
  externalId: { from: 'id', as: 'text', required: true },
});
