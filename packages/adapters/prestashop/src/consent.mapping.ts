import { type ConsentChange, defineMapping } from '@storewire/core';

/** What a customer who left the newsletter says about it; PrestaShop knows e-mail alone. */
export const consentMapping = defineMapping<ConsentChange>({
  externalId: { from: 'id', as: 'text' },
  email: { from: 'email', as: 'email' },
  channel: { from: 'channel', as: 'text', otherwise: 'email' },
  state: { from: '$', as: 'prestashopNewsletter', otherwise: 'unknown' },
  updatedAt: { from: 'seen_at', as: 'isoInstant' },
});
