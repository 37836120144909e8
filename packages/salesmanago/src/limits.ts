/**
 * Sizes of SALESmanago, in characters and items. Where only the vendor's own
 * plugins show a number, that number stands here, because nothing else is known to work.
 */
export const LIMITS = {
  batch: {
    /** The vendor plugin's package; hard limits are not published. */
    contacts: 400,
    events: 400,
    /** Full cards per call of `contact/listAll`. */
    cards: 50,
    products: 100,
    /** Contacts per call that changes a product collection, and products for each. */
    assignments: 1000,
    productsPerAssignment: 100,
    /** E-mails per page of `email/list`. */
    emails: 100,
  },
  email: { local: 64, total: 254 },
  amount: { digits: 19, decimals: 2 },
  contact: { text: 255, tag: 255, property: 255 },
  event: {
    description: 2048,
    products: 512,
    /** A longer one (up to 255) is accepted by the library, but the field is documented with 36. */
    location: 36,
    locationHard: 255,
    detail: 255,
    externalId: 255,
    shopDomain: 255,
  },
  catalog: { name: 64, location: 255 },
  product: {
    productId: 255,
    name: 255,
    mainCategory: 255,
    categoryExternalId: 255,
    category: 255,
    categories: 5,
    description: 16_384,
    url: 2048,
    imageUrls: 5,
    brand: 255,
    manufacturer: 100,
    season: 40,
    color: 40,
    popularity: 100,
    customDetails: 5,
    customDetail: 255,
  },
  collection: { name: 255 },
  keyInformation: { setAsNull: 20 },
} as const;
