import { type Contact, defineMapping } from '@storewire/core';

/**
 * A customer, from a webhook (REST) or from GraphQL. Since 2025-01 the webhooks say nothing about consent, which then
 * changes nothing; where an older version of the app's webhooks still does, it is read.
 */
export const contactMapping = defineMapping<Contact>({
  externalId: { from: ['admin_graphql_api_id', 'id'], as: 'globalId', required: true },
  email: { from: ['email', 'defaultEmailAddress.emailAddress'], as: 'email' },
  firstName: {
    from: ['firstName', 'first_name', 'defaultAddress.firstName', 'default_address.first_name'],
    as: 'plainText',
  },
  lastName: {
    from: ['lastName', 'last_name', 'defaultAddress.lastName', 'default_address.last_name'],
    as: 'plainText',
  },
  phone: {
    from: [
      'phone',
      'defaultPhoneNumber.phoneNumber',
      'defaultAddress.phone',
      'default_address.phone',
    ],
    as: 'phone',
  },
  company: { from: ['defaultAddress.company', 'default_address.company'], as: 'plainText' },
  address: {
    from: ['defaultAddress', 'default_address'],
    map: {
      street: { from: 'address1', as: 'plainText' },
      street2: { from: 'address2', as: 'plainText' },
      zip: { from: 'zip', as: 'text' },
      city: { from: 'city', as: 'plainText' },
      province: { from: 'province', as: 'plainText' },
      country: { from: ['countryCodeV2', 'country_code'], as: 'countryCode' },
    },
  },
  registeredAt: { from: ['createdAt', 'created_at'], as: 'isoInstant' },
  updatedAt: { from: ['updatedAt', 'updated_at'], as: 'isoInstant' },
  language: { from: 'locale', as: 'languageTag' },
  isCustomer: { from: ['numberOfOrders', 'orders_count'], as: 'shopifyIsPositive' },
  emailConsent: {
    from: ['defaultEmailAddress.marketingState', 'email_marketing_consent.state'],
    as: 'marketingState',
  },
  emailConsentAt: {
    from: ['defaultEmailAddress.marketingUpdatedAt', 'email_marketing_consent.consent_updated_at'],
    as: 'isoInstant',
  },
  mobileConsent: {
    from: ['defaultPhoneNumber.smsMarketingConsent.state', 'sms_marketing_consent.state'],
    as: 'marketingState',
  },
  mobileConsentAt: {
    from: [
      'defaultPhoneNumber.smsMarketingConsent.updatedAt',
      'sms_marketing_consent.consent_updated_at',
    ],
    as: 'isoInstant',
  },
});
