import { type ConsentChange, defineMapping } from '@storewire/core';

/** `customers_email_marketing_consent/update` and `customers_marketing_consent/update` (SMS). */
export const consentMapping = defineMapping<ConsentChange>({
  externalId: {
    from: ['customer_id', 'admin_graphql_api_id', 'id', 'customer.id'],
    as: 'globalId',
  },
  email: {
    from: ['email_address', 'email', 'customer.defaultEmailAddress.emailAddress'],
    as: 'email',
  },
  phone: { from: ['phone', 'customer.defaultPhoneNumber.phoneNumber'], as: 'phone' },
  channel: { from: '$', as: 'shopifyConsentChannel', required: true },
  state: {
    from: ['email_marketing_consent.state', 'sms_marketing_consent.state'],
    as: 'marketingState',
    required: true,
  },
  at: {
    from: [
      'email_marketing_consent.consent_updated_at',
      'sms_marketing_consent.consent_updated_at',
    ],
    as: 'isoInstant',
  },
});
