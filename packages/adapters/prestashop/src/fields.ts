/** All of a customer but the password, its reset token, the secure key and the shop's private note. */
export const CUSTOMER_FIELDS = [
  'id',
  'id_shop',
  'id_shop_group',
  'id_lang',
  'id_gender',
  'email',
  'firstname',
  'lastname',
  'birthday',
  'newsletter',
  'newsletter_date_add',
  'optin',
  'company',
  'is_guest',
  'active',
  'deleted',
  'date_add',
  'date_upd',
] as const;

/** What a customer says about the newsletter. */
export const CONSENT_FIELDS = [
  'id',
  'email',
  'newsletter',
  'newsletter_date_add',
  'is_guest',
  'id_shop',
  'date_upd',
] as const;

/** What an order or a cart needs to know of its customer. */
export const BUYER_FIELDS = [
  'id',
  'email',
  'firstname',
  'lastname',
  'company',
  'is_guest',
  'active',
] as const;
