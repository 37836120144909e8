import type { SettingTexts } from './catalogue.js';

export const ENGLISH: SettingTexts = {
  groups: {
    integration: 'Integration',
    features: 'Features',
    tags: 'Tags',
    account: 'Account and consent',
    carts: 'Carts',
    monitoring: 'Monitoring code',
    additional: 'Additional',
  },
  units: { minutes: 'minutes', hours: 'hours', days: 'days' },
  settings: {
    active: {
      label: 'Integration active',
      help: 'When off, messages are kept as filtered and an export can fetch them later.',
    },
    location: {
      label: 'Location',
      help: 'The e-store id: 3-36 letters, digits and underscores, not starting with a digit. It must equal the location of the product catalogue in SALESmanago.',
    },
    owner: {
      label: 'Contact owner',
      help: 'E-mail of the SALESmanago user who owns new contacts. Empty: the owner of the account. Choose one from the list of owners of the account.',
    },
    doubleOptIn: {
      label: 'Double opt-in',
      help: 'SALESmanago sends a confirmation e-mail to new subscribers; the opt-in counts after the click. Its default e-mail is set in SALESmanago: Integration Center, API.',
    },
    doubleOptInTemplateId: {
      label: 'Template id',
      help: 'Template, account and subject: all three or none. None: the default of the SALESmanago account. The list of confirmation e-mails shows the ids.',
    },
    doubleOptInAccountId: {
      label: 'E-mail account id',
      help: 'The sender of the confirmation e-mail; shown with each e-mail of the list.',
    },
    doubleOptInSubject: {
      label: 'Subject',
      help: 'Subject of the confirmation e-mail.',
    },
    doubleOptInWindowMinutes: {
      label: 'Confirmation mail at most once in',
      help: 'Within this time after a confirmation e-mail the same address gets no second one.',
    },
    consentSync: {
      label: 'Consent synchronisation',
      help: 'Ask SALESmanago at each registration, and write its opt-in to the store. An opt-out within 15 minutes of the registration is not sent.',
    },
    earlyOptOut: {
      label: 'Opt-out within 15 minutes of registration',
      help: 'With consent synchronisation on: keep such an opt-out and list it, or send it at minute 15 if the store still says so.',
    },
    webPushForm: {
      label: 'Web push form',
      help: 'The consent form whose code goes into the pages; choose one from the forms of the SALESmanago account. What is kept is the id that its code names.',
    },
    language: {
      label: 'Language',
      help: 'Language of the activated features: two lower-case letters, such as en. Kept for whoever sets them up in SALESmanago: no call that is confirmed takes it there.',
    },
    logoUrl: {
      label: 'Shop logo',
      help: 'Address of the logo of the activated features. Uploading the file puts it into SALESmanago and sets the address; it is chosen there by hand.',
    },
    primaryColor: {
      label: 'Primary colour',
      help: 'Colour of the activated features: # and six hexadecimal digits. Kept like the language.',
    },
    secondaryColor: {
      label: 'Secondary colour',
      help: 'Second colour of the activated features: # and six hexadecimal digits. Kept like the language.',
    },
    liveChat: {
      label: 'Live chat',
      help: 'Wanted on this store. The chat itself is made, switched on and edited in SALESmanago: the hub only shows whether it is on there.',
    },
    webPush: {
      label: 'Web push',
      help: 'Adds the code of the web push form to the monitoring code. The form is edited in SALESmanago.',
    },
    popUp: {
      label: 'Pop-up',
      help: 'Wanted on this store. The pop-up itself is made, switched on and edited in SALESmanago: the hub only shows whether it is on there. Its code comes with the pop-ups of the monitoring code.',
    },
    registrationTags: {
      label: 'Tags at registration',
      help: 'Separated by commas. Spaces become underscores and letters capitals.',
    },
    newsletterTags: {
      label: 'Tags at newsletter sign-up',
      help: 'Separated by commas. Spaces become underscores and letters capitals.',
    },
    purchaseTags: {
      label: 'Tags at purchase',
      help: 'For customers with an account. Separated by commas; spaces become underscores and letters capitals.',
    },
    guestPurchaseTags: {
      label: 'Tags at guest purchase',
      help: 'For orders without an account. Separated by commas; spaces become underscores and letters capitals.',
    },
    loginTags: {
      label: 'Tags at login',
      help: 'Where the store reports logins. Separated by commas; spaces become underscores and letters capitals.',
    },
    cartWindow: {
      label: 'Cart changes become a new event after',
      help: 'Counted from the first product in the cart; until then the CART event is updated. Also called the SMEVENT period.',
    },
    emptiedCart: {
      label: 'When the last product is removed',
      help: 'What happens to the open CART event of a cart that was emptied.',
    },
    claimedCarts: {
      label: 'Accept claimed identity for carts',
      help: 'For platforms that cannot sign who the shopper is: carts of an address that the page claims are sent, at most 3 open ones a day, and only for people whom the store has told the hub about.',
    },
    smeventCookieHours: {
      label: 'SMEVENT cookie expiry',
      help: 'After this time the next product added makes a new event. Empty: no limit of its own. The shortest of the three cart times counts.',
    },
    cartUpdateHours: {
      label: 'Time range in which the cart is updated on the contact card',
      help: 'Empty: no limit of its own. The shortest of the three cart times counts.',
    },
    monitoringCookieDays: {
      label: 'Monitoring cookie lifetime',
      help: 'How long a visitor is recognised. The default is ten years (3652 days).',
    },
    monitoringCode: {
      label: 'Monitoring code',
      help: 'Added to the store by the hub where the platform has a way, else to be copied; taken out again when switched off. A page may have one monitoring code only.',
    },
    monitoringPlacedByHub: {
      label: 'Added to the store by the hub',
      help: 'Where the platform has a way. Off: the hub leaves the pages of the store alone, and the tag is copied into them by hand.',
    },
    monitoringCustomScript: {
      label: 'Custom script',
      help: 'Loads the custom JavaScript that was prepared in SALESmanago.',
    },
    monitoringBanners: {
      label: 'Banners',
      help: 'Loads personalised banners.',
    },
    monitoringPopups: {
      label: 'Pop-ups',
      help: 'Loads the HTML and advanced pop-ups of the account.',
    },
    storefrontUrls: {
      label: 'Further storefront addresses',
      help: 'Addresses of the shop that the connection does not tell. Carts are taken from pages of the storefront only.',
    },
    trackerConsentCookie: {
      label: 'Consent cookie',
      help: 'The storefront script runs when this cookie is there and does not say no. Empty: the consent tools found on the page decide.',
    },
    trackerIdentityPath: {
      label: 'Identity path',
      help: 'Path on the shop’s own host that answers the signed identity token of the logged-in customer. Empty: the platform’s own where it has one; else the page prints it, or nobody is proven.',
    },
    ignoredDomains: {
      label: 'Ignored e-mail domains',
      help: 'Contacts and events of these addresses are never sent: live, in exports and in imports. Separated by commas; letters large or small.',
    },
    ignoredSubdomains: {
      label: 'Ignore their subdomains, too',
      help: 'With relay.example also mail.relay.example is ignored.',
    },
    erasureInSalesmanago: {
      label: 'When the store deletes a person',
      help: 'What happens to the contact in SALESmanago. The hub itself forgets the person in every case.',
    },
    operatingMode: {
      label: 'Operating mode',
      help: 'Which customers of inbound events and imports are sent. Automatic sends everyone, with an opt-in that nobody gave: use it only where the law allows.',
    },
    linkedConsentName: {
      label: 'Name of the linked consent',
      help: 'As the store calls it. Customers who did not give it are not sent, and neither are their carts and orders.',
    },
    orderStates: {
      label: 'Order states',
      help: 'What a state of the store means; states not listed keep the default of the platform.',
    },
    productIdentifier: {
      label: 'Product identifier',
      help: 'Must be the id that the product catalogue in SALESmanago uses.',
    },
    languageSource: {
      label: 'Language comes from',
      help: 'The language of the contact card, which also chooses the language of e-mails.',
    },
    fieldMapping: {
      label: 'Field mapping',
      help: 'Further values of the store: as a property of the contact, a detail of its events, a tag, or Key Information (needs an API v3 key). At most 255 characters each.',
    },
    purchaseOn: {
      label: 'A purchase counts when the order is',
      help: 'Paid: an order that waits for its payment is not a purchase yet.',
    },
    returns: {
      label: 'RETURN is sent',
      help: 'Once per order when all of it is returned, or once for each refund with its own amount.',
    },
  },
  choices: {
    earlyOptOut: { hold: 'Keep it in the ledger', sendLater: 'Send it at minute 15' },
    cartWindow: {
      'always-new': 'Always a new event',
      '15m': '15 minutes',
      '1h': '1 hour',
      '4h': '4 hours',
      '12h': '12 hours',
      '7d': '7 days',
      'always-update': 'Always update the same event',
    },
    emptiedCart: {
      delete: 'Delete the event',
      zero: 'Update it to value 0',
      leave: 'Leave it as it is',
    },
    erasureInSalesmanago: {
      leave: 'Leave the contact',
      optOut: 'Opt the contact out',
      delete: 'Delete the contact',
    },
    operatingMode: {
      automatic: 'Automatic: everyone',
      'linked-consent': 'Only with the linked consent',
      'newsletter-consent': 'Only with the newsletter consent',
    },
    productIdentifier: {
      product: 'Product id',
      variant: 'Variant id',
      sku: 'SKU',
      ean: 'EAN',
    },
    languageSource: {
      contact: 'The contact',
      store: 'The store',
      none: 'Do not send a language',
    },
    purchaseOn: { placed: 'Placed', paid: 'Paid' },
    returns: { order: 'Once per order', refund: 'Once per refund' },
  },
};
