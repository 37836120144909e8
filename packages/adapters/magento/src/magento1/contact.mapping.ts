import { type Contact, defineMapping } from '@storewire/core';

/** A customer with the default address. The API says nothing about the newsletter, so nothing is said here. */
export const contactMapping = defineMapping<Contact>({
  externalId: { from: 'customer_id', as: 'text', required: true },
  email: { from: 'email', as: 'email' },
  firstName: { from: 'firstname', as: 'plainText' },
  lastName: { from: 'lastname', as: 'plainText' },
  phone: { from: 'completed.address.telephone', as: 'phone' },
  fax: { from: 'completed.address.fax', as: 'text' },
  company: { from: 'completed.address.company', as: 'plainText' },
  address: {
    from: 'completed.address',
    map: {
      street: { from: 'street', as: 'plainText' },
      zip: { from: 'postcode', as: 'text' },
      city: { from: 'city', as: 'plainText' },
      province: { from: 'region', as: 'plainText' },
      country: { from: 'country_id', as: 'countryCode' },
    },
  },
  birthDate: { from: 'dob', as: 'calendarDate' },
  registeredAt: { from: 'created_at', as: 'utcInstant' },
  updatedAt: { from: ['updated_at', 'created_at'], as: 'utcInstant' },
});
