import { mutation, query, type UserError } from './operation.js';

/** The consents of one customer. */
export interface ConsentNode {
  readonly id: string;
  readonly defaultEmailAddress: {
    readonly emailAddress: string;
    readonly marketingState: string;
    readonly marketingUpdatedAt: string | null;
  } | null;
  readonly defaultPhoneNumber: {
    readonly phoneNumber: string;
    readonly smsMarketingConsent: { readonly state: string; readonly updatedAt: string | null };
  } | null;
}

const CONSENT_FIELDS = `
  id
  defaultEmailAddress { emailAddress marketingState marketingUpdatedAt }
  defaultPhoneNumber { phoneNumber smsMarketingConsent { state updatedAt } }`;

export const CONSENT = query<{ customer: ConsentNode | null }>(
  'ConsentById',
  `($id: ID!) { customer(id: $id) { ${CONSENT_FIELDS} } }`,
);

export const CONSENT_BY_EMAIL = query<{ customer: ConsentNode | null }>(
  'ConsentByEmail',
  `($email: String!) { customer: customerByIdentifier(identifier: { emailAddress: $email }) { ${CONSENT_FIELDS} } }`,
);

interface ConsentPayload {
  readonly userErrors: readonly UserError[];
}

export const WRITE_EMAIL_CONSENT = mutation<{ result: ConsentPayload }>(
  'WriteEmailConsent',
  `($id: ID!, $consent: CustomerEmailMarketingConsentInput!) {
  result: customerEmailMarketingConsentUpdate(input: { customerId: $id, emailMarketingConsent: $consent }) {
    userErrors { field message code }
  }
}`,
  { isRepeatable: true },
);

export const WRITE_SMS_CONSENT = mutation<{ result: ConsentPayload }>(
  'WriteSmsConsent',
  `($id: ID!, $consent: CustomerSmsMarketingConsentInput!) {
  result: customerSmsMarketingConsentUpdate(input: { customerId: $id, smsMarketingConsent: $consent }) {
    userErrors { field message code }
  }
}`,
  { isRepeatable: true },
);
