/** The one REST version with GMT dates; v1 and v2 still answer but lack them. */
export const WOOCOMMERCE_API = 'wc/v3';

/** `modified_after`, which the poll lives on, came with 5.8. */
export const TESTED_VERSIONS = ['10.9.1'] as const;
