import { type Contact, defineMapping } from '@storewire/core';

/** A customer, with or without an account. Phone, company and address are those of the newest address. */
export const contactMapping = defineMapping<Contact>({
  externalId: { from: 'id', as: 'text', required: true },
  email: { from: 'email', as: 'email' },
  firstName: { from: ['firstname', 'address.firstname'], as: 'plainText' },
  lastName: { from: ['lastname', 'address.lastname'], as: 'plainText' },
  phone: { from: ['address.phone_mobile', 'address.phone'], as: 'phone' },
  company: { from: ['company', 'address.company'], as: 'plainText' },
  address: {
    from: 'address',
    map: {
      street: { from: 'address1', as: 'plainText' },
      street2: { from: 'address2', as: 'plainText' },
      zip: { from: 'postcode', as: 'text' },
      city: { from: 'city', as: 'plainText' },
      province: { from: 'state.name', as: 'plainText' },
      country: { from: 'country.iso_code', as: 'countryCode' },
    },
  },
  birthDate: { from: 'birthday', as: 'calendarDate' },
  registeredAt: { from: 'date_add', as: 'localInstant' },
  updatedAt: { from: 'seen_at', as: 'isoInstant' },
  language: {
    from: ['language.locale', 'language.language_code', 'language.iso_code'],
    as: 'languageTag',
  },
  emailConsent: { from: '$', as: 'prestashopNewsletter' },
});
