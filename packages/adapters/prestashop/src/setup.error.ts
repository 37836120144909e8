import { HubError } from '@storewire/core';

/** The key is fine, the webservice itself is switched off. */
export class WebserviceOff extends HubError {
  readonly code = 'PRESTASHOP_WEBSERVICE_OFF';
  readonly next = 'fixSettings';

  constructor(cause?: unknown) {
    super(
      'The webservice of the shop is switched off.',
      'In the back office open Advanced Parameters > Webservice, switch it on and save; then run the check again.',
      { cause },
    );
  }
}

/** There is no webservice at the address. */
export class WebserviceNotFound extends HubError {
  readonly code = 'PRESTASHOP_NOT_FOUND';
  readonly next = 'fixSettings';

  constructor(baseUrl: string, cause?: unknown) {
    super(
      `No PrestaShop webservice at ${baseUrl}/api/ (404).`,
      'Check the address of the shop, with its folder. In the back office save Shop Parameters > Traffic & SEO once, which writes the rewrite rules anew.',
      { cause },
    );
  }
}

/** PrestaShop redirects whoever calls it by another name than its own; following would lose the key. */
export class OtherShopAddress extends HubError {
  readonly code = 'PRESTASHOP_OTHER_ADDRESS';
  readonly next = 'fixSettings';

  constructor(baseUrl: string, target: string, cause?: unknown) {
    super(
      `${baseUrl} redirects to ${target}, so it is not the address that the shop has for itself.`,
      'Enter the address as it stands in Shop Parameters > Traffic & SEO > Shop URL (https or http, with or without www, with its folder).',
      { cause },
    );
  }
}

/** A shop number that the installation does not have; every call with it would be sent to the home page. */
export class UnknownShopId extends HubError {
  readonly code = 'PRESTASHOP_UNKNOWN_SHOP';
  readonly next = 'fixSettings';

  constructor(shopId: string, known: readonly string[]) {
    super(
      `The installation has no shop ${shopId}.`,
      `Enter one of these as shop id: ${known.join(', ') || 'none is visible to the key'}.`,
    );
  }
}

/** A language code that the shop does not have. */
export class UnknownLanguage extends HubError {
  readonly code = 'PRESTASHOP_UNKNOWN_LANGUAGE';
  readonly next = 'fixSettings';

  constructor(language: string, known: readonly string[]) {
    super(
      `The shop has no language ${language}.`,
      `Enter one of these as catalogue language, or none: ${known.join(', ')}.`,
    );
  }
}

/** The shop runs a version that another platform of the hub is for, or none. */
export class WrongPrestashopVersion extends HubError {
  readonly code = 'PRESTASHOP_WRONG_VERSION';
  readonly next = 'fixSettings';

  constructor(version: string, chosen: string, right: string | undefined) {
    super(
      `The shop runs PrestaShop ${version}, and the platform "${chosen}" was chosen.`,
      right
        ? `Add the store again with the platform "${right}".`
        : 'PrestaShop 1.6 to 9 can be connected; upgrade the shop, or use the inbound event API.',
    );
  }
}

/** PHP notices are printed into the answers, which then can be anything. */
export class PhpErrorsInAnswer extends HubError {
  readonly code = 'PRESTASHOP_PHP_ERRORS';
  readonly next = 'retry';

  constructor(codes: readonly number[], cause?: unknown) {
    super(
      `The shop answers with PHP errors in place of data (codes ${codes.join(', ')}).`,
      'Ask the host or the developer of the shop to switch display_errors and the debug mode off, and to look into the PHP error log.',
      { cause },
    );
  }
}
